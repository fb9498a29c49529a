/** Time, injected: tests turn it by hand. */
export interface Clock {
  /** Milliseconds since the epoch: for timestamps that others read. */
  now(): number
  /** Milliseconds that never go back: for durations. */
  monotonic(): number
  /**
   * Calls back once after `ms` milliseconds, never for `Infinity`; the answer cancels. Does not keep the process alive unless
   * `ref` is true.
   */
  setTimeout(callback: () => void, ms: number, options?: { readonly ref?: boolean }): () => void
}

/** A longer time would overflow the timer of the platform, which then fires at once. */
const longestTimerMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout(callback, ms, options) {
    let timer: NodeJS.Timeout
    const wait = (leftMs: number) => {
      const nextMs = Math.min(leftMs, longestTimerMs)
      timer = setTimeout(() => (leftMs > nextMs ? wait(leftMs - nextMs) : callback()), nextMs)
      if (!options?.ref) timer.unref()
    }
    wait(ms)
    return () => clearTimeout(timer)
  },
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.setTimeout(
      () => {
        signal?.removeEventListener('abort', abort)
        resolve()
      },
      ms,
      { ref: true },
    )
    signal?.addEventListener('abort', abort, { once: true })
  })
}
