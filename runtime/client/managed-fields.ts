import type { DeepReadonly } from '../api/deep-readonly.js'
import type { ManagedFieldsEntry, ObjectMeta } from '../api/object-meta.js'
import type { FieldSet } from './field-set.js'

interface Managed {
  readonly metadata: DeepReadonly<ObjectMeta>
}

/** The fields that a manager has applied to an object, in the form of this version; undefined where it has applied none, or nobody knows. */
export function appliedFields({ metadata }: Managed, manager: string, apiVersion: string): FieldSet | undefined {
  const entry = metadata.managedFields?.find(each => isAppliedBy(each, manager))
  return entry?.apiVersion === apiVersion ? (entry.fieldsV1 as FieldSet | undefined) : undefined
}

/** Whether the entry is about what a manager has applied to an object itself, not to a subresource of it. */
export function isAppliedBy(entry: DeepReadonly<ManagedFieldsEntry>, manager: string): boolean {
  return entry.operation === 'Apply' && entry.manager === manager && !entry.subresource
}
