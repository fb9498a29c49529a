import { setImmediate } from 'node:timers/promises'
import { sleep, type Clock } from '../api/clock.js'
import { deadline } from '../api/deadline.js'
import type { Logger } from '../api/logger.js'
import type { StoredObject } from '../api/resource.js'
import type { ListerWatcher, ListPage } from '../client/list-watch.js'
import { Backoff } from './backoff.js'
import { isExpired, isRefusal, isTooLong, retryAfterMs, WentBackError } from './failure.js'
import { IncompleteInitialEventsError, InitialEvents } from './initial-events.js'
import {
  ReflectorError,
  type Listing,
  type ListMode,
  type ReflectorState,
  type Streaming,
  type Waiting,
  type Watching,
} from './reflector-state.js'
import type { ReflectorSink } from './reflector-sink.js'
import { isOlder } from './resource-version.js'

export interface ReflectorOptions<T extends StoredObject> {
  readonly listerWatcher: ListerWatcher<T>
  readonly sink: ReflectorSink<T>
  /** How it asks for what there is. Default: `whole`. */
  readonly listMode?: ListMode
  readonly clock: Clock
  readonly logger: Logger
  /** Returns a number from 0 up to 1. */
  readonly random: () => number
}

/** client-go and kubectl use the same. */
const pageSize = 500
/** A list or a page of it takes at most this long, its body included. Servers end it after a minute themselves. */
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

const inPages: Listing = { name: 'listing', whole: false }
const inOnePiece: Listing = { name: 'listing', whole: true }

/**
 * Keeps a sink told of all objects of one selection.
 *
 *     streaming --the bookmark that closes the initial events--> watching, on the same connection
 *     streaming --refused, or no such bookmark--> listing, then and from then on
 *     streaming --any other error--> waiting, then listing
 *     listing --a page, more to come--> listing      listing --the last page--> watching
 *     listing --its pages expired--> listing from the start, in one piece
 *     listing in one piece --it broke off, or took too long--> waiting, then listing in pages
 *     listing --any other error--> waiting, then the same page
 *     watching --clean end--> watching from the last version seen
 *     watching again, after it was broken --the server is at an older version--> waiting, then the start
 *     watching --its version expired, refused three times, or silent for too long--> waiting, then the start
 *     watching --any other error, or an end within seconds--> waiting, then watching from the last version seen
 *     any --the signal aborts--> stopped
 *
 * The start is what the list mode says. A list in one piece is what servers since 1.33 are best at: they keep it ready, and write it as it
 * is read; for a page many of them go to etcd. It is parsed while it arrives, so that its length costs neither memory nor a stall.
 * Lists are consistent reads, not reads "from any version" (`resourceVersion=0`): those may go back in time.
 */
export class Reflector<T extends StoredObject> {
  readonly #options: ReflectorOptions<T>
  /** What every watch is asked with. */
  readonly #watchRequest = { allowWatchBookmarks: true, idleTimeoutMs, onOpen: () => this.#succeeded() }
  /** Begins anew with every page that arrives: the number of pages bounds how often. */
  readonly #listBackoff: Backoff
  /** Begins anew only after two minutes without a failure: watches that end again and again stay rare. */
  readonly #watchBackoff: Backoff
  /** Likewise for lists because a watch expired. An outage before it does not delay the first of them. */
  readonly #relistBackoff: Backoff
  #listMode: ListMode
  #resourceVersion: string | undefined
  #state: ReflectorState<T>
  #lastError: ReflectorError | undefined

  constructor(options: ReflectorOptions<T>) {
    this.#options = options
    const { clock, random, listMode = 'whole' } = options
    this.#listMode = listMode
    this.#state = this.#start
    const delays = { clock, random, baseMs: 800, maxMs: 30_000, resetAfterMs: 120_000 }
    this.#listBackoff = new Backoff(delays)
    this.#watchBackoff = new Backoff(delays)
    this.#relistBackoff = new Backoff(delays)
  }

  get state(): ReflectorState<T> {
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
      const next: ReflectorState<T> = signal.aborted ? { name: 'stopped' } : await this.#step(this.#state, signal)
      this.#state = signal.aborted ? { name: 'stopped' } : next
    }
  }

  get #start(): Streaming | Listing {
    if (this.#listMode === 'watch-list') return { name: 'streaming' }
    return this.#listMode === 'paged' ? inPages : inOnePiece
  }

  #step(state: Streaming | Listing | Watching<T> | Waiting<T>, signal: AbortSignal): Promise<ReflectorState<T>> {
    switch (state.name) {
      case 'streaming':
        return this.#stream(signal)
      case 'listing':
        return this.#list(state, signal)
      case 'watching':
        return this.#watch(state, signal)
      case 'waiting':
        return this.#wait(state, signal)
    }
  }

  async #stream(signal: AbortSignal): Promise<ReflectorState<T>> {
    const { listerWatcher, sink, clock, logger } = this.#options
    const timeoutSeconds = this.#watchSeconds()
    const begun = new InitialEvents({
      listerWatcher,
      request: { ...this.#watchRequest, timeoutSeconds },
      clock,
      signal,
    })
    try {
      sink.listBegins()
      const resourceVersion = await begun.tell(sink)
      this.#succeeded()
      this.#resourceVersion = resourceVersion
      if (!signal.aborted) sink.listEnds()
      return { name: 'watching', resourceVersion, refusals: 0, broken: false, begun: { events: begun, timeoutSeconds } }
    } catch (cause) {
      begun.close()
      const error = new ReflectorError('watch', cause)
      const isUnable = cause instanceof IncompleteInitialEventsError || (isRefusal(cause) && !isExpired(cause))
      if (!isUnable || signal.aborted) return this.#failed(error, this.#listBackoff, inOnePiece, signal)
      this.#listMode = 'whole'
      this.#lastError = error
      logger.info('the server does not stream what there is: listing instead', { error })
      return inOnePiece
    }
  }

  async #list(state: Listing, signal: AbortSignal): Promise<ReflectorState<T>> {
    const { sink } = this.#options
    let begun = false
    try {
      if (state.continue === undefined) sink.listBegins()
      const page = await this.#page(state, signal, items => {
        begun = true
        sink.listed(items)
      })
      await this.#deliver(page.items, signal)
      this.#succeeded()
      this.#listBackoff.reset()
      const resourceVersion = state.resourceVersion ?? page.metadata.resourceVersion
      if (page.metadata.continue) return { ...state, continue: page.metadata.continue, resourceVersion }
      this.#resourceVersion = resourceVersion
      if (!signal.aborted) sink.listEnds()
      return { name: 'watching', resourceVersion, refusals: 0, broken: false }
    } catch (cause) {
      if (state.continue !== undefined && isExpired(cause)) return inOnePiece
      const next = state.whole && (begun || isTooLong(cause)) ? inPages : state
      return this.#failed(new ReflectorError('list', cause), this.#listBackoff, next, signal)
    }
  }

  async #watch(state: Watching<T>, signal: AbortSignal): Promise<ReflectorState<T>> {
    const { listerWatcher, sink, clock } = this.#options
    const start = clock.monotonic()
    let { resourceVersion, refusals } = state
    let silent = true
    // A connection on which nothing comes through may hide anything; to go on with another one like it would never show it.
    const isSuspect = () => silent && clock.monotonic() - start >= idleTimeoutMs
    const { timeoutSeconds, events: begun } = state.begun ?? { timeoutSeconds: this.#watchSeconds() }
    try {
      if (state.broken) await this.#mustNotBeAhead(resourceVersion, signal)
      const version = resourceVersion === undefined ? {} : { resourceVersion }
      const events = begun ?? listerWatcher.watch({ ...this.#watchRequest, ...version, timeoutSeconds, signal })
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
        if (resourceVersion !== undefined) sink.reached(resourceVersion)
      }
    } catch (cause) {
      const error = new ReflectorError('watch', cause)
      if (isExpired(cause) || cause instanceof WentBackError)
        return this.#failed(error, this.#relistBackoff, this.#start, signal)
      if (isRefusal(cause)) refusals++
      const relist = refusals >= refusalsBeforeList || isSuspect()
      const next = relist ? this.#start : ({ name: 'watching', resourceVersion, refusals, broken: true } as const)
      return this.#failed(error, this.#watchBackoff, next, signal)
    } finally {
      begun?.close()
    }
    const lasted = clock.monotonic() - start
    const broken = lasted < timeoutSeconds * 1000 - earlyMs
    const next = isSuspect() ? this.#start : ({ name: 'watching', resourceVersion, refusals: 0, broken } as const)
    if (lasted >= shortWatchMs) return next
    const cause = new Error(`the server ended the watch after ${Math.round(lasted)} ms`)
    return this.#failed(new ReflectorError('watch', cause), this.#watchBackoff, next, signal)
  }

  /**
   * A watch from a version that the server has not reached is accepted, and passes over what happens until then: nobody would
   * notice what it has hidden. Nor may the server be behind what is shown.
   */
  async #mustNotBeAhead(resourceVersion: string | undefined, signal: AbortSignal): Promise<void> {
    const { listerWatcher, sink } = this.#options
    const newest = isOlder(resourceVersion, sink.shownVersion) ? sink.shownVersion : resourceVersion
    const current = await listerWatcher.currentVersion?.({ signal })
    if (isOlder(current, newest)) throw new WentBackError(current, newest)
  }

  async #wait(state: Waiting<T>, signal: AbortSignal): Promise<ReflectorState<T>> {
    try {
      await sleep(this.#options.clock, state.delayMs, signal)
      return state.next
    } catch (reason) {
      if (signal.aborted) return { name: 'stopped' }
      throw reason
    }
  }

  #watchSeconds(): number {
    return Math.round(watchSeconds.least + this.#options.random() * (watchSeconds.most - watchSeconds.least))
  }

  #failed(
    error: ReflectorError,
    backoff: Backoff,
    next: Streaming | Listing | Watching<T>,
    signal: AbortSignal,
  ): ReflectorState<T> {
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
  async #page(state: Listing, signal: AbortSignal, onItems: (items: T[]) => void): Promise<ListPage<T>> {
    const { listerWatcher, clock } = this.#options
    const limit = deadline(clock, listTimeoutMs, `no complete answer within ${listTimeoutMs / 1000} s`, signal)
    try {
      return await listerWatcher.list({
        ...(!state.whole && { limit: pageSize }),
        ...(state.continue !== undefined && { continue: state.continue }),
        onItems,
        signal: limit.signal,
      })
    } finally {
      limit.cancel()
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
