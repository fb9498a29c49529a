/** Rules for the keywords of every schema, wherever it stands. */

import type { JsonSchemaProps } from './custom-resource-definition.js'
import type { Field } from './field.js'
import { checkLists } from './list-rules.js'
import { patternProblem } from './re2.js'
import { checkRuleFields } from './rule-fields.js'
import { knownKeywords } from './schema.js'

export const knownTypes: ReadonlySet<string> = new Set(['array', 'boolean', 'integer', 'number', 'object', 'string'])

/** Of JSON schema, and not of a CRD's. */
const unsupported = ['$ref', '$schema', 'additionalItems', 'definitions', 'dependencies', 'id', 'patternProperties']

const supported: ReadonlySet<string> = new Set([...knownKeywords].filter(keyword => !unsupported.includes(keyword)))

export function checkKeywords(field: Field, schema: JsonSchemaProps): void {
  const warn = (keyword: string, code: string, message: string, help?: string) =>
    field.get(keyword).warn(`structural/${code}`, `${field.get(keyword).name} ${message}`, help)
  for (const keyword of Object.keys(schema)) {
    if (supported.has(keyword)) continue
    const given = schema[keyword as keyof JsonSchemaProps] as unknown
    if (given === null || given === '') continue
    if (unsupported.includes(keyword)) warn(keyword, 'unsupported-keyword', 'is not supported')
    else warn(keyword, 'unknown-keyword', 'is an unknown field', 'It has no effect.')
  }
  if (schema.type && !knownTypes.has(schema.type)) {
    const help = schema.type === 'null' ? 'Use nullable: true.' : undefined
    warn(
      'type',
      'unknown-type',
      `must be one of ${[...knownTypes].join(', ')}, not ${JSON.stringify(schema.type)}`,
      help,
    )
  }
  if (Array.isArray(schema.items)) warn('items', 'items-list', 'must be a schema object and not an array')
  if (schema.uniqueItems) {
    const reason = 'cannot be set to true since the runtime complexity becomes quadratic'
    warn('uniqueItems', 'unique-items', reason, 'x-kubernetes-list-type: set says the same.')
  }
  const { additionalProperties, properties } = schema
  if (additionalProperties !== undefined && additionalProperties !== true && Object.keys(properties ?? {}).length > 0) {
    warn('additionalProperties', 'properties-and-additional-properties', 'and properties are mutual exclusive')
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    warn('x-kubernetes-preserve-unknown-fields', 'preserve-unknown-fields', 'must be true or undefined')
  }
  if (schema['x-kubernetes-map-type'] !== undefined && schema.type !== 'object') {
    warn('x-kubernetes-map-type', 'map-type', 'needs type to be object')
  }
  const problem = schema.pattern === undefined ? undefined : patternProblem(schema.pattern)
  if (problem) warn('pattern', 'pattern', `must be a valid regular expression, but isn't: ${problem}`)
  checkLists(field, schema)
  checkRuleFields(field, schema)
}
