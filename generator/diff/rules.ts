import type { JsonSchemaProps, ValidationRule } from '../crd/custom-resource-definition.js'
import { isTransition } from '../crd/rule-expression.js'
import { isImmutability } from '../model/facts.js'
import { ruleFormula } from '../model/rule-formula.js'
import type { Implication } from './implied.js'
import { change, type Change } from './schema-diff.js'

/** CEL rules have no names: one is the same as long as it says the same of the same field. */
export function compareRules(before: JsonSchemaProps, after: JsonSchemaProps, implied: Implication): Change[] {
  const [known, kept] = [rulesOf(before), rulesOf(after)]
  return [
    ...[...kept].filter(([identity]) => !known.has(identity)).map(([, rule]) => added(rule, after, implied)),
    ...[...known]
      .filter(([identity]) => !kept.has(identity))
      .map(([, rule]) => change('rule/removed', `the rule ${textOf(rule)} is gone`)),
    ...[...kept].flatMap(([identity, rule]) => {
      const was = known.get(identity)
      if (!was || answerOf(was) === answerOf(rule)) return []
      return [change('rule/answer-changed', `the message of the rule \`${inLine(rule.rule)}\` changed`)]
    }),
  ]
}

function added(given: ValidationRule, schema: JsonSchemaProps, implied: Implication): Change {
  const message = `there is a rule, ${textOf(given)}`
  if (implied.includes(spoken => [ruleFormula(given, schema, spoken)])) {
    return change('rule/added', `${message}, which every valid object already satisfied`)
  }
  if (!isTransition(given)) return change('rule/added', message, 'refused')
  const said = given.message ? `: ${inLine(given.message)}` : ''
  const what = isImmutability(given)
    ? `it may not be changed any more${said}`
    : `${message}, about what may become of a value`
  return change('rule/transition-added', what, 'valid', true)
}

/** What its author says of it comes first: a rule may be of a page. */
function textOf({ rule, message }: ValidationRule): string {
  const text = `\`${inLine(rule)}\``
  return message ? `"${inLine(message)}" (${text})` : text
}

function rulesOf(schema: JsonSchemaProps): ReadonlyMap<string, ValidationRule> {
  return new Map((schema['x-kubernetes-validations'] ?? []).map(rule => [identityOf(rule), rule]))
}

function identityOf({ rule, optionalOldSelf }: ValidationRule): string {
  // Within a text white space counts, and the end of a line is that of a comment.
  const isSpaceFree = !/["'`]|\/\//.test(rule)
  return `${optionalOldSelf === true ? '?' : ''}${isSpaceFree ? inLine(rule) : rule.trim()}`
}

function answerOf({ message, messageExpression, reason, fieldPath }: ValidationRule): string {
  return JSON.stringify([message, messageExpression, reason, fieldPath])
}

export function inLine(rule: string): string {
  return rule.replace(/\s+/g, ' ').trim()
}
