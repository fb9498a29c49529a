import type { Clock } from '../api/clock.js'
import type { Logger } from '../api/logger.js'
import type { AnyResource, ObjectOf } from '../api/resource.js'
import { Cache } from '../cache/cache.js'
import type { Client } from '../client/client.js'
import type { EventRecorder } from '../client/events.js'
import { ControllerBuilder, type ControllerOptions } from '../controller/controller-builder.js'
import type { Reconciler } from '../controller/reconciler.js'
import { type Check, HealthServer } from './health-server.js'
import { type ManagerOptions, prepare } from './manager-options.js'
import { type Stage, runStages } from './stages.js'
import { Task } from './task.js'
import { onTermination } from './termination.js'

/** Something that runs as long as the controllers do. */
export interface Runnable {
  /** For messages. */
  readonly name?: string
  /** Called once the caches are synced. It may end before the signal aborts; if it rejects, the manager ends. */
  start(signal: AbortSignal): Promise<void>
}

/** What a manager works with. */
export interface ManagerEnvironment {
  readonly client: Client
  readonly events: EventRecorder
  readonly logger: Logger
  readonly clock: Clock
  /** Absent: all. */
  readonly namespaces: readonly string[] | undefined
  readonly healthAddress: string
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
  readonly #runnables: Runnable[] = []
  #state: 'new' | 'starting' | 'running' | 'stopping' | 'stopped' = 'new'
  #health: HealthServer | undefined

  /** Connects to the cluster. Nothing runs before `run`. Rejects where there are no credentials. */
  static async create(options: ManagerOptions): Promise<Manager> {
    return new Manager(await prepare(options))
  }

  /** For a manager whose parts have been made already; see {@link Manager.create}. */
  constructor(environment: ManagerEnvironment) {
    const { client, logger, clock, namespaces } = environment
    this.client = client
    this.logger = logger
    this.#environment = environment
    this.cache = new Cache({
      listerWatcher: (resource, selection) => client.listerWatcher(resource, selection),
      logger,
      clock,
      ...(namespaces && { namespaces }),
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

  /** Adds something that runs beside the controllers. */
  add(runnable: Runnable): this {
    this.#mustBeNew()
    this.#runnables.push(runnable)
    return this
  }

  /** Where probes are answered, `host:port`; undefined while they are not. */
  get healthAddress(): string | undefined {
    return this.#health?.address
  }

  /**
   * Runs until the signal aborts or the process receives SIGTERM or SIGINT; a second one ends the process at once. Then
   * reconciles under way may end, and `run` resolves with nothing left running. It rejects with the first error that ended it,
   * or if something has not stopped in time. To be called once.
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
      // The order of the start; the stop is the reverse. Metrics will be one of the servers, and leader election will stand
      // between the caches and the work.
      const stages = [this.#connections(), this.#servers(), this.#caches(), this.#work()]
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

  #servers(): Stage {
    const { healthAddress } = this.#environment
    return {
      start: async () => {
        if (healthAddress === '0') return
        const checks = { '/healthz': () => [{ name: 'ping' }], '/readyz': () => this.#readiness() }
        this.#health = await HealthServer.listen(healthAddress, checks)
        this.logger.info('answering probes', { address: this.#health.address })
      },
      stop: async () => {
        await this.#health?.close()
        this.#health = undefined
      },
      running: () => ['the health server'],
    }
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

  #work(): Stage {
    const { clock } = this.#environment
    // Now, not at the start: it declares the informers.
    const controllers = this.#builders.map(builder => builder.build({ ...this.#environment, cache: this.cache }))
    const tasks: Task[] = []
    return {
      start: async (_stop, failed) => {
        for (const controller of controllers) {
          tasks.push(new Task(`controller ${controller.name}`, signal => controller.run(signal), failed))
        }
        for (const [index, runnable] of this.#runnables.entries()) {
          tasks.push(new Task(runnable.name ?? `runnable ${index + 1}`, signal => runnable.start(signal), failed))
        }
        this.logger.info('controllers are running', { controllers: controllers.map(({ name }) => name) })
      },
      stop: async limitMs => {
        // Reconciles may end in peace, and only late are asked to hurry.
        const interrupt = () => {
          for (const controller of controllers) controller.interrupt(new Error('the manager stops'))
        }
        const cancel = clock.setTimeout(interrupt, limitMs * patience)
        await Promise.all(tasks.map(task => task.stop()))
        cancel()
      },
      running: () => [
        ...tasks.filter(task => task.isRunning).map(task => task.name),
        ...controllers.flatMap(({ name, underWay }) => underWay.map(key => `${name} ${key}`)),
      ],
    }
  }

  #readiness(): Check[] {
    const problem = this.#state === 'running' ? undefined : this.#state
    const caches = this.cache.status().map(({ name, synced, lastError }) => ({
      name: `cache ${name}`,
      problem:
        synced && lastError === undefined ? undefined : `${synced ? 'not fresh' : 'not synced'}${reason(lastError)}`,
    }))
    return [{ name: 'manager', problem }, ...caches]
  }

  #mustBeNew(): void {
    if (this.#state !== 'new') throw new Error('the manager has been started already')
  }
}

/** The part of the time for the stop that reconciles have before their signals abort. */
const patience = 0.9

function reason(error: unknown): string {
  if (error === undefined) return ''
  return `: ${error instanceof Error ? error.message : String(error)}`
}
