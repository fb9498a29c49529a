import type { JsonSchemaProps } from './custom-resource-definition.js'
import { isList, type Field } from './field.js'

/** Where objects keep what no schema names, beside the places that say so themselves. */
export type KeptFields = 'everywhere' | 'where nothing is named' | 'nowhere'

/**
 * What `preserveUnknownFields` of a definition comes to. Servers still serve definitions that say true where they were made before
 * v1, though they take no new ones. v1beta1 kept everything without being told; nobody reads that any more, and its types
 * would say nothing, so that it counts only where nothing is named.
 */
export function readKeptFields(field: Field, isV1: boolean): KeptFields {
  const said = field.boolean('warning')
  if (said && isV1) {
    field.warn(
      'crd/preserve-unknown-fields',
      'spec.preserveUnknownFields cannot be true: set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
    )
  }
  if (said) return 'everywhere'
  return isV1 || said === false ? 'nowhere' : 'where nothing is named'
}

/** The schema as v1 says the same. */
export function keepUnknownFields(schema: JsonSchemaProps, where: KeptFields): JsonSchemaProps {
  if (where === 'nowhere') return schema
  const known = new Map<JsonSchemaProps, JsonSchemaProps>()
  const keep = (given: JsonSchemaProps): JsonSchemaProps => {
    const before = known.get(given)
    if (before) return before
    const { properties, items, additionalProperties } = given
    const kept: JsonSchemaProps = {
      ...given,
      ...((where === 'everywhere' ? given.type === 'object' || properties : isEmpty(given))
        ? { 'x-kubernetes-preserve-unknown-fields': true }
        : {}),
      ...(properties && {
        properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, keep(value)])),
      }),
      ...(items && { items: isList(items) ? items.map(keep) : keep(items) }),
      ...(typeof additionalProperties === 'object' && { additionalProperties: keep(additionalProperties) }),
    }
    known.set(given, kept)
    return kept
  }
  return keep(schema)
}

function isEmpty({ type, properties = {}, additionalProperties }: JsonSchemaProps): boolean {
  return type === 'object' && Object.keys(properties).length === 0 && additionalProperties === undefined
}
