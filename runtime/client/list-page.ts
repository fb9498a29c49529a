import { deadline } from '../api/deadline.js'
import type { ListMeta } from '../api/object-meta.js'
import type { AnyResource } from '../api/resource.js'
import { toBuffer } from './body.js'
import { ItemSplitter } from './item-splitter.js'
import type { ListPage, ListRequest } from './list-watch.js'
import type { ListRequestOptions } from './options.js'
import { acceptOf, complete } from './partial-metadata.js'
import { defaultTimeoutMs, failure, type Requests } from './requests.js'
import { formatTarget, type Target } from './resource-path.js'

type WireItem = { apiVersion?: string; kind?: string }

interface WireList {
  readonly metadata?: ListMeta
}

export interface ListPageOptions<T> extends ListRequestOptions, Pick<ListRequest<T>, 'onItems'> {}

/** Asks for one page of a list, and parses it while it arrives: a long one does not hold up other work. */
export async function listPage<T>(
  requests: Requests,
  target: Target,
  options: ListPageOptions<T>,
): Promise<ListPage<T>> {
  const { signal, timeoutMs = defaultTimeoutMs, onItems, ...query } = options
  const { resource } = target
  const accept = acceptOf(resource, 'List')
  const request = { verb: 'list', method: 'GET', target, query: { ...query }, accept } as const
  const limit = deadline(requests.clock, timeoutMs, `it took longer than ${timeoutMs / 1000} s`, signal)
  const items: T[] = []
  const take = onItems ?? (found => void items.push(...found))
  try {
    const { body } = await requests.open(request, { signal: limit.signal, timeoutMs })
    const splitter = new ItemSplitter()
    for await (const chunk of body) {
      const text = splitter.push(toBuffer(chunk))
      if (text !== undefined) take(parseItems(text, resource))
    }
    const { metadata = {} } = JSON.parse(splitter.end()) as WireList
    return { items, metadata }
  } catch (error) {
    throw failure(error, `list ${formatTarget(target)}`, signal)
  } finally {
    limit.cancel()
  }
}

function parseItems<T>(text: string, resource: AnyResource): T[] {
  const items = JSON.parse(text) as WireItem[]
  if (resource.metadataOnly) return items.map(item => complete<T>(item, resource))
  const { apiVersion, kind } = resource
  // Servers leave them out where the list has said it already.
  for (const item of items) {
    item.apiVersion ??= apiVersion
    item.kind ??= kind
  }
  return items as T[]
}
