import type { Position } from '../diagnostic.js'
import type { ValuePath } from './document.js'
import type { Limits } from './limits.js'
import { Lines } from './lines.js'
import type { Reading } from './reading.js'
import type { SharedValues } from './shared-values.js'
import { readYaml } from './yaml-reader.js'
import { Code } from './yaml-scanner.js'

/** A stretch of a text that is read by itself: one document, from its `---` to the next. */
export interface Part {
  readonly text: string
  /** Where it begins in the whole. */
  readonly start: number
  /** Absent where it is beyond what `readYaml` reads. */
  readonly reading: Reading | undefined
}

export interface ReadPart extends Part {
  readonly reading: Reading
}

/**
 * Reads the documents of a text one by one: what one of them holds makes no difference to the others. A text that may hold more
 * values than the limit is one part that is not read.
 */
export function readParts(text: string, limits: Limits, shared: SharedValues): Part[] {
  const parts: Part[] = []
  let start = 0
  let size = 0
  for (const end of partEnds(text)) {
    const own = end - start === text.length ? text : text.slice(start, end)
    const reading = readYaml(own, limits, shared)
    size += reading?.size ?? own.length
    if (size >= limits.values) return [{ text, start: 0, reading: undefined }]
    parts.push({ text: own, start, reading })
    start = end
  }
  return parts
}

/** Whether nothing is left for js-yaml. */
export function areRead(parts: readonly Part[]): parts is readonly ReadPart[] {
  return parts.every(({ reading }) => reading)
}

/** At each line that begins with `---`, but for the one of the first document; and at the end. */
function* partEnds(text: string): Generator<number> {
  for (let at = text.indexOf('\n---', startOfContent(text)); at !== -1; at = text.indexOf('\n---', at + 1)) {
    const next = text.charAt(at + 4)
    if (next === '' || next === ' ' || next === '\n') yield at + 1
  }
  yield text.length
}

/** Comments before the first document are part of it. */
function startOfContent(text: string): number {
  let at = 0
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === Code.Hash) at = text.indexOf('\n', at) + 1 || text.length
    else if (code === Code.Space || code === Code.Newline) at++
    else return at
  }
}

/** The reading of a text of which all parts are read. */
export function join(text: string, parts: readonly ReadPart[]): Reading {
  const [only] = parts
  return only && parts.length === 1 ? only.reading : new JoinedReading(text, parts)
}

class JoinedReading implements Reading {
  readonly values: readonly unknown[]
  readonly doubtful: readonly number[]
  /** The part of each document, and its number there. */
  readonly #places: readonly (readonly [part: ReadPart, number: number])[]
  readonly #text: string
  #lines: Lines | undefined

  constructor(text: string, parts: readonly ReadPart[]) {
    this.values = parts.flatMap(({ reading }) => reading.values)
    this.#places = parts.flatMap(part => part.reading.values.map((_, number) => [part, number] as const))
    this.doubtful = doubtfulOf(parts)
    this.#text = text
  }

  position(document: number, path: ValuePath): Position | undefined {
    const [part, number] = this.#places[document] ?? []
    const position = part && number !== undefined ? part.reading.position(number, path) : undefined
    if (!part || !position || part.start === 0) return position
    this.#lines ??= new Lines(this.#text)
    return { line: this.#lines.position(part.start).line - 1 + position.line, column: position.column }
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
