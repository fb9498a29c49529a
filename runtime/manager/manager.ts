import type { Clock } from '../api/clock.js'
import type { Logger } from '../api/logger.js'
import type { AnyResource, ObjectOf } from '../api/resource.js'
import { Cache } from '../cache/cache.js'
import type { ListMode } from '../cache/reflector-state.js'
import type { Client } from '../client/client.js'
import type { EventRecorder } from '../client/events.js'
import { ControllerBuilder, type ControllerOptions } from '../controller/controller-builder.js'
import type { Reconciler } from '../controller/reconciler.js'
import type { Election } from '../leader-election/election.js'
import type { Metrics, MetricsRegistry } from '../metrics/metrics.js'
import type { Check } from './health-server.js'
import { type ManagerOptions, prepare } from './manager-options.js'
import { namesOf, Runnables, type Runnable } from './runnables.js'
import { Servers, type HealthCheck } from './servers.js'
import { type Stage, runStages } from './stages.js'
import { Task } from './task.js'
import { onTermination } from './termination.js'

/** What a manager works with. */
export interface ManagerEnvironment {
  readonly client: Client
  readonly events: EventRecorder
  readonly logger: Logger
  readonly clock: Clock
  /** Absent: all. */
  readonly namespaces: readonly string[] | undefined
  readonly clusterWide?: readonly AnyResource[] | undefined
  readonly listMode?: ListMode | undefined
  /** Absent: this process works whatever others do. */
  readonly election?: Election | undefined
  readonly healthAddress: string
  /** The same as `healthAddress`: one server for both. */
  readonly metricsAddress: string
  /** Absent: nothing is counted. */
  readonly metrics?: Metrics | undefined
  readonly metricsRegistries: readonly MetricsRegistry[]
  readonly gracefulShutdownMs: number
  /** Called last: sends what waits to be sent, and closes connections, within so many milliseconds. */
  readonly close: (limitMs: number) => Promise<void>
}

/** Runs controllers, and what they need, in one process. */
export class Manager {
  readonly client: Client
  /** Declare informers before the manager runs, and read them then. */
  readonly cache: Cache
  readonly logger: Logger
  readonly #environment: ManagerEnvironment
  readonly #builders: ControllerBuilder<AnyResource>[] = []
  readonly #runnables = new Runnables()
  readonly #servers: Servers
  #state: 'new' | 'starting' | 'standby' | 'running' | 'stopping' | 'stopped' = 'new'

  /** Connects to the cluster. Nothing runs before `run`. Rejects where there are no credentials. */
  static async create(options: ManagerOptions): Promise<Manager> {
    return new Manager(await prepare(options))
  }

  /** For a manager whose parts have been made already; see {@link Manager.create}. */
  constructor(environment: ManagerEnvironment) {
    const { client, logger, clock, namespaces, clusterWide, listMode } = environment
    this.client = client
    this.logger = logger
    this.#environment = environment
    this.cache = new Cache({
      listerWatcher: (resource, selection) => client.listerWatcher(resource, selection),
      logger,
      clock,
      fieldManager: client.fieldManager,
      ...(namespaces && { namespaces }),
      ...(clusterWide && { clusterWide }),
      ...(listMode && { listMode }),
    })
    client.onWrite((...write) => this.cache.wrote(...write))
    this.#servers = new Servers({
      ...environment,
      readiness: () => this.#readiness(),
      renderMetrics: () => this.#renderMetrics(),
    })
  }

  /** Adds a controller. The answer says more about it, until the manager runs: `.owns(Deployment).workers(2)`. */
  controller<R extends AnyResource>(
    resource: R,
    reconciler: Reconciler<ObjectOf<R>>,
    options?: ControllerOptions,
  ): ControllerBuilder<R> {
    this.#mustBeNew()
    const builder = new ControllerBuilder(resource, reconciler, options)
    if (this.#builders.some(other => other.name === builder.name)) {
      throw new Error(`there are two controllers named ${builder.name}: give one of them another \`name\``)
    }
    this.#builders.push(builder as unknown as ControllerBuilder<AnyResource>)
    return builder
  }

  /** Adds something that `/healthz` looks at: the process is restarted where it fails for long. */
  addHealthzCheck(name: string, check: HealthCheck): this {
    this.#servers.addCheck('healthz', name, check)
    return this
  }

  /** Adds something that `/readyz` looks at. */
  addReadyzCheck(name: string, check: HealthCheck): this {
    this.#servers.addCheck('readyz', name, check)
    return this
  }

  /** Adds something that runs beside the controllers. */
  add(runnable: Runnable): this {
    this.#mustBeNew()
    this.#runnables.add(runnable)
    return this
  }

  /** Where probes are answered, `host:port`; undefined while they are not. */
  get healthAddress(): string | undefined {
    return this.#servers.healthAddress
  }

  /** Where metrics are answered, `host:port`; undefined while they are not. */
  get metricsAddress(): string | undefined {
    return this.#servers.metricsAddress
  }

  /**
   * Runs until the signal aborts or the process receives SIGTERM or SIGINT; a second one ends the process at once. Then
   * reconciles under way may end, and `run` resolves with nothing left running. It rejects with the first error that ended it,
   * such as a `LeadershipLostError`, or if something has not stopped in time: the process should end then. To be called
   * once.
   */
  async run({ signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    this.#mustBeNew()
    this.#state = 'starting'
    const { logger } = this
    const { clock, gracefulShutdownMs } = this.#environment
    const stop = new AbortController()
    const end = () => stop.abort(signal?.reason)
    if (signal?.aborted) end()
    signal?.addEventListener('abort', end, { once: true })
    const stopListening = onTermination(name => {
      logger.info('stopping', { signal: name })
      stop.abort()
    })
    try {
      const work = this.#work()
      const election = this.#environment.election ? [this.#election(this.#environment.election, work)] : []
      // The order of the start; the stop is the reverse.
      const stages = [this.#connections(), this.#servers, this.#caches(), this.#runnables.stage(), ...election, work]
      await runStages(stages, {
        signal: stop.signal,
        stopLimitMs: gracefulShutdownMs,
        clock,
        started: () => (this.#state = 'running'),
        stopping: () => (this.#state = 'stopping'),
        failed: error => logger.error('the manager failed', { error }),
      })
      logger.info('stopped')
    } finally {
      this.#state = 'stopped'
      signal?.removeEventListener('abort', end)
      stopListening()
    }
  }

  #connections(): Stage {
    return {
      start: async () => {},
      stop: limitMs => this.#environment.close(limitMs),
      running: () => ['connections'],
    }
  }

  async #renderMetrics(): Promise<string> {
    const { metrics, metricsRegistries } = this.#environment
    const failed = (error: unknown) => this.logger.error('a metrics registry failed', { error })
    return (await metrics?.render(metricsRegistries, failed)) ?? ''
  }

  #caches(): Stage {
    const { cache } = this
    let task: Task | undefined
    return {
      start: async (stop, failed) => {
        task = new Task('the cache', signal => cache.run(signal), failed)
        await cache.untilSynced(stop)
      },
      stop: async () => task?.stop(),
      running: () => ['the cache'],
    }
  }

  #election({ elector, transport }: Election, work: Work): Stage {
    let task: Task | undefined
    return {
      start: async (stop, failed) => {
        this.#state = 'standby'
        await elector.acquire(stop)
        const lost = (error: unknown) => {
          // Nothing may end in peace: another leader is about to begin.
          work.interrupt(error)
          transport.interrupt()
          failed(error)
        }
        task = new Task('leader election', signal => elector.hold(signal), lost)
      },
      stop: async limitMs => {
        await task?.stop()
        // What is still at work must not meet another leader before the lease has ended.
        if (work.running().length === 0) await elector.release(limitMs)
      },
      running: () => ['leader election'],
    }
  }

  #work(): Work {
    const { clock } = this.#environment
    // Now, not at the start: it declares the informers.
    const controllers = this.#builders.map(builder => builder.build({ ...this.#environment, cache: this.cache }))
    const tasks: Task[] = []
    const interrupt = (reason: unknown) => {
      for (const controller of controllers) controller.interrupt(reason)
    }
    return {
      interrupt,
      start: async (_stop, failed) => {
        for (const controller of controllers) {
          tasks.push(new Task(`controller ${controller.name}`, signal => controller.run(signal), failed))
        }
        tasks.push(...this.#runnables.start(failed))
        this.logger.info('controllers are running', { controllers: controllers.map(({ name }) => name) })
      },
      stop: async limitMs => {
        // Reconciles may end in peace, and only late are asked to hurry.
        const cancel = clock.setTimeout(() => interrupt(new Error('the manager stops')), limitMs * patience)
        await Promise.all(tasks.map(task => task.stop()))
        cancel()
      },
      running: () => [
        ...namesOf(tasks),
        ...controllers.flatMap(({ name, underWay }) => underWay.map(key => `${name} ${key}`)),
      ],
    }
  }

  #readiness(): Check[] {
    // A standby is ready: a rollout that waited for it to lead would wait for ever.
    const problem = this.#state === 'running' || this.#state === 'standby' ? undefined : this.#state
    const caches = this.cache.status().map(({ name, problem }) => ({ name: `cache ${name}`, problem }))
    const { elector } = this.#environment.election ?? {}
    const failed = this.#state === 'standby' ? elector?.lastError : undefined
    const election = failed === undefined ? undefined : `no attempt succeeds${reason(failed)}`
    return [
      { name: 'manager', problem },
      ...(elector ? [{ name: 'leader election', problem: election }] : []),
      ...caches,
    ]
  }

  #mustBeNew(): void {
    if (this.#state !== 'new') throw new Error('the manager has been started already')
  }
}

interface Work extends Stage {
  /** Aborts the signals of the reconciles under way. */
  interrupt(reason: unknown): void
}

/** The part of the time for the stop that reconciles have before their signals abort. */
const patience = 0.9

function reason(error: unknown): string {
  if (error === undefined) return ''
  return `: ${error instanceof Error ? error.message : String(error)}`
}
