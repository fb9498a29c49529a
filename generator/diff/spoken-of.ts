import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { isTransition, wordsOf } from '../crd/rule-words.js'
import type { ValuePath } from '../load/document.js'

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

  /** Whether one of the schemas that were entered says what goes with the property at a place, in whatever way. */
  includes(place: ValuePath): boolean {
    return this.#speakers.some(({ saysOf, path }) => saysOf(propertiesOn(place.slice(path.length))))
  }
}

/** The properties on a path, without the steps into lists and maps. */
function propertiesOn(path: ValuePath): string[] {
  const properties: string[] = []
  for (let at = 0; at < path.length; at++) if (path[at] === 'properties') properties.push(String(path[++at]))
  return properties
}

/** Whether a schema says what goes with the property to which these properties lead from it. */
type Speaker = (properties: readonly string[]) => boolean

function speakerOf(schema: JsonSchemaProps): Speaker | undefined {
  const { allOf, anyOf, oneOf, not, maxProperties, enum: values } = schema
  const rules = (schema['x-kubernetes-validations'] ?? []).filter(rule => !isTransition(rule)).map(({ rule }) => rule)
  const junctors = [allOf, anyOf, oneOf, not].filter(junctor => junctor !== undefined)
  if (values) return () => true
  if (junctors.length === 0 && rules.length === 0 && maxProperties === undefined) return undefined
  let names: ReadonlySet<string> | undefined
  return path => {
    if (maxProperties !== undefined && path.length === 1) return true
    names ??= new Set([...textsIn(junctors), ...rules.flatMap(namesIn)])
    if (names.has(path.at(-1) ?? '') || names.has('maxProperties') || names.has('minProperties')) return true
    return rules.some(rule => takesWhole(path.slice(0, -1), rule))
  }
}

/** All keys and texts in JSON, and so the names of properties. */
function textsIn(value: unknown): string[] {
  return (JSON.stringify(value).match(/"(?:[^"\\]|\\.)*"/g) ?? []).map(text => JSON.parse(text) as string)
}

/** All words in a rule, texts included: `self['a']`. */
function namesIn(rule: string): string[] {
  return (rule.match(/\w+/g) ?? []).map(unescaped)
}

/** Whether a rule looks at more of one of these values than whether it is there, and which it has in it. */
function takesWhole(names: readonly string[], rule: string): boolean {
  // What is asked of an item is asked of what is in the list.
  const words = wordsOf(rule)
    .replace(/\b(?:has|size)\([^()]*\)/g, ' ')
    .replace(/(\w)\s*\[[^[\]]*\]/g, '$1')
  const values = new Set(['self', ...names])
  // `self.list.all(item, ...)`: what is said of an item is said of what is in the list.
  for (const [, list = '', item = ''] of words.matchAll(/(\w+)\s*\.\s*\w+\(\s*(\w+)\s*,/g)) {
    if (values.has(unescaped(list))) values.add(item)
  }
  return Array.from(words.matchAll(/(\w+)\s*(\W?)/g)).some(
    ([, word = '', next = '']) => values.has(unescaped(word)) && !isLookedInto(next),
  )
}

/** By what follows it; what a macro calls an item is followed by a comma. */
function isLookedInto(next: string): boolean {
  return next === '.' || next === ','
}

const escaped: ReadonlyMap<string, string> = new Map([
  ['dash', '-'],
  ['dot', '.'],
  ['slash', '/'],
  ['underscores', '__'],
])

/** The name that CEL writes so: `a__dash__b` for `a-b`, `__namespace__` for `namespace`. */
function unescaped(word: string): string {
  return word
    .replace(/__(dash|dot|slash|underscores)__/g, (_, name: string) => escaped.get(name) ?? '')
    .replace(/^__(\w+)__$/, '$1')
}
