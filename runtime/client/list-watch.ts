import type { ListMeta } from '../api/object-meta.js'
import type { StoredObject } from '../api/resource.js'

/** One page of a list. `items` carry `apiVersion` and `kind` even where the server left them out. */
export interface ListPage<T> {
  readonly items: T[]
  readonly metadata: ListMeta
}

export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  /** Nothing changed up to this version. */
  | {
      readonly type: 'BOOKMARK'
      readonly resourceVersion: string
      readonly annotations?: Readonly<Record<string, string>>
    }

export interface ListRequest<T = StoredObject> {
  readonly limit?: number
  readonly continue?: string
  readonly resourceVersion?: string
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan'
  /** Takes items as they arrive, which are not in the page then. A source may leave it uncalled. */
  readonly onItems?: (items: T[]) => void
  readonly signal?: AbortSignal
}

export interface WatchRequest {
  readonly resourceVersion?: string
  readonly allowWatchBookmarks?: boolean
  /** After this many seconds the server ends the watch cleanly. */
  readonly timeoutSeconds?: number
  /** The watch fails when nothing at all arrives for this long: the connection may be dead. */
  readonly idleTimeoutMs?: number
  readonly sendInitialEvents?: boolean
  readonly resourceVersionMatch?: 'NotOlderThan'
  /** Called once the server has accepted the watch: nothing may follow for minutes. */
  readonly onOpen?: () => void
  readonly signal?: AbortSignal
}

/**
 * The requests that a cache is made of, for one resource, one namespace or all, and one pair of selectors.
 * All reject with `ApiError` for what the server says (also for an ERROR event within a watch) and with the transport's
 * error for what the network does. A watch that ends cleanly just ends.
 */
export interface ListerWatcher<T extends StoredObject = StoredObject> {
  list(request: ListRequest<T>): Promise<ListPage<T>>
  watch(request: WatchRequest): AsyncIterable<WatchEvent<T>>
  /** The version that the server is at now. Absent: nobody asks whether a server has gone back in time. */
  currentVersion?(request: Pick<ListRequest, 'signal'>): Promise<string | undefined>
}
