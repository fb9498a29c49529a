import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import type { ValuePath } from '../load/document.js'
import { SpokenRules } from './spoken-rules.js'

/**
 * What becomes of a value: it is `filled-in` where there was none, is `another` one, is `gone`, or is a `null` that is gone, which is
 * nothing to a rule; or it stays, and a rule reads it as of another `type`, or a `number` that need not be whole, or compares it in
 * another `way`.
 */
export type Becomes =
  ('filled-in' | 'another' | 'gone' | 'null-gone') | ('of-another-type' | 'of-another-number' | 'compared-another-way')

/** A property, by those that lead to it; one that no schema names has no name here. */
export interface Place {
  readonly holders: readonly string[]
  readonly property: string | undefined
}

/** The schemas on the way to a place, as far as they say what goes with what. */
export class SpokenOf {
  readonly #speakers: { readonly saysOf: Speaker; readonly path: ValuePath }[] = []

  /** Answers what to call when the schema is left. */
  enter(schema: JsonSchemaProps, path: ValuePath): () => void {
    const saysOf = speakerOf(schema)
    if (!saysOf) return () => {}
    this.#speakers.push({ saysOf, path })
    return () => this.#speakers.pop()
  }

  /** Whether one of the schemas that were entered says what goes with the value at a place, in whatever way. */
  includes(path: ValuePath, becomes: Becomes): boolean {
    return this.#says(path, becomes, properties => ({ holders: properties.slice(0, -1), property: properties.at(-1) }))
  }

  /** The same of what is in the value and no schema names. */
  includesUnnamed(path: ValuePath, becomes: Becomes): boolean {
    return this.#says(path, becomes, properties => ({ holders: properties, property: undefined }))
  }

  #says(place: ValuePath, becomes: Becomes, placeOf: (properties: readonly string[]) => Place): boolean {
    return this.#speakers.some(({ saysOf, path }) => saysOf(placeOf(propertiesOn(place.slice(path.length))), becomes))
  }
}

/** The properties on a path, without the steps into lists and maps. */
function propertiesOn(path: ValuePath): string[] {
  const properties: string[] = []
  for (let at = 0; at < path.length; at++) if (path[at] === 'properties') properties.push(String(path[++at]))
  return properties
}

/** Whether a schema says what goes with a value in it. */
type Speaker = (place: Place, becomes: Becomes) => boolean

function speakerOf(schema: JsonSchemaProps): Speaker | undefined {
  const speakers = [countSpeaker(schema), junctorSpeaker(schema), ruleSpeaker(schema)].filter(
    speaker => speaker !== undefined,
  )
  const { enum: values, 'x-kubernetes-list-type': listType, 'x-kubernetes-list-map-keys': keys = [] } = schema
  // What is in a set, or has to be one of some values, is looked at as a whole.
  if (values || listType === 'set') speakers.push((_, becomes) => isAnother(becomes))
  if (listType === 'map') {
    speakers.push(
      ({ holders, property = '' }, becomes) => holders.length === 0 && isAnother(becomes) && keys.includes(property),
    )
  }
  return speakers.length === 0 ? undefined : (place, becomes) => speakers.some(speaker => speaker(place, becomes))
}

/** Whether it is another value to whoever looks at the object, and not at how CEL reads it. */
function isAnother(becomes: Becomes): boolean {
  return ['filled-in', 'another', 'gone', 'null-gone'].includes(becomes)
}

function countSpeaker({ minProperties, maxProperties }: JsonSchemaProps): Speaker | undefined {
  if (minProperties === undefined && maxProperties === undefined) return undefined
  return ({ holders }, becomes) => {
    if (holders.length > 0) return false
    if (becomes === 'filled-in') return maxProperties !== undefined
    return (becomes === 'gone' || becomes === 'null-gone') && minProperties !== undefined
  }
}

function junctorSpeaker({ allOf, anyOf, oneOf, not }: JsonSchemaProps): Speaker | undefined {
  const junctors = [allOf, anyOf, oneOf, not].filter(junctor => junctor !== undefined)
  if (junctors.length === 0) return undefined
  let texts: ReadonlySet<string> | undefined
  return ({ holders, property }, becomes) => {
    if (!isAnother(becomes)) return false
    texts ??= textsIn(junctors)
    if (texts.has('maxProperties') || texts.has('minProperties')) return true
    return property === undefined ? holders.every(name => texts?.has(name)) : texts.has(property)
  }
}

function ruleSpeaker({ 'x-kubernetes-validations': rules }: JsonSchemaProps): Speaker | undefined {
  if (!rules) return undefined
  const spoken = new SpokenRules(rules)
  return (place, becomes) => spoken.say(place, becomes)
}

/** All keys and texts in JSON, and so the names of properties. */
function textsIn(value: unknown): Set<string> {
  const texts = JSON.stringify(value).match(/"(?:[^"\\]|\\.)*"/g) ?? []
  return new Set(texts.map(text => JSON.parse(text) as string))
}
