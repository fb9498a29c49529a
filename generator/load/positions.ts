import { YAMLException, type EventType, type State } from 'js-yaml'
import type { Position } from '../diagnostic.js'
import type { PathStep, ValuePath } from './document.js'
import type { Limits } from './limits.js'
import { Lines } from './lines.js'
import { loadAll } from './schema.js'

/** Where one document and everything in it stands. */
export class LocatedValue {
  constructor(
    private readonly record: Recorder,
    private readonly root: number,
    private readonly lines: Lines,
  ) {}

  /** Of a property, where its key stands; of an item, where it begins; of what is not there, the nearest parent. */
  position(path: ValuePath): Position {
    let node = this.root
    let place = node
    for (const step of path) {
      const child = this.record.childrenOf(node).get(step)
      if (!child) break
      place = child.place
      node = child.node
    }
    return this.lines.position(this.record.startOf(place))
  }
}

/**
 * Reads the text again, listening to the parser. Only done once a problem has to be shown: it costs more than reading. Documents
 * are in the order of `loadAll`; JSON that is not quite YAML has none, and neither has what holds more values than the limit.
 */
export function locate(text: string, limits: Limits): LocatedValue[] {
  const record = new Recorder(text, limits.values)
  try {
    loadAll(text, limits, { json: true, listener: (event, state) => record.hear(event, state) })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return []
  }
  const lines = new Lines(text)
  return record.roots.map(root => new LocatedValue(record, root, lines))
}

/** By the step that leads to a child: where that stands in the text, and its value. Both are nodes. */
type Children = ReadonlyMap<PathStep, { readonly place: number; readonly node: number }>

const none: Children = new Map()

/**
 * Every value that the parser has read, keys too, in the order in which it was done with them: the nodes within a node come right
 * before it. A node is its index; there may be millions.
 */
class Recorder {
  readonly roots: number[] = []
  readonly #starts: number[] = []
  /** How many nodes a node is, with those within it. */
  readonly #sizes: number[] = []
  readonly #values: unknown[] = []
  /** Of each value that is being read, where it began, and how many nodes there were then. */
  readonly #open: { readonly start: number; readonly before: number }[] = []
  readonly #children = new Map<number, Children>()

  constructor(
    private readonly text: string,
    private readonly limit: number,
  ) {}

  hear(event: EventType, state: State): void {
    if (event === 'open') {
      this.#open.push({ start: state.position, before: this.#values.length })
      return
    }
    const frame = this.#open.pop()
    if (!frame) return
    if (this.#values.length > this.limit) throw new YAMLException('too many values to locate')
    if (this.#open.length === 0) this.roots.push(this.#values.length)
    this.#starts.push(frame.start)
    this.#sizes.push(this.#values.length - frame.before + 1)
    this.#values.push(state.result)
  }

  /** A value is announced where the one before it ends: before white space, comments and a `---`. */
  startOf(node: number): number {
    let at = this.#starts[node] ?? 0
    for (; at < this.text.length; at++) {
      const character = this.text[at] ?? ''
      if (character === '#') {
        const end = this.text.indexOf('\n', at)
        if (end === -1) return this.text.length
        at = end
      } else if (!' \t\r\n'.includes(character)) break
    }
    return at
  }

  childrenOf(node: number): Children {
    const known = this.#children.get(node)
    if (known) return known
    const children = this.#readChildren(node)
    this.#children.set(node, children)
    return children
  }

  /** Tells the keys of a mapping from its values: the parser reads them in turn, and may begin to read one that is not there. */
  #readChildren(node: number): Children {
    const value = this.#values[node]
    if (typeof value !== 'object' || value === null) return none
    const within = this.#nodesWithin(node)
    // A flow collection is first read as what might be the key of a block mapping.
    const [only] = within
    if (only !== undefined && within.length === 1 && this.#values[only] === value) return this.childrenOf(only)
    const children = new Map<PathStep, { place: number; node: number }>()
    if (Array.isArray(value)) {
      within.forEach((item, index) => children.set(index, { place: item, node: item }))
      return children
    }
    for (let index = 0; index + 1 < within.length;) {
      const [key, child] = [within[index], within[index + 1]]
      const name = nameOf(key === undefined ? '' : this.#values[key])
      if (key !== undefined && child !== undefined && Object.hasOwn(value, name)) {
        children.set(name, { place: key, node: child })
        index += 2
      } else {
        index += name === '<<' ? 2 : 1
      }
    }
    return children
  }

  /** Those right within it, in the order of the text. */
  #nodesWithin(node: number): number[] {
    const within: number[] = []
    const first = node - (this.#sizes[node] ?? 1) + 1
    for (let at = node - 1; at >= first; at -= this.#sizes[at] ?? 1) within.push(at)
    return within.reverse()
  }
}

/** As the parser makes a name of a key. A collection as a key leads nowhere that anybody asks for. */
function nameOf(key: unknown): string {
  return typeof key === 'object' && key !== null ? '[object Object]' : String(key)
}
