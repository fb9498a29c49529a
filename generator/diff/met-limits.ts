import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import type { Limit } from './keywords.js'

/** Whether nothing that was good before, as far as it is kept, goes beyond a limit that is new or tighter. */
export function isMetBefore(keyword: Limit, before: JsonSchemaProps, after: JsonSchemaProps, isOpen: boolean): boolean {
  const limit = after[keyword]
  if (limit === undefined) return false
  if (keyword === 'maxProperties') return !isOpen && isClosed(before) && isClosed(after) && countOf(after) <= limit
  if (keyword === 'minimum' || keyword === 'maximum') return isWithinBefore(keyword, before, after)
  return isMetByEnum(before, after, value => {
    return typeof value === 'string' && isWithinLength(keyword, [...value].length, limit)
  })
}

/** The same of a `minimum` or `maximum` together with what makes it exclusive, which says nothing without it. */
export function isWithinBefore(bound: Bound, before: JsonSchemaProps, after: JsonSchemaProps): boolean {
  const limit = after[bound]
  if (limit === undefined) return true
  if (!Number.isSafeInteger(limit) || before.type !== after.type) return false
  return isAsTight(bound, before, after) || isMetByEnum(before, after, value => isWithin(bound, value, after))
}

type Bound = 'minimum' | 'maximum'

function isAsTight(bound: Bound, before: JsonSchemaProps, after: JsonSchemaProps): boolean {
  const [was, is] = [before, after].map(schema => innermost(bound, schema))
  if (was === undefined || is === undefined || !Number.isSafeInteger(was.limit)) return false
  if (was.limit === is.limit) return was.isExclusive || !is.isExclusive
  return bound === 'minimum' ? was.limit > is.limit : was.limit < is.limit
}

/** Of whole numbers, an exclusive limit is the next one. */
function innermost(bound: Bound, schema: JsonSchemaProps): { limit: number; isExclusive: boolean } | undefined {
  const limit = schema[bound]
  if (limit === undefined) return undefined
  const isExclusive = schema[bound === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum'] === true
  if (!isExclusive || schema.type !== 'integer') return { limit, isExclusive }
  return { limit: bound === 'minimum' ? limit + 1 : limit - 1, isExclusive: false }
}

/** Of a server, null is in no enum. */
function isMetByEnum(before: JsonSchemaProps, after: JsonSchemaProps, isMet: (value: unknown) => boolean): boolean {
  if (before.type !== after.type) return false
  return before.enum?.every(value => value === null || isMet(value)) === true
}

function isWithinLength(keyword: Limit, length: number, limit: number): boolean {
  return (keyword === 'minLength' && length >= limit) || (keyword === 'maxLength' && length <= limit)
}

function isWithin(bound: Bound, value: unknown, schema: JsonSchemaProps): boolean {
  if (schema.type !== 'integer' || typeof value !== 'number' || !Number.isSafeInteger(value)) return false
  const { limit } = innermost(bound, schema) ?? { limit: value }
  return bound === 'minimum' ? value >= limit : value <= limit
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
