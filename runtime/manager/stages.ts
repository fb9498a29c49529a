import { setMaxListeners } from 'node:events'
import type { Clock } from '../api/clock.js'

/** One step of the start, and of the stop. */
export interface Stage {
  /**
   * Resolves once the next stage may start. `stop` aborts when the stop begins: a start that waits rejects then. What goes wrong
   * after it has resolved goes to `failed`.
   */
  start(stop: AbortSignal, failed: (error: unknown) => void): Promise<void>
  /** Resolves once nothing of it is left running, within so many milliseconds. Called also if the start failed or did not begin. */
  stop(limitMs: number): Promise<void>
  /** What is left running. */
  running(): string[]
}

export interface StagesOptions {
  /** Ends the run. */
  readonly signal: AbortSignal
  /** What the whole stop may take, in milliseconds. */
  readonly stopLimitMs: number
  readonly clock: Clock
  readonly started: () => void
  readonly stopping: () => void
  /** Told of each failure. */
  readonly failed: (error: unknown) => void
}

/** A stage that does not stop leaves the ones after it this part of the time. */
const reserve = 0.1

/**
 * Starts the stages in their order, waits for the signal or for the first failure, and stops those that were started in the
 * reverse order. Rejects with the first failure.
 */
export async function runStages(stages: readonly Stage[], options: StagesOptions): Promise<void> {
  const { signal, stopLimitMs, clock } = options
  const stop = new AbortController()
  setMaxListeners(0, stop.signal)
  const failures: unknown[] = []
  const failed = (error: unknown) => {
    failures.push(error)
    options.failed(error)
    stop.abort(error)
  }
  const end = () => stop.abort(signal.reason)
  if (signal.aborted) end()
  signal.addEventListener('abort', end, { once: true })

  const started: Stage[] = []
  try {
    for (const stage of stages) {
      started.push(stage)
      stop.signal.throwIfAborted()
      await stage.start(stop.signal, failed)
    }
    options.started()
    await aborted(stop.signal)
  } catch (error) {
    // A start that the stop cut short has not failed.
    if (!stop.signal.aborted) failed(error)
  }
  signal.removeEventListener('abort', end)
  options.stopping()

  const deadline = clock.monotonic() + stopLimitMs
  const late: string[] = []
  for (const stage of started.reverse()) {
    const leftMs = Math.max(deadline - clock.monotonic(), 0) * (1 - reserve)
    try {
      if (!(await settlesWithin(stage.stop(leftMs), leftMs, clock))) late.push(...stage.running())
    } catch (error) {
      failed(error)
    }
  }
  if (late.length > 0) failed(new Error(`still running ${stopLimitMs} ms after the stop began: ${late.join(', ')}`))
  if (failures.length > 0) throw failures[0]
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Whether a promise resolves within so many milliseconds. Rejects if it does. */
async function settlesWithin(promise: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
  let cancel = () => {}
  const late = new Promise<false>(resolve => {
    cancel = clock.setTimeout(() => resolve(false), ms, { ref: true })
  })
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    cancel()
  }
}
