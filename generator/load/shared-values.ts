import { resolvePlain } from './plain-scalar.js'

/** More values than this are not remembered: what is written that often differs, or is hostile. */
const most = 200_000

/** Nor are more of one hash: there are few, or somebody has made them. */
const mostAlike = 16

/** A collection that has been made. */
interface Made {
  /** Absent where it is a list. */
  readonly names: readonly string[] | undefined
  readonly values: readonly unknown[]
  readonly made: object
  /** Another one of the same hash. */
  readonly next: Made | undefined
  /** Of those of the hash, with this one. */
  readonly count: number
}

/**
 * Makes one value of equal ones, across all inputs of a run. CRDs write the same schemas many times over; those that come after can
 * then know by identity what they have seen. Values are never changed once they are made.
 */
export class SharedValues {
  /** How many values the inputs of a run have held that are read. */
  count = 0
  readonly #made = new Map<number, Made>()
  /** Of each collection. Equal ones are one already, and so have the same. */
  readonly #hashes = new Map<object, number>()
  /** By their spelling: there are few, thousands of times. */
  readonly #names = new Map<string, string>()

  /** The name of a property that is written without quotes; nothing where it is none. */
  plainName(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    const value = resolvePlain(text)
    if (value === undefined) return undefined
    if (this.#names.size === most) this.#names.clear()
    const name = String(value)
    this.#names.set(text, name)
    return name
  }

  /** Nothing where a name stands twice. */
  mapping(names: readonly string[], values: readonly unknown[]): object | undefined {
    const hash = this.#hashOfAll(names, this.#hashOfAll(values, names.length))
    const known = this.#find(hash, names, values)
    if (known) return known
    const made = makeMapping(names, values)
    if (made) this.#keep(hash, names, values, made)
    return made
  }

  sequence(items: readonly unknown[]): readonly unknown[] {
    const hash = this.#hashOfAll(items, -1)
    const known = this.#find(hash, undefined, items)
    if (known) return known as readonly unknown[]
    this.#keep(hash, undefined, items, items)
    return items
  }

  #hashOfAll(values: readonly unknown[], seed: number): number {
    let hash = seed
    for (const value of values) hash = Math.imul(hash ^ this.#hashOf(value), 0x01000193) ^ (hash >>> 15)
    return hash
  }

  #hashOf(value: unknown): number {
    if (typeof value === 'string') return hashOfText(value)
    return typeof value === 'object' && value !== null ? (this.#hashes.get(value) ?? 0) : Number(value)
  }

  #find(hash: number, names: readonly string[] | undefined, values: readonly unknown[]): object | undefined {
    for (let each = this.#made.get(hash); each; each = each.next) {
      if (areSame(each.names, names) && areSame(each.values, values)) return each.made
    }
    return undefined
  }

  #keep(hash: number, names: readonly string[] | undefined, values: readonly unknown[], made: object): void {
    if (this.#hashes.size === most) {
      this.#made.clear()
      this.#hashes.clear()
    }
    const next = this.#made.get(hash)
    const count = 1 + (next?.count ?? 0)
    if (count > mostAlike) return
    this.#made.set(hash, { names, values, made, next, count })
    this.#hashes.set(made, hash)
  }
}

/** Enough to tell most texts apart: all of a long one need not be read. */
function hashOfText(text: string): number {
  const { length } = text
  let hash = length
  for (let at = 0; at < length; at += 1 + (length >> 4)) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

function areSame(some: readonly unknown[] = [], others: readonly unknown[] = []): boolean {
  if (some.length !== others.length) return false
  for (let index = 0; index < some.length; index++) if (!Object.is(some[index], others[index])) return false
  return true
}

function makeMapping(names: readonly string[], values: readonly unknown[]): object | undefined {
  const mapping: { [name: string]: unknown } = {}
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? ''
    const value = values[index]
    if (mapping[name] !== undefined && Object.hasOwn(mapping, name)) return undefined
    if (name === '__proto__') {
      Object.defineProperty(mapping, name, { value, configurable: true, enumerable: true, writable: true })
    } else mapping[name] = value
  }
  return mapping
}
