import type { PathStep, ValuePath } from './document.js'
import type { Limits } from './limits.js'

export interface Excess {
  readonly code: string
  readonly message: string
  /** Begins with the number of the document. Absent where looking for the place would cost as much again. */
  readonly path?: ValuePath
}

/**
 * What the documents of an input are that JSON data within the limits is not. Aliases make a small text stand for a huge value, or for
 * one that holds itself: shared parts are counted as often as they stand there, and visited once.
 */
export function findExcess(
  documents: Iterable<readonly [number: number, value: unknown]>,
  limits: Limits,
): Excess | undefined {
  const path: PathStep[] = []
  /** How many values a collection holds, itself included; 0 as long as that is being counted. */
  const sizes = new Map<object, number>()
  let visited = 0
  let written = 0
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
  return found
}

/**
 * Whether a text is too short, and has nothing in it, for {@link findExcess} to find anything: no anchors, and no numbers that are
 * none of JSON's. The depth of YAML is limited by its parser, that of JSON is not.
 */
export function isModest(text: string, limits: Limits): boolean {
  if (text.length >= limits.values || /^\s*[{[]/.test(text) || /\.(?:inf|nan)\b/i.test(text)) return false
  return !text.includes('&') || !/(?:^|[\s[{,:])&(?:[^\s&]|&\S)/.test(text)
}
