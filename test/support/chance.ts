import { randomNumbers } from './random.js'

/** Choices that are the same ones for the same seed. */
export class Chance {
  /** From 0 to below 1. */
  readonly next: () => number

  constructor(seed: number) {
    this.next = randomNumbers(seed)
  }

  /** A whole number. */
  readonly below = (limit: number): number => Math.floor(this.next() * limit)

  /** True that often in a hundred times. */
  percent(share: number): boolean {
    return this.below(100) < share
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  /** What one of several ways gives. */
  oneOf<T>(...ways: readonly (() => T)[]): T {
    return this.pick(ways)()
  }

  /** All of a list, in any order. */
  shuffled<T>(list: readonly T[]): T[] {
    const rest = [...list]
    return list.map(() => rest.splice(this.below(rest.length), 1)[0] as T)
  }

  /** None to `most` of what `make` gives. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make)
  }

  /** A seed for choices that do not depend on how many are made here. */
  seed(): number {
    return Math.floor(this.next() * 2 ** 32)
  }
}
