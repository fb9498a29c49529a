/** More values than this are not remembered: what is written that often differs, or is hostile. */
const most = 200_000

/** A collection that has been made. */
interface Made {
  /** Absent where it is a list. */
  readonly names: readonly string[] | undefined
  readonly values: readonly unknown[]
  readonly made: object
  /** Another one of the same hash. */
  readonly next: Made | undefined
}

/**
 * Makes one value of equal ones, across all inputs of a run. CRDs write the same schemas many times over; those that come after can
 * then know by identity what they have seen. Values are never changed once they are made.
 */
export class SharedValues {
  /** How many values the inputs have held that are read. */
  count = 0
  /** Of scalars by what they are, of collections by identity: equal ones among those are one already. */
  readonly #numbers = new Map<unknown, number>()
  readonly #made = new Map<number, Made>()

  /** Nothing where a name stands twice. */
  mapping(names: readonly string[], values: readonly unknown[]): object | undefined {
    const hash = this.#hash(names, this.#hash(values, names.length))
    const known = this.#find(hash, names, values)
    if (known) return known
    const made = makeMapping(names, values)
    if (made) this.#keep(hash, names, values, made)
    return made
  }

  sequence(items: readonly unknown[]): readonly unknown[] {
    const hash = this.#hash(items, -1)
    const known = this.#find(hash, undefined, items)
    if (known) return known as readonly unknown[]
    this.#keep(hash, undefined, items, items)
    return items
  }

  #hash(values: readonly unknown[], seed: number): number {
    let hash = seed
    for (const value of values) hash = Math.imul(hash ^ this.#numberOf(value), 0x01000193) ^ (hash >>> 15)
    return hash
  }

  #numberOf(value: unknown): number {
    const known = this.#numbers.get(value)
    if (known !== undefined) return known
    if (this.#numbers.size === most) {
      this.#numbers.clear()
      this.#made.clear()
    }
    const number = this.#numbers.size
    this.#numbers.set(value, number)
    return number
  }

  #find(hash: number, names: readonly string[] | undefined, values: readonly unknown[]): object | undefined {
    for (let each = this.#made.get(hash); each; each = each.next) {
      if (areSame(each.names, names) && areSame(each.values, values)) return each.made
    }
    return undefined
  }

  #keep(hash: number, names: readonly string[] | undefined, values: readonly unknown[], made: object): void {
    this.#made.set(hash, { names, values, made, next: this.#made.get(hash) })
  }
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
