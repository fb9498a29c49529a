import type { Cached, DeepReadonly } from '../api/deep-readonly.js'
import type { ObjectMeta } from '../api/object-meta.js'
import type { AnyResource, ApplyOf, InputOf, ObjectKey, ObjectOf } from '../api/resource.js'
import { isNotFound } from './api-error.js'
import type { Client } from './client.js'
import { isSame } from './field-set.js'
import * as operations from './operations.js'
import type { ApplyOptions, WriteOptions } from './options.js'
import type { CollectionClient } from './resource-client.js'
import { ResourceScope } from './resource-scope.js'

/** What became of an object that was to be made or changed. */
export interface Upserted<T> {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  /** As it is now. */
  readonly object: Cached<T>
}

/** Where the present state is read: a `Cache` is one. */
export interface Reader {
  get<R extends AnyResource>(resource: R, key: ObjectKey): Cached<ObjectOf<R>> | undefined
}

export interface CreateOrUpdateOptions extends WriteOptions {
  /** Default: a request. */
  readonly cache?: Reader
}

export interface CreateOrApplyOptions extends ApplyOptions {
  /** Default: a request. */
  readonly cache?: Reader
}

/**
 * Makes an object, or replaces it if that would change anything. `build` is given the present object, or undefined where there is
 * none; fields of its answer and of `metadata` there that it leaves out stay as they are. Rejects with a conflict, or because the
 * object already exists, where the state that was read is not the latest: call it again.
 */
export async function createOrUpdate<R extends AnyResource>(
  client: Client,
  resource: R,
  key: ObjectKey,
  build: (current: Cached<ObjectOf<R>> | undefined) => DeepReadonly<InputOf<R>>,
  { cache, ...options }: CreateOrUpdateOptions = {},
): Promise<Upserted<ObjectOf<R>>> {
  const objects = client.for(resource) as unknown as CollectionClient<ObjectOf<R>, object, object>
  const current = await read(client, resource, key, cache, options)
  const built = build(current) as object
  const metadata = metadataOf(built, key)
  if (!current) {
    const object = (await objects.create({ ...built, metadata }, options)) as Cached<ObjectOf<R>>
    return { outcome: 'created', object }
  }
  const { resourceVersion } = current.metadata
  const wanted = { ...current, ...built, metadata: { ...current.metadata, ...metadata, resourceVersion } }
  if (isSame(current, wanted)) return { outcome: 'unchanged', object: current }
  const object = (await objects.replace(wanted as object, options)) as Cached<ObjectOf<R>>
  return { outcome: isSameVersion(current, object) ? 'unchanged' : 'updated', object }
}

/**
 * Applies a configuration, with `force` unless the options say otherwise: a controller insists on its fields. Says what became of
 * it, for which it reads the present state first.
 */
export async function createOrApply<R extends AnyResource>(
  client: Client,
  resource: R,
  configuration: DeepReadonly<ApplyOf<R>>,
  { cache, force = true, ...options }: CreateOrApplyOptions = {},
): Promise<Upserted<ObjectOf<R>>> {
  const objects = client.for(resource) as unknown as CollectionClient<ObjectOf<R>, object, object>
  const { namespace, name = '' } = operations.metadataOf(configuration)
  const current = await read(client, resource, { ...(namespace && { namespace }), name }, cache, options)
  const object = (await objects.apply(configuration as object, { ...options, force })) as Cached<ObjectOf<R>>
  if (!current || current.metadata.uid !== object.metadata.uid) return { outcome: 'created', object }
  return { outcome: isSameVersion(current, object) ? 'unchanged' : 'updated', object }
}

/** The present state of an object: from a cache, or else by a request. */
export async function read<R extends AnyResource>(
  client: Client,
  resource: R,
  key: ObjectKey,
  cache: Reader | undefined,
  { signal, timeoutMs }: WriteOptions,
): Promise<Cached<ObjectOf<R>> | undefined> {
  if (cache) return cache.get(resource, key)
  const scope = new ResourceScope(client, resource)
  try {
    return (await operations.get(scope, scope.of(key), { signal, timeoutMs })) as Cached<ObjectOf<R>>
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

function metadataOf(built: object, { namespace, name }: ObjectKey): ObjectMeta {
  const metadata = operations.metadataOf(built)
  if ((metadata.name ?? name) !== name || (metadata.namespace ?? namespace) !== namespace) {
    const other = `${metadata.namespace ?? namespace ?? ''}/${metadata.name ?? name}`
    throw new TypeError(`${other} was built where ${namespace ?? ''}/${name} was asked for`)
  }
  return { ...metadata, name, ...(namespace !== undefined && { namespace }) }
}

function isSameVersion(a: Versioned, b: Versioned): boolean {
  return a.metadata.resourceVersion !== undefined && a.metadata.resourceVersion === b.metadata.resourceVersion
}

interface Versioned {
  readonly metadata: { readonly resourceVersion?: string | undefined }
}
