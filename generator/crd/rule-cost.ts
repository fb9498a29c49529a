/** What CEL rules cost, as servers estimate it before they take a definition. */

import type { ValuePath } from '../load/document.js'
import { times, unlimited } from './cel-functions.js'
import { requestSize } from './cel-types.js'
import type { JsonSchemaProps } from './custom-resource-definition.js'
import { reckonedOf } from './reckoned-rules.js'
import { hasRules, schemasIn } from './rules-within.js'
import { Visits } from './visits.js'

const mostOfRule = 10_000_000
const mostOfAll = 100_000_000

/** A rule that costs more than a server allows, or all rules of a version together. */
export interface Expense {
  /** Where the schema is that has the rule; empty for all together. */
  readonly path: ValuePath
  /** The one rule. */
  readonly rule?: { readonly index: number; readonly keyword: 'rule' | 'messageExpression'; readonly text: string }
  /** How much more than what is allowed: "3.5 times". */
  readonly factor: string
}

/** What is too expensive in the schema of a version. */
export function expensesOf(schema: JsonSchemaProps): readonly Expense[] {
  const known = expenses.get(schema)
  if (known) return known
  const search = new Search()
  search.visit(schema, [], 1, true)
  const found = search.found()
  expenses.set(schema, found)
  return found
}

const expenses = new WeakMap<JsonSchemaProps, readonly Expense[]>()

class Search {
  readonly #found: Expense[] = []
  readonly #visits = new Visits()
  #all = 0

  found(): readonly Expense[] {
    if (this.#all <= mostOfAll) return this.#found
    return [...this.#found, { path: [], factor: factor(this.#all / mostOfAll) }]
  }

  /** `count`: how often there can be such a value in an object. */
  visit(schema: JsonSchemaProps, path: ValuePath, count: number, isRoot = false): void {
    if (!hasRules(schema) || !this.#visits.begin(schema)) return
    const reckoned = reckonedOf(schema, isRoot)
    reckoned?.rules.forEach(({ rule, message }, index) => {
      const often = Number.isFinite(count) ? count : Math.floor(requestSize / (reckoned.type.least + 1))
      this.#tell(schema, path, index, 'rule', times(rule?.cost ?? 0, often))
      this.#tell(schema, path, index, 'messageExpression', message?.cost ?? 0)
    })
    for (const [place, inner, most] of schemasIn(schema)) {
      // Where there is no limit, another one does not help.
      const isLimited = Number.isFinite(count) && Number.isFinite(most)
      this.visit(inner, [...path, ...place], isLimited ? count * most : unlimited)
    }
  }

  #tell(
    schema: JsonSchemaProps,
    path: ValuePath,
    index: number,
    keyword: 'rule' | 'messageExpression',
    cost: number,
  ): void {
    this.#all += cost
    if (cost <= mostOfRule) return
    const text = schema['x-kubernetes-validations']?.[index]?.[keyword] ?? ''
    this.#found.push({ path, rule: { index, keyword, text }, factor: factor(cost / mostOfRule) })
  }
}

function factor(times: number): string {
  if (times < 1.1) return 'a little more than'
  return times > 100 ? 'more than 100 times' : `${times.toFixed(1)} times`
}
