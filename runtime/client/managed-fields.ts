import type { DeepReadonly } from '../api/deep-readonly.js'
import type { ManagedFieldsEntry, ObjectMeta } from '../api/object-meta.js'
import { union, type FieldSet } from './field-set.js'

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

/**
 * The entries after these managers' updates have become what `to` has applied: in the version of its entry, or else of the first one,
 * and with the fields of both. Updates in other versions are forgotten, because nobody can say what their fields are called there.
 */
export function asApplied(
  entries: readonly DeepReadonly<ManagedFieldsEntry>[],
  from: readonly string[],
  to: string,
): readonly DeepReadonly<ManagedFieldsEntry>[] {
  const isOld = ({ manager, operation, subresource }: DeepReadonly<ManagedFieldsEntry>) =>
    operation === 'Update' && manager !== undefined && from.includes(manager) && !subresource
  const old = entries.filter(isOld)
  const base = entries.find(each => isAppliedBy(each, to)) ?? old[0]
  if (!base || old.length === 0) return entries
  const fieldsV1 = old
    .filter(({ apiVersion }) => apiVersion === base.apiVersion)
    .reduce((fields, each) => union(fields, (each.fieldsV1 ?? {}) as FieldSet), (base.fieldsV1 ?? {}) as FieldSet)
  const applied = { ...base, manager: to, operation: 'Apply', fieldsV1 }
  return entries.flatMap(entry => (entry === base ? [applied] : isOld(entry) ? [] : [entry]))
}
