import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import type { Limit } from './keywords.js'

/** Whether nothing that was good before, as far as it is kept, goes beyond a limit that is new or tighter. */
export function isMetBefore(keyword: Limit, before: JsonSchemaProps, after: JsonSchemaProps, isOpen: boolean): boolean {
  const limit = after[keyword]
  if (limit === undefined) return false
  if (keyword === 'maxProperties') return !isOpen && isClosed(before) && isClosed(after) && countOf(after) <= limit
  const values = before.enum
  if (!values || before.type !== after.type) return false
  return values.every(value => {
    if (after.type === 'string' && typeof value === 'string') return isWithinLength(keyword, [...value].length, limit)
    return after.type === 'integer' && Number.isSafeInteger(value) && isWithin(keyword, Number(value), limit, after)
  })
}

function isWithinLength(keyword: Limit, length: number, limit: number): boolean {
  return (keyword === 'minLength' && length >= limit) || (keyword === 'maxLength' && length <= limit)
}

function isWithin(keyword: Limit, value: number, limit: number, schema: JsonSchemaProps): boolean {
  if (!Number.isSafeInteger(limit)) return false
  if (keyword === 'minimum') return schema.exclusiveMinimum === true ? value > limit : value >= limit
  return keyword === 'maximum' && (schema.exclusiveMaximum === true ? value < limit : value <= limit)
}

/** A server keeps no field of it that is not named. */
function isClosed(schema: JsonSchemaProps): boolean {
  return (
    schema.type === 'object' &&
    !schema.additionalProperties &&
    schema['x-kubernetes-preserve-unknown-fields'] !== true &&
    schema['x-kubernetes-embedded-resource'] !== true
  )
}

function countOf({ properties = {} }: JsonSchemaProps): number {
  return Object.keys(properties).length
}
