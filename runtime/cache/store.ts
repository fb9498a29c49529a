import type { Cached } from '../api/deep-readonly.js'
import type { ObjectKey, StoredObject } from '../api/resource.js'
import type { IndexFunction } from './informer.js'

/**
 * Objects by namespace and name, and by the indexes that were declared. Every operation on one object takes the same time
 * however many there are.
 */
export class Store<T extends StoredObject> {
  /** By namespace, '' for objects in none, then by name. No namespace is empty. */
  readonly #objects = new Map<string, Map<string, Cached<T>>>()
  /** Holds exactly the objects of `#objects`, under each value that the function gives for them. No value is empty. */
  readonly #indexes = new Map<
    string,
    { readonly valuesOf: IndexFunction<T>; readonly byValue: Map<string, Set<Cached<T>>> }
  >()
  #size = 0

  get size(): number {
    return this.#size
  }

  get({ namespace = '', name }: ObjectKey): Cached<T> | undefined {
    return this.#objects.get(namespace)?.get(name)
  }

  list(namespace?: string): Cached<T>[] {
    if (namespace !== undefined) return [...(this.#objects.get(namespace)?.values() ?? [])]
    const all: Cached<T>[] = []
    for (const objects of this.#objects.values()) for (const object of objects.values()) all.push(object)
    return all
  }

  byIndex(name: string, value: string): Cached<T>[] {
    const index = this.#indexes.get(name)
    if (!index) {
      const declared = [...this.#indexes.keys()].join(', ') || 'none'
      throw new Error(`no index ${JSON.stringify(name)}: declare it with addIndex (declared: ${declared})`)
    }
    return [...(index.byValue.get(value) ?? [])]
  }

  addIndex(name: string, valuesOf: IndexFunction<T>): void {
    const known = this.#indexes.get(name)
    if (known?.valuesOf === valuesOf) return
    if (known) throw new Error(`index ${JSON.stringify(name)} is declared twice, with different functions`)
    const index = { valuesOf, byValue: new Map<string, Set<Cached<T>>>() }
    for (const object of this.list()) enter(index.byValue, valuesOf(object), object)
    this.#indexes.set(name, index)
  }

  /** Puts an object in the place of the one of the same name, if there is one. */
  put(object: Cached<T>): void {
    const { namespace = '', name } = object.metadata
    const old = this.get({ namespace, name })
    if (old === object) return
    // All functions first: one that throws leaves the store as it was.
    const moves = [...this.#indexes.values()].map(({ byValue, valuesOf }) => ({
      byValue,
      from: old && valuesOf(old),
      to: valuesOf(object),
    }))
    for (const { byValue, from, to } of moves) {
      if (from) leave(byValue, from, old!)
      enter(byValue, to, object)
    }
    let objects = this.#objects.get(namespace)
    if (!objects) this.#objects.set(namespace, (objects = new Map()))
    objects.set(name, object)
    if (!old) this.#size++
  }

  delete(key: ObjectKey): void {
    const { namespace = '', name } = key
    const old = this.get(key)
    if (!old) return
    for (const { byValue, valuesOf } of this.#indexes.values()) leave(byValue, valuesOf(old), old)
    const objects = this.#objects.get(namespace)!
    objects.delete(name)
    if (objects.size === 0) this.#objects.delete(namespace)
    this.#size--
  }
}

function enter<V>(byValue: Map<string, Set<V>>, values: readonly string[], object: V): void {
  for (const value of values) {
    const objects = byValue.get(value)
    if (objects) objects.add(object)
    else byValue.set(value, new Set([object]))
  }
}

function leave<V>(byValue: Map<string, Set<V>>, values: readonly string[], object: V): void {
  for (const value of values) {
    const objects = byValue.get(value)
    objects?.delete(object)
    if (objects?.size === 0) byValue.delete(value)
  }
}
