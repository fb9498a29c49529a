import type { Cached } from '../api/deep-readonly.js'
import type { StoredObject } from '../api/resource.js'

/** What an informer tells of an object. */
export type Change<T> =
  /**
   * `initial`: it was there when the informer started. `own`: this process has written it, and that is all that has changed. What a
   * reconcile of the object has written and waited for is known as its own in any case; of what is written elsewhere a watch may tell
   * before the answer is there.
   */
  | { readonly type: 'added'; readonly object: Cached<T>; readonly initial: boolean; readonly own?: boolean }
  | { readonly type: 'updated'; readonly object: Cached<T>; readonly old: Cached<T>; readonly own?: boolean }
  /** `tombstone`: its deletion was not seen; `object` is the last state that was. */
  | { readonly type: 'deleted'; readonly object: Cached<T>; readonly tombstone: boolean }

/** Whether a change is worth a reconcile. One that throws is reported, and the change counts. */
export type Predicate<T> = (change: Change<T>) => boolean

/**
 * Passes over updates that leave the desired state as it was, such as those of a status. A kind without `generation`, such as
 * a ConfigMap, cannot tell: each of its updates counts. So do additions and deletions.
 */
export const generationChanged: Predicate<StoredObject> = change => {
  if (change.type !== 'updated') return true
  const { generation } = change.object.metadata
  return generation === undefined || generation !== change.old.metadata.generation
}

/** Passes over updates that leave the labels as they were. */
export const labelsChanged: Predicate<StoredObject> = change =>
  change.type !== 'updated' || !sameEntries(change.object.metadata.labels, change.old.metadata.labels)

/** Passes over updates that leave the annotations as they were. */
export const annotationsChanged: Predicate<StoredObject> = change =>
  change.type !== 'updated' || !sameEntries(change.object.metadata.annotations, change.old.metadata.annotations)

// Of the two signatures below the first takes the kind from where the answer goes: beside `generationChanged`, which is for
// every kind, a function `change => ...` would be for every kind too.

/** Every one holds; also where there is none. */
export function and<T extends StoredObject = StoredObject>(
  ...predicates: readonly Predicate<NoInfer<T>>[]
): Predicate<T>
export function and<T>(...predicates: readonly Predicate<T>[]): Predicate<T>
export function and<T>(...predicates: readonly Predicate<T>[]): Predicate<T> {
  return change => predicates.every(predicate => predicate(change))
}

/** At least one holds. */
export function or<T extends StoredObject = StoredObject>(...predicates: readonly Predicate<NoInfer<T>>[]): Predicate<T>
export function or<T>(...predicates: readonly Predicate<T>[]): Predicate<T>
export function or<T>(...predicates: readonly Predicate<T>[]): Predicate<T> {
  return change => predicates.some(predicate => predicate(change))
}

/** Mind that the predicates above hold for every addition and deletion: turned round, they pass over them all. */
export function not<T>(predicate: Predicate<T>): Predicate<T> {
  return change => !predicate(change)
}

type Entries = Readonly<Record<string, string>>

function sameEntries(a: Entries = {}, b: Entries = {}): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every(name => Object.hasOwn(b, name) && a[name] === b[name])
}
