import type { Clock } from '../../runtime/api/clock.js'

interface Timer {
  readonly at: number
  readonly order: number
  readonly callback: () => void
}

/** A clock that stands still until it is turned by hand. */
export class FakeClock implements Clock {
  readonly #epoch: number
  readonly #timers = new Set<Timer>()
  #elapsed = 0
  #order = 0

  /** @param epoch What `now()` says at first, in milliseconds since 1970. */
  constructor(epoch = Date.UTC(2030, 0, 1)) {
    this.#epoch = epoch
  }

  now(): number {
    return this.#epoch + this.#elapsed
  }

  monotonic(): number {
    return this.#elapsed
  }

  setTimeout(callback: () => void, ms: number): () => void {
    const timer = { at: this.#elapsed + Math.max(0, ms), order: this.#order++, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Milliseconds until each timer that is set, the next one first. */
  get pending(): number[] {
    return [...this.#timers].map(timer => timer.at - this.#elapsed).sort((a, b) => a - b)
  }

  /** Turns the clock. Timers fire at their time and in their order; what they set off has settled before the next one fires. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms
    await settled()
    for (let timer = this.#dueBy(end); timer; timer = this.#dueBy(end)) {
      this.#timers.delete(timer)
      this.#elapsed = Math.max(this.#elapsed, timer.at)
      timer.callback()
      await settled()
    }
    this.#elapsed = end
  }

  /** Time passes and no timer fires, as while an event loop is blocked. They are late then. */
  stall(ms: number): void {
    this.#elapsed += ms
  }

  /** Turns the clock to the next timer and says how far that was; an error where there is none. */
  async advanceToNext(): Promise<number> {
    await settled()
    const [ms] = this.pending
    if (ms === undefined) throw new Error('no timer is set')
    await this.advance(ms)
    return ms
  }

  #dueBy(end: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at > end) continue
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer
    }
    return first
  }
}

/** Resolves once every promise that can be settled without time or input has been. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>(resolve => setImmediate(resolve))
}
