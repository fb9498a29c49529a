import type { Clock } from '../api/clock.js'
import type { Cached } from '../api/deep-readonly.js'
import type { Logger } from '../api/logger.js'
import type { ObjectKey, StoredObject } from '../api/resource.js'
import type { ListerWatcher } from '../client/list-watch.js'
import type { IndexFunction, Informer, InformerHandler, ListOptions } from './informer.js'
import { labelMatcher } from './label-selector.js'
import type { ListMode, ReflectorError, ReflectorState } from './reflector-state.js'
import { Reflector } from './reflector.js'
import { StoreSink, type Written } from './store-sink.js'
import { Store } from './store.js'
import { StringTable } from './string-table.js'
import { deepFreeze, dropManagedFields, type Transform } from './transform.js'

export interface SharedInformerOptions<T extends StoredObject> {
  /** The resource, as messages name it: `foos.samplecontroller.k8s.io`. */
  readonly resource: string
  /** One for each namespace, or one without a namespace for them all. */
  readonly sources: readonly { readonly namespace?: string; readonly listerWatcher: ListerWatcher<T> }[]
  /** Default: {@link dropManagedFields}. One given here takes its place. */
  readonly transform?: Transform<T>
  /** Freezes what is stored, so that a mutation throws. Default: unless `NODE_ENV` is `production`. */
  readonly freeze?: boolean
  /** Strings that the stored objects share; one table for several informers. Default: one of its own. */
  readonly strings?: StringTable
  /** How the sources are asked for what there is. Default: `whole`. */
  readonly listMode?: ListMode
  /** Whether this process has written this version of an object, as far as it knows by now. Default: never. */
  readonly isOwn?: (object: Cached<T>) => boolean
  readonly clock: Clock
  readonly logger: Logger
  /** Returns a number from 0 up to 1. */
  readonly random: () => number
}

interface Registration<T> {
  readonly handler: InformerHandler<T>
  removed: boolean
}

/** An informer that any number of handlers share: one store, and one reflector for each source. */
export class SharedInformer<T extends StoredObject> implements Informer<T> {
  readonly #options: SharedInformerOptions<T>
  readonly #transform: Transform<T>
  readonly #freeze: boolean
  readonly #strings: StringTable
  readonly #store = new Store<T>()
  readonly #sources: readonly Source<T>[]
  /** Replaced, never changed: a delivery that is under way goes on with the list that it began with. */
  #handlers: readonly Registration<T>[] = []
  readonly #waiting = new Set<() => void>()
  #running = false

  constructor(options: SharedInformerOptions<T>) {
    this.#options = options
    this.#transform = options.transform ?? dropManagedFields
    this.#freeze = options.freeze ?? process.env['NODE_ENV'] !== 'production'
    this.#strings = options.strings ?? new StringTable()
    this.#sources = options.sources.map(({ namespace, listerWatcher }) => {
      const { clock, random, listMode = 'whole' } = options
      const logger = options.logger.with({ resource: options.resource, ...(namespace && { namespace }) })
      const sink: StoreSink<T> = new StoreSink(this.#store, {
        namespace,
        resourceVersion: () => reflector.resourceVersion,
        prepare: object => this.#prepare(object),
        deliver: call => this.#deliver(call),
        isOwn: options.isOwn ?? (() => false),
        synced: () => this.#synced(),
      })
      const reflector = new Reflector<T>({ listerWatcher, sink, listMode, clock, logger, random })
      return { namespace, sink, reflector }
    })
  }

  get size(): number {
    return this.#store.size
  }

  get(key: ObjectKey): Cached<T> | undefined {
    if (key.namespace !== undefined) this.#mustCover(key.namespace)
    return this.#store.get(key)
  }

  list({ namespace, labelSelector }: ListOptions = {}): Cached<T>[] {
    if (namespace !== undefined) this.#mustCover(namespace)
    const objects = this.#store.list(namespace)
    if (labelSelector === undefined) return objects
    const matches = labelMatcher(labelSelector)
    return objects.filter(object => matches(object.metadata.labels))
  }

  byIndex(index: string, value: string): Cached<T>[] {
    return this.#store.byIndex(index, value)
  }

  addIndex(name: string, index: IndexFunction<T>): void {
    this.#store.addIndex(name, index)
  }

  addHandler(handler: InformerHandler<T>): () => void {
    const registration: Registration<T> = { handler, removed: false }
    const there = this.#sources.flatMap(({ sink }) => sink.told())
    this.#handlers = [...this.#handlers, registration]
    for (const object of there) this.#tell(registration, to => to.added?.(object, { initial: true, own: false }))
    return () => {
      registration.removed = true
      this.#handlers = this.#handlers.filter(other => other !== registration)
    }
  }

  /** Takes an object that this process has written. */
  wrote(written: Written<T>): void {
    const { namespace } = written.key
    const source = this.#sources.find(each => each.namespace === undefined || each.namespace === namespace)
    source?.sink.wrote(written)
  }

  async run(signal: AbortSignal): Promise<void> {
    if (this.#running) throw new Error(`the informer of ${this.#options.resource} has been started before`)
    this.#running = true
    await Promise.all(this.#sources.map(source => source.reflector.run(signal)))
  }

  hasSynced(): boolean {
    return this.#sources.every(source => source.sink.hasSynced)
  }

  /** What the reflector of the first source that has not synced is doing; of the first one where all have. */
  get state(): ReflectorState['name'] {
    const source = this.#sources.find(({ sink }) => !sink.hasSynced) ?? this.#sources[0]
    return source?.reflector.state.name ?? 'stopped'
  }

  lastError(): ReflectorError | undefined {
    return this.#sources.find(source => source.reflector.lastError)?.reflector.lastError
  }

  untilSynced(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.hasSynced()) return resolve()
      if (signal?.aborted) return reject(signal.reason)
      const synced = () => {
        signal?.removeEventListener('abort', abort)
        resolve()
      }
      const abort = () => {
        this.#waiting.delete(synced)
        reject(signal?.reason)
      }
      this.#waiting.add(synced)
      signal?.addEventListener('abort', abort, { once: true })
    })
  }

  #mustCover(namespace: string): void {
    if (this.#sources.some(source => source.namespace === undefined || source.namespace === namespace)) return
    const covered = this.#sources.map(source => source.namespace).join(', ')
    throw new Error(
      `${this.#options.resource} of namespace ${namespace} are not in the cache, only those of ${covered}`,
    )
  }

  #prepare(object: T): Cached<T> {
    const prepared = this.#transform(object)
    this.#strings.share(prepared)
    return (this.#freeze ? deepFreeze(prepared) : prepared) as Cached<T>
  }

  #deliver(call: (handler: InformerHandler<T>) => unknown): void {
    for (const registration of this.#handlers) this.#tell(registration, call)
  }

  #tell(registration: Registration<T>, call: (handler: InformerHandler<T>) => unknown): void {
    if (registration.removed) return
    const failed = (error: unknown) =>
      this.#options.logger.error('a handler failed', { resource: this.#options.resource, error })
    try {
      const answer = call(registration.handler)
      // A handler that is an async function rejects later; nobody waits for it.
      if (answer instanceof Promise) answer.catch(failed)
    } catch (error) {
      failed(error)
    }
  }

  #synced(): void {
    if (!this.hasSynced()) return
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}

interface Source<T extends StoredObject> {
  readonly namespace: string | undefined
  readonly sink: StoreSink<T>
  readonly reflector: Reflector<T>
}
