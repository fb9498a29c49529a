/** CEL rules, as far as each of their fields tells whether a server takes it. */

import { readExpression, type ReadExpression } from './cel-parser.js'
import type { JsonSchemaProps } from './custom-resource-definition.js'
import type { Field } from './field.js'
import { isFieldPath } from './field-path.js'
import { readRule } from './rule-expression.js'

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired']

export function checkRuleFields(field: Field, schema: JsonSchemaProps): void {
  schema['x-kubernetes-validations']?.forEach((given, index) => {
    const { rule, message, messageExpression, reason, fieldPath } = given
    const at = field.get('x-kubernetes-validations').get(index)
    checkNames(at)
    const warn = (key: string, text: string) =>
      at.get(key).warn('structural/validations', `${at.get(key).name} ${text}`)
    const words = trimmed(message ?? '')
    if (!trimmed(rule)) warn('rule', 'is not specified')
    else if (message && !words) warn('message', 'must be non-empty if specified')
    else if (hasLines(words)) warn('message', 'must not contain line breaks')
    else if (hasLines(trimmed(rule)) && !words) warn('message', 'must be specified if rule contains line breaks')
    if (trimmed(rule)) checkSyntax(at.get('rule'), readRule(given))
    if (messageExpression && !trimmed(messageExpression)) {
      warn('messageExpression', 'must be non-empty if specified')
    } else if (messageExpression) checkSyntax(at.get('messageExpression'), readExpression(messageExpression))
    if (reason !== undefined && !reasons.includes(reason)) warn('reason', `must be one of ${reasons.join(', ')}`)
    if (fieldPath && hasLines(fieldPath)) warn('fieldPath', 'must not contain line breaks')
    else if (fieldPath && !isFieldPath(fieldPath, schema)) warn('fieldPath', 'must be a valid path')
  })
}

function checkSyntax(at: Field, read: ReadExpression): void {
  if (!('problem' in read)) return
  at.warn('structural/validations', `${at.name} must be a CEL expression, but isn't: ${read.problem}`)
}

const ruleFields = new Set('rule message messageExpression reason fieldPath optionalOldSelf'.split(' '))

function checkNames(rule: Field): void {
  for (const name of Object.keys(rule.object() ?? {})) {
    if (!ruleFields.has(name))
      rule.get(name).warn('structural/validations', `${rule.get(name).name} is an unknown field`)
  }
}

function hasLines(text: string): boolean {
  return /[\n\r]/.test(text)
}

/** Without what is white space to a server, which is not all that JavaScript takes for it. */
function trimmed(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isSpace(text, start)) start++
  while (start < end && isSpace(text, end - 1)) end--
  return text.slice(start, end)
}

function isSpace(text: string, at: number): boolean {
  return /[^\S\ufeff]|\x85/.test(text.charAt(at))
}
