/** Whole numbers from 0 to below a limit. */
export type Random = (limit: number) => number

/** mulberry32: the same ones for the same seed. */
export function randomIntegers(seed: number): Random {
  return limit => {
    seed = (seed + 0x6d2b79f5) | 0
    let bits = Math.imul(seed ^ (seed >>> 15), seed | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) % limit
  }
}

export function pick<T>(from: readonly T[], random: Random): T {
  return from[random(from.length)] as T
}
