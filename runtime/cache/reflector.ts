import { setImmediate } from 'node:timers/promises'
import { sleep, type Clock } from '../api/clock.js'
import type { Logger } from '../api/logger.js'
import type { StoredObject } from '../api/resource.js'
import type { ListerWatcher, ListPage } from '../client/list-watch.js'
import { Backoff } from './backoff.js'
import { isExpired, isRefusal, retryAfterMs, WentBackError } from './failure.js'
import { isOlder } from './resource-version.js'

/** What a reflector is doing. See {@link Reflector} for how one state follows another. */
export type ReflectorState = Listing | Watching | Waiting | Stopped

/** Asks for one page of the list. */
export interface Listing {
  readonly name: 'listing'
  /** Where the page begins; absent for the first. */
  readonly continue?: string
  /** The version of the first page, which all pages show. */
  readonly resourceVersion?: string | undefined
  /** The list is asked for in one piece, because its pages expired while they were being read. */
  readonly whole: boolean
}

/** Receives changes. */
export interface Watching {
  readonly name: 'watching'
  /** Everything up to this version is known. */
  readonly resourceVersion: string | undefined
  /** How many times in a row the server has refused to go on from here. */
  readonly refusals: number
  /** The last watch did not end in its own time: the server may be one that was restored from a backup, and older than this version. */
  readonly broken: boolean
}

/** Something failed; it goes on after the delay. */
export interface Waiting {
  readonly name: 'waiting'
  readonly error: ReflectorError
  readonly delayMs: number
  readonly next: Listing | Watching
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

/** Takes what a reflector finds, in the order of the server. Its methods return before the next one is called. */
export interface ReflectorSink<T> {
  /** A list begins, perhaps once more before the last one has ended. */
  listBegins(): void
  listed(items: readonly T[]): void
  /** The list has been told to its end: an object that it did not name is gone. */
  listEnds(): void
  /** One event of a watch. An event may come twice, an older one never after a newer one of the same object. */
  changed(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T): void
}

export interface ReflectorOptions<T extends StoredObject> {
  readonly listerWatcher: ListerWatcher<T>
  readonly sink: ReflectorSink<T>
  readonly clock: Clock
  readonly logger: Logger
  /** Returns a number from 0 up to 1. */
  readonly random: () => number
}

/** A page of this size is parsed and stored in a few milliseconds; client-go and kubectl use the same. */
const pageSize = 500
/** A page takes at most this long, its body included. */
const listTimeoutMs = 120_000
/** The server ends a watch after 5 to 10 minutes, so that watches move among API servers and expired ones are noticed. */
const watchSeconds = { least: 300, most: 600 }
/** Servers send a bookmark each minute. A watch on which two are missing is begun again. */
const idleTimeoutMs = 150_000
/** A watch that ends so long before its own time was ended by something else, such as the end of the server. */
const earlyMs = 10_000
/** A watch that ends sooner is a failure, however clean its end: it must not be begun again at once, again and again. */
const shortWatchMs = 5_000
/** After as many refusals in a row a watch gives way to a list: the version may be one that the server cannot go on from. */
const refusalsBeforeList = 3

const fromTheStart: Listing = { name: 'listing', whole: false }

/**
 * Keeps a sink told of all objects of one selection.
 *
 *     listing --a page, more to come--> listing      listing --the last page--> watching
 *     listing --its pages expired--> listing from the start, in one piece
 *     listing --any other error--> waiting, then the same page
 *     watching --clean end--> watching from the last version seen
 *     watching again, after it was broken --the server is at an older version--> waiting, then listing
 *     watching --its version expired, refused three times, or silent for too long--> waiting, then listing
 *     watching --any other error, or an end within seconds--> waiting, then watching from the last version seen
 *     any --the signal aborts--> stopped
 *
 * Lists are consistent reads in pages, not reads "from any version" (`resourceVersion=0`): those may go back in time, and servers
 * answer them in one piece, which costs the memory and the stall of parsing everything at once.
 *
 * A state `streaming` (`sendInitialEvents`) is not there yet. Its place is before `listing`: it ends in `watching` at the bookmark
 * that closes the initial events, and gives way to `listing` whenever it fails.
 */
export class Reflector<T extends StoredObject> {
  readonly #options: ReflectorOptions<T>
  /** Begins anew with every page that arrives: the number of pages bounds how often. */
  readonly #listBackoff: Backoff
  /** Begins anew only after two minutes without a failure: watches that end again and again stay rare. */
  readonly #watchBackoff: Backoff
  /** Likewise for lists because a watch expired. An outage before it does not delay the first of them. */
  readonly #relistBackoff: Backoff
  #resourceVersion: string | undefined
  #state: ReflectorState = fromTheStart
  #lastError: ReflectorError | undefined

  constructor(options: ReflectorOptions<T>) {
    this.#options = options
    const { clock, random } = options
    const delays = { clock, random, baseMs: 800, maxMs: 30_000, resetAfterMs: 120_000 }
    this.#listBackoff = new Backoff(delays)
    this.#watchBackoff = new Backoff(delays)
    this.#relistBackoff = new Backoff(delays)
  }

  get state(): ReflectorState {
    return this.#state
  }

  /** The sink has been told of everything up to this version, and perhaps of more. */
  get resourceVersion(): string | undefined {
    return this.#resourceVersion
  }

  /** The last failure, until something has succeeded after it. */
  get lastError(): ReflectorError | undefined {
    return this.#lastError
  }

  /** Runs until the signal aborts, and resolves then. To be called once. */
  async run(signal: AbortSignal): Promise<void> {
    while (this.#state.name !== 'stopped') {
      const next: ReflectorState = signal.aborted ? { name: 'stopped' } : await this.#step(this.#state, signal)
      this.#state = signal.aborted ? { name: 'stopped' } : next
    }
  }

  #step(state: Listing | Watching | Waiting, signal: AbortSignal): Promise<ReflectorState> {
    switch (state.name) {
      case 'listing':
        return this.#list(state, signal)
      case 'watching':
        return this.#watch(state, signal)
      case 'waiting':
        return this.#wait(state, signal)
    }
  }

  async #list(state: Listing, signal: AbortSignal): Promise<ReflectorState> {
    const { sink } = this.#options
    try {
      if (state.continue === undefined) sink.listBegins()
      const page = await this.#page(state, signal)
      await this.#deliver(page.items, signal)
      this.#succeeded()
      this.#listBackoff.reset()
      const resourceVersion = state.resourceVersion ?? page.metadata.resourceVersion
      if (page.metadata.continue) return { ...state, continue: page.metadata.continue, resourceVersion }
      this.#resourceVersion = resourceVersion
      if (!signal.aborted) sink.listEnds()
      return { name: 'watching', resourceVersion, refusals: 0, broken: false }
    } catch (cause) {
      if (state.continue !== undefined && isExpired(cause)) return { name: 'listing', whole: true }
      return this.#failed(new ReflectorError('list', cause), this.#listBackoff, state, signal)
    }
  }

  async #watch(state: Watching, signal: AbortSignal): Promise<ReflectorState> {
    const { listerWatcher, sink, clock, random } = this.#options
    const start = clock.monotonic()
    let { resourceVersion, refusals } = state
    let silent = true
    // A connection on which nothing comes through may hide anything; to go on with another one like it would never show it.
    const isSuspect = () => silent && clock.monotonic() - start >= idleTimeoutMs
    const timeoutSeconds = Math.round(watchSeconds.least + random() * (watchSeconds.most - watchSeconds.least))
    try {
      if (state.broken) await this.#mustNotBeAhead(resourceVersion, signal)
      const events = listerWatcher.watch({
        ...(resourceVersion !== undefined && { resourceVersion }),
        allowWatchBookmarks: true,
        timeoutSeconds,
        idleTimeoutMs,
        onOpen: () => this.#succeeded(),
        signal,
      })
      for await (const event of events) {
        if (signal.aborted) return { name: 'stopped' }
        refusals = 0
        silent = false
        this.#succeeded()
        if (event.type === 'BOOKMARK') {
          resourceVersion = event.resourceVersion
        } else {
          sink.changed(event.type, event.object)
          resourceVersion = event.object.metadata.resourceVersion ?? resourceVersion
        }
        this.#resourceVersion = resourceVersion
      }
    } catch (cause) {
      const error = new ReflectorError('watch', cause)
      if (isExpired(cause) || cause instanceof WentBackError)
        return this.#failed(error, this.#relistBackoff, fromTheStart, signal)
      if (isRefusal(cause)) refusals++
      const relist = refusals >= refusalsBeforeList || isSuspect()
      const next: Listing | Watching = relist
        ? fromTheStart
        : { name: 'watching', resourceVersion, refusals, broken: true }
      return this.#failed(error, this.#watchBackoff, next, signal)
    }
    const lasted = clock.monotonic() - start
    const broken = lasted < timeoutSeconds * 1000 - earlyMs
    const next: Listing | Watching = isSuspect()
      ? fromTheStart
      : { name: 'watching', resourceVersion, refusals: 0, broken }
    if (lasted >= shortWatchMs) return next
    const cause = new Error(`the server ended the watch after ${Math.round(lasted)} ms`)
    return this.#failed(new ReflectorError('watch', cause), this.#watchBackoff, next, signal)
  }

  /**
   * A watch from a version that the server has not reached is accepted, and passes over what happens until then: nobody would
   * notice what it has hidden.
   */
  async #mustNotBeAhead(resourceVersion: string | undefined, signal: AbortSignal): Promise<void> {
    const current = await this.#options.listerWatcher.currentVersion?.({ signal })
    if (isOlder(current, resourceVersion)) throw new WentBackError(current, resourceVersion)
  }

  async #wait(state: Waiting, signal: AbortSignal): Promise<ReflectorState> {
    try {
      await sleep(this.#options.clock, state.delayMs, signal)
      return state.next
    } catch (reason) {
      if (signal.aborted) return { name: 'stopped' }
      throw reason
    }
  }

  #failed(error: ReflectorError, backoff: Backoff, next: Listing | Watching, signal: AbortSignal): ReflectorState {
    if (signal.aborted) return { name: 'stopped' }
    this.#lastError = error
    const delayMs = backoff.delay(retryAfterMs(error.cause))
    const fields = { error, delayMs: Math.round(delayMs), next: next.name }
    if (isExpired(error.cause)) this.#options.logger.info('watch expired, listing again', fields)
    else this.#options.logger.warn('cache is not up to date, trying again', fields)
    return { name: 'waiting', error, delayMs, next }
  }

  #succeeded(): void {
    this.#lastError = undefined
  }

  /** Asks for a page with a time limit that holds for its body too. */
  async #page(state: Listing, signal: AbortSignal): Promise<ListPage<T>> {
    const { listerWatcher, clock } = this.#options
    const request = new AbortController()
    const abort = () => request.abort(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    const late = new Error(`no complete answer within ${listTimeoutMs / 1000} s`)
    const cancel = clock.setTimeout(() => request.abort(late), listTimeoutMs)
    try {
      return await listerWatcher.list({
        ...(!state.whole && { limit: pageSize }),
        ...(state.continue !== undefined && { continue: state.continue }),
        signal: request.signal,
      })
    } finally {
      cancel()
      signal.removeEventListener('abort', abort)
    }
  }

  /** Between two portions of a long page other work has its turn. */
  async #deliver(items: readonly T[], signal: AbortSignal): Promise<void> {
    for (let start = 0; start < items.length && !signal.aborted; start += pageSize) {
      if (start > 0) await setImmediate()
      this.#options.sink.listed(items.length <= pageSize ? items : items.slice(start, start + pageSize))
    }
  }
}
