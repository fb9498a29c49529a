import type { PathStep, ValuePath } from './document.js'
import type { Limits } from './limits.js'

export interface Excess {
  readonly code: string
  readonly message: string
  /** Begins with the number of the document. Absent where looking for the place would cost as much again. */
  readonly path?: ValuePath
}

/** Thrown where reading on would only find more of them. */
export class TooMany extends Error {
  constructor(
    readonly what: 'values' | 'documents',
    limits: Limits,
  ) {
    super(`more than ${limits[what]} ${what}`)
  }
}

export interface Inspection {
  /** How many values there are, shared ones once. */
  readonly size: number
  readonly excess: Excess | undefined
}

/**
 * What the documents of an input are that JSON data within the limits is not. Aliases make a small text stand for a huge value, or for
 * one that holds itself: shared parts are counted as often as they stand there, and visited once. `others` are values that were
 * counted before.
 */
export function inspect(
  documents: Iterable<readonly [number: number, value: unknown]>,
  limits: Limits,
  others = 0,
): Inspection {
  const path: PathStep[] = []
  /** How many values a collection holds, itself included; 0 as long as that is being counted. */
  const sizes = new Map<object, number>()
  let visited = others
  let written = others
  let found: Excess | undefined

  const fail = (code: string, message: string): void => {
    found ??= { code, message, path: [...path] }
  }
  const visit = (value: unknown): void => {
    visited++
    written++
    if (typeof value === 'number' && !Number.isFinite(value)) fail('yaml/number', `${value} is no number of JSON`)
    if (typeof value === 'object' && value !== null) visitCollection(value)
    if (visited > limits.values) found ??= { code: 'yaml/values', message: `more than ${limits.values} values` }
    if (written > limits.values) {
      fail('yaml/alias', `more than ${limits.values} values when its aliases are written out`)
    }
  }
  const visitCollection = (value: object): void => {
    const known = sizes.get(value)
    if (known === 0) return fail('yaml/alias', 'an alias stands inside the value that it repeats')
    if (known !== undefined) {
      written += known - 1
      return
    }
    if (path.length > limits.depth) return fail('yaml/depth', `nested deeper than ${limits.depth} levels`)
    const before = written
    sizes.set(value, 0)
    visitChildren(Array.isArray(value) ? value.entries() : Object.entries(value))
    sizes.set(value, written - before + 1)
  }
  const visitChildren = (children: Iterable<readonly [PathStep, unknown]>): void => {
    for (const [step, child] of children) {
      path.push(step)
      visit(child)
      path.pop()
      if (found) return
    }
  }
  visitChildren(documents)
  return { size: visited, excess: found }
}
