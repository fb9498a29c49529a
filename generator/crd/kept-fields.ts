import type { JsonSchemaProps } from './custom-resource-definition.js'

/**
 * The schema as v1 says the same. `preserveUnknownFields: true` of a definition keeps what no schema names, at every depth: servers
 * still serve such definitions where they were made before v1, though they take no new ones. v1beta1 kept it without being told;
 * nobody reads that any more, and its types would say nothing, so that it counts only where nothing is named.
 */
export function keepUnknownFields(
  schema: JsonSchemaProps,
  where: 'everywhere' | 'where nothing is named',
): JsonSchemaProps {
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

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
