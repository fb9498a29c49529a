import type { DraftRoot, DraftShape, DraftType } from './draft.js'
import { pascalCase, singular } from './words.js'

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

/** The shapes that a holder refers to itself, in the order of its properties, and where. */
export function placesIn(holder: DraftShape | DraftRoot): [DraftShape, Place][] {
  const found: [DraftShape, Place][] = []
  const walk = (type: DraftType, path: string, segment: string, container: Place['container']): void => {
    const inside = container !== 'property'
    if (type.kind === 'shape') found.push([type.shape, { holder, segment, path, container }])
    else if (type.kind === 'nullable') walk(type.of, path, segment, container)
    else if (type.kind === 'array') walk(type.items, `${path}[]`, inside ? `${segment}Item` : singular(segment), 'list')
    else if (type.kind === 'map') walk(type.values, `${path}{}`, inside ? `${segment}Value` : singular(segment), 'map')
  }
  for (const { name, type } of holder.properties) walk(type, name, segmentOf(name), 'property')
  if (holder.extra) walk(holder.extra, '{}', 'Value', 'map')
  return found
}
