/** Finds few and wide variants that together allow what a condition allows. */

import type { Effort } from './effort.js'

/** For each variable which of its states are allowed. */
export type Cube = readonly (readonly number[])[]

/**
 * Whether some combination of a cube is allowed: if so, what is to be asked of the parts of this cube, where less is left open than
 * in a larger one.
 */
type AllowsSome<Open> = (cube: Cube, open?: Open) => Open | undefined

export interface Condition<Open> {
  readonly allowsSome: AllowsSome<Open>
  readonly allowsAll: (cube: Cube) => boolean
}

/** More variants than this do not read well. */
const mostVariants = 16

/**
 * Cubes whose union is exactly what is allowed; each is as wide as it can be. `sizes` are the numbers of states of the variables.
 * Undefined where nothing is allowed, or where it would be too much.
 */
export function cover<Open>(
  sizes: readonly number[],
  { allowsSome, allowsAll }: Condition<Open>,
  effort: Effort,
): Cube[] | 'all' | undefined {
  const everything = allOf(sizes)
  if (allowsAll(everything)) return 'all'
  const cubes: Cube[] = []
  // What is allowed and in none of the cubes is in one of these, which have nothing in common.
  let outside = partOf(everything, allowsSome)
  for (;;) {
    const [first] = outside.map(part => part.first).sort(compareStates)
    if (!first || effort.isSpent) break
    let cube: Cube = first.map(state => [state])
    sizes.forEach((size, variable) => {
      // What the cube has is allowed already: it is as wide with this state if it could have had this one instead.
      const wider = [...Array(size).keys()].filter(
        state => state === first[variable] || allowsAll(cube.with(variable, [state])),
      )
      cube = cube.with(variable, wider)
    })
    cubes.push(cube)
    if (cubes.length > mostVariants * 4) return undefined
    outside = outside.flatMap(part => without(part, cube, allowsSome))
  }
  const needed = withoutIdle(cubes, effort)
  return effort.isSpent || needed.length === 0 || needed.length > mostVariants ? undefined : needed
}

/** Those cubes that allow what the others do not; `all` where together they allow all. */
export function distinct(cubes: readonly Cube[], sizes: readonly number[], effort: Effort): Cube[] | 'all' {
  return isCovered(allOf(sizes), cubes, effort) ? 'all' : withoutIdle(cubes, effort)
}

/** Each with one of every list; the last one changes first. */
export function combinationsOf<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap(before => list.map(each => [...before, each])), [[]])
}

function allOf(sizes: readonly number[]): Cube {
  return sizes.map(size => [...Array(size).keys()])
}

interface Part<Open> {
  readonly cube: Cube
  readonly open: Open
  /** The first combination that is allowed; the last variable changes first. */
  readonly first: readonly number[]
}

/** None where nothing of the cube is allowed. */
function partOf<Open>(cube: Cube, allowsSome: AllowsSome<Open>, before?: Open): Part<Open>[] {
  const open = allowsSome(cube, before)
  if (open === undefined) return []
  let [first, left] = [cube, open]
  for (const [variable, states] of cube.entries()) {
    for (const state of states.length > 1 ? states : []) {
      const smaller = first.with(variable, [state])
      const leftOfIt = allowsSome(smaller, left)
      if (leftOfIt === undefined) continue
      first = smaller
      left = leftOfIt
      break
    }
  }
  return [{ cube, open, first: first.map(([state = 0]) => state) }]
}

/** What is allowed of a part and not in a cube. */
function without<Open>(part: Part<Open>, cube: Cube, allowsSome: AllowsSome<Open>): Part<Open>[] {
  if (!overlaps(part.cube, cube)) return [part]
  return outsideOf(part.cube, cube).flatMap(each => partOf(each, allowsSome, part.open))
}

/**
 * What of a cube is not in another one, as cubes that have nothing in common. Where they differ most first: of what tells variants apart
 * little is left then, and mostly nothing that is allowed.
 */
function outsideOf(cube: Cube, other: Cube): Cube[] {
  const differences = cube.flatMap((states, variable) => {
    const isIn = (state: number) => other[variable]?.includes(state) ?? false
    const out = states.filter(state => !isIn(state))
    return out.length > 0 ? [{ variable, out, in: states.filter(isIn) }] : []
  })
  let inside = cube
  return differences
    .sort((a, b) => b.out.length - a.out.length)
    .map(({ variable, out, in: left }) => {
      const outside = inside.with(variable, out)
      inside = inside.with(variable, left)
      return outside
    })
}

function compareStates(a: readonly number[], b: readonly number[]): number {
  const variable = a.findIndex((state, index) => state !== b[index])
  return (a[variable] ?? 0) - (b[variable] ?? 0)
}

/** Whether each combination of a cube is in one of the others. */
function isCovered(cube: Cube, others: readonly Cube[], effort: Effort): boolean {
  effort.spend(1 + others.length)
  const [first, ...rest] = others.filter(other => overlaps(other, cube))
  if (!first || effort.isSpent) return false
  return outsideOf(cube, first).every(each => isCovered(each, rest, effort))
}

/** Leaves out what the others allow already. */
function withoutIdle(cubes: readonly Cube[], effort: Effort): Cube[] {
  const needed = [...cubes]
  for (const cube of cubes) {
    const others = needed.filter(other => other !== cube)
    if (isCovered(cube, others, effort)) needed.splice(needed.indexOf(cube), 1)
  }
  return needed
}

function overlaps(a: Cube, b: Cube): boolean {
  return a.every((states, variable) => states.some(state => b[variable]?.includes(state)))
}
