import { fileURLToPath } from 'node:url'
import { freePort } from '../api-server/free-port.js'
import { OperatorProcess } from '../operator-process.js'
import { until } from '../until.js'
import type { KeeperMessage, KeeperReport, KeeperRequest, KeeperSettings } from './keeper-messages.js'

const program = fileURLToPath(new URL('keeper.ts', import.meta.url))

export interface Readiness {
  /** undefined: nobody answers. */
  readonly ready: boolean | undefined
  readonly text: string
}

/** The keeper as a process of its own. */
export class KeeperProcess {
  static async start(kubeconfig: string, settings: KeeperSettings): Promise<KeeperProcess> {
    return new KeeperProcess(kubeconfig, settings, `127.0.0.1:${await freePort()}`)
  }

  /** The highest pulse that it has seen; -1: none. */
  pulse = -1
  readonly #process: OperatorProcess
  readonly #health: string
  #reports: ((report: KeeperReport) => void)[] = []

  private constructor(kubeconfig: string, settings: KeeperSettings, health: string) {
    this.#health = health
    this.#process = new OperatorProcess(program, kubeconfig, {
      NODE_OPTIONS: '--import tsx',
      KEEPER: JSON.stringify(settings),
      HEALTH_ADDRESS: health,
    })
    this.#process.onMessage((message: KeeperMessage) => {
      if (message.type === 'pulse') this.pulse = Math.max(this.pulse, message.pulse)
      else for (const take of this.#reports.splice(0)) take(message)
    })
  }

  get log(): string {
    return this.#process.log
  }

  get isRunning(): boolean {
    return this.#process.isRunning
  }

  async readiness(): Promise<Readiness> {
    try {
      const response = await fetch(`http://${this.#health}/readyz`, { signal: AbortSignal.timeout(2000) })
      return { ready: response.status === 200, text: await response.text() }
    } catch (error) {
      return { ready: undefined, text: String(error) }
    }
  }

  async untilReady(): Promise<this> {
    await until('the keeper is ready', async () => {
      const { ready, text } = await this.readiness()
      if (!this.isRunning) throw new Error(`it has ended:\n${this.log}`)
      return ready || Promise.reject(new Error(text))
    })
    return this
  }

  report(): Promise<KeeperReport> {
    return new Promise(resolve => {
      this.#reports.push(resolve)
      this.#ask({ type: 'report' })
    })
  }

  jumpClock(ms: number): void {
    this.#ask({ type: 'jump', ms })
  }

  signal(name: NodeJS.Signals): void {
    this.#process.signal(name)
  }

  stop(): ReturnType<OperatorProcess['stop']> {
    return this.#process.stop()
  }

  #ask(request: KeeperRequest): void {
    this.#process.send(request)
  }
}
