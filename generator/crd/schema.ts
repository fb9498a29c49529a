import type { JsonSchemaProps } from './custom-resource-definition.js'
import { isRecord, type Field } from './field.js'

type Check = (field: Field, read: (field: Field) => unknown) => unknown

/** What each keyword may hold; an answer of `undefined` leaves it out. */
const keywords = new Map<string, Check>([
  ...['type', 'format', 'title', 'description', 'pattern', '$ref', 'id'].map(
    keyword => [keyword, typed('a string', value => typeof value === 'string')] as const,
  ),
  ...[
    'nullable',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'uniqueItems',
    'deprecated',
    'x-kubernetes-preserve-unknown-fields',
    'x-kubernetes-embedded-resource',
    'x-kubernetes-int-or-string',
  ].map(keyword => [keyword, typed('true or false', value => typeof value === 'boolean')] as const),
  ...[
    'minimum',
    'maximum',
    'multipleOf',
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minProperties',
    'maxProperties',
  ].map(keyword => [keyword, typed('a number', value => typeof value === 'number')] as const),
  ...['required', 'x-kubernetes-list-map-keys'].map(
    keyword => [keyword, typed('a list of strings', isStringList)] as const,
  ),
  ['x-kubernetes-list-type', oneOf('list-type', ['atomic', 'map', 'set'])],
  ['x-kubernetes-map-type', oneOf('map-type', ['atomic', 'granular'])],
  ['enum', typed('a list', Array.isArray)],
  ['x-kubernetes-validations', typed('a list of rules', isRuleList)],
  ['externalDocs', typed('a mapping of strings', value => isRecord(value) && Object.values(value).every(isText))],
  ['properties', readMap],
  ...['allOf', 'anyOf', 'oneOf'].map(keyword => [keyword, readList] as const),
  ['not', (field, read) => read(field)],
  ['items', (field, read) => (Array.isArray(field.value) ? readList(field, read) : read(field))],
  ['additionalProperties', (field, read) => (typeof field.value === 'boolean' ? field.value : read(field))],
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

/**
 * Reads a schema. What is no schema at all is reported, and stands as one that says nothing; a schema without faults is the
 * very value of the document. YAML aliases put one schema in many places: it is read once.
 */
export function readSchema(field: Field): JsonSchemaProps {
  const read = new Map<object, JsonSchemaProps>()
  const visit = (at: Field): JsonSchemaProps => {
    const { value } = at
    if (!isRecord(value)) {
      report(at, 'a schema')
      return {}
    }
    const known = read.get(value)
    if (known) return known
    let result: Record<string, unknown> | undefined
    for (const [keyword, given] of Object.entries(value)) {
      const check = keywords.get(keyword)
      if (!check) continue
      const answer = given === null ? undefined : check(at.get(keyword), visit)
      if (answer === given) continue
      result ??= { ...value }
      if (answer === undefined) delete result[keyword]
      else result[keyword] = answer
    }
    const schema = (result ?? value) as JsonSchemaProps
    read.set(value, schema)
    return schema
  }
  return visit(field)
}

function typed(what: string, fits: (value: unknown) => boolean): Check {
  return field => {
    if (fits(field.value)) return field.value
    report(field, what)
    return undefined
  }
}

function oneOf(rule: string, values: readonly string[]): Check {
  return field => {
    const { value } = field
    if (typeof value === 'string' && values.includes(value)) return value
    field.warn(`structural/${rule}`, `${field.name} must be one of ${values.join(', ')}`)
    return undefined
  }
}

function readMap(field: Field, read: (field: Field) => unknown): unknown {
  if (!isRecord(field.value)) {
    report(field, 'a mapping')
    return undefined
  }
  const entries = Object.keys(field.value).map(name => [name, read(field.get(name))] as const)
  if (entries.every(([name, schema]) => schema === field.get(name).value)) return field.value
  return Object.fromEntries(entries)
}

function readList(field: Field, read: (field: Field) => unknown): unknown {
  if (!Array.isArray(field.value)) {
    report(field, 'a list')
    return undefined
  }
  const schemas = field.value.map((_, index) => read(field.get(index)))
  return schemas.every((schema, index) => schema === field.get(index).value) ? field.value : schemas
}

function report(field: Field, what: string): void {
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
