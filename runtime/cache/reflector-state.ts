import type { StoredObject } from '../api/resource.js'
import type { InitialEvents } from './initial-events.js'

/**
 * How what there is is asked for: `whole` in one list, `paged` in pages of 500, `watch-list` as the initial events of a watch
 * (WatchList) where the server has them, else in one list.
 */
export type ListMode = 'whole' | 'paged' | 'watch-list'

/** What a reflector is doing. See `Reflector` for how one state follows another. */
export type ReflectorState<T extends StoredObject = StoredObject> =
  Streaming | Listing | Watching<T> | Waiting<T> | Stopped

/** Receives what there is as the first events of a watch. */
export interface Streaming {
  readonly name: 'streaming'
}

/** Asks for one page of the list. */
export interface Listing {
  readonly name: 'listing'
  /** Where the page begins; absent for the first. */
  readonly continue?: string
  /** The version of the first page, which all pages show. */
  readonly resourceVersion?: string | undefined
  /** The list is asked for in one piece. */
  readonly whole: boolean
}

/** Receives changes. */
export interface Watching<T extends StoredObject = StoredObject> {
  readonly name: 'watching'
  /** Everything up to this version is known. */
  readonly resourceVersion: string | undefined
  /** How many times in a row the server has refused to go on from here. */
  readonly refusals: number
  /** The last watch did not end in its own time: the server may be one that was restored from a backup, and older than this version. */
  readonly broken: boolean
  /** The watch that has told of what there was, and goes on. Absent: one has to be begun. */
  readonly begun?: { readonly events: InitialEvents<T>; readonly timeoutSeconds: number }
}

/** Something failed; it goes on after the delay. */
export interface Waiting<T extends StoredObject = StoredObject> {
  readonly name: 'waiting'
  readonly error: ReflectorError
  readonly delayMs: number
  readonly next: Streaming | Listing | Watching<T>
}

/** The signal has aborted. */
export interface Stopped {
  readonly name: 'stopped'
}

/** Why a reflector is not up to date: the phase that failed; `cause` is the error itself. */
export class ReflectorError extends Error {
  override readonly name = 'ReflectorError'
  readonly phase: 'list' | 'watch'

  constructor(phase: 'list' | 'watch', cause: unknown) {
    super(`${phase} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.phase = phase
  }
}
