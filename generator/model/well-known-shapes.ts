import type { DraftProperty, DraftType } from './draft.js'
import { kubernetesShapes } from './kubernetes-shapes.js'
import type { Place } from './places.js'

/** What objects of these properties alone are called where their places say nothing of them, if there are at least so many. */
const plainShapes: ReadonlyMap<string, { readonly name: string; readonly atLeast: number }> = new Map([
  ['apiVersion kind name namespace', { name: 'ObjectReference', atLeast: 2 }],
  ['key name', { name: 'KeySelector', atLeast: 2 }],
  ['name', { name: 'LocalObjectReference', atLeast: 3 }],
  ['name namespace', { name: 'NamespacedName', atLeast: 2 }],
  ['name value', { name: 'NameValue', atLeast: 2 }],
])

/** A name for an object that stands in `places` places that have nothing in common. */
export function plainName(properties: readonly DraftProperty[], places: number): string | undefined {
  if (properties.length > 4) return undefined
  const key = properties.map(({ name }) => name).sort()
  const plain = plainShapes.get(key.join(' '))
  return plain && places >= plain.atLeast ? plain.name : undefined
}

interface Pattern {
  readonly name: string
  readonly has: readonly string[]
  readonly mayHave: ReadonlySet<string>
  readonly endings: readonly string[]
  readonly within: readonly string[]
  readonly spec: string | undefined
}

/** By the first property of `has`, so that few are compared. */
const patterns = new Map<string, Pattern[]>()
for (const { name, has, mayHave, endings, within, spec } of kubernetesShapes) {
  const lists = { has: words(has), mayHave: new Set(words(mayHave)), endings: words(endings), within: words(within) }
  const pattern = { name, ...lists, spec }
  const first = withoutMark(pattern.has[0] ?? '')
  patterns.set(first, [...(patterns.get(first) ?? []), pattern])
}

export interface KnownName {
  readonly name: string
  /** Whether what holds it is told to be of Kubernetes as well. */
  readonly isPart: boolean
}

/** The name that Kubernetes has for an object with these properties that stands in these places, if it has one. */
export function wellKnownName(properties: readonly DraftProperty[], places: readonly Place[]): KnownName | undefined {
  let tokens: Set<string> | undefined
  for (const { name: first } of properties) {
    for (const pattern of patterns.get(first) ?? []) {
      tokens ??= new Set(properties.flatMap(property => [property.name, `${property.name}${mark(property.type)}`]))
      const { name, has, mayHave, within } = pattern
      const known = tokens
      if (!has.every(token => known.has(token))) continue
      const others = properties.length - has.length
      if (others > 0 && properties.filter(property => mayHave.has(property.name)).length < others) continue
      if (places.every(place => isPlaceOf(pattern, place)) && holdsSpecOf(pattern, properties)) {
        return { name, isPart: within.length > 0 }
      }
    }
  }
  return undefined
}

function isPlaceOf({ endings, within }: Pattern, { segment, holder }: Place): boolean {
  if (endings.length > 0 && !endings.some(ending => segment.endsWith(ending))) return false
  return within.every(wanted => holder.properties.some(({ name }) => name === wanted))
}

function holdsSpecOf({ spec }: Pattern, properties: readonly DraftProperty[]): boolean {
  if (spec === undefined) return true
  const type = properties.find(({ name }) => name === 'spec')?.type
  return type?.kind === 'shape' && wellKnownName(type.shape.properties, [])?.name === spec
}

function mark(type: DraftType): string {
  if (type.kind === 'nullable') return mark(type.of)
  return type.kind === 'array' ? '[]' : type.kind === 'shape' ? '{}' : ''
}

function withoutMark(token: string): string {
  return token.replace(/(?:\[\]|\{\})$/, '')
}

function words(text = ''): string[] {
  return text === '' ? [] : text.split(' ')
}
