/** Finds few and wide variants that together allow what a condition allows. */

/** For each variable which of its states are allowed, as bits. */
export type Cube = readonly number[]

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
  const combinations = combine(sizes)
  const allowed = combinations.filter(allows)
  if (allowed.length === 0 || allowed.length === combinations.length) return undefined
  const known = new Set(allowed.map(String))
  const isAllowed = (cube: Cube) => combine(sizes, cube).every(states => known.has(String(states)))

  const cubes: Cube[] = []
  for (const states of allowed) {
    if (cubes.some(cube => contains(cube, states))) continue
    let cube: Cube = states.map(state => 1 << state)
    sizes.forEach((size, variable) => {
      for (let state = 0; state < size; state++) {
        const wider = cube.map((bits, index) => (index === variable ? bits | (1 << state) : bits))
        if (wider[variable] !== cube[variable] && isAllowed(wider)) cube = wider
      }
    })
    cubes.push(cube)
    if (cubes.length > mostVariants * 4) return undefined
  }
  const needed = withoutIdle(cubes, allowed)
  return needed.length > mostVariants ? undefined : needed
}

/** All combinations of states, or those of a cube. */
function combine(sizes: readonly number[], cube?: Cube): number[][] {
  return sizes.reduce<number[][]>(
    (all, size, variable) =>
      all.flatMap(states => {
        const further: number[][] = []
        for (let state = 0; state < size; state++) {
          if (!cube || ((cube[variable] ?? 0) & (1 << state)) !== 0) further.push([...states, state])
        }
        return further
      }),
    [[]],
  )
}

function contains(cube: Cube, states: readonly number[]): boolean {
  return cube.every((bits, variable) => (bits & (1 << (states[variable] ?? 0))) !== 0)
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
