import { Manager, type ManagerOptions } from 'opwright/runtime'
import { recordingLogger, type LogLine } from './recording-logger.js'
import { until } from './until.js'

export interface Probe {
  readonly status: number
  readonly text: string
}

/** A manager at work in this process. */
export class RunningManager {
  /** Starts what `describe` adds to the manager. Does not wait until it is ready. */
  static async start(
    options: Partial<ManagerOptions>,
    describe: (manager: Manager) => unknown,
  ): Promise<RunningManager> {
    const logger = recordingLogger()
    const manager = await Manager.create({ name: 'test-operator', healthAddress: '127.0.0.1:0', logger, ...options })
    describe(manager)
    return new RunningManager(manager, logger.lines)
  }

  readonly #stop = new AbortController()
  readonly #ended: Promise<void>

  private constructor(
    readonly manager: Manager,
    readonly lines: readonly LogLine[],
  ) {
    this.#ended = manager.run({ signal: this.#stop.signal })
    this.#ended.catch(() => {}) // `stop` tells
  }

  /** What it logged that somebody should look at. */
  get problems(): string[] {
    return this.lines
      .filter(({ level }) => level === 'warn' || level === 'error')
      .map(({ message, fields }) =>
        [message, (fields['error'] as Error | undefined)?.message].filter(Boolean).join(': '),
      )
  }

  async probe(path: '/healthz' | '/readyz'): Promise<Probe> {
    const response = await fetch(`http://${this.manager.healthAddress}${path}`)
    return { status: response.status, text: await response.text() }
  }

  async untilReady(): Promise<this> {
    await until('the manager is ready', async () => (await this.probe('/readyz')).status === 200)
    return this
  }

  /** Rejects with what ended it, if that was not this. May be called again. */
  stop(): Promise<void> {
    this.#stop.abort()
    return this.#ended
  }
}
