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
  /** By a name on the way; of none, the value of the rules itself is. */
  readonly #taken = new Map<string | undefined, boolean>()

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
    const { read, readAsWhole, selected, literals } = this.#indexed()
    // A rule of the value itself reads it in any case, and one of a map sees the nulls in it.
    if (becomes === 'of-another-type' || (becomes === 'null-gone' && property === undefined))
      return own.length === 0 || own.some(name => read.has(name))
    if (becomes === 'of-another-number')
      return own.length === 0 ? this.#expressions.some(tellsWhole) : own.some(name => readAsWhole.has(name))
    if (becomes === 'compared-another-way') return this.#takeWhole([...onTheWay, ...own])
    const isMentioned =
      property !== undefined &&
      becomes !== 'null-gone' &&
      (literals.has(property) || own.some(name => selected.has(name)))
    return isMentioned || this.#takeWhole(onTheWay)
  }

  /** Whether one of the rules {@link takesWhole}: each value that it takes is on the way by one name. */
  #takeWhole(onTheWay: readonly string[]): boolean {
    return this.#takes(undefined) || onTheWay.some(name => this.#takes(name))
  }

  #takes(name: string | undefined): boolean {
    let takes = this.#taken.get(name)
    if (takes === undefined) {
      const holders = new Set(name === undefined ? [] : [name])
      // To a rule that does not select it, nothing is on the way but the value of the rule itself.
      const concerned = name === undefined ? this.#expressions : (this.#indexed().selected.get(name) ?? [])
      takes = concerned.some(expression => takesWhole(expression, holders))
      this.#taken.set(name, takes)
    }
    return takes
  }

  #indexed(): Index {
    this.#index ??= indexOf(this.#expressions)
    return this.#index
  }
}

/** What stands in rules. */
interface Index {
  /** Each field in them. */
  readonly read: ReadonlySet<string>
  /** Each field of a rule that tells whole numbers from others. */
  readonly readAsWhole: ReadonlySet<string>
  /** The rules by each field that they select, or ask for. */
  readonly selected: ReadonlyMap<string, readonly Expression[]>
  readonly literals: ReadonlySet<unknown>
}

function indexOf(expressions: readonly Expression[]): Index {
  const [read, readAsWhole, literals] = [new Set<string>(), new Set<string>(), new Set<unknown>()]
  const selected = new Map<string, Expression[]>()
  for (const whole of expressions) {
    const fields: string[] = []
    contains(whole, each => {
      if ('field' in each) fields.push(each.field)
      if (each.kind === 'select' || each.kind === 'has') {
        const known = selected.get(each.field)
        if (!known) selected.set(each.field, [whole])
        else if (known.at(-1) !== whole) known.push(whole)
      }
      if (each.kind === 'literal') literals.add(each.value)
      return false
    })
    for (const field of fields) read.add(field)
    if (tellsWhole(whole)) for (const field of fields) readAsWhole.add(field)
  }
  return { read, readAsWhole, selected, literals }
}

/** What is something else for a number that need not be whole. */
function tellsWhole(rule: Expression): boolean {
  return contains(
    rule,
    each => (each.kind === 'call' && each.name === 'type') || (each.kind === 'binary' && each.operator === '/'),
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
