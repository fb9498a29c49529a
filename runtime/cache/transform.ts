import type { StoredObject } from '../api/resource.js'

/**
 * Changes an object before it is stored, and may do so in place: nobody else has it yet. It must keep the name, the
 * namespace, the uid and the resource version.
 */
export type Transform<T> = (object: T) => T

/** The default: `managedFields` are often a third of an object, and matter to the server alone. */
export function dropManagedFields<T extends StoredObject>(object: T): T {
  delete object.metadata.managedFields
  return object
}

/** Freezes a JSON value at every depth. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const item of Object.values(value)) deepFreeze(item)
  }
  return value
}
