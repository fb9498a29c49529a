/**
 * The rules of a structural schema, for `apiextensions.k8s.io/v1`. A server refuses a CRD that breaks one; the types can still be
 * right, so each is a warning. What holds for every schema, structural or not, is in keywords.ts; what holds within `allOf`, `anyOf`,
 * `oneOf` and `not` in junctors.ts.
 */

import type { ValuePath } from '../load/document.js'
import type { JsonSchemaProps } from './custom-resource-definition.js'
import { checkDefault } from './defaults.js'
import { isRecord, type Field } from './field.js'
import { checkDeclared, checkJunctors } from './junctors.js'
import { checkKeywords, knownTypes } from './keywords.js'
import { expensesOf } from './rule-cost.js'
import { ruleProblemsOf } from './rule-meaning.js'
import { Visits } from './visits.js'

type Level = 'root' | 'field' | 'item'

/** What a schema is part of. */
interface Surroundings {
  readonly level: Level
  /** `apiVersion`, `kind` or `metadata` of the kind itself or of an embedded resource. */
  readonly insideMeta: boolean
  /** Why there may be no default; otherwise there may. */
  readonly noDefault: string | undefined
  /** Inside of a map, whose defaults the server does not look at. */
  readonly insideMap: boolean
}

export function checkStructure(field: Field, schema: JsonSchemaProps | undefined, hasStatus: boolean): void {
  if (!schema) {
    field.warn(
      'structural/missing-schema',
      `${field.name} is required`,
      'Its objects are typed as holding anything. To say so to a server: type: object with x-kubernetes-preserve-unknown-fields: true.',
    )
    return
  }
  const root = field.withValue(schema)
  const before = field.problems
  checkRoot(root, schema, hasStatus)
  checkDeclared(root, schema)
  new StructureCheck().check(root, { level: 'root', insideMeta: false, noDefault: undefined, insideMap: false })
  // A server looks at what is sound.
  if (field.problems === before) checkRules(root, schema)
}

function checkRules(root: Field, schema: JsonSchemaProps): void {
  const fieldAt = (path: ValuePath) => path.reduce((holder: Field, step) => holder.get(step), root)
  for (const { path, message } of ruleProblemsOf(schema)) {
    const at = fieldAt(path)
    at.warn('structural/validations', `${at.name} ${message}`)
  }
  for (const { path, rule, factor } of expensesOf(schema)) {
    const steps = rule ? [...path, 'x-kubernetes-validations', rule.index, rule.keyword] : path
    const at = fieldAt(steps)
    const what = rule ? 'a rule' : 'all rules of a schema together'
    at.warn(
      'structural/rule-cost',
      `${at.name} is estimated to cost ${factor} what a server allows ${what}`,
      'Limit what rules go through (maxItems, maxProperties and maxLength, also of the lists and maps around), or simplify them.',
    )
  }
}

const metaFields = new Set(['apiVersion', 'kind', 'metadata'])

/** Schemas without a fault, nor any within them, as checked where there may be a default. Equal ones are one object: few are checked twice. */
const passed = new WeakSet<JsonSchemaProps>()

function mayHaveDefault({ level, insideMeta, noDefault }: Surroundings): boolean {
  return level !== 'root' && !insideMeta && noDefault === undefined
}

class StructureCheck {
  readonly #visits = new Visits()
  readonly #visitsOfParts = new Visits()

  check(field: Field, surroundings: Surroundings): void {
    const schema = field.value as JsonSchemaProps
    if ((mayHaveDefault(surroundings) && passed.has(schema)) || !this.#visits.begin(schema)) return
    const before = field.problems
    checkType(field, schema, surroundings.level)
    if (surroundings.level === 'root' || !isPlain(schema)) {
      checkKeywords(field, schema)
      checkExtensions(field, schema, surroundings)
      checkOwnDefault(field, schema, surroundings)
      checkJunctors(field, schema, this.#visitsOfParts)
    }
    this.#checkChildren(field, schema, surroundings)
    // Within a map less is looked at.
    if (field.problems === before && mayHaveDefault(surroundings) && !surroundings.insideMap) passed.add(schema)
  }

  #checkChildren(field: Field, schema: JsonSchemaProps, surroundings: Surroundings): void {
    const { properties, items, additionalProperties } = schema
    if (properties) this.#checkProperties(field, schema, properties, surroundings)
    if (isRecord(items)) this.check(field.get('items'), { ...surroundings, level: 'item' })
    if (isRecord(additionalProperties)) {
      this.check(field.get('additionalProperties'), {
        level: 'field',
        insideMeta: surroundings.insideMeta,
        noDefault: surroundings.insideMeta
          ? 'inside additionalProperties applying to object metadata'
          : surroundings.noDefault,
        insideMap: true,
      })
    }
  }

  #checkProperties(
    field: Field,
    schema: JsonSchemaProps,
    properties: NonNullable<JsonSchemaProps['properties']>,
    surroundings: Surroundings,
  ): void {
    const isRoot = surroundings.level === 'root'
    const isResource = isRoot || schema['x-kubernetes-embedded-resource'] === true
    const own: Surroundings = { ...surroundings, level: 'field' }
    const at = field.get('properties')
    for (const name of Object.keys(properties)) {
      if (!isResource || !metaFields.has(name)) this.check(at.get(name), own)
      else {
        const noDefault = isRoot ? `in top-level ${name}` : surroundings.noDefault
        this.check(at.get(name), { ...own, insideMeta: true, noDefault })
      }
    }
  }
}

/** Keywords that no rule speaks of, but for the types of what they hold. Most schemas have no others. */
const plainKeywords = new Set(
  (
    'type format title description example externalDocs enum properties required items minimum exclusiveMinimum maximum ' +
    'exclusiveMaximum multipleOf minLength maxLength minItems maxItems minProperties maxProperties'
  ).split(' '),
)

function isPlain(schema: JsonSchemaProps): boolean {
  for (const keyword of Object.keys(schema)) if (!plainKeywords.has(keyword)) return false
  return schema.type !== undefined && knownTypes.has(schema.type) && !Array.isArray(schema.items)
}

function checkType(field: Field, schema: JsonSchemaProps, level: Level): void {
  const { type } = schema
  if (type) {
    if (level === 'root' && type !== 'object') {
      field.get('type').warn('structural/root-type', `${field.get('type').name} must be object at the root`)
    }
    if (type === 'array' && schema.items === undefined) {
      field.warn('structural/missing-items', `${field.name}.items must be specified`)
    }
    return
  }
  // An embedded resource without a type has a rule of its own.
  const mayLackType = ['int-or-string', 'preserve-unknown-fields', 'embedded-resource'] as const
  if (mayLackType.some(extension => schema[`x-kubernetes-${extension}`] === true)) return
  field.warn(
    'structural/missing-type',
    `${field.name}.type must not be empty ${places[level]}`,
    'Its values are typed as unknown unless it has properties.',
  )
}

const places = { root: 'at the root', field: 'for specified object fields', item: 'for specified array items' }

function checkExtensions(field: Field, schema: JsonSchemaProps, { level, insideMeta }: Surroundings): void {
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true
  if (schema['x-kubernetes-int-or-string'] === true) {
    for (const keyword of ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const) {
      if (!schema[keyword]) continue
      const at = field.get(keyword)
      at.warn('structural/int-or-string', `${at.name} must be false if x-kubernetes-int-or-string is true`)
    }
  }
  if (isEmbedded) checkEmbedded(field, schema, insideMeta)
  if (level === 'root' || isEmbedded) checkTypeOfMeta(field, schema, isEmbedded && level !== 'root')
}

function checkEmbedded(field: Field, schema: JsonSchemaProps, insideMeta: boolean): void {
  const warn = (at: Field, message: string) => at.warn('structural/embedded-resource', message)
  if (schema.type !== 'object') {
    warn(field.get('type'), `${field.name}.type must be object if x-kubernetes-embedded-resource is true`)
  }
  if (insideMeta) {
    const at = field.get('x-kubernetes-embedded-resource')
    warn(at, `${at.name} must not be used inside of resource meta`)
  }
  if (schema.additionalProperties !== undefined) {
    const at = field.get('additionalProperties')
    warn(at, `${at.name} must not be used if x-kubernetes-embedded-resource is set`)
  }
  if (!schema['x-kubernetes-preserve-unknown-fields'] && Object.keys(schema.properties ?? {}).length === 0) {
    const reason = 'if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields'
    warn(field, `${field.name}.properties must not be empty ${reason}`)
  }
}

function checkTypeOfMeta(field: Field, schema: JsonSchemaProps, isEmbedded: boolean): void {
  const properties = field.get('properties')
  for (const [name, type] of [
    ['apiVersion', 'string'],
    ['kind', 'string'],
    ['metadata', 'object'],
  ] as const) {
    const at = properties.get(name)
    const given = (at.value as JsonSchemaProps | undefined)?.type
    // Where there is none, that has been said.
    if (!at.exists() || !given || given === type) continue
    const code = isEmbedded ? 'structural/embedded-resource' : 'structural/metadata-restriction'
    at.get('type').warn(code, `${at.get('type').name} must be ${type}`)
  }
}

function checkOwnDefault(
  field: Field,
  schema: JsonSchemaProps,
  { noDefault, insideMeta, insideMap }: Surroundings,
): void {
  if (schema.default === undefined || schema.default === null) return
  const at = field.get('default')
  if (noDefault !== undefined) at.warn('structural/default', `${at.name} must not be set ${noDefault}`)
  else if (!insideMeta && !insideMap) checkDefault(at, schema)
}

/** What may stand at the root beside a status subresource, whose schema the server takes out of the whole. */
const besideStatus = new Set(
  (
    'description type format title maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems ' +
    'minItems uniqueItems multipleOf required items properties externalDocs example x-kubernetes-preserve-unknown-fields ' +
    'x-kubernetes-validations'
  ).split(' '),
)

function checkRoot(field: Field, schema: JsonSchemaProps, hasStatus: boolean): void {
  const warn = (keyword: string, code: string, message: string) =>
    field.get(keyword).warn(code, `${field.get(keyword).name} ${message}`)
  if (schema.nullable) warn('nullable', 'structural/nullable-root', 'cannot be true at the root')
  if (schema.additionalProperties !== undefined) {
    warn('additionalProperties', 'structural/additional-properties-at-root', 'must not be used at the root')
  }
  checkMetadata(field, schema)
  if (!hasStatus) return
  for (const [keyword, given] of Object.entries(schema)) {
    if (!given || besideStatus.has(keyword) || keyword === 'nullable' || keyword === 'additionalProperties') continue
    warn(keyword, 'structural/root-keyword', 'is not allowed at the root if the status subresource is enabled')
  }
}

/** The server knows what metadata is, and lets a schema restrict names only. */
function checkMetadata(field: Field, { properties }: JsonSchemaProps): void {
  if (!properties || !Object.hasOwn(properties, 'metadata')) return
  const metadata = properties['metadata'] as JsonSchemaProps
  const keywords = Object.entries(metadata).filter(
    ([keyword, given]) => given && !['type', 'properties', 'default'].includes(keyword),
  )
  const others = Object.keys(metadata.properties ?? {}).filter(name => name !== 'name' && name !== 'generateName')
  if (keywords.length === 0 && others.length === 0) return
  const at = field.get('properties').get('metadata')
  at.warn(
    'structural/metadata-restriction',
    `${at.name} must not specify anything other than name and generateName, but metadata is implicitly specified`,
  )
}
