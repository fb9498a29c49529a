import { systemClock, type Clock } from '../api/clock.js'
import type { ObjectKey } from '../api/resource.js'
import { Fifo } from './fifo.js'
import { formatKey, parseKey } from './object-key.js'
import { ExponentialRateLimiter, type RateLimiter } from './rate-limiter.js'
import { Timetable } from './timetable.js'

export interface WorkQueueOptions {
  readonly clock?: Clock
  /** Default: {@link ExponentialRateLimiter}, 5 ms to 1000 s. */
  readonly rateLimiter?: RateLimiter
}

/**
 * Keys of objects to look at, each at most once in the queue and at most once in work, with the guarantees of client-go's work
 * queue: a key that is added while it is in work is handed out again after `done`. Whoever takes a key with `get` must give it
 * back with `done`.
 */
export class WorkQueue {
  readonly #rateLimiter: RateLimiter
  /** Keys that wait for a `get`: those of `#dirty` that are not in `#processing`, each once. Priorities: one such list for each. */
  readonly #ready = new Fifo<string>()
  /** Keys that somebody has asked for since they were last handed out. */
  readonly #dirty = new Set<string>()
  /** Keys that were handed out and have not come back. Some may be in `#dirty` too, and are put into `#ready` by `done`. */
  readonly #processing = new Set<string>()
  /** Keys that are added later. One may be in the other collections as well: it is then added once more at its time. */
  readonly #delayed: Timetable
  /** Those who wait in `get`. There are none while `#ready` has a key. */
  readonly #takers = new Set<(key: ObjectKey | undefined) => void>()
  /** Those who wait for the end of a shutdown. */
  readonly #idle: (() => void)[] = []
  #shutDown = false

  constructor({ clock = systemClock, rateLimiter = new ExponentialRateLimiter() }: WorkQueueOptions = {}) {
    this.#rateLimiter = rateLimiter
    this.#delayed = new Timetable(clock, key => this.#add(key))
  }

  /** How many keys wait to be taken. */
  get size(): number {
    return this.#ready.size
  }

  /** Asks for a key. Nothing happens if it waits already, or once the queue is shut down. */
  add(key: ObjectKey): void {
    this.#add(formatKey(key))
  }

  /** Adds the key in `ms` milliseconds; if it is delayed already, the earlier time counts. */
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
    const key = this.#ready.shift()
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

  /** Gives a key back. */
  done(key: ObjectKey): void {
    const text = formatKey(key)
    if (!this.#processing.delete(text)) throw new Error(`${text} is not in work`)
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
    if (!drain) {
      this.#ready.clear()
      this.#dirty.clear()
    }
    for (const take of this.#takers) take(undefined)
    this.#takers.clear()
    return new Promise(resolve => {
      this.#idle.push(resolve)
      this.#settleIdle()
    })
  }

  #add(key: string): void {
    if (this.#shutDown || this.#dirty.has(key)) return
    this.#dirty.add(key)
    if (!this.#processing.has(key)) this.#enqueue(key)
  }

  #addAfter(key: string, ms: number): void {
    if (this.#shutDown) return
    if (ms > 0) this.#delayed.add(key, ms)
    else this.#add(key)
  }

  #enqueue(key: string): void {
    const [take] = this.#takers
    if (!take) return this.#ready.push(key)
    this.#takers.delete(take)
    take(this.#handOut(key))
  }

  #handOut(key: string): ObjectKey {
    this.#dirty.delete(key)
    this.#processing.add(key)
    return parseKey(key)
  }

  #settleIdle(): void {
    if (!this.#shutDown || this.#processing.size > 0 || this.#ready.size > 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
