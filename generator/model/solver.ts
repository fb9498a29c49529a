import type { Effort } from './effort.js'
import { propertiesOf, restOf, type Formula, type State } from './formula.js'

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
    const counts = properties.map(() => 0)
    for (const name of formulas.flatMap(formula => [...propertiesOf(formula).keys()])) {
      const index = this.#indexes.get(name) ?? -1
      counts[index] = (counts[index] ?? 0) + 1
    }
    this.#order = [...properties.keys()].sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
  }

  /** What is left of the formulas in the space, if some of it is allowed. */
  some(space: Space, formulas = this.#formulas): readonly Formula[] | undefined {
    const left = this.#left(space, formulas)
    return left && this.#isSomeAllowed(space, left) ? left : undefined
  }

  /** Each formula has to hold by itself. */
  every(space: Space): boolean {
    return this.#formulas.every(formula => this.#isAlways(formula, space))
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
    const [rest] = left ?? []
    const index = left && this.#open(space, left)
    if (!rest || index === undefined) return left !== undefined
    return (space[index] ?? []).every(state => this.#isAlways(rest, space.with(index, [state])))
  }

  /** The space without the states that formulas exclude which are about one property; undefined where there are none. */
  #narrowed(space: Space, formulas: readonly Formula[]): Space | undefined {
    let narrowed = space
    for (const formula of formulas) {
      const [name = '', ...others] = propertiesOf(formula).keys()
      const index = this.#indexes.get(name)
      if (index === undefined || others.length > 0) continue
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
      if (rest !== true) left.push(rest)
    }
    return left
  }

  /** The property to decide next. */
  #open(space: Space, formulas: readonly Formula[]): number | undefined {
    const about: ReturnType<typeof propertiesOf> = new Map()
    for (const formula of formulas) propertiesOf(formula, about)
    return this.#order.find(index => (space[index]?.length ?? 0) > 1 && about.has(this.#properties[index] ?? ''))
  }
}
