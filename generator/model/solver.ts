import type { Effort } from './effort.js'
import { restOf, type Formula, type State } from './formula.js'

/** For each property the states that it may have. */
export type Space = readonly (readonly State[])[]

/**
 * Whether formulas allow some, or all, of the combinations in a space. Combinations are not looked at one by one: where properties have
 * one state left, little is left of the formulas, and mostly nothing. Once there is no effort left all is denied.
 */
export class Solver {
  readonly #formulas: readonly Formula[]
  readonly #properties: readonly string[]
  readonly #indexes: ReadonlyMap<string, number>
  /** What is spoken of most first: what there is of the others often follows from it. */
  readonly #order: readonly number[]
  readonly #effort: Effort

  constructor(formulas: readonly Formula[], properties: readonly string[], effort: Effort) {
    this.#formulas = formulas
    this.#properties = properties
    this.#indexes = new Map(properties.map((name, index) => [name, index]))
    this.#effort = effort
    const mentions = new Map<string, number>()
    for (const formula of formulas) {
      someMention(formula, name => {
        mentions.set(name, (mentions.get(name) ?? 0) + 1)
        return false
      })
    }
    const mentionsOf = (index: number) => mentions.get(properties[index] ?? '') ?? 0
    this.#order = [...properties.keys()].sort((a, b) => mentionsOf(b) - mentionsOf(a))
  }

  /** What is left of the formulas in the space, if some of it is allowed. */
  some(space: Space, formulas = this.#formulas): readonly Formula[] | undefined {
    const left = this.#left(space, formulas)
    return left && this.#isSomeAllowed(space, left) ? left : undefined
  }

  /** Each formula has to hold by itself. */
  every(space: Space, formulas = this.#formulas): boolean {
    return formulas.every(formula => this.#isAlways(formula, space))
  }

  #isSomeAllowed(space: Space, formulas: readonly Formula[]): boolean {
    const isAllowed = (part: Space) => {
      const left = this.#left(part, formulas)
      return left !== undefined && this.#isSomeAllowed(part, left)
    }
    const narrow = this.#narrowed(space, formulas)
    if (narrow) return narrow.every(states => states.length > 0) && isAllowed(narrow)
    const index = this.#open(space, formulas)
    return index === undefined || (space[index] ?? []).some(state => isAllowed(space.with(index, [state])))
  }

  #isAlways(formula: Formula, space: Space): boolean {
    const left = this.#left(space, [formula])
    if (!left) return false
    if (left.length > 1) return this.every(space, left)
    const index = this.#open(space, left)
    return index === undefined || (space[index] ?? []).every(state => this.every(space.with(index, [state]), left))
  }

  /** The space without the states that formulas exclude which are about one property; undefined where there are none. */
  #narrowed(space: Space, formulas: readonly Formula[]): Space | undefined {
    let narrowed = space
    for (const formula of formulas) {
      const index = this.#indexes.get(onlyMentionIn(formula) ?? '')
      if (index === undefined) continue
      const states = narrowed[index] ?? []
      this.#effort.spend(states.length)
      const allowed = states.filter(state => restOf(formula, () => state) !== false)
      if (allowed.length < states.length) narrowed = narrowed.with(index, allowed)
    }
    return narrowed === space ? undefined : narrowed
  }

  /** Undefined where one of the formulas is false in all of the space. */
  #left(space: Space, formulas: readonly Formula[]): readonly Formula[] | undefined {
    const stateOf = (name: string) => {
      this.#effort.spend(1)
      const states = space[this.#indexes.get(name) ?? -1]
      return states?.length === 1 ? states[0] : undefined
    }
    const left: Formula[] = []
    for (const formula of formulas) {
      this.#effort.spend(1)
      const rest = this.#effort.isSpent ? false : restOf(formula, stateOf)
      if (rest === false) return undefined
      if (rest === true) continue
      if (rest.kind === 'all') left.push(...rest.of)
      else left.push(rest)
    }
    return left
  }

  /** The property to decide next. */
  #open(space: Space, formulas: readonly Formula[]): number | undefined {
    const about = new Set<string>()
    for (const formula of formulas) {
      someMention(formula, name => {
        about.add(name)
        return false
      })
    }
    return this.#order.find(index => (space[index]?.length ?? 0) > 1 && about.has(this.#properties[index] ?? ''))
  }
}

/** The property that a formula is about, where there is no other. */
function onlyMentionIn(formula: Formula): string | undefined {
  let only: string | undefined
  const isOther = (name: string) => name !== (only ??= name)
  return someMention(formula, isOther) ? undefined : only
}

/** Whether one of the statements of a formula is about such a property. It runs more often than anything else here. */
function someMention(formula: Formula, isSuch: (property: string) => boolean): boolean {
  switch (formula.kind) {
    case 'unknown':
      return false
    case 'present':
    case 'value':
      return isSuch(formula.property)
    case 'count':
      return formula.properties.some(isSuch)
    case 'not':
      return someMention(formula.of, isSuch)
    default:
      return formula.of.some(each => someMention(each, isSuch))
  }
}
