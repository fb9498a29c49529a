/** The rules of a schema as a server reckons them: what they cost, what they answer, and of what they speak. */

import { reckon, type Reckoning } from './cel-cost.js'
import { readExpression } from './cel-parser.js'
import { celTypeOf, type CelType } from './cel-types.js'
import type { JsonSchemaProps, ValidationRule } from './custom-resource-definition.js'
import { readRule } from './rule-expression.js'

export interface Reckoned {
  /** Of what the rules are asked. */
  readonly type: CelType
  /** Undefined for what is no CEL, or is not there. */
  readonly rules: readonly { readonly rule: Reckoning | undefined; readonly message: Reckoning | undefined }[]
}

const ofRoots = new WeakMap<JsonSchemaProps, Reckoned | undefined>()
const ofOthers = new WeakMap<JsonSchemaProps, Reckoned | undefined>()

/** Undefined where CEL does not see the value. */
export function reckonedOf(schema: JsonSchemaProps, isRoot: boolean): Reckoned | undefined {
  const known = isRoot ? ofRoots : ofOthers
  if (!known.has(schema)) known.set(schema, readReckoned(schema, isRoot))
  return known.get(schema)
}

function readReckoned(schema: JsonSchemaProps, isRoot: boolean): Reckoned | undefined {
  const type = celTypeOf(schema, isRoot)
  const rules = schema['x-kubernetes-validations'] ?? []
  if (!type) return undefined
  return { type, rules: rules.map(rule => ({ rule: ofRule(rule, type), message: ofMessage(rule, type) })) }
}

function ofRule(rule: ValidationRule, type: CelType): Reckoning | undefined {
  const read = readRule(rule)
  return 'expression' in read ? reckon(read.expression, type, rule.optionalOldSelf === true) : undefined
}

function ofMessage(
  { messageExpression: message, optionalOldSelf }: ValidationRule,
  type: CelType,
): Reckoning | undefined {
  const read = message ? readExpression(message) : undefined
  return read && 'expression' in read ? reckon(read.expression, type, optionalOldSelf === true) : undefined
}
