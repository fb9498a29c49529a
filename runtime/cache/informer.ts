import type { Cached } from '../api/deep-readonly.js'
import type { ObjectKey, StoredObject } from '../api/resource.js'
import type { LabelSelector } from './label-selector.js'

export interface ListOptions {
  readonly namespace?: string | undefined
  /** A `LabelSelector` as workloads have it, or text as in a request: `app=nginx,tier in (a,b)`. */
  readonly labelSelector?: LabelSelector | string | undefined
}

/**
 * Reads a cache. Nothing here waits or sends a request, and nothing may be changed. A namespace that the cache does not cover
 * is an error, not an empty answer.
 */
export interface Lister<T> {
  get(key: ObjectKey): Cached<T> | undefined
  list(options?: ListOptions): Cached<T>[]
  /** The objects under a value of an index that was declared for the informer; an index nobody declared is an error. */
  byIndex(index: string, value: string): Cached<T>[]
}

/** Told of each change, in the order of the server's. One that throws stops nobody else. */
export interface InformerHandler<T> {
  /**
   * `initial`: the object was there when the handler or the informer started. `own`: this process has written this version, and nobody
   * anything since the one before. Where the watch is faster than the answer it says so only once the answer is there: it may be asked later.
   */
  added?(object: Cached<T>, details: { readonly initial: boolean; readonly own: boolean }): void
  updated?(object: Cached<T>, old: Cached<T>, details: { readonly own: boolean }): void
  /** `tombstone`: the deletion was not seen but found at a relist; `object` is the last state that was seen. */
  deleted?(object: Cached<T>, details: { readonly tombstone: boolean }): void
}

/** Values under which an object is found again. */
export type IndexFunction<T> = (object: Cached<T>) => readonly string[]

/** A store of all objects of a kind that a selection covers, kept up to date by a reflector. */
export interface Informer<T extends StoredObject = StoredObject> extends Lister<T> {
  /** A handler that comes late is told of every object that is there. The answer removes it. */
  addHandler(handler: InformerHandler<T>): () => void
  addIndex(name: string, index: IndexFunction<T>): void
  /** Resolves when it has stopped; runs until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  /** The first list is in the store and every handler that was there has been told of it. */
  hasSynced(): boolean
  /** Why it is not synced, or not fresh: the last error. */
  lastError(): unknown
  /** Rejects with the signal's reason if it aborts first. */
  untilSynced(signal?: AbortSignal): Promise<void>
}
