import { isDeepStrictEqual } from 'node:util'
import type { Probe, Use } from './programs.js'

/** A claim, or what the compiler said, of one use at one place. */
export interface Said {
  readonly use: Use
  readonly path: readonly string[]
  /** About fields that go together. */
  readonly isOfChoice?: boolean
}

/**
 * Where claims and compiler differ, a line each. A claim stands for what is below it as well: a field that is gone takes those
 * within it along. What only `ignored` lines could show is not held against a claim, nor one about combinations that are not tried.
 */
export function disagreements(
  claims: readonly Said[],
  failures: readonly Probe[],
  ignored: readonly Probe[],
  tried: readonly Probe[],
): string[] {
  const known = new Set(tried.map(keyOf))
  const isBelow = (path: readonly string[], above: readonly string[]) =>
    path.length >= above.length && isDeepStrictEqual(path.slice(0, above.length), above)
  const isNew = (claim: Said, holder: readonly string[]) =>
    claim.path.length === holder.length + 2 &&
    isBelow(claim.path, holder) &&
    claim.path[holder.length] === 'properties' &&
    !known.has(keyOf(claim))
  const explains = (claim: Said, failure: Probe): boolean => {
    const sameUse = claim.use === failure.use || (failure.use === 'switch' && claim.use === 'read')
    if (!sameUse) return false
    if (failure.kind === 'whole') return true
    if (isNew(claim, failure.path)) return true
    if (failure.kind === 'combination' && isBelow(claim.path, failure.path)) return true
    return isBelow(failure.path, claim.path) && claim.path.length > 0
  }
  const confirms = (failure: Probe, claim: Said): boolean => {
    if (failure.use !== claim.use || failure.kind === 'whole') return false
    return isNew(claim, failure.path) || isBelow(failure.path, claim.path)
  }
  const combinations = (all: readonly Probe[], { use, path }: Said) =>
    all.filter(probe => probe.kind === 'combination' && probe.use === use && isDeepStrictEqual(probe.path, path))
  const isTried = (said: Said) => combinations(tried, said).some(probe => !ignored.includes(probe))
  const say = ({ use, path }: Said) => `${use} ${path.join('/')}`
  const wholes = [...failures, ...ignored].filter(({ kind }) => kind === 'whole').map(({ use }) => use)
  return [
    ...failures
      .filter(failure => !claims.some(claim => explains(claim, failure)))
      .map(failure => `not claimed: ${say(failure)} (${failure.kind})`),
    ...claims
      .filter(claim => !claim.isOfChoice && ![...failures, ...ignored].some(probe => confirms(probe, claim)))
      .map(claim => `does compile: ${say(claim)}`),
    ...claims
      .filter(claim => claim.isOfChoice && isTried(claim) && combinations(failures, claim).length === 0)
      .map(claim => `each combination does compile: ${say(claim)}`),
    ...(['write', 'apply', 'apply-status'] as const)
      .filter(use => claims.some(claim => claim.use === use && !claim.isOfChoice) && !wholes.includes(use))
      .map(use => `no literal fails: ${use}`),
  ]
}

function keyOf({ use, path }: Said): string {
  return [use, ...path].join('\0')
}
