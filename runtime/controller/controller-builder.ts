import type { Clock } from '../api/clock.js'
import type { Cached } from '../api/deep-readonly.js'
import type { Logger } from '../api/logger.js'
import { Recent } from '../api/recent.js'
import type { AnyResource, ObjectKey, ObjectOf, StoredObject } from '../api/resource.js'
import type { Cache, InformerOptions, Selection } from '../cache/cache.js'
import type { LabelSelector } from '../cache/label-selector.js'
import { versionOf } from '../cache/resource-version.js'
import type { Client } from '../client/client.js'
import type { EventRecorder } from '../client/events.js'
import type { QueueMetrics } from '../queue/queue-metrics.js'
import type { RateLimiter } from '../queue/rate-limiter.js'
import { WorkQueue } from '../queue/work-queue.js'
import type { ControllerMetrics } from './controller-metrics.js'
import { Controller } from './controller.js'
import type { EventChannel } from './event-channel.js'
import { toController, feed, feedFromChannel, keyOf, type EventMap, type MapFunction } from './event-source.js'
import { defaultFinalizer, Finalizer, isTerminating } from './finalizer.js'
import { and, type Change, type Predicate } from './predicates.js'
import type { Reconciler } from './reconciler.js'

export interface ControllerOptions {
  /** Names it in logs and messages, once in a manager. Default: the kind in lower case. */
  readonly name?: string
  /**
   * The signal of a reconcile aborts after so many milliseconds. Default: 300,000; `Infinity` for never. One that goes on for
   * another 10 seconds is reported and loses its worker to other objects; its own object is not reconciled again until it has
   * ended.
   */
  readonly reconcileTimeoutMs?: number
  /** Delays after failures. Default: per object, 5 ms, doubling up to 1000 s. */
  readonly rateLimiter?: RateLimiter
}

/** What to watch of a kind beside the controller's own. */
export interface WatchOptions<T> extends InformerOptions<T> {
  /** All must hold. */
  readonly predicates?: readonly Predicate<T>[]
}

/** What a controller works with. */
export interface ControllerEnvironment {
  readonly client: Client
  readonly cache: Cache
  /** Namespaces to which the cache is confined. */
  readonly namespaces: readonly string[] | undefined
  readonly events: EventRecorder
  readonly logger: Logger
  readonly clock: Clock
  readonly metrics?: Metrics | undefined
}

interface Metrics {
  queue(name: string): QueueMetrics
  controller(name: string, workers: number): ControllerMetrics
}

interface Watch {
  readonly resource: AnyResource
  readonly map: MapFunction<StoredObject>
  readonly options: WatchOptions<StoredObject>
  /** What is watched is owned by the object that it leads to, and in its namespace. */
  readonly isOwned: boolean
}

interface ChannelWatch {
  readonly channel: EventChannel<unknown>
  readonly map: EventMap<unknown>
}

/** Describes a controller. What it says counts when the manager runs; changes after that are errors. */
export class ControllerBuilder<R extends AnyResource> {
  readonly name: string
  readonly #resource: R
  readonly #reconciler: Reconciler<ObjectOf<R>>
  readonly #options: ControllerOptions
  /** Absent: the reconciler does not finalize. */
  readonly #finalizer: string | undefined
  readonly #watches: Watch[] = []
  readonly #channels: ChannelWatch[] = []
  readonly #predicates: Predicate<ObjectOf<R>>[] = []
  #selection: Selection = {}
  #workers = 1
  #resyncMs: number | undefined
  #built = false

  constructor(resource: R, reconciler: Reconciler<ObjectOf<R>>, options: ControllerOptions = {}) {
    const { name = resource.kind.toLowerCase(), reconcileTimeoutMs = defaultTimeoutMs } = options
    if (!(reconcileTimeoutMs > 0))
      throw new RangeError(`reconcileTimeoutMs is ${reconcileTimeoutMs}: it must be above 0`)
    this.name = name
    this.#resource = resource
    this.#reconciler = reconciler
    this.#options = options
    if (reconciler.finalize) this.#finalizer = reconciler.finalizer ?? defaultFinalizer(resource)
  }

  /** Reconciles an object when something changes whose controller it is, by the owner references. */
  owns<D extends AnyResource>(resource: D, options: WatchOptions<ObjectOf<D>> = {}): this {
    return this.#watch(resource, toController(this.#resource), options, true)
  }

  /** Reconciles the objects that the function names when an object of another kind changes. */
  watches<D extends AnyResource>(
    resource: D,
    map: MapFunction<ObjectOf<D>>,
    options: WatchOptions<ObjectOf<D>> = {},
  ): this {
    return this.#watch(resource, map, options, false)
  }

  /** Reconciles the objects that the events of a channel name, or that the function names for them. */
  watchesChannel(channel: EventChannel): this
  watchesChannel<E>(channel: EventChannel<E>, map: EventMap<E>): this
  watchesChannel<E>(channel: EventChannel<E>, map: EventMap<E> = key => [key as ObjectKey]): this {
    this.#mustNotBeBuilt()
    this.#channels.push({ channel, map } as ChannelWatch)
    return this
  }

  /**
   * Which changes of the controller's own kind matter: all of these must hold. An object that begins to be deleted passes them
   * all where the reconciler finalizes.
   */
  predicates(...predicates: readonly Predicate<ObjectOf<R>>[]): this {
    this.#mustNotBeBuilt()
    this.#predicates.push(...predicates)
    return this
  }

  /** How many reconciles may be under way at once, of different objects. Default: 1. */
  workers(count: number): this {
    this.#mustNotBeBuilt()
    if (!Number.isInteger(count) || count < 1) throw new RangeError(`${count} workers: it must be 1 or more`)
    this.#workers = count
    return this
  }

  /**
   * Reconciles every object each time that so many milliseconds have passed, whatever the predicates say, in the background of what
   * happens. Up to a tenth more or less, at random. Default: never; it is for what no watch tells of.
   */
  resync(ms: number): this {
    this.#mustNotBeBuilt()
    if (!(ms > 0 && ms < Infinity)) throw new RangeError(`a resync each ${ms} ms: it must be above 0`)
    this.#resyncMs = ms
    return this
  }

  /** Confines the controller to objects with these labels: a `LabelSelector` as workloads have it, or text as in a request. */
  selector(labelSelector: LabelSelector | string): this {
    this.#mustNotBeBuilt()
    this.#selection = { ...this.#selection, labelSelector }
    return this
  }

  /** Confines the controller, and what it owns, to these namespaces. Default: those of the manager. */
  namespaces(...namespaces: readonly string[]): this {
    this.#mustNotBeBuilt()
    this.#selection = { ...this.#selection, namespaces }
    return this
  }

  /** Declares the informers and makes the controller, whose queue fills from then on. Called by the manager. */
  build(environment: ControllerEnvironment): Controller<ObjectOf<R>> {
    this.#mustNotBeBuilt()
    this.#built = true
    const { client, cache, clock, metrics } = environment
    const logger = environment.logger.with({
      controller: this.name,
      controllerGroup: this.#resource.group,
      controllerKind: this.#resource.kind,
    })
    const { rateLimiter, reconcileTimeoutMs = defaultTimeoutMs } = this.#options
    const queue = new WorkQueue({
      clock,
      ...(rateLimiter && { rateLimiter }),
      ...(metrics && { metrics: metrics.queue(this.name) }),
    })
    const finalizer = this.#finalizer ? new Finalizer<ObjectOf<R>>(this.#resource, this.#finalizer, client) : undefined
    const informer = cache.informer(this.#resource, this.#selection)

    // Where nothing is judged, nothing has to wait for it.
    const judging = (predicates: readonly unknown[]) =>
      predicates.length > 0 && {
        afterWork: (key: ObjectKey, judge: () => void) => queue.beforeDone(key, judge),
      }
    const reports = new Recent<true>(rememberedReports)
    // The words of an error may be others each time: to look again because of them would never end.
    const isNoReport: Predicate<StoredObject> = ({ type, object }) =>
      type !== 'updated' || !reports.get(versionOf(object))
    const predicates = this.#reconciler.reportError ? [isNoReport, ...this.#predicates] : this.#predicates
    const predicate = and(...predicates)
    const own = {
      informer,
      predicate: finalizer ? orDeletion(predicate) : predicate,
      map: (object: Cached<ObjectOf<R>>) => [keyOf(object)],
      logger,
      ...judging(predicates),
    }
    feed(own, (key, options) => queue.add(key, options))

    const sees = this.#sees(environment.namespaces, logger)
    for (const { resource, map, options, isOwned } of this.#watches) {
      const { predicates = [], ...selection } = { ...(isOwned && this.#namespacesOf(resource)), ...options }
      const dependents = cache.informer(resource, selection)
      const source = {
        informer: dependents,
        predicate: and(...predicates),
        map,
        logger,
        // A map function of the user's is not called for what the predicates pass over.
        ...(isOwned && judging(predicates)),
      }
      feed(source, (key, options) => {
        if (sees(key)) queue.add(key, options)
      })
    }
    const unsubscribe = this.#channels.map(({ channel, map }) =>
      feedFromChannel({ channel, map, logger }, key => {
        if (sees(key)) queue.add(key)
      }),
    )

    return new Controller({
      name: this.name,
      reconciler: this.#reconciler,
      informer,
      queue,
      finalizer,
      workers: this.#workers,
      reported: object => reports.set(versionOf(object), true),
      resyncMs: this.#resyncMs,
      reconcileTimeoutMs,
      client,
      cache,
      events: environment.events,
      logger,
      clock,
      metrics: metrics?.controller(this.name, this.#workers),
      ended: () => unsubscribe.forEach(end => end()),
    })
  }

  #watch<D extends AnyResource>(
    resource: D,
    map: MapFunction<ObjectOf<D>>,
    options: WatchOptions<ObjectOf<D>>,
    isOwned: boolean,
  ): this {
    this.#mustNotBeBuilt()
    this.#watches.push({ resource, map, options, isOwned } as unknown as Watch)
    return this
  }

  #namespacesOf({ scope }: AnyResource): Pick<Selection, 'namespaces'> {
    const { namespaces } = this.#selection
    return namespaces && scope === 'Namespaced' ? { namespaces } : {}
  }

  /** Whether a key can be one of the controller's objects. One of another scope than theirs is a mistake. */
  #sees(ofManager: readonly string[] | undefined, logger: Logger): (key: ObjectKey) => boolean {
    const { scope, kind } = this.#resource
    const namespaces = this.#selection.namespaces ?? ofManager
    return key => {
      const { namespace } = key
      if ((scope === 'Namespaced') !== (namespace !== undefined)) {
        const problem = scope === 'Namespaced' ? 'without a namespace' : 'with a namespace, of a kind that has none'
        logger.error(`a map function names an object ${problem}`, { kind, ...key })
        return false
      }
      return namespace === undefined || !namespaces || namespaces.includes(namespace)
    }
  }

  #mustNotBeBuilt(): void {
    if (this.#built) throw new Error(`controller ${this.name} cannot be changed any more: the manager runs`)
  }
}

const defaultTimeoutMs = 300_000
/** A watch tells of a write within seconds. */
const rememberedReports = 1024

/** A deletion that a predicate passed over would wait for its finalizer for ever. */
function orDeletion<T extends StoredObject>(predicate: Predicate<T>): Predicate<T> {
  const begins = (change: Change<T>) =>
    isTerminating(change.object) && (change.type !== 'updated' || !isTerminating(change.old))
  return change => begins(change) || predicate(change)
}
