/** Finds few and wide variants that together allow what a condition allows. */

/** For each variable which of its states are allowed. */
export type Cube = readonly (readonly number[])[]

/** More combinations of states than this are not looked at, and nothing is said. */
const mostCombinations = 1024
/** More variants than this do not read well. */
const mostVariants = 16

/**
 * Cubes whose union is exactly where `allows` is true; each is as wide as it can be. `sizes` are the numbers of states of the
 * variables. Undefined where all is allowed, or nothing, or where it would be too much.
 */
export function cover(sizes: readonly number[], allows: (states: readonly number[]) => boolean): Cube[] | undefined {
  if (sizes.reduce((product, size) => product * size, 1) > mostCombinations) return undefined
  const combinations = combinationsOf(sizes.map(size => [...Array(size).keys()]))
  const isAllowed = combinations.map(allows)
  const allowed = combinations.filter((_, index) => isAllowed[index])
  if (allowed.length === 0 || allowed.length === combinations.length) return undefined

  const indexOf = (states: readonly number[]) =>
    states.reduce((index, state, variable) => index * (sizes[variable] ?? 1) + state, 0)
  const cubes: Cube[] = []
  for (const states of allowed) {
    if (cubes.some(cube => contains(cube, states))) continue
    let cube: Cube = states.map(state => [state])
    sizes.forEach((size, variable) => {
      const wider = [...Array(size).keys()].filter(state => {
        // What the cube has is allowed already: it is as wide with this state if it could have had this one instead.
        return combinationsOf(cube.with(variable, [state])).every(each => isAllowed[indexOf(each)])
      })
      cube = cube.with(variable, wider)
    })
    cubes.push(cube)
    if (cubes.length > mostVariants * 4) return undefined
  }
  const needed = withoutIdle(cubes, allowed)
  return needed.length > mostVariants ? undefined : needed
}

/** Those cubes that allow what the others do not; undefined where together they allow all. */
export function distinct(cubes: readonly Cube[], sizes: readonly number[]): Cube[] | undefined {
  const combinations = combinationsOf(sizes.map(size => [...Array(size).keys()]))
  const allowed = combinations.filter(states => cubes.some(cube => contains(cube, states)))
  return allowed.length === combinations.length ? undefined : withoutIdle(cubes, allowed)
}

/** Each with one of every list; the last one changes first. */
export function combinationsOf<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap(before => list.map(each => [...before, each])), [[]])
}

function contains(cube: Cube, states: readonly number[]): boolean {
  return cube.every((own, variable) => own.includes(states[variable] ?? 0))
}

/** Leaves out what the others allow already. */
function withoutIdle(cubes: readonly Cube[], allowed: readonly (readonly number[])[]): Cube[] {
  const needed = [...cubes]
  for (const cube of cubes) {
    const others = needed.filter(other => other !== cube)
    const own = allowed.filter(states => contains(cube, states))
    if (own.every(states => others.some(other => contains(other, states)))) needed.splice(needed.indexOf(cube), 1)
  }
  return needed
}
