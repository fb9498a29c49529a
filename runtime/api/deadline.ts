import type { Clock } from './clock.js'

/** Something took longer than it may. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

export interface Deadline {
  /** Aborts with a {@link TimeoutError} when the time is over, and with the other signal's reason when that one aborts. */
  readonly signal: AbortSignal
  /** Stops the clock. Must be called, or the other signal keeps this one alive. */
  cancel(): void
}

/** A signal that aborts after `ms` milliseconds, or together with another one. `message` is that of the error. */
export function deadline(clock: Clock, ms: number, message: string, other?: AbortSignal): Deadline {
  const controller = new AbortController()
  const follow = () => controller.abort(other?.reason)
  const cancelTimer = clock.setTimeout(() => controller.abort(new TimeoutError(message)), ms)
  if (other?.aborted) follow()
  else other?.addEventListener('abort', follow, { once: true })
  return {
    signal: controller.signal,
    cancel() {
      cancelTimer()
      other?.removeEventListener('abort', follow)
    },
  }
}
