import type { Choices } from './choices.js'
import type { ProseVotes } from './prose-votes.js'
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
  readonly resource: Omit<ResourceModel, 'names' | 'files' | 'properties' | 'extra' | 'choices' | 'shapes'>
  readonly properties: readonly DraftProperty[]
  readonly extra?: DraftType
  readonly choices?: Choices
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

/** What lists and maps hold more deeply, without a shape in between, nobody reads, and what translates types runs out of stack in it. */
const mostNested = 32

export function isDeep(type: DraftType): boolean {
  let inner = type
  for (let depth = 0; depth < mostNested; depth++) {
    if (inner.kind === 'array') inner = inner.items
    else if (inner.kind === 'map') inner = inner.values
    else if (inner.kind === 'nullable') inner = inner.of
    else return false
  }
  return true
}
