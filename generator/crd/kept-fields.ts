import type { JsonSchemaProps } from './custom-resource-definition.js'

/**
 * The schema as v1 says the same: `preserveUnknownFields: true` of a definition keeps what no schema names, at every depth. Servers
 * still serve such definitions where they were made before v1, though they take no new ones.
 */
export function keepUnknownFields(schema: JsonSchemaProps): JsonSchemaProps {
  const known = new Map<JsonSchemaProps, JsonSchemaProps>()
  const keep = (given: JsonSchemaProps): JsonSchemaProps => {
    const before = known.get(given)
    if (before) return before
    const { properties, items, additionalProperties } = given
    const kept: JsonSchemaProps = {
      ...given,
      ...(given.type === 'object' || properties ? { 'x-kubernetes-preserve-unknown-fields': true } : {}),
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

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
