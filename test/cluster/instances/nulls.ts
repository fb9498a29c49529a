import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import { hasDefault } from '../../../generator/model/facts.js'
import type { Json } from '../../support/api-server/requests.js'

/**
 * The object as the server reads it: a `null` where the schema does not allow one is the default, or else a field that is not
 * there. In TypeScript such a field is left out; a type with `| null` at every optional field would be no help to anybody.
 */
export function withoutNulls(object: Json, schema: JsonSchemaProps): Json {
  return read(object, { ...schema, properties: { ...schema.properties, metadata: { additionalProperties: {} } } })
}

function read(value: Json, schema: JsonSchemaProps | undefined): Json {
  if (value === null && schema && hasDefault(schema) && schema.nullable !== true) return schema.default
  if (typeof value !== 'object' || value === null || !schema) return value
  const { properties, items, additionalProperties } = schema
  if (Array.isArray(value)) return value.map(item => read(item, items as JsonSchemaProps | undefined))
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined
  const isDropped = (of: JsonSchemaProps | undefined) =>
    of !== undefined &&
    of.nullable !== true &&
    !hasDefault(of) &&
    (of.type !== undefined || !of['x-kubernetes-preserve-unknown-fields'])
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const of = properties?.[name] ?? others
      return member === null && isDropped(of) ? [] : [[name, read(member, of)]]
    }),
  )
}
