import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import type { Json } from '../../support/api-server/requests.js'

/**
 * The object as the server reads it: a `null` where the schema does not allow one is a field that is not there, or in a list or
 * a map whose schema has a default, that default. In TypeScript such a field is left out; a type with `| null` at every
 * optional field would be no help to anybody.
 */
export function withoutNulls(object: Json, schema: JsonSchemaProps): Json {
  return read(object, { ...schema, properties: { ...schema.properties, metadata: { additionalProperties: {} } } })
}

function read(value: Json, schema: JsonSchemaProps | undefined): Json {
  if (value === null && schema?.default !== undefined && schema.nullable !== true) return schema.default
  if (typeof value !== 'object' || value === null || !schema) return value
  const { properties, items, additionalProperties } = schema
  if (Array.isArray(value)) return value.map(item => read(item, items as JsonSchemaProps | undefined))
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined
  const isKept = (of: JsonSchemaProps | undefined) =>
    of === undefined || of.nullable === true || (of.type === undefined && of['x-kubernetes-preserve-unknown-fields'])
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const of = properties?.[name] ?? others
      const isLeftOut = member === null && !isKept(of) && (of === properties?.[name] || of?.default === undefined)
      return isLeftOut ? [] : [[name, read(member, of)]]
    }),
  )
}
