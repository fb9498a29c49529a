/**
 * The rules for schemas of `apiextensions.k8s.io/v1`: those of a structural schema, and those of the extensions. A server that is
 * told of a schema that breaks one refuses the CRD; the types can still be right, so each is a warning.
 */

import type { JsonSchemaProps } from './custom-resource-definition.js'
import { isRecord, type Field } from './field.js'
import { checkLists } from './list-rules.js'
import { checkDefault } from './defaults.js'

type Level = 'root' | 'field' | 'item'

export function checkStructure(field: Field, schema: JsonSchemaProps | undefined, spec: Field): void {
  if (!schema) {
    field.warn(
      'structural/missing-schema',
      `${field.name}: schemas are required`,
      'Its objects are typed as holding anything. To say so to a server: type: object with x-kubernetes-preserve-unknown-fields: true.',
    )
    return
  }
  const preserve = spec.get('preserveUnknownFields').value === true
  new StructureCheck(preserve).check(field.withValue(schema), 'root')
}

class StructureCheck {
  /** Schemas that stand in several places through aliases are checked in the first. */
  readonly #seen = new Set<object>()

  constructor(readonly preservesUnknownFields: boolean) {}

  check(field: Field, level: Level): void {
    const schema = field.value as JsonSchemaProps
    if (this.#seen.has(schema)) return
    this.#seen.add(schema)
    checkType(field, schema, level)
    checkUnsupported(field, schema)
    checkProperties(field, schema)
    checkExtensions(field, schema)
    checkLists(field, schema)
    checkPattern(field, schema)
    if (level === 'root' || schema['x-kubernetes-embedded-resource'] === true) checkMetadata(field, schema)
    if (schema.default !== undefined && schema.default !== null) {
      checkDefault(field.get('default'), schema, this.preservesUnknownFields)
    }
    this.#checkJunctors(field, schema)
    for (const name of Object.keys(schema.properties ?? {})) this.check(field.get('properties').get(name), 'field')
    if (isRecord(schema.items)) this.check(field.get('items'), 'item')
    if (isRecord(schema.additionalProperties)) this.check(field.get('additionalProperties'), 'field')
  }

  #checkJunctors(field: Field, schema: JsonSchemaProps): void {
    const intOrString = schema['x-kubernetes-int-or-string'] === true
    for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) {
      schema[junctor]?.forEach((part, index) => {
        const at = field.get(junctor).get(index)
        // The two shapes that an int-or-string may have in it: anyOf, or the first of allOf with anyOf.
        if (intOrString && junctor === 'anyOf' && isIntOrStringPattern(schema.anyOf)) return
        const isPattern = intOrString && junctor === 'allOf' && index === 0 && isIntOrStringPattern(part.anyOf)
        if (isPattern) checkJunctorPart(at.withValue({ ...part, anyOf: undefined }), schema)
        else checkJunctorPart(at, schema)
      })
    }
    if (schema.not) checkJunctorPart(field.get('not'), schema)
  }
}

function isIntOrStringPattern(anyOf: readonly JsonSchemaProps[] | undefined): boolean {
  if (anyOf?.length !== 2) return false
  return anyOf[0]?.type === 'integer' && anyOf[1]?.type === 'string'
}

function checkType(field: Field, schema: JsonSchemaProps, level: Level): void {
  const free =
    schema['x-kubernetes-int-or-string'] === true ||
    (schema['x-kubernetes-preserve-unknown-fields'] === true && level !== 'root')
  if (!schema.type) {
    if (free) return
    const where = { root: 'at the root', field: 'for specified object fields', item: 'for specified array items' }[
      level
    ]
    field.warn(
      'structural/missing-type',
      `${field.name}.type must not be empty ${where}`,
      'Its values are typed as unknown unless it has properties.',
    )
    return
  }
  const type = field.get('type')
  if (!types.has(schema.type)) {
    type.warn(
      'structural/unknown-type',
      `${type.name} must be one of ${[...types].join(', ')}, not ${JSON.stringify(schema.type)}`,
    )
  } else if (level === 'root' && schema.type !== 'object') {
    type.warn('structural/root-type', `${type.name} must be object at the root`)
  }
  if (schema.type === 'array' && schema.items === undefined) {
    field.warn('structural/missing-items', `${field.name}.items must be specified`)
  }
}

const types = new Set(['array', 'boolean', 'integer', 'number', 'object', 'string'])

/** Keywords of JSON schema that a CRD may not have. */
function checkUnsupported(field: Field, schema: JsonSchemaProps): void {
  const given = schema as { readonly [keyword: string]: unknown }
  for (const keyword of ['$ref', 'id', 'definitions', 'dependencies', 'patternProperties', 'additionalItems']) {
    if (given[keyword] === undefined || given[keyword] === null || given[keyword] === '') continue
    field.get(keyword).warn('structural/unsupported-keyword', `${field.get(keyword).name}: ${keyword} is not supported`)
  }
  if (Array.isArray(schema.items)) {
    field
      .get('items')
      .warn('structural/items-list', `${field.get('items').name} must be a schema object and not an array`)
  }
  if (schema.uniqueItems) {
    field
      .get('uniqueItems')
      .warn(
        'structural/unique-items',
        `${field.get('uniqueItems').name} cannot be set to true since the runtime complexity becomes quadratic`,
        'x-kubernetes-list-type: set says the same.',
      )
  }
}

function checkProperties(field: Field, schema: JsonSchemaProps): void {
  const additional = field.get('additionalProperties')
  if (schema.additionalProperties === false) {
    additional.warn('structural/additional-properties-false', `${additional.name} cannot be set to false`)
  }
  if (schema.additionalProperties && Object.keys(schema.properties ?? {}).length > 0) {
    additional.warn(
      'structural/properties-and-additional-properties',
      `${additional.name}: additionalProperties and properties are mutual exclusive`,
    )
  }
}

function checkExtensions(field: Field, schema: JsonSchemaProps): void {
  const { type } = schema
  const preserve = field.get('x-kubernetes-preserve-unknown-fields')
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    preserve.warn('structural/preserve-unknown-fields', `${preserve.name} must be true or undefined`)
  }
  if (schema['x-kubernetes-int-or-string'] === true) {
    for (const [keyword, given] of Object.entries({
      'x-kubernetes-preserve-unknown-fields': schema['x-kubernetes-preserve-unknown-fields'],
      'x-kubernetes-embedded-resource': schema['x-kubernetes-embedded-resource'],
    })) {
      if (given)
        field
          .get(keyword)
          .warn(
            'structural/int-or-string',
            `${field.get(keyword).name} must be false if x-kubernetes-int-or-string is true`,
          )
    }
  }
  if (schema['x-kubernetes-embedded-resource'] === true) {
    if (type !== 'object') {
      field.warn(
        'structural/embedded-resource',
        `${field.name}.type must be object if x-kubernetes-embedded-resource is true`,
      )
    } else if (!schema['x-kubernetes-preserve-unknown-fields'] && Object.keys(schema.properties ?? {}).length === 0) {
      field.warn(
        'structural/embedded-resource',
        `${field.name}.properties must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields`,
      )
    }
  }
  const mapType = schema['x-kubernetes-map-type']
  if (mapType !== undefined) {
    const at = field.get('x-kubernetes-map-type')
    if (type !== 'object')
      at.warn('structural/map-type', `${field.name}.type must be object if x-kubernetes-map-type is specified`)
    if (mapType !== 'atomic' && mapType !== 'granular') {
      at.warn('structural/map-type', `${at.name} must be atomic or granular`)
    }
  }
}

/** The server knows what metadata is. */
function checkMetadata(field: Field, schema: JsonSchemaProps): void {
  const metadata =
    schema.properties && Object.hasOwn(schema.properties, 'metadata') ? schema.properties['metadata'] : undefined
  if (!metadata) return
  const allowed = new Set(['type', 'properties', 'description', 'title', 'default', 'example', 'externalDocs'])
  const at = field.get('properties').get('metadata')
  const others = Object.keys(metadata).filter(keyword => !allowed.has(keyword))
  const properties = Object.keys(metadata.properties ?? {}).filter(name => name !== 'name' && name !== 'generateName')
  if (others.length > 0 || properties.length > 0) {
    at.warn(
      'structural/metadata-restriction',
      `${at.name} must not specify anything other than name and generateName, but metadata is implicitly specified`,
    )
  }
  if (metadata.type !== undefined && metadata.type !== 'object') {
    at.get('type').warn('structural/metadata-restriction', `${at.get('type').name} must be object`)
  }
}

function checkPattern(field: Field, { pattern }: JsonSchemaProps): void {
  if (pattern === undefined) return
  const problem = patternProblem(pattern)
  if (problem) {
    field
      .get('pattern')
      .warn('structural/pattern', `${field.get('pattern').name} must be a valid regular expression: ${problem}`)
  }
}

/** What RE2 has no room for, and brackets that do not match. What JavaScript lacks, such as `(?i)`, is no fault. */
function patternProblem(pattern: string): string | undefined {
  if (/(?<!\\)(?:\\\\)*\(\?(?:<?[=!])/.test(pattern)) return 'lookaround is not part of RE2'
  if (/(?<!\\)(?:\\\\)*\\[1-9]/.test(pattern)) return 'backreferences are not part of RE2'
  const readable = pattern
    .replace(/\(\?P</g, '(?<')
    .replace(/\(\?[imsU]+(?:-[imsU]+)?\)/g, '')
    .replace(/\(\?[imsU]*(?:-[imsU]+)?:/g, '(?:')
    .replace(/\\[AzCQE]|\[\[:\^?[a-z]+:\]\]/g, 'a')
    .replace(/\[:\^?[a-z]+:\]/g, 'a')
  try {
    return void RegExp(readable)
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error)
  }
}

/** Keywords that say what a value is, and not which values are valid. */
const forbiddenInJunctors = [
  'type',
  'description',
  'title',
  'default',
  'nullable',
  'additionalProperties',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-validations',
] as const

/** A schema within `allOf`, `anyOf`, `oneOf` or `not` says which values are valid of what `outer` has declared. */
function checkJunctorPart(field: Field, outer: JsonSchemaProps | undefined): void {
  const part = field.value as JsonSchemaProps
  for (const keyword of forbiddenInJunctors) {
    const given = part[keyword]
    if (given === undefined || given === null || given === false || given === '') continue
    // A CEL rule may stand in a junctor; it is checked there.
    if (keyword === 'x-kubernetes-validations') continue
    field
      .get(keyword)
      .warn('structural/forbidden-in-junctor', `${field.get(keyword).name} must be empty to be structural`)
  }
  checkPattern(field, part)
  for (const [name, nested] of Object.entries(part.properties ?? {})) {
    const declared = outer?.properties && Object.hasOwn(outer.properties, name) ? outer.properties[name] : undefined
    const fromMap = isRecord(outer?.additionalProperties) ? (outer.additionalProperties as JsonSchemaProps) : undefined
    const at = field.get('properties').get(name)
    if (!declared && !fromMap && outer) {
      at.warn(
        'structural/undeclared-in-junctor',
        `${at.name}: the property must be specified outside of allOf, anyOf, oneOf and not as well`,
      )
    }
    checkJunctorPart(at.withValue(nested), declared ?? fromMap)
  }
  if (isRecord(part.items)) {
    const items = isRecord(outer?.items) ? (outer.items as JsonSchemaProps) : undefined
    if (!items && outer) {
      field
        .get('items')
        .warn(
          'structural/undeclared-in-junctor',
          `${field.get('items').name}: items must be specified outside of allOf, anyOf, oneOf and not as well`,
        )
    }
    checkJunctorPart(field.get('items'), items)
  }
  for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) {
    part[junctor]?.forEach((_, index) => checkJunctorPart(field.get(junctor).get(index), outer))
  }
  if (part.not) checkJunctorPart(field.get('not'), outer)
}
