import { YAMLException, type EventType, type State } from 'js-yaml'
import type { Position } from '../diagnostic.js'
import type { ValuePath } from './document.js'
import type { Limits } from './limits.js'
import { loadAll } from './parse.js'

/** Where one document and everything in it stands. */
export class LocatedValue {
  constructor(
    private readonly root: Node,
    private readonly lines: Lines,
  ) {}

  /** Of a property, where its key stands; of an item, where it begins; of what is not there, the nearest parent. */
  position(path: ValuePath): Position {
    let node = this.root
    let offset = node.start
    for (const step of path) {
      const child = node.children.get(step)
      if (!child) break
      offset = child.offset
      node = child.node
    }
    return this.lines.position(offset)
  }
}

interface Node {
  readonly start: number
  readonly children: ReadonlyMap<string | number, { readonly offset: number; readonly node: Node }>
}

/**
 * Reads the text again, listening to the parser. Only done once a problem has to be shown: it costs more than reading. Documents
 * are in the order of `loadAll`; JSON that is not quite YAML has none.
 */
export function locate(text: string, limits: Limits): LocatedValue[] {
  const recorder = new Recorder(text)
  try {
    loadAll(text, limits, { json: true, listener: (event, state) => recorder.hear(event, state) })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return []
  }
  const lines = new Lines(text)
  return recorder.roots.map(root => new LocatedValue(root, lines))
}

/** A value that the parser has begun to read, or has read. */
interface Frame {
  readonly start: number
  readonly inner: Closed[]
}

interface Closed extends Node {
  readonly value: unknown
}

class Recorder {
  readonly roots: Node[] = []
  readonly #open: Frame[] = []

  constructor(private readonly text: string) {}

  hear(event: EventType, state: State): void {
    if (event === 'open') {
      this.#open.push({ start: this.#skipSpace(state.position), inner: [] })
      return
    }
    const frame = this.#open.pop()
    if (!frame) return
    const closed: Closed = { start: frame.start, value: state.result, children: childrenOf(frame.inner, state.result) }
    const parent = this.#open.at(-1)
    if (parent) parent.inner.push(closed)
    else this.roots.push(closed)
  }

  /** A value is announced where the one before it ends: before white space, comments and a `---`. */
  #skipSpace(position: number): number {
    const space = /(?:\s+|#[^\n]*)*/y
    space.lastIndex = position
    space.test(this.text)
    return Math.min(space.lastIndex, this.text.length)
  }
}

const none: Node['children'] = new Map()

/** Tells the keys of a mapping from its values: the parser reads them in turn, and may begin to read one that is not there. */
function childrenOf(inner: readonly Closed[], value: unknown): Node['children'] {
  if (typeof value !== 'object' || value === null) return none
  // A flow collection is first read as what might be the key of a block mapping.
  const [only] = inner
  if (only && inner.length === 1 && only.value === value) return only.children
  const children = new Map<string | number, { offset: number; node: Node }>()
  if (Array.isArray(value)) {
    inner.forEach((node, index) => children.set(index, { offset: node.start, node }))
    return children
  }
  const record = value as Record<string, unknown>
  for (let index = 0; index + 1 < inner.length;) {
    const [key, node] = [inner[index], inner[index + 1]]
    const name = String(key?.value)
    if (key && node && Object.hasOwn(record, name)) {
      children.set(name, { offset: key.start, node })
      index += 2
    } else {
      index += name === '<<' ? 2 : 1
    }
  }
  return children
}

/** Finds the line of an offset. */
class Lines {
  readonly #starts: number[] = [0]

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1)
  }

  position(offset: number): Position {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 }
  }
}
