import type { CelType } from './cel-types.js'

/**
 * Where an expression comes from, as servers note it: names after one another, the first of which says nothing. They share what they
 * append to, and one that goes on from the same place may take the place of another. So an estimate depends on this, and we do the same.
 */
export class CelPath {
  private constructor(
    private readonly steps: string[],
    private readonly length: number,
    private readonly capacity: number,
  ) {}

  static readonly none = new CelPath([], 0, 0)

  static of(name: string): CelPath {
    return new CelPath([name], 1, 1)
  }

  append(step: string): CelPath {
    const isFull = this.length === this.capacity
    const steps = isFull ? this.steps.slice(0, this.length) : this.steps
    steps[this.length] = step
    return new CelPath(steps, this.length + 1, isFull ? Math.max(1, 2 * this.capacity) : this.capacity)
  }

  /** Undefined where there is no such place in the schema, or no path. */
  resolve(self: CelType): CelType | undefined {
    if (this.length === 0) return undefined
    let place: CelType | undefined = self
    for (let at = 1; place && at < this.length; at++) place = stepInto(place, this.steps[at] ?? '')
    return place
  }
}

/** Servers take the keys of a map for nothing. */
const key: CelType = { kind: 'string', most: 0, least: 2 }

function stepInto(place: CelType, step: string): CelType | undefined {
  if (step === '@items' || step === '@values') return place.element
  if (step === '@keys') return place.kind === 'map' ? key : undefined
  return place.field?.(step)
}
