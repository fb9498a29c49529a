import type { Cached } from '../api/deep-readonly.js'
import type { Logger } from '../api/logger.js'
import type { AnyResource, ObjectKey, StoredObject } from '../api/resource.js'
import type { Informer } from '../cache/informer.js'
import { formatKey } from '../queue/object-key.js'
import type { EventChannel } from './event-channel.js'
import type { Change, Predicate } from './predicates.js'

/** The objects that have to be looked at when this one changes. */
export type MapFunction<T> = (object: Cached<T>) => Iterable<ObjectKey>

/** The objects that have to be looked at when this has happened outside of the cluster. */
export type EventMap<E> = (event: E) => Iterable<ObjectKey>

/** Where the keys of a controller come from. */
export interface EventSource<T extends StoredObject> {
  readonly informer: Informer<T>
  readonly predicate: Predicate<T>
  readonly map: MapFunction<T>
  /**
   * Calls back when the object of this key is not in work. What happens to an object while it is in work is judged after that: what the
   * reconcile has written itself is known by then, also where the watch was faster than the answer. Absent: it is judged at once.
   */
  readonly afterWork?: (key: ObjectKey, judge: () => void) => void
  readonly logger: Logger
}

/**
 * Adds the keys of each change that matters, each once. An update adds those of the old state too: what an object no longer
 * belongs to has to be looked at as well. Neither a predicate nor a map function that throws stops anything.
 * What is no news, such as the first list, is for the background.
 */
export function feed<T extends StoredObject>(
  source: EventSource<T>,
  add: (key: ObjectKey, options: { readonly background: boolean }) => void,
): void {
  const { afterWork, map } = source
  const judge = (change: Change<T>) => {
    if (!matters(change, source)) return
    const options = { background: change.type === 'added' && change.initial }
    for (const key of keysOf(change, source)) add(key, options)
  }
  const take = (change: Change<T>) => {
    const [key, ...others] = afterWork ? map(change.object) : []
    if (key && others.length === 0) afterWork?.(key, () => judge(change))
    else judge(change)
  }
  source.informer.addHandler({
    added: (object, details) =>
      take({
        type: 'added',
        object,
        initial: details.initial,
        get own() {
          return details.own
        },
      }),
    updated: (object, old, details) =>
      take({
        type: 'updated',
        object,
        old,
        get own() {
          return details.own
        },
      }),
    deleted: (object, { tombstone }) => take({ type: 'deleted', object, tombstone }),
  })
}

/** Adds the keys that an event from outside leads to. A map function that throws stops nothing. The answer ends it. */
export function feedFromChannel<E>(
  { channel, map, logger }: { readonly channel: EventChannel<E>; readonly map: EventMap<E>; readonly logger: Logger },
  add: (key: ObjectKey) => void,
): () => void {
  return channel.subscribe(event => {
    try {
      for (const key of map(event)) add(key)
    } catch (error) {
      logger.error('a map function failed: the event is lost', { event, error })
    }
  })
}

function keysOf<T extends StoredObject>(change: Change<T>, { map, logger }: EventSource<T>): Iterable<ObjectKey> {
  const keys = new Map<string, ObjectKey>()
  for (const object of change.type === 'updated' ? [change.old, change.object] : [change.object]) {
    try {
      for (const key of map(object)) keys.set(formatKey(key), key)
    } catch (error) {
      logger.error('a map function failed: the change is lost', { ...describe(object), error })
    }
  }
  return keys.values()
}

function matters<T extends StoredObject>(change: Change<T>, { predicate, logger }: EventSource<T>): boolean {
  try {
    return predicate(change)
  } catch (error) {
    logger.error('a predicate failed: the change counts', { ...describe(change.object), error })
    return true
  }
}

/** The object itself. */
export function keyOf({ metadata: { namespace, name } }: Cached<StoredObject>): ObjectKey {
  return namespace === undefined ? { name } : { namespace, name }
}

/**
 * The owner that controls an object, if it is of this kind; the version does not matter. An owner is in the namespace of
 * what it owns, or in none.
 */
export function toController({ group, kind, scope }: AnyResource): MapFunction<StoredObject> {
  return ({ metadata }) => {
    const owner = metadata.ownerReferences?.find(reference => reference.controller)
    if (!owner || owner.kind !== kind || groupOf(owner.apiVersion) !== group) return []
    if (scope === 'Cluster') return [{ name: owner.name }]
    return metadata.namespace === undefined ? [] : [{ namespace: metadata.namespace, name: owner.name }]
  }
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? '' : apiVersion.slice(0, slash)
}

function describe({ kind, metadata }: Cached<StoredObject>): Record<string, unknown> {
  return { kind, namespace: metadata.namespace, name: metadata.name }
}
