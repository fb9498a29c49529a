/** The part of `names.ts` that gives shapes the names that they had in the run before. */

import { compareText } from '../diagnostic.js'
import type { DraftRoot, DraftShape } from './draft.js'
import type { Claims } from './names.js'
import { pathName, placesIn, type Place } from './places.js'
import type { RecordedType, RecordedVersion } from './recorded-names.js'
import type { ResourceNames, ShapeNames } from './resource-model.js'
import { viewNames } from './shape-names.js'
import type { Views } from './views.js'

export interface Remembered {
  /** The kinds that the run before had, with their names. */
  readonly kinds: readonly { readonly root: DraftRoot; readonly name: string }[]
  /** Each after those that it holds. */
  readonly shapes: readonly DraftShape[]
  readonly structures: ReadonlyMap<DraftShape, string>
  readonly views: Views
  readonly recorded: RecordedVersion
}

/**
 * A shape is called what the types at its places were called: what did not change is the only one of its structure and has its
 * name before all others. What changed keeps a name that no such shape needs: of two that were one type the one with more of
 * its places, and of two names that became one type the one of more places.
 */
export function recallShapes(remembered: Remembered, claims: Claims): Map<DraftShape, ShapeNames> {
  const { recorded, views } = remembered
  if (!recorded.types) return new Map()
  const bases = new Map<DraftShape, string>()
  for (const { shape, name } of wishesOf(remembered)) {
    if (bases.has(shape) || !claims.isFree(name)) continue
    bases.set(shape, claims.claim(name))
  }
  // A view that was not needed before may have to stand back behind any of these.
  const claimed = [...bases].sort(([, a], [, b]) => compareText(a, b))
  return new Map(claimed.map(([shape, base]) => [shape, claimViews(base, shape, { recorded, views }, claims)]))
}

interface Wish {
  readonly shape: DraftShape
  readonly name: string
  readonly isUnchanged: boolean
  readonly places: number
}

/** Which shape could have which name, those with the best right to it first. */
function wishesOf({ kinds, shapes, structures, recorded }: Remembered): Wish[] {
  const { types = {} } = recorded
  const known = new RecordedPlaces(types)
  const counts = new Map<DraftShape, Map<string, number>>()
  const visit = (holder: DraftRoot | DraftShape, formerNames: Iterable<string>) => {
    const held = placesIn(holder)
    for (const formerName of formerNames) {
      for (const [shape, place] of held) {
        for (const name of known.namesAt(formerName, place)) {
          const own = counts.get(shape) ?? new Map<string, number>()
          counts.set(shape, own.set(name, (own.get(name) ?? 0) + 1))
        }
      }
    }
  }
  for (const { root, name } of kinds) visit(root, [name])
  // Holders before what they hold, so that all names that a holder had are known.
  for (const shape of [...shapes].reverse()) visit(shape, counts.get(shape)?.keys() ?? [])

  const wishes = [...counts].flatMap(([shape, names]) => {
    return [...names].map(([name, places]): Wish => {
      return { shape, name, places, isUnchanged: structureIn(types[name]) === structures.get(shape) }
    })
  })
  const structure = (shape: DraftShape) => structures.get(shape) ?? ''
  return wishes.sort(
    (a, b) =>
      Number(b.isUnchanged) - Number(a.isUnchanged) ||
      b.places - a.places ||
      compareText(a.name, b.name) ||
      compareText(structure(a.shape), structure(b.shape)),
  )
}

function structureIn(type: RecordedType | undefined): string | undefined {
  return typeof type === 'object' ? type[0] : type
}

/** The names of the types at the places of the run before: one for each, or more where records were merged. */
class RecordedPlaces {
  readonly #names = new Map<string, string[]>()
  /** Those that have the path of their only place for a name. */
  readonly #ofPath = new Set<string>()

  constructor(types: NonNullable<RecordedVersion['types']>) {
    for (const [name, type] of Object.entries(types)) {
      if (typeof type === 'string') {
        this.#ofPath.add(name)
        continue
      }
      for (const place of type.slice(1)) {
        const others = this.#names.get(place)
        if (others) others.push(name)
        else this.#names.set(place, [name])
      }
    }
  }

  namesAt(holder: string, place: Place): readonly string[] {
    const names = this.#names.get(placeOf(holder, place))
    if (names) return names
    const path = pathName(holder, place)
    return this.#ofPath.has(path) ? [path] : []
  }
}

function placeOf(holder: string, { path }: Place): string {
  return `${holder}.${path}`
}

function claimViews(
  base: string,
  shape: DraftShape,
  { recorded, views }: Pick<Remembered, 'recorded' | 'views'>,
  claims: Claims,
): ShapeNames {
  const usual = viewNames(base, shape, views)
  const named = new Map<string, string>([[base, base]])
  for (const name of [usual.input, usual.apply]) {
    if (named.has(name)) continue
    const candidates = [name, `${name}View`]
    if (recorded.views?.includes(`${name}View`)) candidates.reverse()
    named.set(name, claims.claimFirst(candidates))
  }
  return { type: base, input: named.get(usual.input) ?? base, apply: named.get(usual.apply) ?? base }
}

export interface NamedShapes {
  readonly shapes: readonly DraftShape[]
  readonly structures: ReadonlyMap<DraftShape, string>
  readonly kinds: readonly { readonly root: DraftRoot; readonly names: ResourceNames }[]
  readonly namesOf: (shape: DraftShape) => ShapeNames
}

/** What is to be recorded of the shapes of a folder. */
export function recordShapes({
  shapes,
  structures,
  kinds,
  namesOf,
}: NamedShapes): Pick<RecordedVersion, 'types' | 'views'> {
  const places = new Map<DraftShape, [string, Place][]>()
  const visit = (holder: DraftRoot | DraftShape, name: string) => {
    for (const [shape, place] of placesIn(holder)) {
      const others = places.get(shape)
      if (others) others.push([name, place])
      else places.set(shape, [[name, place]])
    }
  }
  for (const { root, names } of kinds) visit(root, names.type)
  for (const shape of shapes) visit(shape, namesOf(shape).type)

  const types = shapes.map((shape): readonly [string, RecordedType] => {
    const { type } = namesOf(shape)
    const structure = structures.get(shape) ?? ''
    const [first, ...others] = places.get(shape) ?? []
    if (first && others.length === 0 && pathName(...first) === type) return [type, structure]
    const held = (first ? [first, ...others] : []).map(([holder, place]) => placeOf(holder, place))
    return [type, [structure, ...held.sort(compareText)]]
  })
  const views = shapes.flatMap(shape => {
    const { type, input, apply } = namesOf(shape)
    const usual: readonly string[] = [type, `${type}Input`, `${type}Apply`]
    return [...new Set([input, apply])].filter(name => !usual.includes(name))
  })
  return {
    ...(types.length > 0 && { types: Object.fromEntries(types.sort(([a], [b]) => compareText(a, b))) }),
    ...(views.length > 0 && { views: views.sort(compareText) }),
  }
}
