import { readExpression, type ReadExpression } from './cel-parser.js'
import type { ValidationRule } from './custom-resource-definition.js'

const known = new WeakMap<ValidationRule, ReadExpression>()

/** What a rule says, which several ask for. */
export function readRule(rule: ValidationRule): ReadExpression {
  const read = known.get(rule) ?? readExpression(rule.rule)
  known.set(rule, read)
  return read
}
