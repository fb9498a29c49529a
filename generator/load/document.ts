import type { Position } from '../diagnostic.js'

/** One input as it was read. */
export interface SourceBytes {
  /** A path relative to the working folder with `/` between its parts, `-` for standard input, or a URL. */
  readonly name: string
  /** The folder that was given, where nobody named this file. */
  readonly folder?: string
  readonly bytes: Uint8Array
}

/** One input as text. `name` is what diagnostics call it. */
export interface SourceText extends Pick<SourceBytes, 'name'> {
  readonly text: string
}

/** A step from a value to one of its children: a property name or a list index. */
export type PathStep = string | number
export type ValuePath = readonly PathStep[]

/** One YAML or JSON document of an input; the items of a `List` are documents of their own. */
export interface Document {
  readonly source: Pick<SourceBytes, 'name'>
  /** The parsed value, as plain JSON data: own properties only, `__proto__` included as an ordinary key. */
  readonly value: unknown
  /**
   * Where a value stands in the file; for a path that does not exist, where its nearest existing parent stands.
   * Found when asked for: a run without problems pays next to nothing for it.
   */
  position(path: ValuePath): Position
}
