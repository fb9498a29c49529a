import type { ValidationRule } from './custom-resource-definition.js'

/** A CEL rule without its texts and comments. */
export function wordsOf(rule: string): string {
  return rule.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/.*/g, ' ')
}

/** Whether a rule speaks of the value that there was, if there was one. */
export function speaksOfOldSelf(rule: string): boolean {
  return /\boldSelf\b/.test(wordsOf(rule))
}

/** Whether a rule is asked only when a value changes: an object that is stored stays good. */
export function isTransition({ rule, optionalOldSelf }: ValidationRule): boolean {
  return optionalOldSelf !== true && speaksOfOldSelf(rule)
}
