import type { Clock } from '../api/clock.js'

interface Entry {
  readonly key: string
  /** By the clock's `monotonic()`. */
  readonly at: number
  /** Rises with each entry. */
  readonly order: number
}

/** Keys of the same time come in the order in which they were added. */
function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

/** Hands keys over when their time has come, with one timer for all. */
export class Timetable {
  readonly #clock: Clock
  readonly #due: (key: string) => void
  /** The time of each key that waits. */
  readonly #times = new Map<string, number>()
  /**
   * A binary heap, the earliest first. It has the entry of each key in `#times`, and those that an earlier time of the same
   * key has replaced: what is taken out counts only if `#times` has that very time.
   */
  readonly #heap: Entry[] = []
  #order = 0
  /** Set for the first of the heap, or for an earlier time; none while the heap is empty. */
  #timer: { readonly at: number; readonly cancel: () => void } | undefined

  constructor(clock: Clock, due: (key: string) => void) {
    this.#clock = clock
    this.#due = due
  }

  get size(): number {
    return this.#times.size
  }

  has(key: string): boolean {
    return this.#times.has(key)
  }

  /** Of two times of one key the earlier one counts. */
  add(key: string, ms: number): void {
    const at = this.#clock.monotonic() + ms
    const known = this.#times.get(key)
    if (known !== undefined && known <= at) return
    this.#times.set(key, at)
    this.#heap.push({ key, at, order: this.#order++ })
    this.#rise(this.#heap.length - 1)
    this.#setTimer()
  }

  clear(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#times.clear()
    this.#heap.length = 0
  }

  #setTimer(): void {
    const first = this.#heap[0]
    if (!first || (this.#timer && this.#timer.at <= first.at)) return
    this.#timer?.cancel()
    const now = this.#clock.monotonic()
    const ms = Math.max(Math.ceil(first.at - now), 0)
    this.#timer = { at: now + ms, cancel: this.#clock.setTimeout(() => this.#fire(), ms) }
  }

  #fire(): void {
    this.#timer = undefined
    const now = this.#clock.monotonic()
    for (let first = this.#heap[0]; first && first.at <= now; first = this.#heap[0]) {
      this.#removeFirst()
      if (this.#times.get(first.key) !== first.at) continue
      this.#times.delete(first.key)
      this.#due(first.key)
    }
    this.#setTimer()
  }

  #removeFirst(): void {
    const last = this.#heap.pop()
    if (!last || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#sink(0)
  }

  #rise(index: number): void {
    const heap = this.#heap
    const entry = heap[index]!
    while (index > 0) {
      const above = (index - 1) >> 1
      if (!isBefore(entry, heap[above]!)) break
      heap[index] = heap[above]!
      index = above
    }
    heap[index] = entry
  }

  #sink(index: number): void {
    const heap = this.#heap
    const entry = heap[index]!
    for (let below = 2 * index + 1; below < heap.length; below = 2 * index + 1) {
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++
      if (!isBefore(heap[below]!, entry)) break
      heap[index] = heap[below]!
      index = below
    }
    heap[index] = entry
  }
}
