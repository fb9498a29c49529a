import type { Position } from '../diagnostic.js'
import type { ValuePath } from './document.js'
import { TooMany } from './excess.js'
import type { Limits } from './limits.js'
import type { Reading } from './reading.js'
import type { SharedValues } from './shared-values.js'
import { readYaml } from './yaml-reader.js'

/** A stretch of an input that is read by itself. */
export interface Part {
  readonly text: string
  /** Absent where it is beyond what `readYaml` reads. */
  readonly reading: Reading | undefined
}

export interface ReadPart extends Part {
  readonly reading: Reading
}

/**
 * Reads the texts of an input one by one: what one of them holds makes no difference to the others. Throws `TooMany`.
 */
export function readParts(texts: readonly string[], limits: Limits, shared: SharedValues): Part[] {
  const parts: Part[] = []
  let size = 0
  for (const text of texts) {
    const reading = readYaml(text, limits, shared)
    size += reading?.size ?? 0
    if (size > limits.values) throw new TooMany('values', limits)
    parts.push({ text, reading })
  }
  return parts
}

/** Whether nothing is left for js-yaml. */
export function areRead(parts: readonly Part[]): parts is readonly ReadPart[] {
  return parts.every(({ reading }) => reading)
}

/** The reading of an input of which all parts are read. */
export function join(parts: readonly ReadPart[]): Reading {
  const [only] = parts
  return only && parts.length === 1 ? only.reading : new JoinedReading(parts)
}

class JoinedReading implements Reading {
  readonly values: readonly unknown[]
  readonly doubtful: readonly number[]
  readonly size: number
  readonly #parts: readonly ReadPart[]
  /** Of each document, its part and its number there. */
  readonly #places: readonly (readonly [part: number, number: number])[]
  /** Lines before each part. */
  #lines: readonly number[] | undefined

  constructor(parts: readonly ReadPart[]) {
    this.values = parts.flatMap(({ reading }) => reading.values)
    this.doubtful = doubtfulOf(parts)
    this.size = parts.reduce((sum, { reading }) => sum + reading.size, 0)
    this.#parts = parts
    this.#places = parts.flatMap(({ reading }, part) => reading.values.map((_, number) => [part, number] as const))
  }

  position(document: number, path: ValuePath): Position | undefined {
    const [part = -1, number = -1] = this.#places[document] ?? []
    const position = this.#parts[part]?.reading.position(number, path)
    if (!position || part === 0) return position
    this.#lines ??= linesBefore(this.#parts)
    return { line: (this.#lines[part] ?? 0) + position.line, column: position.column }
  }
}

function doubtfulOf(parts: readonly ReadPart[]): number[] {
  let before = 0
  return parts.flatMap(({ reading }) => {
    const first = before
    before += reading.values.length
    return reading.doubtful.map(document => first + document)
  })
}

/** Of each part, the lines of those before it. */
export function linesBefore(parts: readonly Part[]): number[] {
  let lines = 0
  return parts.map(({ text }) => {
    const before = lines
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++
    return before
  })
}
