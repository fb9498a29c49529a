import { systemClock, type Clock } from '../api/clock.js'
import type { ObjectKey } from '../api/resource.js'
import { Fifo } from './fifo.js'
import { formatKey, parseKey } from './object-key.js'
import type { QueueMetrics, QueueState } from './queue-metrics.js'
import { ExponentialRateLimiter, type RateLimiter } from './rate-limiter.js'
import { Timetable } from './timetable.js'

export interface WorkQueueOptions {
  readonly clock?: Clock
  /** Default: {@link ExponentialRateLimiter}, 5 ms to 1000 s. */
  readonly rateLimiter?: RateLimiter
  readonly metrics?: QueueMetrics
}

/** After so many other keys in a row one that is added in the background has its turn. */
const mostInARow = 32

/** So many are kept for the end of the work on one key: then they are called. */
const mostBeforeDone = 32

/**
 * Keys of objects to look at, each at most once in the queue and at most once in work, with the guarantees of client-go's work
 * queue: a key that is added while it is in work is handed out again after `done`. Whoever takes a key with `get` must give it
 * back with `done`.
 */
export class WorkQueue implements QueueState {
  readonly #clock: Clock
  readonly #rateLimiter: RateLimiter
  readonly #metrics: QueueMetrics | undefined
  /** Keys that wait for a `get`: those of `#dirty` that are neither in `#processing` nor in `#background`, each once. */
  readonly #ready = new Fifo<string>()
  /**
   * The same for those in `#background`. It may have others, or one of them twice: what is taken out counts only if it is in
   * `#background` and not in `#processing`.
   */
  readonly #later = new Fifo<string>()
  /** How many keys wait for a `get`. */
  #waiting = 0
  /** Keys that somebody has asked for since they were last handed out, and when that was first. */
  readonly #dirty = new Map<string, number>()
  /** Those of `#dirty` that were asked for in the background only. */
  readonly #background = new Set<string>()
  /** Keys that were handed out and have not come back, and since when. Some may be in `#dirty` too, and wait from `done` on. */
  readonly #processing = new Map<string, number>()
  /** Those of `#processing` that had been asked for in the background only. What is asked for them later is for the background too. */
  readonly #workedInBackground = new Set<string>()
  /** What is to be done before a key of `#processing` is given back, in order. */
  readonly #beforeDone = new Map<string, (() => void)[]>()
  /** How many keys have been handed out since the last one of `#later`, while one waited there. */
  #inARow = 0
  /** Keys that are added later. One may be in the other collections as well: it is then added once more at its time. */
  readonly #delayed: Timetable
  /** Those of `#delayed` that are for the background. */
  readonly #delayedInBackground = new Set<string>()
  /** Those who wait in `get`. There are none while a key waits. */
  readonly #takers = new Set<(key: ObjectKey | undefined) => void>()
  /** Those who wait for the end of a shutdown. */
  readonly #idle: (() => void)[] = []
  #isServed = false
  #shutDown = false

  constructor({ clock = systemClock, rateLimiter = new ExponentialRateLimiter(), metrics }: WorkQueueOptions = {}) {
    this.#clock = clock
    this.#rateLimiter = rateLimiter
    this.#metrics = metrics
    this.#delayed = new Timetable(clock, key => this.#add(key, this.#delayedInBackground.delete(key)))
    metrics?.shows(this)
  }

  /** How many keys wait to be taken. */
  get size(): number {
    return this.#waiting
  }

  /** How many of the keys that wait were asked for in the background only. */
  get background(): number {
    return this.#waiting - this.#ready.size
  }

  /** For how long the key that was added first has waited, in milliseconds; 0 where none waits, or before anybody takes keys. */
  get oldestWaitMs(): number {
    if (!this.#isServed) return 0
    for (const [key, since] of this.#dirty) {
      if (!this.#processing.has(key)) return this.#clock.monotonic() - since
    }
    return 0
  }

  /** For how long each key has been in work that is, in milliseconds. */
  inWorkForMs(): number[] {
    const now = this.#clock.monotonic()
    return Array.from(this.#processing.values(), since => now - since)
  }

  /**
   * Asks for a key. Nothing happens if it waits already, or once the queue is shut down. One that is asked for in the background
   * comes after those that are not, unless these never end.
   */
  add(key: ObjectKey, { background = false }: { readonly background?: boolean } = {}): void {
    this.#add(formatKey(key), background)
  }

  /**
   * Adds the key in `ms` milliseconds; if it is delayed already, the earlier time counts. A key that is in work and came from the background
   * goes there again.
   */
  addAfter(key: ObjectKey, ms: number): void {
    this.#addAfter(formatKey(key), ms)
  }

  /** Adds the key after the delay that its failures have earned, this one included; the answer is that delay in milliseconds. */
  addRateLimited(key: ObjectKey): number {
    const text = formatKey(key)
    const ms = this.#rateLimiter.next(text)
    this.#addAfter(text, ms)
    return ms
  }

  /** Ends the count of failures: the next `addRateLimited` begins with the shortest delay. A delay under way goes on. */
  forget(key: ObjectKey): void {
    this.#rateLimiter.forget(formatKey(key))
  }

  /** How often the key was added by `addRateLimited` since it was last forgotten. */
  retries(key: ObjectKey): number {
    return this.#rateLimiter.retries(formatKey(key))
  }

  /** The next key, as soon as there is one, or undefined when the queue is shut down. Rejects with the signal's reason. */
  async get(signal?: AbortSignal): Promise<ObjectKey | undefined> {
    signal?.throwIfAborted()
    this.#serve()
    const key = this.#shift()
    if (key !== undefined) return this.#handOut(key)
    if (this.#shutDown) return undefined
    return new Promise((resolve, reject) => {
      const take = (taken: ObjectKey | undefined) => {
        signal?.removeEventListener('abort', abort)
        resolve(taken)
      }
      const abort = () => {
        this.#takers.delete(take)
        reject(signal?.reason)
      }
      this.#takers.add(take)
      signal?.addEventListener('abort', abort, { once: true })
    })
  }

  /**
   * Calls back when the key is given back, before it is decided whether it waits once more; at once where it is not in work. What it
   * throws is thrown at whoever gives the key back.
   */
  beforeDone(key: ObjectKey, callback: () => void): void {
    const text = formatKey(key)
    if (!this.#processing.has(text)) return callback()
    const callbacks = this.#beforeDone.get(text)
    if (callbacks) callbacks.push(callback)
    else this.#beforeDone.set(text, [callback])
    if (callbacks && callbacks.length >= mostBeforeDone) this.#callBack(text)
  }

  /** Gives a key back. */
  done(key: ObjectKey): void {
    const text = formatKey(key)
    const since = this.#processing.get(text)
    if (since === undefined) throw new Error(`${text} is not in work`)
    this.#callBack(text)
    this.#processing.delete(text)
    this.#workedInBackground.delete(text)
    this.#metrics?.worked(this.#clock.monotonic() - since)
    if (this.#dirty.has(text)) this.#enqueue(text)
    this.#settleIdle()
  }

  /**
   * Takes no more keys, drops those that are delayed, and resolves once all that were handed out have come back. Keys that wait
   * are dropped, or, with `drain`, handed out first, together with those that were added while they were in work.
   */
  shutDown({ drain = false }: { readonly drain?: boolean } = {}): Promise<void> {
    this.#shutDown = true
    this.#delayed.clear()
    this.#delayedInBackground.clear()
    if (!drain) {
      this.#ready.clear()
      this.#later.clear()
      this.#waiting = 0
      this.#dirty.clear()
      this.#background.clear()
    }
    for (const take of this.#takers) take(undefined)
    this.#takers.clear()
    return new Promise(resolve => {
      this.#idle.push(resolve)
      this.#settleIdle()
    })
  }

  /** What came before anybody took keys, as in a process that stands by, has not waited for a worker until now. */
  #serve(): void {
    if (this.#isServed) return
    this.#isServed = true
    const now = this.#clock.monotonic()
    for (const key of this.#dirty.keys()) this.#dirty.set(key, now)
  }

  #callBack(key: string): void {
    const callbacks = this.#beforeDone.get(key)
    this.#beforeDone.delete(key)
    for (const callback of callbacks ?? []) callback()
  }

  #add(key: string, background = false): void {
    if (this.#shutDown) return
    if (this.#dirty.has(key)) {
      if (!background) this.#hurry(key)
      return
    }
    this.#dirty.set(key, this.#clock.monotonic())
    if (background) this.#background.add(key)
    this.#metrics?.added()
    if (!this.#processing.has(key)) this.#enqueue(key)
  }

  /** A key that waits in the background does so no longer. */
  #hurry(key: string): void {
    if (this.#background.delete(key) && !this.#processing.has(key)) this.#ready.push(key)
  }

  #addAfter(key: string, ms: number): void {
    if (this.#shutDown) return
    const background = this.#workedInBackground.has(key)
    if (ms <= 0) return this.#add(key, background)
    if (!background) this.#delayedInBackground.delete(key)
    else if (!this.#delayed.has(key)) this.#delayedInBackground.add(key)
    this.#delayed.add(key, ms)
    this.#metrics?.retried()
  }

  #enqueue(key: string): void {
    const [take] = this.#takers
    if (!take) {
      this.#waiting++
      return (this.#background.has(key) ? this.#later : this.#ready).push(key)
    }
    this.#takers.delete(take)
    take(this.#handOut(key))
  }

  #shift(): string | undefined {
    if (this.#waiting === 0) return undefined
    this.#waiting--
    const isOneLater = this.#waiting >= this.#ready.size
    if (!isOneLater || (this.#ready.size > 0 && this.#inARow < mostInARow)) {
      this.#inARow = isOneLater ? this.#inARow + 1 : 0
      return this.#ready.shift()
    }
    this.#inARow = 0
    let key = this.#later.shift()
    while (key !== undefined && (!this.#background.has(key) || this.#processing.has(key))) key = this.#later.shift()
    return key
  }

  #handOut(key: string): ObjectKey {
    const now = this.#clock.monotonic()
    this.#metrics?.waited(now - (this.#dirty.get(key) ?? now))
    this.#dirty.delete(key)
    if (this.#background.delete(key)) this.#workedInBackground.add(key)
    this.#processing.set(key, now)
    return parseKey(key)
  }

  #settleIdle(): void {
    if (!this.#shutDown || this.#processing.size > 0 || this.#waiting > 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
