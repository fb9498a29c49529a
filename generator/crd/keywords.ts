/** Rules for the keywords of every schema, wherever it stands. */

import { readExpression, type ReadExpression } from './cel-parser.js'
import type { JsonSchemaProps } from './custom-resource-definition.js'
import type { Field } from './field.js'
import { checkLists } from './list-rules.js'
import { patternProblem } from './re2.js'
import { readRule } from './rule-expression.js'
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
  checkRules(field, schema)
}

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired']

/** CEL rules, as far as that can be told without knowing the types of what they speak of. */
function checkRules(field: Field, schema: JsonSchemaProps): void {
  schema['x-kubernetes-validations']?.forEach((given, index) => {
    const { rule, message, messageExpression, reason } = given
    const at = field.get('x-kubernetes-validations').get(index)
    checkRuleFields(at)
    const warn = (key: string, text: string) =>
      at.get(key).warn('structural/validations', `${at.get(key).name} ${text}`)
    const words = message?.trim() ?? ''
    if (!rule.trim()) warn('rule', 'is not specified')
    else if (message && !words) warn('message', 'must be non-empty if specified')
    else if (hasLines(words)) warn('message', 'must not contain line breaks')
    else if (hasLines(rule.trim()) && !words) warn('message', 'must be specified if rule contains line breaks')
    if (rule.trim()) checkSyntax(at.get('rule'), readRule(given))
    if (messageExpression && !messageExpression.trim()) warn('messageExpression', 'must be non-empty if specified')
    else if (messageExpression) checkSyntax(at.get('messageExpression'), readExpression(messageExpression))
    if (reason !== undefined && !reasons.includes(reason)) warn('reason', `must be one of ${reasons.join(', ')}`)
  })
}

function checkSyntax(at: Field, read: ReadExpression): void {
  if (!('problem' in read)) return
  at.warn('structural/validations', `${at.name} must be a CEL expression, but isn't: ${read.problem}`)
}

const ruleFields = new Set('rule message messageExpression reason fieldPath optionalOldSelf'.split(' '))

function checkRuleFields(rule: Field): void {
  for (const name of Object.keys(rule.object() ?? {})) {
    if (!ruleFields.has(name))
      rule.get(name).warn('structural/validations', `${rule.get(name).name} is an unknown field`)
  }
}

function hasLines(text: string): boolean {
  return /[\n\r]/.test(text)
}
