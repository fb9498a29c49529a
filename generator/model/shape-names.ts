/** The part of `names.ts` that names object shapes. */

import { authorName } from './author-names.js'
import { commonNames } from './common-names.js'
import { memberTypes, shapesIn, type DraftRoot, type DraftShape, type DraftType } from './draft.js'
import type { Claims } from './names.js'
import { PathNamer } from './path-names.js'
import { pathName, placesIn, type Place } from './places.js'
import type { ShapeNames } from './resource-model.js'
import type { Views } from './views.js'
import { wellKnownName } from './well-known-shapes.js'

/** What the shapes of one folder are named from. */
export interface NamedFolder {
  /** Sorted, with the name of each kind. */
  readonly kinds: readonly { readonly root: DraftRoot; readonly name: string }[]
  /** The kinds that reach a shape, by their names. */
  readonly usersOf: (shape: DraftShape) => readonly string[]
  readonly views: Views
  /** What the run before called them. */
  readonly recalled: ReadonlyMap<DraftShape, ShapeNames>
}

/**
 * A shape of one place has its path for a name: `WidgetSpecTemplate`. A shape of several places has the words that end all of
 * them, or what most of them are ({@link commonNames}): `IssuerRef`, or `WidgetFilter` if it is a single word and a single kind's. A type whose author can be heard in its
 * description is called what the author calls it, and a structure that Kubernetes itself has what Kubernetes calls it. A name
 * that several shapes could have goes to the one that has more of the places than all the others together, if there is one, and
 * a shape of the status stands behind the others; who does not get it takes a longer one.
 */
export function nameShapes(folder: NamedFolder, claims: Claims): Map<DraftShape, ShapeNames> {
  return new ShapeNamer(folder, claims).name()
}

class ShapeNamer {
  readonly #folder: NamedFolder
  readonly #claims: Claims
  readonly #places = new Map<DraftShape, Place[]>()
  /** Holders before what they hold. */
  readonly #order: DraftShape[] = []
  readonly #named = new Map<DraftShape | DraftRoot, string>()
  readonly #holders = new Map<string, DraftShape>()
  /** Names without regard to place that some shape would like, and who gets them: whoever did not win one goes without. */
  readonly #winners = new Map<string, DraftShape | undefined>()
  readonly #wishes = new Map<DraftShape, readonly string[]>()
  /** `FooSpec` is the spec of `Foo`, or nothing. */
  readonly #owners = new Map<string, DraftShape>()
  readonly #paths: PathNamer

  constructor(folder: NamedFolder, claims: Claims) {
    this.#folder = folder
    this.#claims = claims
    for (const { root, name } of folder.kinds) this.#named.set(root, name)
    for (const [shape, { type }] of folder.recalled) {
      this.#named.set(shape, type)
      this.#holders.set(type, shape)
    }
    this.#collect()
    this.#paths = new PathNamer({
      order: this.#order,
      placesOf: shape => this.#placesOf(shape),
      nameOf: holder => this.#nameOf(holder),
      usersOf: folder.usersOf,
      isContested: name => this.#winners.has(name),
      holderOf: name => this.#holders.get(name) ?? this.#winners.get(name),
    })
  }

  name(): Map<DraftShape, ShapeNames> {
    const names = new Map(this.#folder.recalled)
    const assign = (shape: DraftShape, candidates: readonly string[]) => {
      const base = this.#claim(shape, candidates)
      this.#named.set(shape, base)
      this.#holders.set(base, shape)
      names.set(shape, viewNames(base, shape, this.#folder.views))
    }
    for (const shape of this.#order) {
      const own = this.#specName(shape)
      if (own !== undefined && !names.has(shape) && this.#isFree(own, shape)) assign(shape, [own])
    }
    const winners = this.#contest()
    for (const shape of this.#order) {
      const own = winners.get(shape)?.filter(name => this.#isFree(name, shape)) ?? []
      if (own.length > 0 && !names.has(shape)) assign(shape, own)
    }
    for (const shape of this.#order)
      if (!names.has(shape)) assign(shape, this.#paths.namesOf(shape, this.#wishes.get(shape) ?? []))
    return names
  }

  #collect(): void {
    const seen = new Set<DraftShape>()
    const visit = (holder: DraftShape | DraftRoot) => {
      const held = placesIn(holder)
      for (const [shape, place] of held) {
        const places = this.#places.get(shape)
        if (places) places.push(place)
        else this.#places.set(shape, [place])
      }
      // In reverse, so that the reversed postorder has siblings in their order.
      for (const [shape] of [...held].reverse()) {
        if (seen.has(shape)) continue
        seen.add(shape)
        visit(shape)
        this.#order.push(shape)
      }
    }
    for (const { root, name } of [...this.#folder.kinds].reverse()) {
      visit(root)
      for (const [shape, place] of placesIn(root)) this.#owners.set(pathName(name, place), shape)
    }
    this.#order.reverse()
  }

  /** The names that each shape may have without regard to where it stands, best first. */
  #contest(): Map<DraftShape, string[]> {
    const ofSpec = this.#reachedOutsideStatus()
    const votes = new Map<string, { readonly shape: DraftShape; readonly rank: number; readonly weight: number }[]>()
    for (const shape of this.#order) {
      const weight = this.#placesOf(shape).length
      const given = this.#givenNames(shape)
      const names = [...new Set([...given, ...this.#placeNames(shape)])]
      this.#wishes.set(shape, names)
      for (const name of names) {
        const vote = { shape, rank: given.includes(name) ? 2 : ofSpec.has(shape) ? 1 : 0, weight }
        const others = votes.get(name)
        if (others) others.push(vote)
        else votes.set(name, [vote])
      }
    }
    for (const [name, given] of votes) {
      const rank = given.reduce((most, vote) => Math.max(most, vote.rank), 0)
      const heard = given.filter(vote => vote.rank === rank)
      const all = heard.reduce((sum, { weight }) => sum + weight, 0)
      this.#winners.set(name, heard.find(({ weight }) => weight > all - weight)?.shape)
    }
    return new Map(
      [...this.#wishes].map(([shape, names]) => [shape, names.filter(name => this.#winners.get(name) === shape)]),
    )
  }

  #reachedOutsideStatus(): ReadonlySet<DraftShape> {
    const reached = new Set<DraftShape>()
    const visit = (type: DraftType): void => {
      for (const shape of shapesIn(type)) {
        if (reached.has(shape)) continue
        reached.add(shape)
        for (const member of memberTypes(shape)) visit(member)
      }
    }
    for (const { root } of this.#folder.kinds) {
      for (const { name, type } of root.properties) if (name !== 'status') visit(type)
    }
    return reached
  }

  /** `FooSpec`, where hardly anything but `Foo` has it. */
  #specName(shape: DraftShape): string | undefined {
    const places = this.#placesOf(shape)
    const [own, ...others] = places.filter(({ holder }) => holder.kind === 'root')
    if (!own || others.length > 0 || places.length > 2) return undefined
    return own.segment === 'Spec' || own.segment === 'Status' ? pathName(this.#nameOf(own.holder), own) : undefined
  }

  /** What others call it. What a kind holds itself, its spec above all, is its own, whatever it looks like. */
  #givenNames(shape: DraftShape): string[] {
    const places = this.#placesOf(shape)
    if (places.some(({ holder }) => holder.kind === 'root')) return []
    const heard = authorName(shape, places)
    const known = wellKnownName(shape.properties, places)
    const names = known?.isPart ? [known.name, heard] : [heard, known?.name]
    return names.filter(name => name !== undefined)
  }

  #placeNames(shape: DraftShape): string[] {
    return commonNames({
      shape,
      places: this.#placesOf(shape),
      users: this.#folder.usersOf(shape),
      placesOf: holder => this.#placesOf(holder),
    })
  }

  #claim(shape: DraftShape, candidates: readonly string[]): string {
    const base = candidates.find(name => this.#isFree(name, shape))
    if (base === undefined) {
      const last = candidates.at(-1) ?? 'Shape'
      let number = this.#claims.freeNumber(last)
      while (!this.#isFree(`${last}${number}`, shape)) number += 1
      return this.#claim(shape, [`${last}${number}`])
    }
    const { type, input, apply } = viewNames(base, shape, this.#folder.views)
    for (const name of [type, input, apply]) this.#claims.claim(name)
    return base
  }

  #isFree(base: string, shape: DraftShape): boolean {
    const owner = this.#owners.get(base)
    if (owner && owner !== shape) return false
    const { type, input, apply } = viewNames(base, shape, this.#folder.views)
    return [type, input, apply].every(name => this.#claims.isFree(name))
  }

  #placesOf(shape: DraftShape): readonly Place[] {
    return this.#places.get(shape) ?? []
  }

  #nameOf(holder: DraftShape | DraftRoot): string {
    return this.#named.get(holder) ?? ''
  }
}

export function viewNames(base: string, shape: DraftShape, views: Views): ShapeNames {
  const { input = 'type', apply = 'type' } = views.get(shape) ?? {}
  const names = { type: base, input: `${base}Input`, apply: `${base}Apply` }
  return { type: base, input: names[input], apply: names[apply] }
}
