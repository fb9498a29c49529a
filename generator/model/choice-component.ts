import { compareText } from '../diagnostic.js'
import { cover, distinct, type Condition, type Cube } from './cover.js'
import type { Effort } from './effort.js'
import { isFoundAsAnother } from './enum-values.js'
import { hasUnknown, propertiesOf, type Formula, type Scalar, type State } from './formula.js'
import type { ChoiceModel, VariantProperty, View } from './resource-model.js'
import { Solver, type Space } from './solver.js'

/** More members than this are too many for a union. */
const mostMembers = 64
/** At least one of all that an object can have, where these are more, says only that it is not empty: a comment does that better. */
const mostOfAll = 8
/** Nor is it looked at what more properties than this may be together, or at more of their states. */
const mostVariables = 64
const mostStates = 512

/** What matters of a property. */
export interface Variable {
  readonly name: string
  readonly required: boolean
  readonly defaulted: boolean
  /** Where it is a single value. */
  readonly default?: Scalar
  /** All that it can have, where they can be counted. */
  readonly values?: readonly Scalar[]
  /** Whether it has values of one type without end. */
  readonly isOpen: boolean
}

/** `always`: whatever is there. `too much`: no type says it. */
type Answer = ChoiceModel | 'always' | 'too much'

/** What formulas that share properties say of an object: one choice. */
export class Component {
  /** By the alphabet. */
  readonly #properties: readonly Variable[]
  readonly #values: ReadonlyMap<string, ReadonlySet<Scalar>>
  /** For each property its states where it is there; undefined where values are told apart of which the type cannot tell. */
  readonly #states: readonly (readonly State[] | undefined)[]
  /** How many properties an object can have. */
  readonly #all: number
  /** False once an answer is wider than the formulas. */
  isExact: boolean

  constructor(
    readonly formulas: readonly Formula[],
    variables: ReadonlyMap<string, Variable>,
    readonly effort: Effort,
  ) {
    const formula: Formula = { kind: 'all', of: formulas }
    this.#values = propertiesOf(formula)
    this.isExact = !hasUnknown(formula)
    this.#all = variables.size
    this.#properties = [...this.#values.keys()].sort(compareText).flatMap(name => variables.get(name) ?? [])
    this.#states = this.#properties.map(property => this.#statesWhereThere(property))
  }

  choice(view: View): Answer {
    const [formula] = this.formulas
    if (!formula || this.#properties.length === 0) return 'too much'
    if (this.formulas.length === 1 && formula.kind === 'count') {
      const answer = this.#count(formula, view)
      if (answer) return answer
    }
    return this.#variants(view)
  }

  /** A count is said in one word, however many properties it is about. */
  #count({ properties, atLeast, atMost }: Extract<Formula, { kind: 'count' }>, view: View): Answer | undefined {
    const free = this.#properties.filter(property => !this.#isAlwaysThere(property)).map(({ name }) => name)
    const there = properties.length - free.length
    // In an apply, others may have set what is missing.
    const least = view === 'apply' ? 0 : Math.max(0, atLeast - there)
    const most = Math.min(free.length, atMost - there)
    if (least === 0 && most === free.length) return 'always'
    if (free.length > mostMembers) return 'too much'
    const names = (choose: Extract<ChoiceModel, { kind: 'count' }>['choose']): ChoiceModel => ({
      kind: 'count',
      choose,
      properties: free,
    })
    if (least === 1 && most === 1 && free.length > 1) return names('exactly-one')
    if (least === 0 && most === 1) return names('at-most-one')
    if (least === 1 && most === free.length && free.length > 1) {
      return free.length === this.#all && free.length > mostOfAll ? 'too much' : names('at-least-one')
    }
    return undefined
  }

  #isAlwaysThere({ required, defaulted }: Variable): boolean {
    return required || defaulted
  }

  #variants(view: View): Answer {
    const domains: (readonly State[])[] = []
    for (const [index, property] of this.#properties.entries()) {
      const there = this.#states[index]
      if (!there) return 'too much'
      domains.push(this.#mayBeAbsent(property, view) ? [...there, 'absent'] : there)
    }
    if (domains.length > mostVariables) return 'too much'
    const sizes = domains.map(domain => domain.length)
    if (sizes.reduce((sum, size) => sum + size, 0) > mostStates) return 'too much'
    const solver = new Solver(
      this.formulas,
      this.#properties.map(({ name }) => name),
      this.effort,
    )
    const cubes = cover(sizes, this.#condition(domains, view, solver), this.effort)
    if (cubes === 'all') return 'always'
    const told =
      cubes &&
      distinct(
        cubes.map(cube => cube.map((states, variable) => this.#told(states, variable, domains[variable] ?? []))),
        sizes,
        this.effort,
      )
    if (!told || this.effort.isSpent) return 'too much'
    if (told === 'all') return 'always'
    const variants = told.map(cube => this.#variant(cube, domains))
    return variants.some(variant => variant.length === 0)
      ? 'too much'
      : (this.#countIn(variants) ?? { kind: 'variants', variants })
  }

  /** The states that a type tells apart from others: any value but some has no type where there is no end of them. */
  #told(states: readonly number[], variable: number, domain: readonly State[]): readonly number[] {
    const isAnyBut = !this.#properties[variable]?.values && states.some(state => domain[state] === 'present')
    const told = isAnyBut
      ? [...domain.keys()].filter(state => domain[state] !== 'absent' || states.includes(state))
      : states
    if (told.length > states.length) this.isExact = false
    return told
  }

  #mayBeAbsent({ required, defaulted }: Variable, view: View): boolean {
    return view === 'apply' || (!required && !(defaulted && view === 'type')) || (defaulted && view === 'input')
  }

  #statesWhereThere({ name, values: known, isOpen }: Variable): State[] | undefined {
    const told = this.#values.get(name) ?? new Set()
    const values = [...told]
    if (values.length === 0) return ['present']
    if (values.length > mostStates || isFoundAsAnother(new Set([...values, ...(known ?? [])]))) return undefined
    if (known) {
      const named = known.filter(value => told.has(value))
      const others: State[] = named.length < known.length ? ['present'] : []
      return [...named.map(value => ({ value })), ...others]
    }
    // Of objects and lists null is told apart, and nothing else.
    return isOpen || values.every(value => value === null)
      ? [...values.sort(compareScalars).map(value => ({ value })), 'present']
      : undefined
  }

  #condition(domains: Space, view: View, solver: Solver): Condition<readonly Formula[]> {
    const spaceOf = (cube: Cube): State[][] =>
      cube.map((states, variable) => states.flatMap(state => domains[variable]?.[state] ?? []))
    if (view !== 'apply') {
      const filledIn = (cube: Cube) =>
        spaceOf(cube).map((states, variable) => states.map(state => this.#filledIn(state, variable)))
      return {
        allowsSome: (cube, open) => solver.some(filledIn(cube), open),
        allowsAll: cube => solver.every(filledIn(cube)),
      }
    }
    const possible = (space: Space, open?: readonly Formula[]) =>
      solver.some(
        space.map((states, variable) => this.#mayBeThere(states, variable)),
        open,
      )
    const isAlwaysPossible = (space: Space): boolean => {
      if (!possible(space)) return false
      const variable = space.findIndex(states => states.length > 1)
      return variable === -1 || (space[variable] ?? []).every(state => isAlwaysPossible(space.with(variable, [state])))
    }
    return {
      allowsSome: (cube, open) => possible(spaceOf(cube), open),
      // Of what may be there with any state, it need not be asked whether it may be left out.
      allowsAll: cube =>
        isAlwaysPossible(
          spaceOf(cube).map(states => (states.length > 1 ? states.filter(state => state !== 'absent') : states)),
        ),
    }
  }

  /** What is left out of an apply may be there already. */
  #mayBeThere(states: readonly State[], variable: number): readonly State[] {
    const property = this.#properties[variable]
    if (!property || !states.includes('absent')) return states
    const there = this.#states[variable] ?? []
    return this.#isAlwaysThere(property) ? there : [...there, 'absent']
  }

  /** The server puts the default in before it looks. */
  #filledIn(state: State, index: number): State {
    const property = this.#properties[index]
    if (state !== 'absent' || !property?.defaulted) return state
    const { default: value } = property
    const isTold = value !== undefined && this.#values.get(property.name)?.has(value)
    return isTold ? { value } : 'present'
  }

  /** The one word for variants that tell no more than how many of some properties are there. */
  #countIn(variants: readonly (readonly VariantProperty[])[]): ChoiceModel | undefined {
    const told = new Set(variants.flatMap(variant => variant.map(({ name }) => name)))
    const properties = this.#properties.map(({ name }) => name).filter(name => told.has(name))
    const isPlain = variants.flat().every(({ presence, values }) => presence !== 'optional' && !values)
    if (!isPlain || variants.length !== properties.length || properties.length < 2) return undefined
    const all = (required: number, absent: number) =>
      variants.every(
        variant =>
          variant.filter(({ presence }) => presence === 'required').length === required &&
          variant.filter(({ presence }) => presence === 'absent').length === absent,
      )
    if (all(1, properties.length - 1)) return { kind: 'count', choose: 'exactly-one', properties }
    if (all(1, 0)) return { kind: 'count', choose: 'at-least-one', properties }
    return all(0, 1) && properties.length === 2 ? { kind: 'count', choose: 'at-most-one', properties } : undefined
  }

  /** What is told of a property in one variant; nothing of one that may be as it likes. */
  #variant(cube: Cube, domains: readonly (readonly State[])[]): VariantProperty[] {
    return this.#properties.flatMap(({ name, values: known }, variable): VariantProperty[] => {
      const domain = domains[variable] ?? []
      const states = (cube[variable] ?? []).flatMap(state => domain[state] ?? [])
      const there = states.filter(state => state !== 'absent')
      if (there.length === 0) return [{ name, presence: 'absent' }]
      const presence = states.includes('absent') ? 'optional' : 'required'
      const isAny = there.length === domain.filter(state => state !== 'absent').length
      const values = isAny ? undefined : valuesIn(there, known, this.#values.get(name) ?? new Set())
      if (!values && presence === (domain.includes('absent') ? 'optional' : 'required')) return []
      return [{ name, presence, ...(values && { values }) }]
    })
  }
}

function compareScalars(a: Scalar, b: Scalar): number {
  return compareText(JSON.stringify(a), JSON.stringify(b))
}

/** Of an enum, those that are not told apart are one state. */
function valuesIn(states: readonly State[], known: readonly Scalar[] = [], told: ReadonlySet<Scalar>): Scalar[] {
  const values = states.flatMap(state => (typeof state === 'object' ? [state.value] : []))
  return states.includes('present') ? [...values, ...known.filter(value => !told.has(value))] : values
}
