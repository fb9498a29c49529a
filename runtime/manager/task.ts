import { setMaxListeners } from 'node:events'

/** Something that runs until its signal aborts. */
export class Task {
  readonly name: string
  readonly #stop = new AbortController()
  readonly #ended: Promise<void>
  #running = true

  /** Starts it. An error goes to `failed`, unless it only says that the signal has aborted. */
  constructor(name: string, run: (signal: AbortSignal) => Promise<void>, failed: (error: unknown) => void) {
    this.name = name
    // Every informer listens to the signal of the cache: that is no leak to be warned of.
    setMaxListeners(0, this.#stop.signal)
    this.#ended = this.#run(run, failed)
  }

  get isRunning(): boolean {
    return this.#running
  }

  /** Aborts the signal, and resolves when it has ended. */
  stop(): Promise<void> {
    this.#stop.abort()
    return this.#ended
  }

  async #run(run: (signal: AbortSignal) => Promise<void>, failed: (error: unknown) => void): Promise<void> {
    const { signal } = this.#stop
    try {
      await run(signal)
    } catch (error) {
      const isAbort = error === signal.reason || (error instanceof Error && error.name === 'AbortError')
      if (!signal.aborted || !isAbort) failed(error)
    } finally {
      this.#running = false
    }
  }
}
