import type { StoredObject } from '../api/resource.js'
import { isAppliedBy } from '../client/managed-fields.js'

/**
 * Changes an object before it is stored, and may do so in place: nobody else has it yet. It must keep the name, the
 * namespace, the uid and the resource version.
 */
export type Transform<T> = (object: T) => T

/** The default: `managedFields` are often a third of an object, and matter to the server alone. */
export function dropManagedFields<T extends StoredObject>(object: T): T {
  if (object.metadata.managedFields === undefined) return object
  // Without `delete`: V8 turns an object that has lost a property from its middle into a table of twice the size.
  const { managedFields: _, ...metadata } = object.metadata
  object.metadata = metadata
  return object
}

/**
 * Drops `managedFields` but for what this manager has applied itself: few fields of few objects, by which a reconciler knows,
 * also after a restart, that there is nothing to apply.
 */
export function keepApplied(manager: string): Transform<StoredObject> {
  return object => {
    const applied = object.metadata.managedFields?.filter(entry => isAppliedBy(entry, manager))
    if (!applied?.length) return dropManagedFields(object)
    object.metadata.managedFields = applied
    return object
  }
}

/** Freezes a JSON value at every depth. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const item of Object.values(value)) deepFreeze(item)
  }
  return value
}
