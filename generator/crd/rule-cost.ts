/** What CEL rules cost, as servers estimate it before they take a definition. */

import type { ValuePath } from '../load/document.js'
import { costOf } from './cel-cost.js'
import { times, unlimited } from './cel-functions.js'
import { readExpression } from './cel-parser.js'
import { celTypeOf, requestSize, type CelType } from './cel-types.js'
import type { JsonSchemaProps, ValidationRule } from './custom-resource-definition.js'
import { isRecord } from './field.js'
import { readRule } from './rule-expression.js'
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
    const costs = costsOf(schema, isRoot)
    costs?.of.forEach(({ rule, message }, index) => {
      const often = Number.isFinite(count) ? count : Math.floor(requestSize / (costs.type.least + 1))
      this.#tell(schema, path, index, 'rule', times(rule, often))
      this.#tell(schema, path, index, 'messageExpression', message)
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

/** The schemas of what a value holds, with how many of each it can hold. */
function schemasIn(schema: JsonSchemaProps): (readonly [path: ValuePath, schema: JsonSchemaProps, most: number])[] {
  const { properties = {}, items, additionalProperties: values, maxItems, maxProperties } = schema
  const most = (limit: number | undefined) => (limit === undefined ? unlimited : Math.max(0, limit))
  return [
    ...Object.entries(properties).map(([name, property]) => [['properties', name], property, 1] as const),
    ...(isRecord(items) ? [[['items'], items as JsonSchemaProps, most(maxItems)] as const] : []),
    ...(isRecord(values) ? [[['additionalProperties'], values, most(maxProperties)] as const] : []),
  ]
}

const withRules = new WeakMap<JsonSchemaProps, boolean>()

function hasRules(schema: JsonSchemaProps): boolean {
  const known = withRules.get(schema)
  if (known !== undefined) return known
  const has = schema['x-kubernetes-validations'] !== undefined || schemasIn(schema).some(([, inner]) => hasRules(inner))
  withRules.set(schema, has)
  return has
}

interface Costs {
  readonly type: CelType
  readonly of: readonly { readonly rule: number; readonly message: number }[]
}

const known = new WeakMap<JsonSchemaProps, Costs | undefined>()

function costsOf(schema: JsonSchemaProps, isRoot: boolean): Costs | undefined {
  if (isRoot) return readCosts(schema, isRoot)
  if (!known.has(schema)) known.set(schema, readCosts(schema, isRoot))
  return known.get(schema)
}

function readCosts(schema: JsonSchemaProps, isRoot: boolean): Costs | undefined {
  const type = celTypeOf(schema, isRoot)
  const rules = schema['x-kubernetes-validations'] ?? []
  if (!type) return undefined
  return { type, of: rules.map(rule => ({ rule: costOfRule(rule, type), message: costOfMessage(rule, type) })) }
}

function costOfRule(rule: ValidationRule, type: CelType): number {
  const read = readRule(rule)
  return 'expression' in read ? costOf(read.expression, type, rule.optionalOldSelf === true) : 0
}

function costOfMessage({ messageExpression: message, optionalOldSelf }: ValidationRule, type: CelType): number {
  const read = message ? readExpression(message) : undefined
  return read && 'expression' in read ? costOf(read.expression, type, optionalOldSelf === true) : 0
}
