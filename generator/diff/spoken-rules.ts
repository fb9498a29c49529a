/** What the CEL rules of a schema say of the values in it, each of which may be asked about. */

import { contains, isCalled, partsOf, type Expression } from '../crd/cel-expression.js'
import { celNamesOf } from '../crd/cel-names.js'
import type { ValidationRule } from '../crd/custom-resource-definition.js'
import { isTransition, readRule } from '../crd/rule-expression.js'
import type { Becomes, Place } from './spoken-of.js'

/** There may be as many places as rules: what is asked of a place is looked for in the rules that name something of it. */
export class SpokenRules {
  /** What is no CEL may say anything. */
  readonly #mayBeAnything: boolean
  readonly #expressions: readonly Expression[]
  #index: Index | undefined
  /** By the names on the way. */
  readonly #takeWhole = new Map<string, boolean>()

  constructor(rules: readonly ValidationRule[]) {
    const read = rules.filter(rule => !isTransition(rule)).map(readRule)
    this.#expressions = read.flatMap(each => ('expression' in each ? each.expression : []))
    this.#mayBeAnything = this.#expressions.length < read.length
  }

  say({ holders, property }: Place, becomes: Becomes): boolean {
    if (this.#mayBeAnything) return true
    if (this.#expressions.length === 0) return false
    const onTheWay = holders.flatMap(celNamesOf)
    const own = celNamesOf(property ?? holders.at(-1) ?? '')
    const { reading, literals, mentioning } = this.#indexed()
    // A rule of the value itself reads it in any case, and one of a map sees the nulls in it.
    const readers = () => (own.length === 0 ? this.#expressions : own.flatMap(name => reading.get(name) ?? []))
    if (becomes === 'of-another-type' || (becomes === 'null-gone' && property === undefined))
      return readers().length > 0
    if (becomes === 'of-another-number') return readers().some(each => contains(each, tellsWhole))
    if (becomes === 'compared-another-way') return this.#takesWhole([...onTheWay, ...own])
    const isMentioned =
      property !== undefined &&
      becomes !== 'null-gone' &&
      (literals.has(property) || own.some(name => mentioning.has(name)))
    return isMentioned || this.#takesWhole(onTheWay)
  }

  /** Whether one of the rules {@link takesWhole}. */
  #takesWhole(onTheWay: readonly string[]): boolean {
    const key = onTheWay.join(' ')
    const known = this.#takeWhole.get(key)
    if (known !== undefined) return known
    const names = new Set(onTheWay)
    const { mentioning } = this.#indexed()
    // To a rule that selects none of these, nothing is on the way but the value of the rule itself.
    const concerned = onTheWay.length === 0 ? this.#expressions : [...names].flatMap(name => mentioning.get(name) ?? [])
    const takes =
      (onTheWay.length > 0 && this.#takesWhole([])) || concerned.some(expression => takesWhole(expression, names))
    this.#takeWhole.set(key, takes)
    return takes
  }

  #indexed(): Index {
    this.#index ??= indexOf(this.#expressions)
    return this.#index
  }
}

/** Rules, by what stands in them. */
interface Index {
  /** By each field in them. */
  readonly reading: ReadonlyMap<string, readonly Expression[]>
  /** By each field that they select, or ask for. */
  readonly mentioning: ReadonlyMap<string, readonly Expression[]>
  readonly literals: ReadonlySet<unknown>
}

function indexOf(expressions: readonly Expression[]): Index {
  const [reading, mentioning] = [new Map<string, Expression[]>(), new Map<string, Expression[]>()]
  const literals = new Set<unknown>()
  for (const whole of expressions) {
    const note = (into: Map<string, Expression[]>, name: string) => {
      const known = into.get(name)
      if (!known) into.set(name, [whole])
      else if (known.at(-1) !== whole) known.push(whole)
    }
    contains(whole, each => {
      if ('field' in each) note(reading, each.field)
      if (each.kind === 'select' || each.kind === 'has') note(mentioning, each.field)
      if (each.kind === 'literal') literals.add(each.value)
      return false
    })
  }
  return { reading, mentioning, literals }
}

/** What is something else for a number that need not be whole. */
function tellsWhole(expression: Expression): boolean {
  return (
    (expression.kind === 'call' && expression.name === 'type') ||
    (expression.kind === 'binary' && expression.operator === '/')
  )
}

/**
 * Whether an expression looks at more of a value on the way to a property than whether it is there, and which it has in it. `holders`
 * are what CEL calls the properties on that way, `names` what else values on it are called.
 */
function takesWhole(
  expression: Expression,
  holders: ReadonlySet<string>,
  names: ReadonlySet<string> = new Set(),
): boolean {
  // `self.list.all(item, ...)`: what is said of an item is said of what is in the list.
  const isOfItems = expression.kind === 'macro' && isOnTheWay(expression.of, holders, names)
  const known = isOfItems ? new Set([...names, ...expression.variables]) : names
  return partsOf(expression).some(
    part => (isOnTheWay(part, holders, known) && !isLookedInto(part, expression)) || takesWhole(part, holders, known),
  )
}

function isOnTheWay(expression: Expression, holders: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case 'name':
      return isCalled(expression, 'self') || names.has(expression.name)
    case 'select':
      return holders.has(expression.field)
    case 'index':
      return isOnTheWay(expression.of, holders, names)
    case 'macro':
      return itemsOf.has(expression.name) && isOnTheWay(expression.of, holders, names)
    default:
      return false
  }
}

/** Macros that answer with items of the list. */
const itemsOf: ReadonlySet<string> = new Set(['filter', 'sortBy'])

function isLookedInto(part: Expression, by: Expression): boolean {
  switch (by.kind) {
    case 'select':
    case 'has':
    case 'index':
    case 'macro':
      return part === by.of
    case 'binary':
      // What is a single value is no list and no object, and none of those that may be in it.
      return by.operator === 'in' && part === by.right && by.left.kind === 'literal'
    default:
      return by.kind === 'call' && by.name === 'size'
  }
}
