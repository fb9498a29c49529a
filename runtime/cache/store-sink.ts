import { isDeepStrictEqual } from 'node:util'
import type { Cached } from '../api/deep-readonly.js'
import type { ObjectKey, StoredObject } from '../api/resource.js'
import type { InformerHandler } from './informer.js'
import type { ReflectorSink } from './reflector-sink.js'
import { isOlder } from './resource-version.js'
import type { Store } from './store.js'

export interface StoreSinkOptions<T> {
  /** Whose objects the reflector lists; absent for those of all. */
  readonly namespace: string | undefined
  /** Makes an object ready to be stored. */
  readonly prepare: (object: T) => Cached<T>
  /** Tells every handler. */
  readonly deliver: (call: (handler: InformerHandler<T>) => unknown) => void
  /** Whether this process has written this version of an object, as far as it knows by now. */
  readonly isOwn: (object: Cached<T>) => boolean
  /** What the watch has told so far: everything up to this version. */
  readonly resourceVersion: () => string | undefined
  /** Called once, when the first list has been told to its end. */
  readonly synced: () => void
}

/** What came of a write of this process. */
export interface Written<T> {
  readonly key: ObjectKey
  readonly resourceVersion: string
  /** Makes the object, for the store alone. Undefined: it is not among what is selected any more. */
  readonly copy: (() => T) | undefined
}

/** The store shows an object as this process has written it, and the watch has not come so far. */
interface Ahead<T> {
  readonly key: ObjectKey
  readonly resourceVersion: string
  /** What handlers know of it. */
  readonly told: Cached<T> | undefined
}

/**
 * Brings what one reflector finds into the store, and tells what has changed in the order of the server. What this process has written shows
 * at once, but is told when the watch comes to it: each change is told by itself, and is its own or that of somebody else.
 */
export class StoreSink<T extends StoredObject> implements ReflectorSink<T> {
  readonly #store: Store<T>
  readonly #options: StoreSinkOptions<T>
  /** By namespace and name. All else is told as it is stored. */
  readonly #ahead = new Map<string, Ahead<T>>()
  /** What was told before the list under way, which has not named it yet. */
  readonly #unnamed = new Set<Cached<T>>()
  hasSynced = false
  #isListing = false
  /** Writes of this process that were answered during the list under way, which may be older or newer. */
  readonly #written: Written<T>[] = []

  constructor(store: Store<T>, options: StoreSinkOptions<T>) {
    this.#store = store
    this.#options = options
  }

  /** What handlers know. */
  told(): Cached<T>[] {
    const shown = this.#store.list(this.#options.namespace)
    if (this.#ahead.size === 0) return shown
    const same = shown.filter(({ metadata }) => !this.#ahead.has(textOf(metadata)))
    return [...same, ...[...this.#ahead.values()].flatMap(({ told }) => told ?? [])]
  }

  /** The list will have what was written before. */
  listBegins(): void {
    this.#isListing = true
    this.#written.length = 0
    this.#unnamed.clear()
    for (const object of this.told()) this.#unnamed.add(object)
  }

  /**
   * A list is the truth even where its versions are older than ours: the server may have been restored from a backup. It has then lost what was
   * written since, and given versions a second time, to what is not the same.
   */
  listed(items: readonly T[]): void {
    for (const object of items) {
      const { ahead, told } = this.#known(object.metadata)
      const listed = this.#options.prepare(object)
      if (told) this.#unnamed.delete(told)
      const isLost = ahead && isOlder(listed.metadata.resourceVersion, ahead.resourceVersion)
      const old = (isLost && told && this.#store.get(listed.metadata)) || told
      if (ahead) this.#ahead.delete(textOf(ahead.key))
      if (old && !isLost && isSameVersion(old, listed) && isDeepStrictEqual(old, listed)) continue
      this.#store.put(listed)
      // What a list has missed may be the work of several.
      this.#tell(listed, old, () => false)
    }
  }

  listEnds(): void {
    for (const ahead of this.#ahead.values()) if (!ahead.told) this.#withdraw(ahead)
    this.#ahead.clear()
    for (const object of this.#unnamed) {
      this.#store.delete(object.metadata)
      this.#tellDeleted(object, true)
    }
    this.#unnamed.clear()
    this.#isListing = false
    if (!this.hasSynced) {
      this.hasSynced = true
      this.#options.synced()
    }
    for (const written of this.#written.splice(0)) this.wrote(written)
  }

  reached(resourceVersion: string): void {
    for (const ahead of this.#ahead.values()) {
      if (isOlder(ahead.resourceVersion, resourceVersion)) this.#withdraw(ahead)
    }
  }

  get shownVersion(): string | undefined {
    let newest: string | undefined
    for (const { resourceVersion } of this.#ahead.values()) {
      if (newest === undefined || isOlder(newest, resourceVersion)) newest = resourceVersion
    }
    return newest
  }

  /**
   * An object as the server has answered to a write of this process, ahead of the watch. What the watch has told already is not
   * taken: it may know that the object has changed since, or is gone.
   */
  wrote(written: Written<T>): void {
    if (!this.hasSynced) return
    if (this.#isListing) return void this.#written.push(written)
    const { key, resourceVersion, copy } = written
    if (!isOlder(this.#options.resourceVersion(), resourceVersion)) return
    const { ahead, told } = this.#known(key)
    const newest = (ahead ?? told?.metadata)?.resourceVersion
    // Answers may come in another order than the writes.
    if (newest !== undefined && !isOlder(newest, resourceVersion)) return
    if (copy) this.#store.put(this.#options.prepare(copy()))
    else if (newest !== undefined) this.#store.delete(key)
    else return
    this.#ahead.set(textOf(key), { key, resourceVersion, told })
  }

  changed(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T): void {
    const { metadata } = object
    const { ahead, told } = this.#known(metadata)
    if (told && isOlder(metadata.resourceVersion, told.metadata.resourceVersion)) return
    if (type === 'DELETED') {
      this.#take(metadata, undefined)
      // Of an object that came and went in between only the name was known.
      const same = told?.metadata.uid === metadata.uid
      if (told) this.#tellDeleted(same ? this.#options.prepare(object) : told, !same)
    } else if (!told || !isSameVersion(told, object)) {
      const shown = ahead && this.#store.get(metadata)
      const current = shown && isSameVersion(shown, object) ? shown : this.#options.prepare(object)
      this.#take(metadata, current)
      this.#tell(current, told, () => this.#options.isOwn(current))
    }
    if (told) this.#unnamed.delete(told)
  }

  /** Shows what the watch tells, unless a later version is shown already, which this process has written. */
  #take(key: T['metadata'], current: Cached<T> | undefined): void {
    const { ahead } = this.#known(key)
    if (ahead && isOlder(key.resourceVersion, ahead.resourceVersion)) {
      this.#ahead.set(textOf(key), { ...ahead, told: current })
      return
    }
    if (ahead) this.#ahead.delete(textOf(key))
    if (current) this.#store.put(current)
    else this.#store.delete(key)
  }

  /** The server knows nothing of a write that it has answered: a backup has taken it back, or the object was deleted before a list. */
  #withdraw({ key, told }: Ahead<T>): void {
    const shown = this.#store.get(key)
    this.#ahead.delete(textOf(key))
    if (told) {
      this.#store.put(told)
      this.#tell(told, shown ?? told, () => false)
    } else if (shown) {
      this.#store.delete(key)
      this.#tell(shown, undefined, () => this.#options.isOwn(shown))
      this.#tellDeleted(shown, true)
    }
  }

  #known(key: ObjectKey): { readonly ahead: Ahead<T> | undefined; readonly told: Cached<T> | undefined } {
    const ahead = this.#ahead.size === 0 ? undefined : this.#ahead.get(textOf(key))
    return { ahead, told: ahead ? ahead.told : this.#store.get(key) }
  }

  #tell(current: Cached<T>, told: Cached<T> | undefined, isOwn: () => boolean): void {
    const details = {
      initial: !this.hasSynced,
      get own() {
        return isOwn()
      },
    }
    if (told?.metadata.uid === current.metadata.uid) {
      return this.#options.deliver(to => to.updated?.(current, told, details))
    }
    if (told) this.#tellDeleted(told, true)
    this.#options.deliver(to => to.added?.(current, details))
  }

  #tellDeleted(last: Cached<T>, tombstone: boolean): void {
    this.#options.deliver(to => to.deleted?.(last, { tombstone }))
  }
}

function textOf({ namespace = '', name }: ObjectKey): string {
  return `${namespace}/${name}`
}

function isSameVersion(a: Cached<StoredObject>, b: Cached<StoredObject>): boolean {
  const { uid, resourceVersion } = a.metadata
  return resourceVersion !== undefined && resourceVersion === b.metadata.resourceVersion && uid === b.metadata.uid
}
