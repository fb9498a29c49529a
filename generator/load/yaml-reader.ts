import type { Position } from '../diagnostic.js'
import type { PathStep, ValuePath } from './document.js'
import { TooMany } from './excess.js'
import type { Limits } from './limits.js'
import { Lines } from './lines.js'
import { resolvePlain } from './plain-scalar.js'
import type { Reading } from './reading.js'
import { SharedValues } from './shared-values.js'
import { beyond, Code, Scanner } from './yaml-scanner.js'

/** Control characters, a carriage return among them; a mark of byte order; what takes two code units, or is half of that. */
// oxlint-disable-next-line no-control-regex
const unusual = /[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]/

/**
 * Reads what CRDs are written in: block mappings and sequences; plain, quoted and block scalars; comments; `---`. One pass, in
 * which it notes where everything stands. Nothing where a text has anything else in it, is wrong in any way, or is too deep: that
 * is for js-yaml, which also tells what is wrong. Throws `TooMany`. What is read here has the values that js-yaml would give, equal
 * ones made one.
 */
export function readYaml(text: string, limits: Limits, shared = new SharedValues()): Reading | undefined {
  if (unusual.test(text)) return undefined
  const reader = new Reader(text === '' || text.endsWith('\n') ? text : `${text}\n`, limits, shared)
  try {
    reader.read()
    return reader
  } catch (thrown) {
    if (thrown === beyond) return undefined
    throw thrown
  }
}

class Reader implements Reading {
  readonly values: unknown[] = []
  /** There are no aliases, no numbers that JSON lacks, and no more values than there may be. */
  readonly doubtful: readonly number[] = []
  private readonly scanner: Scanner
  /** How many values deeper the next one may be. */
  private depth: number
  /** Of every value, in the order of the text, where it begins: a property at its key. */
  private readonly offsets: number[] = []
  /** Of every value, the number of the first that is no longer within it. */
  private readonly ends: number[] = []
  /** The numbers of the documents. */
  private readonly roots: number[] = []
  private lines: Lines | undefined
  /** Of each collection that was asked for a place within it. */
  private readonly children = new Map<number, ReadonlyMap<PathStep, number>>()

  constructor(
    text: string,
    private readonly limits: Limits,
    private readonly shared: SharedValues,
  ) {
    this.scanner = new Scanner(text)
    this.depth = limits.depth
  }

  get size(): number {
    return this.offsets.length
  }

  read(): void {
    const { scanner } = this
    const { text } = scanner
    scanner.skipSpaces()
    if (scanner.at >= text.length - 1) return
    scanner.at = 0
    scanner.toContent()
    do {
      const isMarked = scanner.indent === -1 && scanner.at < text.length
      if (isMarked) {
        scanner.at += 3
        scanner.nextContent()
      } else if (text.startsWith('---', scanner.at)) throw beyond
      this.roots.push(this.offsets.length)
      const number = this.begin(scanner.at)
      const value = scanner.indent === -1 ? null : this.node(-1, scanner.indent)
      this.end(number)
      if (scanner.indent !== -1 || typeof value !== 'object') throw beyond
      this.values.push(value)
    } while (scanner.at < text.length)
  }

  position(document: number, path: ValuePath): Position {
    let number = this.roots[document] ?? 0
    let value = this.values[document]
    for (const step of path) {
      const child = this.childOf(number, value, step)
      if (child === undefined) break
      number = child
      value = (value as { readonly [step: PathStep]: unknown })[step]
    }
    this.lines ??= new Lines(this.scanner.text)
    return this.lines.position(this.offsets[number] ?? 0)
  }

  private childOf(parent: number, value: unknown, step: PathStep): number | undefined {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    if (Array.isArray(value) !== (typeof step === 'number')) return undefined
    let children = this.children.get(parent)
    if (!children) this.children.set(parent, (children = this.childrenOf(parent, Array.isArray(value))))
    return children.get(step)
  }

  private childrenOf(parent: number, areItems: boolean): Map<PathStep, number> {
    const children = new Map<PathStep, number>()
    const end = this.ends[parent] ?? 0
    for (let child = parent + 1; child < end; child = this.ends[child] ?? end) {
      this.scanner.at = this.offsets[child] ?? 0
      children.set(areItems ? children.size : this.key(), child)
    }
    return children
  }

  private begin(offset: number): number {
    if (this.depth-- === 0) throw beyond
    if (this.size === this.limits.values) throw new TooMany('values', this.limits)
    this.ends.push(0)
    return this.offsets.push(offset) - 1
  }

  private end(number: number): void {
    this.depth++
    this.ends[number] = this.offsets.length
  }

  /**
   * A value that begins here, in a collection at column `parent`. If it is a collection, its lines begin at `column`; -1 where
   * none can begin, which is right behind a key.
   */
  private node(parent: number, column: number): unknown {
    const { scanner } = this
    const start = scanner.at
    switch (scanner.code()) {
      case Code.Quote:
      case Code.Apostrophe: {
        const text = scanner.quoted()
        if (scanner.code() === Code.Colon) return this.mapping(column, start, this.quotedName(start, text))
        scanner.nextContent()
        return text
      }
      case Code.Pipe:
      case Code.Greater: {
        const text = scanner.block(parent)
        scanner.toContent()
        return text
      }
      case Code.OpeningBracket:
        return this.empty(this.shared.sequence([]), Code.ClosingBracket)
      case Code.OpeningBrace:
        return this.empty(this.shared.mapping([], []), Code.ClosingBrace)
      case Code.Dash:
        if (scanner.isBlank(1)) return this.sequence(column)
    }
    if (!scanner.startsPlain()) throw beyond
    const line = scanner.plainLine()
    if (scanner.code() === Code.Colon) return this.mapping(column, start, this.plainName(line))
    const value = resolvePlain(scanner.plainRest(line, parent))
    if (value === undefined) throw beyond
    return value
  }

  /** `[]` or `{}`. */
  private empty(collection: unknown, closing: Code): unknown {
    this.scanner.at++
    this.scanner.skipSpaces()
    if (this.scanner.code() !== closing) throw beyond
    this.scanner.at++
    this.scanner.nextContent()
    return collection
  }

  /** Begins at the first dash. */
  private sequence(column: number): readonly unknown[] {
    if (column === -1) throw beyond
    const { scanner } = this
    const items: unknown[] = []
    do {
      const dash = scanner.at++
      scanner.skipSpaces()
      let begins = column + scanner.at - dash
      if (scanner.endsLine()) {
        scanner.nextContent()
        begins = scanner.indent
        // js-yaml has no place for an item that is not there.
        if (begins <= column) throw beyond
      }
      const number = this.begin(scanner.at)
      items.push(this.node(column, begins))
      this.end(number)
    } while (scanner.indent === column && scanner.code() === Code.Dash && scanner.isBlank(1))
    if (scanner.indent > column) throw beyond
    return this.shared.sequence(items)
  }

  /** Begins at the colon behind its first key, which stands at `start`. */
  private mapping(column: number, start: number, first: string): object {
    if (column === -1) throw beyond
    const { scanner } = this
    const names = [first]
    const values: unknown[] = []
    for (;;) {
      const number = this.begin(start)
      values.push(this.property(column))
      this.end(number)
      if (scanner.indent < column) break
      if (scanner.indent > column) throw beyond
      start = scanner.at
      names.push(this.key())
    }
    const mapping = this.shared.mapping(names, values)
    if (!mapping) throw beyond
    return mapping
  }

  /** The value behind a colon, in a mapping at `column`. */
  private property(column: number): unknown {
    const { scanner } = this
    scanner.at++
    if (!scanner.isBlank()) throw beyond
    scanner.skipSpaces()
    if (!scanner.endsLine()) return this.node(column, -1)
    scanner.nextContent()
    if (scanner.indent > column) return this.node(column, scanner.indent)
    // The dashes of a sequence may stand where the key of its mapping does.
    const isSequence = scanner.indent === column && scanner.code() === Code.Dash && scanner.isBlank(1)
    return isSequence ? this.sequence(column) : null
  }

  /** Ends at its colon. */
  private key(): string {
    const { scanner } = this
    const start = scanner.at
    const code = scanner.code()
    const isQuoted = code === Code.Quote || code === Code.Apostrophe
    if (!isQuoted && !scanner.startsPlain()) throw beyond
    const name = isQuoted ? this.quotedName(start, scanner.quoted()) : this.plainName(scanner.plainLine())
    if (scanner.code() !== Code.Colon) throw beyond
    return name
  }

  private quotedName(start: number, name: string): string {
    if (this.scanner.text.slice(start, this.scanner.at).includes('\n')) throw beyond
    return name
  }

  private plainName(text: string): string {
    const name = this.shared.plainName(text)
    if (name === undefined) throw beyond
    return name
  }
}
