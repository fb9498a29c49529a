import type { DeepReadonly } from '../api/deep-readonly.js'
import type { ObjectMeta } from '../api/object-meta.js'
import type { GetOptions, ApplyOptions, PatchOptions, ReplaceOptions } from './options.js'
import type { Patch } from './patch.js'
import type { Target } from './resource-path.js'
import { writeQuery, type ResourceScope } from './resource-scope.js'

/** What can be sent as a whole. */
interface Sendable {
  readonly metadata?: DeepReadonly<ObjectMeta>
}

/** Objects and their subresources are read and written in the same ways. */

export function get(scope: ResourceScope, target: Target, options: GetOptions = {}): Promise<unknown> {
  const query = { resourceVersion: options.resourceVersion }
  return scope.client.requests.send({ verb: 'get', method: 'GET', target, query }, options)
}

export async function replace(
  scope: ResourceScope,
  object: unknown,
  subresource: Target['subresource'],
  options: ReplaceOptions = {},
): Promise<unknown> {
  const target = scope.of(metadataOf(object), subresource)
  const body = subresource === 'scale' ? object : scope.complete(object as object, target)
  const query = writeQuery(scope, options)
  return scope.client.requests.send({ verb: 'replace', method: 'PUT', target, query, body }, options)
}

export async function patch(
  scope: ResourceScope,
  target: Target,
  { merge, json }: Patch,
  options: PatchOptions = {},
): Promise<unknown> {
  if ((merge === undefined) === (json === undefined)) throw new TypeError('a patch is either `merge` or `json`')
  const contentType = merge === undefined ? 'application/json-patch+json' : 'application/merge-patch+json'
  const query = writeQuery(scope, options)
  return scope.client.requests.send(
    { verb: 'patch', method: 'PATCH', target, query, contentType, body: merge ?? json },
    options,
  )
}

export async function apply(
  scope: ResourceScope,
  configuration: unknown,
  subresource: Target['subresource'],
  options: ApplyOptions = {},
): Promise<unknown> {
  const target = scope.of(metadataOf(configuration), subresource)
  const body = scope.complete(configuration as object, target)
  const query = { ...writeQuery(scope, options), force: options.force }
  return scope.client.requests.send(
    { verb: 'apply', method: 'PATCH', target, query, contentType: 'application/apply-patch+yaml', body },
    options,
  )
}

export function metadataOf(object: unknown): ObjectMeta {
  const { metadata } = object as Sendable
  return (metadata ?? {}) as ObjectMeta
}
