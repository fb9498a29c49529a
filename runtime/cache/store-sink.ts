import type { Cached } from '../api/deep-readonly.js'
import type { StoredObject } from '../api/resource.js'
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
  /** What the watch has told so far: everything up to this version. */
  readonly resourceVersion: () => string | undefined
  /** Called once, when the first list has been told to its end. */
  readonly synced: () => void
}

/** What came of a write of this process. */
export interface Written<T> {
  /** `DELETED`: it is not among what is selected any more. */
  readonly type: 'MODIFIED' | 'DELETED'
  readonly resourceVersion: string
  /** The object, for the store alone. */
  readonly copy: () => T
}

/** Brings what one reflector finds into the store and says what that has changed. */
export class StoreSink<T extends StoredObject> implements ReflectorSink<T> {
  readonly #store: Store<T>
  readonly #options: StoreSinkOptions<T>
  /** Objects of the store that the list under way has not named yet. */
  readonly #unnamed = new Set<Cached<T>>()
  hasSynced = false
  #isListing = false
  /** Writes of this process that were answered during the list under way, which may be older or newer. */
  readonly #written: Written<T>[] = []

  constructor(store: Store<T>, options: StoreSinkOptions<T>) {
    this.#store = store
    this.#options = options
  }

  listBegins(): void {
    this.#isListing = true
    this.#unnamed.clear()
    for (const object of this.#store.list(this.#options.namespace)) this.#unnamed.add(object)
  }

  /** A list is the truth even where its versions are older than ours: the server may have been restored from a backup. */
  listed(items: readonly T[]): void {
    for (const object of items) {
      const old = this.#store.get(object.metadata)
      if (old) this.#unnamed.delete(old)
      if (!old || !isSameVersion(old, object)) this.#put(object, old)
    }
  }

  listEnds(): void {
    for (const object of this.#unnamed) this.#remove(object, object, true)
    this.#unnamed.clear()
    this.#isListing = false
    if (!this.hasSynced) {
      this.hasSynced = true
      this.#options.synced()
    }
    for (const written of this.#written.splice(0)) this.wrote(written)
  }

  /**
   * An object as the server has answered to a write of this process, ahead of the watch. What the watch has told already is not
   * taken: it may know that the object has changed since, or is gone.
   */
  wrote(written: Written<T>): void {
    if (!this.hasSynced) return
    if (this.#isListing) return void this.#written.push(written)
    if (!isOlder(this.#options.resourceVersion(), written.resourceVersion)) return
    this.changed(written.type, written.copy(), true)
  }

  changed(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T, own = false): void {
    const old = this.#store.get(object.metadata)
    if (old && isOlder(object.metadata.resourceVersion, old.metadata.resourceVersion)) return
    if (type !== 'DELETED') {
      if (!old || !isSameVersion(old, object)) this.#put(object, old, own)
    } else if (old) {
      this.#unnamed.delete(old)
      // Of an object that came and went in between only the name was known.
      const same = old.metadata.uid === object.metadata.uid
      this.#remove(old, same ? this.#options.prepare(object) : old, !same)
    }
  }

  #put(object: T, old: Cached<T> | undefined, own = false): void {
    const current = this.#options.prepare(object)
    if (old && old.metadata.uid === current.metadata.uid) {
      this.#store.put(current)
      this.#options.deliver(to => to.updated?.(current, old, { own }))
      return
    }
    if (old) this.#remove(old, old, true)
    this.#store.put(current)
    const initial = !this.hasSynced
    this.#options.deliver(to => to.added?.(current, { initial, own }))
  }

  #remove(old: Cached<T>, last: Cached<T>, tombstone: boolean): void {
    this.#store.delete(old.metadata)
    this.#options.deliver(to => to.deleted?.(last, { tombstone }))
  }
}

function isSameVersion(a: Cached<StoredObject>, b: Cached<StoredObject>): boolean {
  const { uid, resourceVersion } = a.metadata
  return resourceVersion !== undefined && resourceVersion === b.metadata.resourceVersion && uid === b.metadata.uid
}
