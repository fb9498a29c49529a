/** What a server has against rules whose form is sound: what they speak of is not there, or not known, or they answer no question. */

import type { ValuePath } from '../load/document.js'
import type { Reckoning } from './cel-cost.js'
import type { CelType } from './cel-types.js'
import type { JsonSchemaProps } from './custom-resource-definition.js'
import { reckonedOf } from './reckoned-rules.js'
import { speaksOfOldSelf } from './rule-expression.js'
import { hasRules, schemasIn } from './rules-within.js'
import { Visits } from './visits.js'

export interface RuleProblem {
  /** In the schema that is looked at. */
  readonly path: ValuePath
  readonly message: string
}

export function ruleProblemsOf(schema: JsonSchemaProps): readonly RuleProblem[] {
  const search = new Search()
  search.visit(schema, [], false, true)
  return search.found
}

class Search {
  readonly found: RuleProblem[] = []
  readonly #visits = new Visits()

  /** `isWithoutOld`: of a value in a list whose items are not told apart, a server does not know what it was. */
  visit(schema: JsonSchemaProps, path: ValuePath, isWithoutOld: boolean, isRoot = false): void {
    if (!hasRules(schema) || !this.#visits.begin(schema)) return
    this.#checkRules(schema, [...path, 'x-kubernetes-validations'], isWithoutOld, isRoot)
    for (const [place, inner] of schemasIn(schema)) {
      const isItem = inner === schema.items && schema['x-kubernetes-list-type'] !== 'map'
      this.visit(inner, [...path, ...place], isWithoutOld || isItem)
    }
  }

  #checkRules(schema: JsonSchemaProps, path: ValuePath, isWithoutOld: boolean, isRoot: boolean): void {
    const rules = schema['x-kubernetes-validations'] ?? []
    const reckoned = reckonedOf(schema, isRoot)
    const tell = (at: ValuePath, message: string) => this.found.push({ path: [...path, ...at], message })
    if (!reckoned && rules.length > 0)
      return void tell([], 'cannot be about a value of which CEL does not know the type')
    rules.forEach((rule, index) => {
      const { rule: own, message } = reckoned?.rules[index] ?? {}
      const told = [own && problemOf(own, 'bool', 'true or false'), message && problemOf(message, 'string', 'a text')]
      if (told[0]) tell([index, 'rule'], told[0])
      if (told[1]) tell([index, 'messageExpression'], told[1])
      if (!own) return
      const isOfOld = speaksOfOldSelf(rule)
      if (isOfOld && isWithoutOld) {
        tell([index, 'rule'], 'cannot use oldSelf within a list that is not of x-kubernetes-list-type map')
      }
      if (!isOfOld && (rule.optionalOldSelf ?? undefined) !== undefined) {
        tell([index, 'optionalOldSelf'], 'may not be set if oldSelf is not used in rule')
      }
    })
  }
}

function problemOf({ type, undeclared }: Reckoning, wanted: CelType['kind'], what: string): string | undefined {
  if (undeclared !== undefined) return `speaks of ${undeclared}, which is not declared`
  return type.kind === wanted || type.kind === 'unknown' ? undefined : `must answer ${what}`
}
