import type { JsonSchemaProps } from './custom-resource-definition.js'
import { isRecord, type Field } from './field.js'
import { Visits } from './visits.js'

/** Reads what a keyword holds; `at` leads to its place. An answer of `undefined` leaves it out. */
type Reader = (given: unknown, at: () => Field, read: (field: Field) => unknown) => unknown

const keywords = new Map<string, Reader>([
  ...typed('a string', isText, 'type', 'format', 'title', 'description', 'pattern', '$ref', 'id'),
  ...typed(
    'true or false',
    value => typeof value === 'boolean',
    'nullable',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'uniqueItems',
    'deprecated',
    'x-kubernetes-preserve-unknown-fields',
    'x-kubernetes-embedded-resource',
    'x-kubernetes-int-or-string',
  ),
  ...typed('a number', value => typeof value === 'number', 'minimum', 'maximum', 'multipleOf'),
  ...typed(
    'a whole number',
    Number.isSafeInteger,
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minProperties',
    'maxProperties',
  ),
  ...typed('a list of strings', isStringList, 'required', 'x-kubernetes-list-map-keys'),
  ...typed('a list', Array.isArray, 'enum'),
  ...typed('a list of rules', isRuleList, 'x-kubernetes-validations'),
  ...typed('a mapping of strings', value => isRecord(value) && Object.values(value).every(isText), 'externalDocs'),
  ['x-kubernetes-list-type', oneOf('list-type', ['atomic', 'map', 'set'])],
  ['x-kubernetes-map-type', oneOf('map-type', ['atomic', 'granular'])],
  ['properties', (given, at, read) => (isRecord(given) ? readMap(given, at(), read) : report(at(), 'a mapping'))],
  ['allOf', readList],
  ['anyOf', readList],
  ['oneOf', readList],
  ['not', (_, at, read) => read(at())],
  ['items', (given, at, read) => (Array.isArray(given) ? readList(given, at, read) : read(at()))],
  ['additionalProperties', (given, at, read) => (typeof given === 'boolean' ? given : read(at()))],
])

/** All that a schema of a CRD may hold, and what it is told apart that it may not. */
export const knownKeywords: ReadonlySet<string> = new Set([
  ...[...keywords.keys()].filter(keyword => keyword !== 'deprecated'),
  'default',
  'example',
  '$schema',
  'additionalItems',
  'definitions',
  'dependencies',
  'patternProperties',
])

/** Schemas without a fault, nor any within them. Equal ones are one object: few are read twice. */
const faultless = new WeakSet<object>()

/**
 * Reads a schema. What is no schema at all is reported, and stands as one that says nothing; a schema without faults is the
 * very value of the document.
 */
export function readSchema(field: Field): JsonSchemaProps {
  const known = new Map<object, JsonSchemaProps>()
  const visits = new Visits()
  const read = (at: Field): JsonSchemaProps => {
    const { value } = at
    if (!isRecord(value)) {
      if (at.exists()) report(at, 'a schema')
      return {}
    }
    if (faultless.has(value)) return value
    const isVisited = visits.begin(value)
    const schema = isVisited ? readKeywords(value, at, read) : (known.get(value) ?? {})
    if (schema === value) faultless.add(value)
    else known.set(value, schema)
    return schema
  }
  return read(field)
}

function readKeywords(value: Readonly<Record<string, unknown>>, at: Field, read: (field: Field) => unknown) {
  let result: Record<string, unknown> | undefined
  for (const keyword of Object.keys(value)) {
    const reader = keywords.get(keyword)
    if (!reader) continue
    const given = value[keyword]
    const answer = given === null ? undefined : reader(given, () => at.get(keyword), read)
    if (answer === given) continue
    result ??= { ...value }
    if (answer === undefined) delete result[keyword]
    else result[keyword] = answer
  }
  return (result ?? value) as JsonSchemaProps
}

function typed(what: string, fits: (value: unknown) => boolean, ...names: string[]): [string, Reader][] {
  const reader: Reader = (given, at) => (fits(given) ? given : report(at(), what))
  return names.map(name => [name, reader])
}

function oneOf(rule: string, values: readonly string[]): Reader {
  return (given, at) => {
    if (typeof given === 'string' && values.includes(given)) return given
    at().warn(`structural/${rule}`, `${at().name} must be one of ${values.join(', ')}`)
    return undefined
  }
}

function readMap(given: Readonly<Record<string, unknown>>, field: Field, read: (field: Field) => unknown): unknown {
  let isSame = true
  const entries = Object.keys(given).map(name => {
    const schema = read(field.get(name))
    isSame &&= schema === given[name]
    return [name, schema] as const
  })
  return isSame ? given : Object.fromEntries(entries)
}

function readList(given: unknown, at: () => Field, read: (field: Field) => unknown): unknown {
  const field = at()
  if (!Array.isArray(given)) return report(field, 'a list')
  const schemas = given.map((_, index) => read(field.get(index)))
  return schemas.every((schema, index) => schema === given[index]) ? given : schemas
}

function report(field: Field, what: string): undefined {
  field.warn('crd/type', `${field.name} must be ${what}`)
}

function isStringList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText)
}

function isRuleList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRule)
}

function isRule(value: unknown): boolean {
  if (!isRecord(value) || !isText(value['rule'])) return false
  return ['message', 'messageExpression', 'reason', 'fieldPath'].every(
    key => value[key] === undefined || isText(value[key]),
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}
