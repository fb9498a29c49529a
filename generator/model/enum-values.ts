import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { isExact, isScalar, valueFormula } from './formula-reader.js'
import { hasUnknown, holds, propertiesOf, type Formula, type Scalar } from './formula.js'

type Value = Exclude<Scalar, null>

/**
 * The values of an enum as a type says them, those of the schema's own type, less what its alternatives exclude. A server finds null
 * in no enum; it also takes what Go converts to one of them, such as 1.5 for 1, which nobody means. Absent where there is no
 * enum, where none of its values can be sent, where one is an object or a list, and where one has too many digits for a number.
 */
export function enumValues(schema: JsonSchemaProps): readonly Value[] | undefined {
  return read(schema)?.values
}

/** The alternatives of a schema that are more than its `enumValues` say. */
export function unsaidAlternatives(schema: JsonSchemaProps): JsonSchemaProps {
  const isUnsaid = read(schema)?.saysAlternatives ? (each: JsonSchemaProps) => hasUnknown(formulaOf(each)) : () => true
  const { allOf = [], anyOf = [], oneOf = [], not } = schema
  const others = allOf.filter(isUnsaid)
  return {
    ...(others.length > 0 && { allOf: others }),
    ...(anyOf.some(isUnsaid) && { anyOf }),
    ...(oneOf.some(isUnsaid) && { oneOf }),
    ...(not && isUnsaid(not) && { not }),
  }
}

const alternatives = ['allOf', 'anyOf', 'oneOf', 'not'] as const

interface Values {
  readonly values: readonly Value[]
  /** Whether those are excluded that the alternatives exclude. */
  readonly saysAlternatives: boolean
}

function read(schema: JsonSchemaProps): Values | undefined {
  const members = schema.enum?.length ? schema.enum : undefined
  const asks = alternatives.some(keyword => schema[keyword] !== undefined)
  const types = members || asks ? scalarsOf(schema) : undefined
  if (!types || (schema.type === undefined && !isEither(schema) && !members?.every(isScalar))) return undefined
  const isFitting = (value: Scalar): value is Value => value !== null && types.includes(typeof value)
  const own = members && [...new Set(members.filter(isScalar).filter(isFitting))]
  if (own && (own.length === 0 || !own.every(isExact))) return undefined
  const chosen = asks ? chosenOf(schema, own ?? (schema.type === 'boolean' ? [true, false] : undefined)) : []
  const values = chosen.filter(isFitting)
  // Of a boolean that may be both nothing is said.
  if (values.length > 0 && (own || schema.type !== 'boolean' || values.length === 1))
    return { values, saysAlternatives: true }
  return own && { values: own, saysAlternatives: false }
}

/** Those of the values that the alternatives allow, or of all where none are given. Empty where these are not certain. */
function chosenOf(schema: JsonSchemaProps, given: readonly Value[] | undefined): readonly Scalar[] {
  const formula = formulaOf(Object.fromEntries(alternatives.map(keyword => [keyword, schema[keyword]])))
  const told = propertiesOf(formula).get(itself) ?? new Set()
  const isOpen = given === undefined && holds(formula, () => 'present') !== false
  const listed = new Set([...(given ?? []), ...told])
  if (isOpen || listed.size * sizeOf(formula) > mostLooks || isFoundAsAnother(listed)) return []
  return (given ?? [...told]).filter(value => holds(formula, () => ({ value })) !== false)
}

/** Longer enums are not looked at value by value. */
const mostLooks = 1_000_000

const itself = 'value'

function formulaOf(schema: JsonSchemaProps): Formula {
  return valueFormula(itself, schema)
}

function sizeOf(formula: Formula): number {
  if (formula.kind === 'value') return formula.values.length
  if (formula.kind === 'not') return sizeOf(formula.of)
  return 'of' in formula ? formula.of.reduce((size, each) => size + sizeOf(each), 1) : 1
}

/** Whether Go converts one of the values to another, so that a server may find either where one is listed. */
export function isFoundAsAnother(listed: ReadonlySet<Scalar>): boolean {
  return [...listed].some(value => {
    if (typeof value !== 'number') return false
    if (!Number.isInteger(value)) return listed.has(Math.trunc(value))
    return listed.has('\ufffd') || (value >= 0 && value <= 0x10ffff && listed.has(String.fromCodePoint(value)))
  })
}

export function isEither(schema: JsonSchemaProps): boolean {
  return schema['x-kubernetes-int-or-string'] === true
}

/** What values of a schema are to `typeof`; absent where they may be objects or lists. */
function scalarsOf(schema: JsonSchemaProps): readonly string[] | undefined {
  if (isEither(schema)) return ['number', 'string']
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
