/**
 * What a schema adds to the `apiVersion`, `kind` and `metadata` of an embedded resource, which the server asks for and knows
 * whatever the schema says of them.
 */

import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import type { DraftType } from './draft.js'

export const typeMeta: readonly string[] = ['apiVersion', 'kind', 'metadata']

const metadataFields: ReadonlySet<string> = new Set([
  'name',
  'generateName',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
])

/** Whether an embedded resource is no more than any object. */
export function isAnyResource(schema: JsonSchemaProps): boolean {
  const { properties = {}, required = [] } = schema
  const isPlain = (of: JsonSchemaProps) =>
    Object.keys(of).every(keyword => keyword === 'type' || keyword === 'description')
  return (
    schema['x-kubernetes-preserve-unknown-fields'] === true &&
    required.every(name => name === 'apiVersion' || name === 'kind') &&
    Object.entries(properties).every(([name, of]) => typeMeta.includes(name) && isPlain(of))
  )
}

/** What is no field of metadata is dropped before it can be missed. */
export function metadataType({ required = [] }: JsonSchemaProps = {}): DraftType {
  const known = required.filter(name => metadataFields.has(name))
  return known.length === 0 ? { kind: 'object-meta' } : { kind: 'object-meta', required: [...new Set(known)].sort() }
}
