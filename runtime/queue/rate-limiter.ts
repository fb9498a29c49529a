/** Decides how long a key that failed has to wait. */
export interface RateLimiter {
  /** Counts a failure of this key; the answer is the delay before its next attempt, in milliseconds. */
  next(key: string): number
  /** How many failures of this key have been counted since it was last forgotten. */
  retries(key: string): number
  /** The key has succeeded, or nobody asks for it any more. */
  forget(key: string): void
}

/** The delay of each key doubles with each of its failures, from `baseMs` (5) up to `maxMs` (1,000,000), as in client-go. */
export class ExponentialRateLimiter implements RateLimiter {
  readonly #baseMs: number
  readonly #maxMs: number
  readonly #failures = new Map<string, number>()

  constructor({ baseMs = 5, maxMs = 1_000_000 }: { readonly baseMs?: number; readonly maxMs?: number } = {}) {
    this.#baseMs = baseMs
    this.#maxMs = maxMs
  }

  next(key: string): number {
    const failures = this.retries(key)
    this.#failures.set(key, failures + 1)
    return Math.min(this.#baseMs * 2 ** failures, this.#maxMs)
  }

  retries(key: string): number {
    return this.#failures.get(key) ?? 0
  }

  forget(key: string): void {
    this.#failures.delete(key)
  }
}
