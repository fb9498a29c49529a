import { compareText } from '../diagnostic.js'
import type { DraftRoot, DraftShape, DraftType } from './draft.js'
import { pascalCase, singular, splitWords } from './words.js'

/** One place that holds a shape: `spec.template`, `containers[]`. */
export interface Place {
  readonly holder: DraftShape | DraftRoot
  /** Its own part of a path name: `Template`, `Container`. */
  readonly segment: string
  /** Where within the holder, as it is recorded: `template`, `containers[]`, `volumes{}`. */
  readonly path: string
  readonly container: 'property' | 'list' | 'map'
}

const longestSegment = 60

/** A property name of a path name; its length has a bound because that of property names has none. */
function segmentOf(property: string): string {
  return pascalCase(property).slice(0, longestSegment) || 'Field'
}

/** What is at a place of a holder, by its path: `IngressTemplate` in `FooIngress` is `FooIngressTemplate`, so that nothing is said twice. */
export function pathName(holder: string, { segment }: Pick<Place, 'segment'>): string {
  const words = splitWords(segment)
  if (words.length > 1 && words.join('') === segment) {
    const end = splitWords(holder)
    for (let count = Math.min(words.length - 1, end.length); count > 0; count -= 1) {
      const isSaid = words.slice(0, count).every((word, index) => word === end[end.length - count + index])
      if (isSaid) return `${holder}${words.slice(count).join('')}`
    }
  }
  return `${holder}${segment}`
}

const known = new WeakMap<DraftShape | DraftRoot, readonly (readonly [DraftShape, Place])[]>()

/** The shapes that a holder refers to itself, and where: by name, so that no name depends on the order of properties. */
export function placesIn(holder: DraftShape | DraftRoot): readonly (readonly [DraftShape, Place])[] {
  const read = known.get(holder)
  if (read) return read
  const found: (readonly [DraftShape, Place])[] = []
  const walk = (type: DraftType, path: string, segment: string, container: Place['container']): void => {
    const inside = container !== 'property'
    if (type.kind === 'shape') found.push([type.shape, { holder, segment, path, container }])
    else if (type.kind === 'nullable') walk(type.of, path, segment, container)
    else if (type.kind === 'array') walk(type.items, `${path}[]`, inside ? `${segment}Item` : singular(segment), 'list')
    else if (type.kind === 'map') walk(type.values, `${path}{}`, inside ? `${segment}Value` : singular(segment), 'map')
  }
  const properties = [...holder.properties].sort((a, b) => compareText(a.name, b.name))
  for (const { name, type } of properties) walk(type, name, segmentOf(name), 'property')
  if (holder.extra) walk(holder.extra, '{}', 'Value', 'map')
  known.set(holder, found)
  return found
}
