import type { ListMeta } from '../api/object-meta.js'
import type { ListPage } from './list-watch.js'
import type { ListRequestOptions } from './options.js'
import { acceptOf, complete } from './partial-metadata.js'
import type { Requests } from './requests.js'
import type { Target } from './resource-path.js'

interface WireList {
  readonly items?: { apiVersion?: string; kind?: string }[] | null
  readonly metadata?: ListMeta
}

/** Asks for one page of a list. */
export async function listPage<T>(
  requests: Requests,
  target: Target,
  options: ListRequestOptions,
): Promise<ListPage<T>> {
  const { signal, timeoutMs, ...query } = options
  const { resource } = target
  const accept = acceptOf(resource, 'List')
  const request = { verb: 'list', method: 'GET', target, query: { ...query }, accept } as const
  const { items, metadata = {} } = (await requests.send(request, { signal, timeoutMs })) as WireList
  if (resource.metadataOnly) return { items: (items ?? []).map(item => complete<T>(item, resource)), metadata }
  const { apiVersion, kind } = resource
  // Servers leave them out where the list has said it already.
  for (const item of items ?? []) {
    item.apiVersion ??= apiVersion
    item.kind ??= kind
  }
  return { items: (items ?? []) as T[], metadata }
}
