import type { Choices } from './choices.js'
import type { ResourceModel, DocFact, TypeModel } from './resource-model.js'

/**
 * A type whose object shapes have no names yet. It is what the reading of a schema gives and what naming and views work on;
 * `finish.ts` turns it into a `TypeModel`.
 */
export type DraftType =
  | Exclude<TypeModel, { kind: 'nullable' | 'array' | 'map' | 'reference' }>
  | { readonly kind: 'nullable'; readonly of: DraftType }
  | DraftArray
  | { readonly kind: 'map'; readonly values: DraftType; readonly atomic: boolean }
  | { readonly kind: 'shape'; readonly shape: DraftShape; readonly atomic: boolean }

export interface DraftArray {
  readonly kind: 'array'
  readonly items: DraftType
  readonly listType: 'atomic' | 'set' | 'map'
  /** The keys of a `map` list; empty for the others. */
  readonly keys: readonly string[]
}

/** An object schema, one for all places of a folder that agree in everything but prose. */
export interface DraftShape {
  readonly kind: 'shape'
  /** Counts from 0 in the order of discovery, which depends on nothing but the sorted kinds of the folder. */
  readonly id: number
  /** A name that the input gives (an OpenAPI component): kept, not invented. */
  readonly givenName?: string
  readonly properties: DraftProperty[]
  readonly extra?: DraftType
  readonly choices?: Choices
  readonly facts: readonly DocFact[]
  /** Descriptions of the places that hold the shape. */
  readonly prose: { readonly asProperty: ProseVotes; readonly asItem: ProseVotes }
}

export interface DraftProperty {
  readonly name: string
  readonly type: DraftType
  readonly required: boolean
  readonly defaulted: boolean
  /** Facts that are part of the structure: two schemas that differ here are two shapes. */
  readonly facts: readonly DocFact[]
  readonly prose: ProseVotes
}

/** The root of one kind: a shape that is nobody else's. */
export interface DraftRoot {
  readonly kind: 'root'
  readonly resource: Omit<ResourceModel, 'names' | 'files' | 'properties' | 'extra' | 'shapes'>
  readonly properties: readonly DraftProperty[]
  readonly extra?: DraftType
}

/** What a schema says that has no part in its structure. */
export interface Prose {
  readonly description?: string
  readonly facts: readonly DocFact[]
}

/** How often each prose stands at the places of one shape or property. */
export class ProseVotes {
  /** Nearly always there is one, or none: a map is made for a second. */
  #first: ProseVote | undefined
  #others: Map<string, ProseVote> | undefined

  add(prose: Prose): void {
    if (!this.#first) {
      this.#first = { prose, count: 1 }
      return
    }
    if (sameProse(this.#first.prose, prose)) {
      this.#first.count += 1
      return
    }
    this.#others ??= new Map()
    const key = prose.facts.length === 0 ? (prose.description ?? '') : JSON.stringify(prose)
    const other = this.#others.get(key)
    if (other) other.count += 1
    else this.#others.set(key, { prose, count: 1 })
  }

  /** Each that there is, once. */
  *[Symbol.iterator](): Generator<Prose> {
    if (this.#first) yield this.#first.prose
    for (const { prose } of this.#others?.values() ?? []) yield prose
  }

  /** The most frequent one, the first of equals; absent if there is none with `atLeast` votes. */
  winner(atLeast = 1): Prose | undefined {
    let best = this.#first
    for (const other of this.#others?.values() ?? []) if (other.count > (best?.count ?? 0)) best = other
    return best && best.count >= atLeast ? best.prose : undefined
  }
}

interface ProseVote {
  readonly prose: Prose
  count: number
}

function sameProse(a: Prose, b: Prose): boolean {
  if (a.description !== b.description || a.facts.length !== b.facts.length) return false
  return a.facts.length === 0 || JSON.stringify(a.facts) === JSON.stringify(b.facts)
}

/** The shapes that a type refers to itself, not through other shapes. */
export function* shapesIn(type: DraftType): Generator<DraftShape> {
  if (type.kind === 'shape') yield type.shape
  else if (type.kind === 'nullable') yield* shapesIn(type.of)
  else if (type.kind === 'array') yield* shapesIn(type.items)
  else if (type.kind === 'map') yield* shapesIn(type.values)
}

/** The types of all members, the unnamed ones last. */
export function* memberTypes(holder: DraftShape | DraftRoot): Generator<DraftType> {
  for (const property of holder.properties) yield property.type
  if (holder.extra) yield holder.extra
}

/** What a kind reaches, depth first: the order in which it is read. */
export function reachedShapes(root: DraftRoot): DraftShape[] {
  const seen = new Set<DraftShape>()
  const visit = (holder: DraftRoot | DraftShape): void => {
    for (const type of memberTypes(holder)) {
      for (const shape of shapesIn(type)) {
        if (seen.has(shape)) continue
        seen.add(shape)
        visit(shape)
      }
    }
  }
  visit(root)
  return [...seen]
}
