import { systemClock, type Clock } from '../../runtime/api/clock.js'

/** The clock of a machine whose time runs faster, so that hours pass in minutes, and whose date may jump. */
export class UnsteadyClock implements Clock {
  readonly #speed: number
  #jumpedMs = 0

  /** @param speed Of its seconds, how many pass in one. */
  constructor(speed = 1) {
    this.#speed = speed
  }

  /** Sets the date, as an administrator or a time server does. No time passes. */
  jump(ms: number): void {
    this.#jumpedMs += ms
  }

  now(): number {
    return systemClock.now() + this.#jumpedMs
  }

  monotonic(): number {
    return systemClock.monotonic() * this.#speed
  }

  setTimeout(callback: () => void, ms: number, options?: { readonly ref?: boolean }): () => void {
    return systemClock.setTimeout(callback, ms / this.#speed, options)
  }
}
