/** The part of `shape-names.ts` that names a shape by where it stands. */

import { compareText } from '../diagnostic.js'
import type { DraftProperty, DraftRoot, DraftShape } from './draft.js'
import { pathName, type Place } from './places.js'
import { plainName } from './well-known-shapes.js'
import { commonHead, commonTail, pascalCase, singular, splitWords } from './words.js'

export interface NamedPaths {
  /** Holders before what they hold. */
  readonly order: readonly DraftShape[]
  readonly placesOf: (shape: DraftShape) => readonly Place[]
  /** Of a holder, which has its name before what it holds. */
  readonly nameOf: (holder: DraftShape | DraftRoot) => string
  /** The kinds that reach a shape, by their names. */
  readonly usersOf: (shape: DraftShape) => readonly string[]
  /** Whether a name that says nothing of a place is one that some shape would like. */
  readonly isContested: (name: string) => boolean
  /** Who has a name, or will have it. */
  readonly holderOf: (name: string) => DraftShape | undefined
}

/** A path name beyond this is not read any more. */
const longest = 60
/** Nor is one beyond this read with pleasure, if another says as much. */
const long = 40
/** What does not begin with a kind leaves room for one: others are made from it. */
const longWithoutKind = 36
/** Nor are more names than these read with pleasure in one. */
const mostSaid = 3

/** Words that say nothing by themselves: `Spec` alone is no name. */
const vague: ReadonlySet<string> = new Set(
  (
    'Add Attributes Config Configuration Data Default Details Entry Field Fields From Group Info Item Key Kind Metadata Name ' +
    'Object Options Parameter Parameters Params Policy Properties Property Ref Reference Remove Resource Rule Selector Set ' +
    'Settings Source Spec Status Target Template To Type Value Version'
  ).split(' '),
)

export class PathNamer {
  readonly #paths: NamedPaths
  /** The number of shapes whose path ends in a text. */
  #tails: ReadonlyMap<string, number> | undefined

  constructor(paths: NamedPaths) {
    this.#paths = paths
  }

  /**
   * Names by place, best first; the shortest whole path is always among them. `lost` are names without a place that the shape would
   * have liked.
   */
  namesOf(shape: DraftShape, lost: readonly string[]): string[] {
    const places = this.#paths.placesOf(shape)
    const paths = places.map(place => pathName(this.#nameOf(place), place)).sort(byLength)
    const whole = places.map(place => `${this.#nameOf(place)}${place.segment}`).sort(byLength)
    const names = places.length > 1 ? this.#namesOfSeveral(shape, places, lost) : []
    const [path = 'Shape'] = paths
    if (path.length > long) names.push(...this.#shortNames(shape, path))
    const container = { property: 'Object', list: 'Item', map: 'Entry' }[places[0]?.container ?? 'property']
    // As the other names of a kind that give way to another kind: the spec of `Foo` beside a kind `FooSpec`.
    const ofKinds = places
      .filter(({ holder }) => holder.kind === 'root')
      .map(place => `${this.#nameOf(place)}Resource${place.segment}`)
    return [...names, ...paths, ...whole, ...ofKinds.sort(byLength), `${path}${container}`]
  }

  /** What the places have in common, or how the shape differs from another one, or both of two. */
  #namesOfSeveral(shape: DraftShape, places: readonly Place[], lost: readonly string[]): string[] {
    const names: string[] = []
    const segments = places.map(({ segment }) => segment)
    const [usual] = mostFrequent(segments)
    for (const some of [places, places.filter(({ segment }) => segment === usual)]) {
      const words = some.length > 1 ? commonTail(some.map(place => `${this.#nameOf(place)}${place.segment}`)) : []
      const tail = words.join('')
      if (words.length > 1 && isName(tail) && tail.length <= longest) names.push(tail)
    }
    if (!names.some(name => this.#isAvailable(name)) && this.#isNobodys(places)) names.push(`Shared${usual}`)

    const holders = [...new Set(places.map(place => this.#nameOf(place)))]
    const end = commonTail(segments).join('')
    const [user, ...otherUsers] = this.#paths.usersOf(shape)
    if (isName(end)) {
      const tail = commonTail(holders).join('')
      if (isName(tail) && !isVague(tail)) names.push(`${tail}${end}`)
      const head = commonHead(holders).join('')
      const isHeadSaid = splitWords(head).length > 1 || (head === user && otherUsers.length === 0)
      if (isHeadSaid && !head.endsWith(end)) names.push(`${head}${end}`)
    }
    names.push(...lost.flatMap(name => this.#difference(shape, name)))
    const plain = end === '' ? plainName(shape.properties, places.length) : undefined
    const kind = otherUsers.length === 0 ? (user ?? '') : ''
    if (plain !== undefined) names.push(plain, ...this.#difference(shape, plain), `${kind}${plain}`)
    const [place] = places
    if (end === '' && place && holders.length === 1) names.push(...this.#alternatives(place, segments, kind))
    // A plain name that none has the better right to is the first one's.
    const isAvailable = (name: string) => this.#isAvailable(name) || (name === plain && !this.#paths.holderOf(name))
    return names.filter(name => isAvailable(name) && name.length <= longest)
  }

  #isAvailable(name: string): boolean {
    return !this.#paths.isContested(name)
  }

  /**
   * `AuthorizationWithCredentialsFile`, for what has one property more than `Authorization`, or has to have one more; the other way
   * round `AuthorizationWithOptionalCredentialsFile`.
   */
  #difference(shape: DraftShape, name: string): string[] {
    const holder = this.#paths.holderOf(name)
    if (!holder || holder === shape) return []
    const own = new Map(shape.properties.map(property => [property.name, property]))
    const others = new Map(holder.properties.map(property => [property.name, property]))
    if ([...others.keys()].some(property => !own.has(property))) return []
    const more = [...own.keys()].filter(property => !others.has(property))
    const [property, ...rest] =
      more.length > 0 ? more : [...own.keys()].filter(each => isNeeded(own.get(each)) !== isNeeded(others.get(each)))
    if (property === undefined || rest.length > 0) return []
    const isOptional = more.length === 0 && !isNeeded(own.get(property))
    return [`${name}With${isOptional ? 'Optional' : ''}${pascalCase(property)}`]
  }

  /**
   * For what one holder has under names with nothing in common: each of them, after as much of the holder as can be read; or one of
   * what the holder calls many; or, where there are too many to be said, an item of the holder.
   */
  #alternatives(place: Place, segments: readonly string[], kind: string): string[] {
    const holder = this.#nameOf(place)
    const distinct = [...new Set(segments)].sort(byLength)
    const [one = '', ...others] = new Set(distinct.map(singular))
    if (others.every(other => other === continuous(one))) return [`${holder}${one}`]
    const ofMany = singular(holder)
    if (distinct.length > 2 && ofMany !== holder) return [ofMany]
    if (distinct.length > mostSaid) return [`${holder}Item`].filter(name => name.length <= long)
    const either = eitherOf(distinct)
    const [outer] = place.holder.kind === 'shape' ? this.#paths.placesOf(place.holder) : []
    const near = outer && !isVague(outer.segment) ? [pathName(kind, outer)] : []
    const nearNames = [...near, kind].map(start => `${start}${either}`).filter(isName)
    return [
      ...[`${holder}${either}`].filter(name => name.length <= long),
      ...nearNames.filter(name => name.length <= (kind === '' ? longWithoutKind : long)),
    ]
  }

  /** Whether kinds have it that have nothing to do with one another, as `FooTemplate` and `Foo` have. */
  #isNobodys(places: readonly Place[]): boolean {
    const holders = [...new Set(places.map(({ holder }) => holder))]
    const [shortest = '', ...others] = holders.map(holder => this.#paths.nameOf(holder)).sort(byLength)
    return (
      holders.every(({ kind }) => kind === 'root') &&
      others.length > 0 &&
      !others.every(name => name.startsWith(shortest))
    )
  }

  /**
   * For a long path: the kind and the shortest end of the path that no other shape's path has. For one too long to be read, less will
   * do than for one that is merely long.
   */
  #shortNames(shape: DraftShape, path: string): string[] {
    this.#tails ??= countTails(this.#paths.order.map(each => this.#tailsOf(each)))
    const [user = '', ...otherUsers] = this.#paths.usersOf(shape)
    const prefix = otherUsers.length === 0 ? user : ''
    const tails = this.#tailsOf(shape).filter(tail => this.#tails?.get(tail) === 1)
    const several = tails.filter(tail => splitWords(tail).length > 1)
    if (path.length <= longest) {
      const names = prefix === '' ? [] : several.map(tail => pathName(prefix, { segment: tail }))
      return names.filter(name => name.length <= long)
    }
    const said = prefix === '' ? several : tails.filter(tail => !isVague(tail))
    const names = said.flatMap(tail => [pathName(prefix, { segment: tail }), ...(several.includes(tail) ? [tail] : [])])
    return names.filter(name => isName(name) && name.length <= longest)
  }

  /** The ends, the shortest first, of the shortest path to a shape from a kind; a longer one is no part of a name. */
  #tailsOf(shape: DraftShape): string[] {
    const tails: string[] = []
    const seen = new Set<DraftShape>()
    let holder: DraftShape | DraftRoot = shape
    while (holder.kind === 'shape' && !seen.has(holder)) {
      seen.add(holder)
      const [place] = this.#paths.placesOf(holder)
      if (!place) break
      const tail = `${place.segment}${tails.at(-1) ?? ''}`
      if (tail.length > longest) break
      tails.push(tail)
      holder = place.holder
    }
    return tails
  }

  #nameOf({ holder }: Place): string {
    return this.#paths.nameOf(holder)
  }
}

/** `Reconciling` of `Reconcile`: of what has both, one is the former name of the other. */
function continuous(verb: string): string {
  return `${verb.replace(/e$/, '')}ing`
}

/** `AOrB`, `ABOrC`. */
function eitherOf(segments: readonly string[]): string {
  const sorted = [...segments].sort(compareText)
  const last = sorted.pop() ?? ''
  return `${sorted.join('')}Or${last}`
}

function isNeeded(property: DraftProperty | undefined): boolean {
  return property?.required === true && !property.defaulted
}

function isName(text: string): boolean {
  return /^[A-Z]/.test(text)
}

function byLength(a: string, b: string): number {
  return a.length - b.length || compareText(a, b)
}

/** The most frequent text, the shortest of equals, and how often it is there. */
export function mostFrequent(texts: readonly string[]): readonly [string, number] {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  const [first] = [...counts].sort(([a, x], [b, y]) => y - x || byLength(a, b))
  return first ?? ['', 0]
}

export function isVague(word: string): boolean {
  return vague.has(word) || /^V\d+(?:(?:alpha|beta)\d+)?$/.test(word)
}

function countTails(paths: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const tails of paths) for (const tail of tails) counts.set(tail, (counts.get(tail) ?? 0) + 1)
  return counts
}
