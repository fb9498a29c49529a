import type { Clock } from '../api/clock.js'
import { deadline } from '../api/deadline.js'
import type { Logger } from '../api/logger.js'
import { HealthServer, type Check, type Pages } from './health-server.js'
import type { Stage } from './stages.js'

/**
 * Looks at something that a probe is to tell of. It throws, or rejects, where that is not well. It has 5 seconds, and the signal aborts
 * then: whoever asks does not wait for longer.
 */
export type HealthCheck = (signal: AbortSignal) => void | Promise<void>

type Probe = 'healthz' | 'readyz'

export interface ServersSetup {
  readonly healthAddress: string
  /** The same as `healthAddress`: one server for both. */
  readonly metricsAddress: string
  /** What is ready, and what is not, beside the checks that are added. */
  readonly readiness: () => readonly Check[]
  readonly renderMetrics: () => Promise<string>
  readonly logger: Logger
  readonly clock: Clock
}

const checkTimeoutMs = 5_000

/** What a manager is asked from outside. */
export class Servers implements Stage {
  readonly #setup: ServersSetup
  readonly #checks: Record<Probe, Map<string, HealthCheck>> = { healthz: new Map(), readyz: new Map() }
  #health: HealthServer | undefined
  /** The same as `#health` where one server answers both. */
  #metrics: HealthServer | undefined

  constructor(setup: ServersSetup) {
    this.#setup = setup
  }

  /** `host:port`; undefined while nothing is answered. */
  get healthAddress(): string | undefined {
    return this.#health?.address
  }

  /** `host:port`; undefined while nothing is answered. */
  get metricsAddress(): string | undefined {
    return this.#metrics?.address
  }

  addCheck(probe: Probe, name: string, check: HealthCheck): void {
    if (this.#checks[probe].has(name)) throw new Error(`there are two checks of ${probe} named ${name}`)
    this.#checks[probe].set(name, check)
  }

  async start(): Promise<void> {
    const { healthAddress, metricsAddress, readiness, renderMetrics, logger } = this.#setup
    const probes: Pages = {
      '/healthz': async () => [{ name: 'ping' }, ...(await this.#look('healthz'))],
      '/readyz': async () => [...readiness(), ...(await this.#look('readyz'))],
    }
    const metrics: Pages = { '/metrics': renderMetrics }
    const together = healthAddress === metricsAddress
    if (healthAddress !== '0') {
      const pages = together ? { ...probes, ...metrics } : probes
      this.#health = await HealthServer.listen('health', healthAddress, pages)
      logger.info('answering probes', { address: this.#health.address })
    }
    if (together) this.#metrics = this.#health
    else if (metricsAddress !== '0') {
      this.#metrics = await HealthServer.listen('metrics', metricsAddress, metrics)
      logger.info('answering metrics', { address: this.#metrics.address })
    }
  }

  async stop(): Promise<void> {
    const servers = new Set([this.#health, this.#metrics])
    await Promise.all(Array.from(servers, server => server?.close()))
    this.#health = this.#metrics = undefined
  }

  running(): string[] {
    return ['the health server']
  }

  #look(probe: Probe): Promise<Check[]> {
    return Promise.all(
      Array.from(this.#checks[probe], async ([name, check]) => {
        const problem = await this.#problemOf(check)
        return { name, ...(problem !== undefined && { problem }) }
      }),
    )
  }

  /** One that does not answer is as bad as one that fails. */
  async #problemOf(check: HealthCheck): Promise<string | undefined> {
    const limit = deadline(this.#setup.clock, checkTimeoutMs, `no answer within ${checkTimeoutMs / 1000} s`)
    const late = new Promise<never>((_resolve, reject) => {
      limit.signal.addEventListener('abort', () => reject(limit.signal.reason), { once: true })
    })
    try {
      await Promise.race([check(limit.signal), late])
      return undefined
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    } finally {
      limit.cancel()
    }
  }
}
