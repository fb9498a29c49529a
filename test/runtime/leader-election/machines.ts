import type { Clock } from '../../../runtime/api/clock.js'
import { sleep } from '../../../runtime/api/clock.js'
import { Client } from '../../../runtime/client/client.js'
import { LeaderElector, type LeaderElectorOptions } from '../../../runtime/leader-election/leader-elector.js'
import type { Transport, TransportRequest, TransportResponse } from '../../../runtime/transport/transport.js'
import { FakeClock } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { TinyApi } from '../controller/tiny-api.js'
import type { LeaseObject } from '../../../runtime/leader-election/lease.js'
import { Lease } from '../../../runtime/leader-election/lease.js'

/** Where several candidates meet: one server, and the time that really passes. */
export class Site {
  readonly api = new TinyApi()
  readonly clock = new FakeClock()

  get lease(): LeaseObject | undefined {
    return this.api.get(Lease, { namespace: 'default', name: 'operator' }) as LeaseObject | undefined
  }
}

export interface MachineOptions extends Partial<LeaderElectorOptions> {
  /** What its wall clock says before ours does, in milliseconds. */
  readonly skewMs?: number
  /** How fast its clock goes. */
  readonly rate?: number
  /** What a request takes on its way, there and back. */
  readonly latencyMs?: () => number
  /** What becomes of a request. */
  readonly fate?: () => 'arrives' | 'is lost' | 'is answered in vain'
}

/** A process with a clock of its own, which can stand still, and the candidate that runs in it. */
export class Machine implements Clock, Transport {
  readonly elector: LeaderElector
  readonly logger = recordingLogger()
  readonly requests: string[] = []
  readonly #site: Site
  readonly #options: MachineOptions
  readonly #stop = new AbortController()
  /** What happened to it while it stood still. */
  #pending: (() => void)[] | undefined
  /** `leads`, `stopped`, or the error. */
  outcome = 'waits'
  ended: Promise<void> = Promise.resolve()

  constructor(site: Site, identity: string, options: MachineOptions = {}) {
    this.#site = site
    this.#options = options
    const client = new Client({ transport: this, fieldManager: 'test', clock: this, logger: this.logger })
    this.elector = new LeaderElector({
      client,
      namespace: 'default',
      name: 'operator',
      identity,
      leaseDurationMs: 15_000,
      renewDeadlineMs: 10_000,
      retryPeriodMs: 2_000,
      random: () => 0,
      ...options,
      clock: this,
      logger: this.logger,
    })
  }

  start(): this {
    const { signal } = this.#stop
    this.ended = this.elector
      .acquire(signal)
      .then(() => {
        this.outcome = 'leads'
        return this.elector.hold(signal)
      })
      .then(
        () => void (this.outcome = 'stopped'),
        (error: Error) => void (this.outcome = signal.aborted ? 'stopped' : `${error.name}: ${error.message}`),
      )
    return this
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.ended
  }

  /** Nothing runs in it until `goOn`. */
  standStill(): void {
    this.#pending ??= []
  }

  goOn(): void {
    const pending = this.#pending ?? []
    this.#pending = undefined
    for (const run of pending) run()
  }

  now(): number {
    return this.#site.clock.now() + (this.#options.skewMs ?? 0)
  }

  monotonic(): number {
    return this.#site.clock.monotonic() * this.#rate + 1e6
  }

  setTimeout(callback: () => void, ms: number): () => void {
    let cancelled = false
    const cancel = this.#site.clock.setTimeout(() => this.#run(() => !cancelled && callback()), ms / this.#rate)
    return () => {
      cancelled = true
      cancel()
    }
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    const { latencyMs = () => 0, fate = () => 'arrives' } = this.#options
    this.requests.push(request.method)
    const becomes = fate()
    const answer = (async () => {
      await this.#travels(latencyMs())
      if (becomes === 'is lost') throw new Error('the connection broke')
      // It is on its way: an abort does not bring it back.
      const { signal: _, ...sent } = request
      const response = await this.#site.api.send(sent)
      await this.#travels(latencyMs())
      if (becomes === 'is answered in vain') throw new Error('the connection broke')
      return response
    })()
    return new Promise((resolve, reject) => {
      request.signal?.addEventListener('abort', () => reject(request.signal?.reason as Error), { once: true })
      answer.then(
        response => this.#run(() => resolve(response)),
        (error: unknown) => this.#run(() => reject(error as Error)),
      )
    })
  }

  close(): void {}

  async #travels(ms: number): Promise<void> {
    if (ms > 0) await sleep(this.#site.clock, ms)
  }

  get #rate(): number {
    return this.#options.rate ?? 1
  }

  #run(callback: () => void): void {
    if (this.#pending) this.#pending.push(callback)
    else callback()
  }
}
