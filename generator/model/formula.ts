/**
 * What is said of the properties of one object, as a formula of propositional logic. What cannot be said so is `unknown`, and a formula
 * with something unknown in it has three answers: true, false, and undefined.
 */

export type Scalar = string | number | boolean | null

export type Formula =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'present'; readonly property: string }
  /** The property is there and has one of these values. */
  | { readonly kind: 'value'; readonly property: string; readonly values: readonly Scalar[] }
  | { readonly kind: 'all' | 'any' | 'one'; readonly of: readonly Formula[] }
  | { readonly kind: 'not'; readonly of: Formula }
  /** So many of the properties are there. */
  | {
      readonly kind: 'count'
      readonly properties: readonly string[]
      readonly atLeast: number
      readonly atMost: number
    }

export const unknown: Formula = { kind: 'unknown' }
export const always: Formula = { kind: 'all', of: [] }

/** The state of a property: absent, there, or there with a value that is told apart. */
export type State = 'absent' | 'present' | { readonly value: Scalar }

/** Undefined where it depends on what the formula does not know, or on a property whose state is not given. */
export function holds(formula: Formula, stateOf: (property: string) => State | undefined): boolean | undefined {
  switch (formula.kind) {
    case 'unknown':
      return undefined
    case 'present':
      return isThere(stateOf(formula.property))
    case 'value': {
      const state = stateOf(formula.property)
      // Each value that a formula names is told apart: what is there without one has another.
      return state && typeof state === 'object' && formula.values.includes(state.value)
    }
    case 'not': {
      const answer = holds(formula.of, stateOf)
      return answer === undefined ? undefined : !answer
    }
    case 'count':
      return counted(formula.properties, property => isThere(stateOf(property)), formula.atLeast, formula.atMost)
    case 'all':
      return counted(formula.of, each => holds(each, stateOf), formula.of.length, formula.of.length)
    case 'any':
      return counted(formula.of, each => holds(each, stateOf), 1, formula.of.length)
    case 'one':
      return counted(formula.of, each => holds(each, stateOf), 1, 1)
  }
}

/** What a formula says of properties whose state is not given, where that matters: nothing is left in it that is known already. */
export function restOf(formula: Formula, stateOf: (property: string) => State | undefined): Formula | boolean {
  switch (formula.kind) {
    case 'not': {
      const rest = restOf(formula.of, stateOf)
      if (typeof rest === 'boolean') return !rest
      return rest.kind === 'unknown' ? rest : { kind: 'not', of: rest }
    }
    case 'all':
    case 'any': {
      const decisive = formula.kind === 'any'
      const left: Formula[] = []
      for (const each of formula.of) {
        const rest = restOf(each, stateOf)
        if (rest === decisive) return decisive
        if (typeof rest !== 'boolean') left.push(rest)
      }
      const [only, ...others] = distinct(left)
      return only && others.length > 0 ? { kind: formula.kind, of: [only, ...others] } : (only ?? !decisive)
    }
    case 'one':
      return restOfOne(formula.of, stateOf)
    case 'count':
      return restOfCount(formula, stateOf)
    default:
      return holds(formula, stateOf) ?? formula
  }
}

/** Once one of them holds, none of the others may. */
function restOfOne(all: readonly Formula[], stateOf: (property: string) => State | undefined): Formula | boolean {
  const rests = all.map(each => restOf(each, stateOf))
  const held = rests.filter(rest => rest === true).length
  if (held > 1) return false
  const of = distinct(rests.filter(rest => typeof rest !== 'boolean'))
  if (held === 1) return restOf({ kind: 'not', of: { kind: 'any', of } }, () => undefined)
  const [only, ...others] = of
  return others.length > 0 ? { kind: 'one', of } : (only ?? false)
}

/** Several of which nothing is known tell no more than a single one. */
function distinct(formulas: readonly Formula[]): readonly Formula[] {
  const known = formulas.filter(({ kind }) => kind !== 'unknown')
  return known.length < formulas.length ? [...known, unknown] : known
}

function restOfCount(
  { properties, atLeast, atMost }: Extract<Formula, { kind: 'count' }>,
  stateOf: (property: string) => State | undefined,
): Formula | boolean {
  const answers = properties.map(property => isThere(stateOf(property)))
  const open = properties.filter((_, index) => answers[index] === undefined)
  const there = answers.filter(answer => answer === true).length
  const [least, most] = [atLeast - there, atMost - there]
  if (least > open.length || most < 0) return false
  if (least <= 0 && most >= open.length) return true
  return { kind: 'count', properties: open, atLeast: Math.max(0, least), atMost: most }
}

function isThere(state: State | undefined): boolean | undefined {
  return state && state !== 'absent'
}

/** Whether the number of those that hold is within the bounds. This runs for each combination of states. */
function counted<T>(
  all: readonly T[],
  answer: (each: T) => boolean | undefined,
  atLeast: number,
  atMost: number,
): boolean | undefined {
  if (all.length < atLeast) return false
  let least = 0
  let most = all.length
  for (const each of all) {
    const answered = answer(each)
    if (answered === true) least++
    else if (answered === false) most--
    if (most < atLeast || least > atMost) return false
  }
  return least >= atLeast && most <= atMost ? true : undefined
}

/** Each property that a formula is about, with the values that it tells apart. */
export function propertiesOf(formula: Formula, into = new Map<string, Set<Scalar>>()): Map<string, Set<Scalar>> {
  const add = (property: string, values: readonly Scalar[] = []) => {
    const known = into.get(property) ?? new Set()
    into.set(property, known)
    for (const value of values) known.add(value)
  }
  if (formula.kind === 'present') add(formula.property)
  else if (formula.kind === 'value') add(formula.property, formula.values)
  else if (formula.kind === 'count') formula.properties.forEach(property => add(property))
  else if (formula.kind === 'not') propertiesOf(formula.of, into)
  else if (formula.kind !== 'unknown') formula.of.forEach(each => propertiesOf(each, into))
  return into
}

export function hasUnknown(formula: Formula): boolean {
  if (formula.kind === 'not') return hasUnknown(formula.of)
  return 'of' in formula ? formula.of.some(hasUnknown) : formula.kind === 'unknown'
}
