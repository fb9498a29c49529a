/** A list that is filled at one end and emptied at the other, each in constant time. */
export class Fifo<T> {
  #in: T[] = []
  /** Older than all of `#in`; the oldest is last. */
  #out: T[] = []

  get size(): number {
    return this.#in.length + this.#out.length
  }

  push(item: T): void {
    this.#in.push(item)
  }

  shift(): T | undefined {
    if (this.#out.length === 0) {
      this.#out = this.#in.reverse()
      this.#in = []
    }
    return this.#out.pop()
  }

  clear(): void {
    this.#in = []
    this.#out = []
  }
}
