import type { ValidationRule } from '../crd/custom-resource-definition.js'
import { change, type Change } from './schema-diff.js'

/** CEL rules have no names: one is the same as long as it says the same of the same field. */
export function compareRules(before: readonly ValidationRule[], after: readonly ValidationRule[]): Change[] {
  const known = new Map(before.map(rule => [identityOf(rule), rule]))
  const kept = new Map(after.map(rule => [identityOf(rule), rule]))
  return [
    ...[...kept].filter(([identity]) => !known.has(identity)).map(([, rule]) => added(rule)),
    ...[...known]
      .filter(([identity]) => !kept.has(identity))
      .map(([, { rule }]) => change('rule/removed', `the rule \`${inLine(rule)}\` is gone`)),
    ...[...kept].flatMap(([identity, rule]) => {
      const was = known.get(identity)
      if (!was || answerOf(was) === answerOf(rule)) return []
      return [change('rule/answer-changed', `the rule \`${inLine(rule.rule)}\` is answered in other words`)]
    }),
  ]
}

/** A rule about the old value is asked only when it changes: an object that is stored stays good. */
function added({ rule, optionalOldSelf }: ValidationRule): Change {
  const isTransition = /\boldSelf\b/.test(rule) && optionalOldSelf !== true
  const message = `there is a rule, \`${inLine(rule)}\``
  return isTransition
    ? change('rule/transition-added', `${message}, about what may become of a value`, 'valid', true)
    : change('rule/added', message, 'refused')
}

function identityOf({ rule, optionalOldSelf }: ValidationRule): string {
  return `${optionalOldSelf === true ? '?' : ''}${inLine(rule)}`
}

function answerOf({ message, messageExpression, reason, fieldPath }: ValidationRule): string {
  return JSON.stringify([message, messageExpression, reason, fieldPath])
}

function inLine(rule: string): string {
  return rule.replace(/\s+/g, ' ').trim()
}
