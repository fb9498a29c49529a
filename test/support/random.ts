/** Numbers that are the same ones for the same seed, so that whoever sees a failure can have it again. */

/** From 0 to below 1. */
export function randomNumbers(seed: number): () => number {
  const next = mulberry32(seed)
  return () => next() / 2 ** 32
}

/** Whole numbers from 0 to below a limit. */
export type RandomInteger = (limit: number) => number

export function randomIntegers(seed: number): RandomInteger {
  const next = mulberry32(seed)
  return limit => next() % limit
}

export function pick<T>(from: readonly T[], random: RandomInteger): T {
  return from[random(from.length)] as T
}

/** Whole numbers of 32 bits. */
function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}
