import { sleep, systemClock, type Clock } from '../api/clock.js'
import { isConflict } from './api-error.js'

export interface RetryOnConflictOptions {
  /** How often it is tried. Default: 5. */
  readonly steps?: number
  /** The delay before the second attempt, in milliseconds. Default: 10. */
  readonly delayMs?: number
  /** Each delay is so many times the one before. Default: 1. */
  readonly factor?: number
  /** A delay is longer by a random part of itself, up to this one. Default: 0.1. */
  readonly jitter?: number
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** Returns a number from 0 up to 1. */
  readonly random?: () => number
}

/**
 * Calls a function again while it rejects with a conflict; the defaults are client-go's. The function reads the object, changes it
 * and writes it: what it read before a conflict is old. Rejects with the last conflict, or with any other error at once.
 */
export async function retryOnConflict<T>(
  write: (attempt: number) => Promise<T>,
  options: RetryOnConflictOptions = {},
): Promise<T> {
  const { steps = 5, delayMs = 10, factor = 1, jitter = 0.1, signal } = options
  const { clock = systemClock, random = Math.random } = options
  for (let attempt = 1; ; attempt++) {
    try {
      return await write(attempt)
    } catch (error) {
      if (!isConflict(error) || attempt >= steps) throw error
    }
    await sleep(clock, delayMs * factor ** (attempt - 1) * (1 + jitter * random()), signal)
  }
}
