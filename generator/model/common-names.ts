/** The part of `shape-names.ts` that names a shape by what the places that hold it have in common. */

import { compareText } from '../diagnostic.js'
import type { DraftShape } from './draft.js'
import { isVague, mostFrequent } from './path-names.js'
import type { Place } from './places.js'
import { plainName } from './well-known-shapes.js'
import { commonHead, commonTail, singular, splitWords } from './words.js'

/** Words that mean nothing after a kind, or something else than a part of it. */
const notOfKind: ReadonlySet<string> = new Set(
  'Apply Client Entry Input Item List Reconciler Ref Reference Spec Status Value'.split(' '),
)

interface SharedShape {
  readonly shape: DraftShape
  readonly places: readonly Place[]
  /** The kinds that reach it, by their names. */
  readonly users: readonly string[]
  readonly placesOf: (holder: DraftShape) => readonly Place[]
}

/** Names for a shape of several places, best first: what fits them all, then what fits most, then the best that fits several. */
export function commonNames({ shape, places, users, placesOf }: SharedShape): string[] {
  if (places.length < 2) return []
  const segments = places.map(({ segment }) => segment)
  const tail = commonTail(segments)
  const head = commonHead(segments)
  const [usual, count] = mostFrequent(segments)
  const words = splitWords(usual)
  const isOfMost = count > segments.length / 2
  const isClear = words.length > 1
  const named = (some: readonly string[]) => nameOf(some, users)
  const clear = [
    ...named(tail),
    ...(isOfMost && isClear ? named(words) : []),
    ...(head.length > 1 ? named(head) : []),
    ...(tail.length === 0 && !isOfMost ? [...itemOf(places, placesOf), ...eitherOf(segments)] : []),
  ]
  const usualName = isOfMost || (isClear && count > 1) ? named(words).filter(name => !clear.includes(name)) : []
  const part = tail.length === 0 && !isOfMost ? partOf(places, placesOf) : []
  // What Kubernetes calls it says more than what some of the places do.
  const plain = tail.length === 0 && usualName.length > 0 ? plainName(shape.properties, places.length) : undefined
  return [...clear, ...(plain === undefined ? [] : [plain]), ...part, ...usualName]
}

/** Several words speak for themselves; a single one does where several kinds mean the same by it, and else with its kind. */
function nameOf(words: readonly string[], [user = '', ...otherUsers]: readonly string[]): string[] {
  const name = words.join('')
  if (!/^[A-Z]/.test(name)) return []
  if (words.length > 1 && !isVague(name)) return [name]
  if (otherUsers.length > 0) return isVague(name) ? [] : [name]
  return notOfKind.has(name) ? [] : [`${user}${name}`]
}

/** `NameConstraintItem` for some of what `nameConstraints` has, which calls each of them by a name of its own. */
function itemOf(places: readonly Place[], placesOf: (holder: DraftShape) => readonly Place[]): string[] {
  const holders = [...new Set(places.map(({ holder }) => holder))]
  const [first, ...others] = holders
  // Where it has nothing else, one of what it is called is said to be one of these, not an item of it.
  if (others.length === 0 && first?.properties.length === places.length) return []
  const words = nameOfHolders(holders, placesOf)
  const many = words.join('')
  const one = singular(many)
  return words.length > 1 && one !== many && /^[A-Z]/.test(one) ? [`${one}Item`] : []
}

/** `TemplatePart` for what has many names, all of them in something that is called `template`. */
function partOf(places: readonly Place[], placesOf: (holder: DraftShape) => readonly Place[]): string[] {
  if (new Set(places.map(({ segment }) => segment)).size <= fewNames) return []
  const holders = [...new Set(places.map(({ holder }) => holder))]
  const whole = singular(nameOfHolders(holders, placesOf).join(''))
  return /^[A-Z]/.test(whole) && !notOfKind.has(whole) ? [`${whole}Part`] : []
}

function nameOfHolders(
  holders: readonly Place['holder'][],
  placesOf: (holder: DraftShape) => readonly Place[],
): readonly string[] {
  return commonTail(
    holders.flatMap(holder => (holder.kind === 'shape' ? placesOf(holder) : [])).map(({ segment }) => segment),
  )
}

/** As many can be named themselves. */
const fewNames = 3

/** Of more names than these it is not asked whether two of them say what all are: each is held against each. */
const mostDistinct = 100

/** `MirrorOrSource`, for what is the one or the other again and again. */
function eitherOf(segments: readonly string[]): string[] {
  const distinct = [...new Set(segments)]
  if (distinct.length > mostDistinct) return []
  const endsOf = (end: string) => segments.filter(each => each.endsWith(end)).length
  const ends = distinct.filter(each => !distinct.some(end => end !== each && each.endsWith(end)))
  const isEither = ends.length === 2 && ends.every(end => endsOf(end) > 1 && !notOfKind.has(end) && /^[A-Z]/.test(end))
  return isEither ? [ends.sort(compareText).join('Or')] : []
}
