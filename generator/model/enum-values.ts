import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { isScalar, type Scalar } from './formula.js'

type Value = Exclude<Scalar, null>

/**
 * The values of an enum as a type says them: those of the schema's own type. A server finds null in no enum; it also takes what Go
 * converts to one of them, such as 1.5 for 1, which nobody means. Absent where there is no enum, where none of its values can be sent, and where one is an object or a list.
 */
export function enumValues(schema: JsonSchemaProps): readonly Value[] | undefined {
  const { enum: values } = schema
  const types = scalarsOf(schema)
  if (!values || !types || (schema.type === undefined && !values.every(isScalar))) return undefined
  const fitting = values.filter((value): value is Value => value !== null && types.includes(typeof value))
  return fitting.length === 0 ? undefined : [...new Set(fitting)]
}

/** What values of a schema are to `typeof`; absent where they may be objects or lists. */
function scalarsOf(schema: JsonSchemaProps): readonly string[] | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return ['number', 'string']
  switch (schema.type) {
    case 'string':
    case 'boolean':
      return [schema.type]
    case 'integer':
    case 'number':
      return ['number']
    case undefined:
      return schema.properties ? undefined : ['string', 'number', 'boolean']
    default:
      return undefined
  }
}
