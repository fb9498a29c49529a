import type { Cached } from '../api/deep-readonly.js'
import type { ObjectKey } from '../api/resource.js'
import type { Cache } from '../cache/cache.js'
import type { Client } from '../client/client.js'
import type { EventRecorder } from '../client/events.js'
import type { Logger } from '../api/logger.js'

/** What a reconcile has at hand. */
export interface Context {
  readonly key: ObjectKey
  /** Sends requests. */
  readonly client: Client
  /** Reads the caches of this manager, without a request. */
  readonly cache: Cache
  /** Records events about the object. */
  readonly events: EventRecorder
  readonly log: Logger
  /**
   * Aborts at the reconcile's deadline, when the lead is lost, and when the manager stops and the time that it grants has nearly
   * run out: pass it to whatever waits.
   */
  readonly signal: AbortSignal
  /** 1 for the first attempt, rising until one succeeds. */
  readonly attempt: number
  /** What the attempt before this one failed with, if it did. */
  readonly lastError: unknown
}

/**
 * Nothing, or when to look again even if nothing happens, in milliseconds. With 0 it is soon, after a delay that grows each
 * time as after an error.
 */
export type Result = void | { readonly requeueAfterMs: number }

/** Brings the cluster closer to what an object asks for. It is called again until it succeeds. */
export interface Reconciler<T> {
  /** Not called for an object that is being deleted, nor twice at once for the same one. */
  reconcile(object: Cached<T>, context: Context): Promise<Result>
  /**
   * Called instead of `reconcile` while the object is being deleted. A reconciler that has it gets a finalizer set on its
   * objects before the first `reconcile`, and the finalizer is removed once this resolves without asking for a requeue.
   */
  finalize?(object: Cached<T>, context: Context): Promise<Result>
  /**
   * Called when `reconcile` or `finalize` has failed, with what it failed with, so that the object's status can tell. Not for
   * conflicts, which are no faults, nor for what a stop has interrupted. It has 10 seconds; what it throws is logged. What it writes
   * with the client of its context leads to no reconcile.
   */
  reportError?(object: Cached<T>, error: unknown, context: Context): Promise<void>
  /** Name of the finalizer; default `<plural>.<group>/finalizer`. */
  readonly finalizer?: string
}

/** An error that trying again cannot mend: reported, not retried until the object changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError'
}
