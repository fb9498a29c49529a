/**
 * What a schema adds to the `apiVersion`, `kind` and `metadata` of an embedded resource, which the server asks for and knows
 * whatever the schema says of them.
 */

import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import type { DraftType } from './draft.js'
import { isFilledIn, isPlain } from './facts.js'

/** What the server itself knows of a resource: of these it takes hardly anything from the schema. */
export const typeMeta: readonly string[] = ['apiVersion', 'kind', 'metadata']

const text: JsonSchemaProps = { type: 'string' }
const number: JsonSchemaProps = { type: 'integer' }
const texts: JsonSchemaProps = { type: 'object', additionalProperties: text }
const list: JsonSchemaProps = { type: 'array' }

const metadataSchemas: { readonly [name: string]: JsonSchemaProps } = {
  name: text,
  generateName: text,
  namespace: text,
  labels: texts,
  annotations: texts,
  finalizers: { type: 'array', items: text },
  ownerReferences: list,
  uid: text,
  resourceVersion: text,
  generation: number,
  creationTimestamp: text,
  deletionTimestamp: text,
  deletionGracePeriodSeconds: number,
  managedFields: list,
  selfLink: text,
}

/** The same schema, with what the server knows of any resource where it says nothing of that. */
export function withMetadata(schema: JsonSchemaProps): JsonSchemaProps {
  const { apiVersion = text, kind = text, metadata = {}, ...others } = schema.properties ?? {}
  const properties = { ...metadataSchemas, ...metadata.properties }
  const whole = { ...metadata, type: 'object', properties }
  return { ...schema, properties: { ...others, apiVersion, kind, metadata: whole } }
}

/** Whether an embedded resource is no more than any object. */
export function isAnyResource(schema: JsonSchemaProps): boolean {
  const { properties = {}, required = [] } = schema
  return (
    schema['x-kubernetes-preserve-unknown-fields'] === true &&
    required.every(name => name === 'apiVersion' || name === 'kind') &&
    Object.entries(properties).every(([name, of]) => typeMeta.includes(name) && isPlain(of))
  )
}

/** A server drops a name that metadata does not have before it could miss it, and fills in what has a default. */
export function metadataType(schema: JsonSchemaProps = {}): DraftType {
  const { required = [] } = schema
  const known = required.filter(name => Object.hasOwn(metadataSchemas, name) && !isFilledIn(schema, name))
  return known.length === 0 ? { kind: 'object-meta' } : { kind: 'object-meta', required: [...new Set(known)].sort() }
}
