/** More values than this are not remembered: what is written that often differs, or is hostile. */
const most = 200_000

/**
 * Makes one value of equal ones, across all inputs of a run. CRDs write the same schemas many times over; those that come after can
 * then know by identity what they have seen. Values are never changed once they are made.
 */
export class SharedValues {
  /** Of scalars by what they are, of collections by identity: theirs are shared themselves. */
  readonly #numbers = new Map<unknown, number>()
  readonly #collections = new Map<string, object>()

  /** Nothing where a name stands twice. */
  mapping(names: readonly string[], values: readonly unknown[]): object | undefined {
    let key = '{'
    for (let index = 0; index < names.length; index++) {
      key += `${this.#numberOf(names[index])}:${this.#numberOf(values[index])},`
    }
    const known = this.#collections.get(key)
    if (known) return known
    const made = makeMapping(names, values)
    if (made) this.#collections.set(key, made)
    return made
  }

  sequence(items: readonly unknown[]): readonly unknown[] {
    let key = '['
    for (const item of items) key += `${this.#numberOf(item)},`
    const known = this.#collections.get(key) as readonly unknown[] | undefined
    if (known) return known
    this.#collections.set(key, items)
    return items
  }

  #numberOf(value: unknown): number {
    // A map takes it for 0.
    if (Object.is(value, -0)) return -1
    const known = this.#numbers.get(value)
    if (known !== undefined) return known
    if (this.#numbers.size === most) this.#forget()
    const number = this.#next++
    this.#numbers.set(value, number)
    return number
  }

  /** Numbers are never given again: a key may be half made. */
  #next = 0

  #forget(): void {
    this.#numbers.clear()
    this.#collections.clear()
  }
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
