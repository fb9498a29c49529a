/** `allOf`, `anyOf`, `oneOf` and `not` say which values are valid, and nothing about what a value is. */

import type { JsonSchemaProps } from './custom-resource-definition.js'
import { isRecord, type Field } from './field.js'
import { checkKeywords } from './keywords.js'
import { Visits } from './visits.js'

/** Each schema within the junctors of a structural one. */
export function checkJunctors(field: Field, schema: JsonSchemaProps, visits: Visits): void {
  const mayHaveTypes = isIntOrString(schema.anyOf)
  forEachPart(field, schema, (at, junctor, index) => {
    if (junctor === 'anyOf' && mayHaveTypes) return
    const part = at.value as JsonSchemaProps
    if (junctor === 'allOf' && index === 0 && isIntOrString(part.anyOf)) {
      const { anyOf: _, ...others } = part
      checkPart(at.withValue(others), visits)
    } else checkPart(at, visits)
  })
}

/** The two alternatives of an int-or-string may have a type: in `anyOf`, or in that of the first of `allOf`. */
function isIntOrString(anyOf: readonly JsonSchemaProps[] | undefined): boolean {
  return anyOf?.length === 2 && JSON.stringify(anyOf) === '[{"type":"integer"},{"type":"string"}]'
}

type Junctor = 'allOf' | 'anyOf' | 'oneOf' | 'not'
type Visit = (at: Field, junctor: Junctor, index: number) => void

const lists = ['allOf', 'anyOf', 'oneOf'] as const

/** The schemas that `allOf`, `anyOf`, `oneOf` and `not` hold. */
function forEachPart(field: Field, schema: JsonSchemaProps, visit: Visit): void {
  for (const junctor of lists) {
    const parts = schema[junctor]
    if (!parts) continue
    const at = field.get(junctor)
    parts.forEach((_, index) => visit(at.get(index), junctor, index))
  }
  if (schema.not) visit(field.get('not'), 'not', 0)
}

const forbidden = [
  ...(['type', 'title', 'description', 'default', 'nullable', 'additionalProperties'] as const),
  ...(['preserve-unknown-fields', 'embedded-resource', 'int-or-string'] as const).map(
    name => `x-kubernetes-${name}` as const,
  ),
  ...(['list-type', 'list-map-keys', 'map-type', 'validations'] as const).map(name => `x-kubernetes-${name}` as const),
]

function checkPart(field: Field, visits: Visits): void {
  const part = field.value as JsonSchemaProps
  if (!visits.begin(part)) return
  checkKeywords(field, part)
  for (const keyword of forbidden) {
    if (!part[keyword]) continue
    const at = field.get(keyword)
    at.warn('structural/forbidden-in-junctor', `${at.name} must be empty to be structural`)
  }
  for (const name of Object.keys(part.properties ?? {})) {
    const at = field.get('properties').get(name)
    if (name === 'metadata') {
      at.warn('structural/metadata-restriction', `${at.name} must not be specified in a nested context`)
    }
    checkPart(at, visits)
  }
  if (isRecord(part.items)) checkPart(field.get('items'), visits)
  forEachPart(field, part, at => checkPart(at, visits))
}

/** What the junctors at the root speak of has to be declared outside of them. The server does not ask it of those below. */
export function checkDeclared(field: Field, declared: JsonSchemaProps, visits = new Visits()): void {
  forEachPart(field, field.value as JsonSchemaProps, at => checkDeclaredPart(at, declared, visits))
}

function checkDeclaredPart(field: Field, declared: JsonSchemaProps, visits: Visits): void {
  const part = field.value as JsonSchemaProps
  if (!visits.begin(part)) return
  const check = (at: Field, counterpart: JsonSchemaProps | undefined) => {
    if (counterpart) checkDeclaredPart(at, counterpart, visits)
    else {
      const message = `${at.name} must be specified outside of allOf, anyOf, oneOf and not as well`
      at.warn('structural/undeclared-in-junctor', message)
    }
  }
  for (const name of Object.keys(part.properties ?? {})) {
    const own = declared.properties && Object.hasOwn(declared.properties, name) ? declared.properties[name] : undefined
    check(field.get('properties').get(name), own)
  }
  if (isRecord(part.items)) {
    check(field.get('items'), isRecord(declared.items) ? (declared.items as JsonSchemaProps) : undefined)
  }
  checkDeclared(field, declared, visits)
}
