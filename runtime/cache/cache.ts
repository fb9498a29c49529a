import { systemClock, type Clock } from '../api/clock.js'
import type { Cached } from '../api/deep-readonly.js'
import type { Logger } from '../api/logger.js'
import { Recent } from '../api/recent.js'
import type { AnyResource, ObjectKey, ObjectOf, StoredObject } from '../api/resource.js'
import type { ListerWatcher } from '../client/list-watch.js'
import type { Informer, Lister, ListOptions } from './informer.js'
import { formatLabelSelector, labelMatcher, type LabelSelector } from './label-selector.js'
import type { ListMode } from './reflector-state.js'
import { versionOf } from './resource-version.js'
import { SharedInformer } from './shared-informer.js'
import { StringTable } from './string-table.js'
import { dropManagedFields, keepApplied, type Transform } from './transform.js'

/** Which objects of a kind are kept. Absent parts do not restrict. */
export interface Selection {
  /** At least one; each is listed and watched by itself. Default: those of the cache. */
  readonly namespaces?: readonly string[]
  /** A `LabelSelector` as workloads have it, or text as in a request: `app=nginx,tier in (a,b)`. */
  readonly labelSelector?: LabelSelector | string
  /** As in a request: `spec.nodeName=a`. Which fields there are is the server's choice. */
  readonly fieldSelector?: string
}

export interface InformerOptions<T> extends Selection {
  /** Default: managedFields are dropped, as the cache's `fieldManager` says. One given here takes the place of that. */
  readonly transform?: Transform<T>
}

/** What one list and one watch select. */
export interface SourceSelection {
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

export interface CacheOptions {
  /** Makes the requests: `(resource, selection) => client.listerWatcher(resource, selection)`. */
  readonly listerWatcher: (resource: AnyResource, selection: SourceSelection) => ListerWatcher<StoredObject>
  readonly logger: Logger
  /** Namespaces to which the kinds in namespaces are confined; default all. */
  readonly namespaces?: readonly string[]
  readonly clock?: Clock
  /** Returns a number from 0 up to 1. */
  readonly random?: () => number
  /**
   * Kinds of which all objects of the cluster may be kept, though there can be very many and large ones: Secret, ConfigMap, Event.
   * Where none of these is named, it must be selected by namespaces, labels or fields, or be kept as `metadataOf(Secret)`.
   */
  readonly clusterWide?: readonly AnyResource[]
  /** Of managedFields, what this manager has applied is kept. Default: nothing. */
  readonly fieldManager?: string
  /** Freezes cached objects, so that a mutation throws. Default: unless `NODE_ENV` is `production`. */
  readonly freeze?: boolean
  /**
   * How servers are asked for what there is. Default: `whole`, which is the fastest, and the cheapest for servers since 1.33; those
   * before read it from etcd at once, for which `paged` is better where there are very many or large objects.
   */
  readonly listMode?: ListMode
}

export interface InformerStatus {
  /** `foos.samplecontroller.k8s.io`, with its selection. */
  readonly name: string
  readonly synced: boolean
  /** How many objects are stored. */
  readonly size: number
  /** The last error, until something has succeeded after it. */
  readonly lastError: unknown
  /** Why it is not synced, or not fresh, in words; absent where it is both. */
  readonly problem: string | undefined
}

interface Entry {
  readonly name: string
  readonly broad: boolean
  readonly transform: unknown
  readonly selectors: ResolvedSelection['selectors']
  readonly informer: SharedInformer<StoredObject>
}

/** The caches of a manager: one informer for each kind and selection, shared by all who ask for it. */
export class Cache {
  readonly #options: CacheOptions
  /** The versions that this process has written. */
  readonly #own = new Recent<true>(rememberedVersions)
  /** Where an informer has none of its own. */
  readonly #transform: Transform<StoredObject>
  readonly #strings = new StringTable()
  /** By resource, then by selection. */
  readonly #entries = new Map<string, Map<string, Entry>>()
  #run:
    | { readonly signal: AbortSignal; readonly failed: (error: unknown) => void; readonly stopped: Promise<void>[] }
    | undefined

  constructor(options: CacheOptions) {
    const { namespaces, fieldManager } = options
    if (namespaces) checkNamespaces(namespaces)
    this.#options = options
    this.#transform = fieldManager === undefined ? dropManagedFields : keepApplied(fieldManager)
  }

  /** The informer of a kind and selection. The first call declares it; if the cache is running it starts at once. */
  informer<R extends AnyResource>(resource: R, options: InformerOptions<ObjectOf<R>> = {}): Informer<ObjectOf<R>> {
    const selection = this.#select(resource, options)
    const ofResource = this.#entries.get(resourceKey(resource)) ?? new Map<string, Entry>()
    const known = ofResource.get(selection.key)
    if (known && options.transform && known.transform !== options.transform) {
      throw new Error(`the informer of ${known.name} is declared twice, with different transforms`)
    }
    const entry = known ?? this.#declare(resource, selection, options.transform as Transform<StoredObject> | undefined)
    this.#entries.set(resourceKey(resource), ofResource.set(selection.key, entry))
    if (!known) this.#start(entry)
    return entry.informer as unknown as Informer<ObjectOf<R>>
  }

  /**
   * Reads a kind for which an informer was declared: with several, the one that selects most. An error where there is none,
   * or where none of several selects everything.
   */
  lister<R extends AnyResource>(resource: R): Lister<ObjectOf<R>> {
    const entries = [...(this.#entries.get(resourceKey(resource))?.values() ?? [])]
    const entry = entries.length === 1 ? entries[0] : entries.find(candidate => candidate.broad)
    if (entry) return entry.informer as unknown as Lister<ObjectOf<R>>
    if (entries.length === 0) {
      throw new Error(
        `${resourceName(resource)} are not in the cache: declare them with cache.informer(${resource.kind}), or with ` +
          `owns(${resource.kind}) or watches(${resource.kind}) of a controller, before the manager runs`,
      )
    }
    const names = entries.map(candidate => candidate.name).join('; ')
    throw new Error(`${resourceName(resource)} have several informers (${names}): keep the one that you read from`)
  }

  /** The object as last seen, or nothing. Incomplete until `untilSynced` has resolved. */
  get<R extends AnyResource>(resource: R, key: ObjectKey): Cached<ObjectOf<R>> | undefined {
    return this.lister(resource).get(key)
  }

  /** The objects as last seen. Incomplete until `untilSynced` has resolved. */
  list<R extends AnyResource>(resource: R, options?: ListOptions): Cached<ObjectOf<R>>[] {
    return this.lister(resource).list(options)
  }

  /**
   * Takes what the server has answered to a write, so that the next read shows at least that; `copy` makes another one of the
   * object, for the cache to keep. While a kind is being listed anew it shows when the list has ended, and where a field selector
   * selects, when the watch tells. A manager's client calls this.
   */
  wrote(resource: AnyResource, object: Cached<StoredObject>, copy: () => StoredObject): void {
    const { namespace, name, labels, resourceVersion } = object.metadata
    const key = { ...(namespace !== undefined && { namespace }), name }
    if (resourceVersion === undefined) return
    this.#own.set(versionOf(object), true)
    for (const [entry, keep] of this.#showing(resource, copy)) {
      const { informer, selectors } = entry
      const { labelSelector, fieldSelector } = selectors
      // Which fields an object is selected by is for the server to know.
      if (fieldSelector !== undefined) continue
      const isSelected = labelSelector === undefined || labelMatcher(labelSelector)(labels)
      try {
        informer.wrote({ key, resourceVersion, copy: isSelected ? keep : undefined })
      } catch (error) {
        // The watch will tell.
        this.#options.logger.error('a write could not be shown at once', { resource: resourceName(resource), error })
      }
    }
  }

  /** Starts the informers, also those that are declared later, and resolves once the signal has aborted and all have stopped. */
  async run(signal: AbortSignal): Promise<void> {
    if (this.#run) throw new Error('the cache has been started before')
    const stopped: Promise<void>[] = []
    await new Promise<void>((resolve, reject) => {
      this.#run = { signal, failed: reject, stopped }
      for (const entry of this.#all()) this.#start(entry)
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
    await Promise.all(stopped)
  }

  /** Resolves once every informer has synced, those included that are declared meanwhile. */
  async untilSynced(signal?: AbortSignal): Promise<void> {
    let entries: Entry[]
    do {
      entries = this.#all()
      await Promise.all(entries.map(entry => entry.informer.untilSynced(signal)))
    } while (this.#all().length > entries.length)
  }

  /** True once every informer that has been declared has synced. */
  hasSynced(): boolean {
    return this.#all().every(entry => entry.informer.hasSynced())
  }

  /** Every informer, in the order of declaration. */
  status(): InformerStatus[] {
    return this.#all().map(({ name, informer }) => ({
      name,
      synced: informer.hasSynced(),
      size: informer.size,
      lastError: informer.lastError(),
      problem: problemOf(informer),
    }))
  }

  /** The informers that an object shows in, and how each of them keeps it. */
  *#showing(resource: AnyResource, copy: () => StoredObject): Generator<readonly [Entry, () => StoredObject]> {
    const metadataAlone = () => {
      const { apiVersion, kind, metadata } = copy()
      return { apiVersion, kind, metadata }
    }
    for (const entry of this.#entries.get(resourceKey(resource))?.values() ?? []) yield [entry, copy]
    const metadataOnly = resourceKey({ ...resource, metadataOnly: true })
    for (const entry of this.#entries.get(metadataOnly)?.values() ?? []) yield [entry, metadataAlone]
  }

  #mustBeMeant(resource: AnyResource): void {
    const { group, plural, kind, metadataOnly } = resource
    if (metadataOnly || !unbounded.has(resourceName(resource))) return
    if (this.#options.clusterWide?.some(named => named.group === group && named.plural === plural)) return
    throw new Error(
      `a cache of all ${plural} of the cluster can take any amount of memory: select some by namespaces or labels, keep ` +
        `metadataOf(${kind}), or ask for all of them with \`clusterWide: [${kind}]\``,
    )
  }

  #all(): Entry[] {
    return [...this.#entries.values()].flatMap(entries => [...entries.values()])
  }

  #start({ informer }: Entry): void {
    if (!this.#run || this.#run.signal.aborted) return
    const { signal, stopped, failed } = this.#run
    stopped.push(informer.run(signal).catch(failed))
  }

  #select(resource: AnyResource, { namespaces, labelSelector, fieldSelector }: Selection): ResolvedSelection {
    if (namespaces && resource.scope === 'Cluster') {
      throw new Error(`${resourceName(resource)} are in no namespace: leave namespaces out`)
    }
    if (namespaces) checkNamespaces(namespaces)
    const chosen = resource.scope === 'Cluster' ? undefined : (namespaces ?? this.#options.namespaces)
    const inNamespaces = chosen && [...new Set(chosen)].sort()
    const selectors = {
      ...(labelSelector !== undefined && { labelSelector: formatLabelSelector(labelSelector) }),
      ...(fieldSelector !== undefined && { fieldSelector }),
    }
    const broad = !namespaces && labelSelector === undefined && fieldSelector === undefined
    return { namespaces: inNamespaces, selectors, broad, key: JSON.stringify([inNamespaces, selectors]) }
  }

  #declare(resource: AnyResource, selection: ResolvedSelection, transform: Transform<StoredObject> | undefined): Entry {
    const { clock = systemClock, random = Math.random, logger, freeze, listMode, listerWatcher } = this.#options
    const { namespaces, selectors, broad } = selection
    if (!namespaces && Object.keys(selectors).length === 0) this.#mustBeMeant(resource)
    const sources: { readonly namespace?: string }[] = namespaces?.map(namespace => ({ namespace })) ?? [{}]
    const informer = new SharedInformer<StoredObject>({
      resource: resourceName(resource),
      sources: sources.map(source => ({
        ...source,
        listerWatcher: listerWatcher(resource, { ...source, ...selectors }),
      })),
      transform: transform ?? this.#transform,
      ...(freeze !== undefined && { freeze }),
      ...(listMode && { listMode }),
      strings: this.#strings,
      isOwn: object => this.#own.get(versionOf(object)) ?? false,
      clock,
      logger,
      random,
    })
    const restrictions = [
      ...(resource.metadataOnly ? ['metadata'] : []),
      ...(namespaces ? [`namespaces ${namespaces.join(', ')}`] : []),
      ...Object.values(selectors),
    ]
    const name = [resourceName(resource), ...restrictions].join(' ')
    return { name, broad, transform, selectors, informer }
  }
}

interface ResolvedSelection {
  readonly namespaces: readonly string[] | undefined
  readonly selectors: { readonly labelSelector?: string; readonly fieldSelector?: string }
  /** As broad as the cache itself. */
  readonly broad: boolean
  /** Equal for selections that select the same. */
  readonly key: string
}

/** Kinds of which a cluster may have very many, and large ones. */
const unbounded: ReadonlySet<string> = new Set(['secrets', 'configmaps', 'events', 'events.events.k8s.io'])

/** A watch tells of a write within seconds. */
const rememberedVersions = 4096

function resourceKey({ apiVersion, plural, metadataOnly }: AnyResource): string {
  return `${apiVersion}/${plural}${metadataOnly ? '#metadata' : ''}`
}

function resourceName({ group, plural }: AnyResource): string {
  return group === '' ? plural : `${plural}.${group}`
}

function problemOf(informer: SharedInformer<StoredObject>): string | undefined {
  const error = informer.lastError()
  if (informer.hasSynced()) return error && `not fresh: ${error.message}`
  return `not synced: ${error?.message ?? `${informer.state}, ${informer.size} so far`}`
}

function checkNamespaces(namespaces: readonly string[]): void {
  if (namespaces.length === 0 || namespaces.includes('')) {
    throw new Error('namespaces must name at least one, and none of them empty: for all, leave namespaces out')
  }
}
