import { contains, isCalled } from './cel-expression.js'
import { readExpression, type ReadExpression } from './cel-parser.js'
import type { ValidationRule } from './custom-resource-definition.js'

const known = new WeakMap<ValidationRule, ReadExpression>()

/** What a rule says, which several ask for. */
export function readRule(rule: ValidationRule): ReadExpression {
  const read = known.get(rule) ?? readExpression(rule.rule)
  known.set(rule, read)
  return read
}

/** Whether a rule speaks of the value that there was, if there was one. */
export function speaksOfOldSelf(rule: ValidationRule): boolean {
  const read = readRule(rule)
  return 'expression' in read && contains(read.expression, each => isCalled(each, 'oldSelf'))
}

/** Whether a rule is asked only when a value changes: an object that is stored stays good. */
export function isTransition(rule: ValidationRule): boolean {
  return rule.optionalOldSelf !== true && speaksOfOldSelf(rule)
}
