import type { Clock } from '../api/clock.js'

export interface BackoffOptions {
  readonly clock: Clock
  /** Returns a number from 0 up to 1. */
  readonly random: () => number
  /** The first delay in milliseconds. */
  readonly baseMs: number
  /** No delay grows beyond this, before jitter. */
  readonly maxMs: number
  /** A pause of this many milliseconds between the end of one delay and the next failure begins again with the first. */
  readonly resetAfterMs: number
}

/** Delays that double with each failure; up to the same again is added at random, so that clients do not come back together. */
export class Backoff {
  readonly #options: BackoffOptions
  #nextMs: number
  #lastEnd = Number.NEGATIVE_INFINITY

  constructor(options: BackoffOptions) {
    this.#options = options
    this.#nextMs = options.baseMs
  }

  /** The delay after a failure, in milliseconds; at least `minimumMs`. */
  delay(minimumMs = 0): number {
    const { clock, random, maxMs, resetAfterMs } = this.#options
    const now = clock.monotonic()
    if (now - this.#lastEnd >= resetAfterMs) this.reset()
    const ms = Math.max(this.#nextMs, minimumMs) + random() * this.#nextMs
    this.#nextMs = Math.min(this.#nextMs * 2, maxMs)
    this.#lastEnd = now + ms
    return ms
  }

  reset(): void {
    this.#nextMs = this.#options.baseMs
  }
}
