import type { Stage } from '../options.js'

/** Where a part of a run's time went. */
export interface Timing {
  /** `starting`: before the generator was called. `explaining`: what a check that failed says of the schema. */
  readonly stage: 'starting' | Stage | 'explaining'
  readonly ms: number
}

/** Takes the time of a run, stage by stage. */
export class Timings {
  readonly #taken = new Map<Timing['stage'], number>()
  #stage: Timing['stage'] = 'starting'
  #beganAt = 0

  /** @param now - Milliseconds since the process was started. */
  constructor(private readonly now: () => number) {}

  begin(stage: Timing['stage']): void {
    const time = this.now()
    this.#taken.set(this.#stage, (this.#taken.get(this.#stage) ?? 0) + time - this.#beganAt)
    this.#stage = stage
    this.#beganAt = time
  }

  /** In the order in which they were first begun, the last one as far as it has come. */
  take(): readonly Timing[] {
    this.begin(this.#stage)
    return [...this.#taken].map(([stage, ms]) => ({ stage, ms: Math.round(ms * 10) / 10 }))
  }
}

/** A line for each stage, and one for all of them. */
export function formatTimings(timings: readonly Timing[]): string {
  const total = timings.reduce((sum, { ms }) => sum + ms, 0)
  return [...timings, { stage: 'in all', ms: total }]
    .map(({ stage, ms }) => `${stage.padEnd(11)} ${ms.toFixed(1).padStart(9)} ms\n`)
    .join('')
}
