import { canonical, canonicalSchema } from '../crd/canonical.js'
import type { Json, JsonSchemaProps, ValidationRule } from '../crd/custom-resource-definition.js'
import { isList } from '../crd/field.js'
import { enumValues, isEither, unsaidAlternatives } from './enum-values.js'
import { silence, type Prose } from './prose-votes.js'
import type { DocFact, LimitKeyword } from './resource-model.js'

export const limitKeywords: readonly LimitKeyword[] = [
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]

const checkedKeywords: ReadonlySet<string> = new Set([...limitKeywords, 'x-kubernetes-list-type'])

const none: readonly DocFact[] = []

/** The same text for facts that say the same, whatever the order of keys in a schema. */
export function factsKey(facts: readonly DocFact[]): string {
  return facts.length === 0 ? '' : facts.map(factKey).join()
}

function factKey(fact: DocFact): string {
  switch (fact.kind) {
    case 'each':
      return `${fact.of}[${factsKey(fact.facts)}]`
    case 'field':
      return `${JSON.stringify(fact.name)}[${factsKey(fact.facts)}]`
    case 'alternatives':
      return canonicalSchema(fact.schema)
    case 'default':
      return `default ${canonical(fact.value)}`
    default:
      return JSON.stringify(fact)
  }
}

/** A `default: null` does nothing: the API server reads it as an absent one. */
export function hasDefault(schema: JsonSchemaProps): schema is JsonSchemaProps & { readonly default: Json } {
  return schema.default !== undefined && schema.default !== null
}

/** Whether a server puts a property in where it is left out. */
export function isFilledIn({ properties = {} }: JsonSchemaProps, name: string): boolean {
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined
  return property !== undefined && hasDefault(property)
}

/** What a server checks or does, in a fixed order: default, format, limits, list keys, rules. */
export function structuralFacts(schema: JsonSchemaProps): readonly DocFact[] {
  if (isPlain(schema)) return none
  const facts = [
    ...valueFacts(schema),
    ...limitFacts(schema),
    ...alternativeFacts(schema),
    ...ruleFacts(schema),
    ...memberFacts(schema),
  ]
  return facts.length === 0 ? none : facts
}

/** What is in a list or a map and has no place of its own to say it: objects with properties have one for most of it. */
function memberFacts({ items, additionalProperties }: JsonSchemaProps): readonly DocFact[] {
  const of = items ? 'item' : 'value'
  const member = items ?? additionalProperties
  if (typeof member !== 'object' || isList(member)) return none
  const facts = member.properties ? placeFacts(member) : structuralFacts(member)
  return facts.length === 0 ? none : [{ kind: 'each', of, facts }]
}

/** What a schema asks of `metadata`, whose type is that of the runtime. */
export function metadataFacts(schema: JsonSchemaProps | undefined): readonly DocFact[] {
  if (!schema) return none
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]): DocFact[] => {
    const facts = untypedFacts(field)
    return facts.length === 0 ? [] : [{ kind: 'field', name, facts }]
  })
  return [...structuralFacts(schema), ...fields]
}

/** `structuralFacts` with what else the type of a field would say, and one of the runtime does not. */
function untypedFacts(schema: JsonSchemaProps): readonly DocFact[] {
  const { enum: values, required, properties, allOf, anyOf, oneOf, not, ...others } = schema
  const unsaid: JsonSchemaProps = {
    ...(values && { enum: values }),
    ...(required && { required }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, { type: _, ...asks }]) => [name, asks])),
    }),
    ...(allOf && { allOf }),
    ...(anyOf && { anyOf }),
    ...(oneOf && { oneOf }),
    ...(not && { not }),
  }
  const facts = structuralFacts(others)
  return Object.keys(unsaid).length === 0 ? facts : [...facts, { kind: 'alternatives', schema: unsaid }]
}

/** `structuralFacts` for a place that holds an object: the shape itself has the limits and the rules. */
export function placeFacts(schema: JsonSchemaProps): readonly DocFact[] {
  const facts = [...valueFacts(schema), ...ruleFacts(schema).filter(fact => fact.kind === 'immutable')]
  return facts.length === 0 ? none : facts
}

/** The counterpart of `placeFacts`. `isSaid`: the type says which properties go together, and how many. */
export function shapeFacts(schema: JsonSchemaProps, isSaid: boolean): readonly DocFact[] {
  const limits = limitFacts(schema).filter(fact => !(isSaid && countsProperties(fact)))
  const unsaid = isSaid ? { type: 'object', ...(schema.enum && { enum: schema.enum }) } : schema
  const alternatives = alternativeFacts(unsaid)
  const facts = [...limits, ...alternatives, ...ruleFacts(schema).filter(fact => fact.kind === 'rule')]
  return facts.length === 0 ? none : facts
}

function countsProperties(fact: DocFact): boolean {
  return fact.kind === 'limit' && (fact.keyword === 'minProperties' || fact.keyword === 'maxProperties')
}

/** The form that int-or-string has where it is not marked as such. */
export function areIntAndString(anyOf: JsonSchemaProps['anyOf']): boolean {
  const types = anyOf?.map(({ type }) => type)
  return types?.length === 2 && types.includes('integer') && types.includes('string')
}

/** The pattern that controller-gen writes for a `resource.Quantity`. */
const quantityPattern =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'

/** Whether an int-or-string is what Kubernetes calls a quantity. */
export function isQuantity(schema: JsonSchemaProps): boolean {
  return isEither(schema) && schema.pattern === quantityPattern && !schema.enum
}

/** The alternatives and the enum of a schema, for a place of which no type says them. */
function alternativeFacts(schema: JsonSchemaProps): readonly DocFact[] {
  const { oneOf, not, ...unsaid } = unsaidAlternatives(schema)
  const mayBeEither = isEither(schema) || schema.type === undefined
  const anyOf = mayBeEither && areIntAndString(unsaid.anyOf) ? undefined : unsaid.anyOf
  const others = mayBeEither ? unsaid.allOf?.filter(each => !areIntAndString(each.anyOf)) : unsaid.allOf
  const allOf = others && others.length > 0 ? others : undefined
  const values = enumValues(schema) ? undefined : schema.enum
  if (!(allOf || anyOf || oneOf || not || values)) return none
  const alternatives = {
    ...(values && { enum: values }),
    ...(allOf && { allOf }),
    ...(anyOf && { anyOf }),
    ...(oneOf && { oneOf }),
    ...(not && { not }),
  }
  return [{ kind: 'alternatives', schema: alternatives }]
}

/** Whether nothing is said but a type and a description, as of most properties. */
export function isPlain(schema: JsonSchemaProps): boolean {
  for (const keyword in schema) if (keyword !== 'type' && keyword !== 'description') return false
  return schema.type !== 'integer'
}

/** What a schema says in words, of the property of that name where it is one's. */
export function prose(schema: JsonSchemaProps, name?: string): Prose {
  const { description, deprecated } = deprecation(schema, name)
  const facts = otherProse(schema, deprecated)
  // No spread here and in what else runs for each property: it is several times slower.
  if (facts.length === 0) return description === '' ? silence : { description, facts }
  return description === '' ? { facts } : { description, facts }
}

/** Whether `@deprecated` stands at what has the schema, the property of that name where it is one's. */
export function isDeprecated(schema: JsonSchemaProps, name?: string): boolean {
  return deprecation(schema, name).deprecated !== undefined
}

function otherProse({ example, externalDocs }: JsonSchemaProps, deprecated: DocFact | undefined): readonly DocFact[] {
  if (!deprecated && example === undefined && !externalDocs) return none
  const facts: DocFact[] = []
  if (deprecated) facts.push(deprecated)
  if (example !== undefined) facts.push({ kind: 'example', value: example })
  const { url, description: title } = externalDocs ?? {}
  if (url) facts.push({ kind: 'link', url, ...(title ? { title } : {}) })
  return facts.length === 0 ? none : facts
}

function valueFacts(schema: JsonSchemaProps): DocFact[] {
  const facts: DocFact[] = []
  if (hasDefault(schema)) facts.push({ kind: 'default', value: schema.default })
  if (schema.format) facts.push({ kind: 'format', format: schema.format })
  else if (schema.type === 'integer' && !isEither(schema) && !enumValues(schema)) facts.push({ kind: 'integer' })
  return facts
}

function limitFacts(schema: JsonSchemaProps): DocFact[] {
  const facts: DocFact[] = []
  if (!Object.keys(schema).some(keyword => checkedKeywords.has(keyword))) return facts
  for (const keyword of limitKeywords) {
    const value = schema[keyword]
    if (value === undefined || value === false || (keyword === 'pattern' && isQuantity(schema))) continue
    facts.push({ kind: 'limit', keyword, value })
  }
  const listType = schema['x-kubernetes-list-type']
  if (listType === 'set' || listType === 'map')
    facts.push({ kind: 'list', listType, keys: schema['x-kubernetes-list-map-keys'] ?? [] })
  return facts
}

const immutability = /^\s*\(?\s*(?:self\s*==\s*oldSelf|oldSelf\s*==\s*self)\s*\)?\s*$/

/** Whether a rule says no more than that a value stays as it is. */
export function isImmutability({ rule }: ValidationRule): boolean {
  return immutability.test(rule)
}

function ruleFacts(schema: JsonSchemaProps): DocFact[] {
  return (schema['x-kubernetes-validations'] ?? []).map((given): DocFact => {
    if (isImmutability(given)) return { kind: 'immutable' }
    const { rule, message } = given
    return { kind: 'rule', rule, ...(message ? { message } : {}) }
  })
}

/** After the word: an end, or what goes on about it. Sentences about deprecated things are not meant. */
const afterDeprecated = String.raw`(?:[ \t]*[:.!,;]|[ \t]+(?=since|in|by|as|use|and|please|[-–—])|[ \t]*(?!.))`

/** Go's convention: a paragraph that begins with "Deprecated:". */
const deprecatedLine = new RegExp(String.raw`^[ \t]*(?:Deprecated|DEPRECATED)${afterDeprecated}`, 'm')

/** The comments of Go begin with the name of the field: "sha is deprecated: use image". */
const deprecatedName = new RegExp(String.raw`^\s*(\S+) (?:deprecated:|is deprecated${afterDeprecated})`)

/** In a description whose lines were joined, a paragraph begins after the end of a sentence. */
const deprecatedSentence = /(?:Deprecated|DEPRECATED):(?<=[.!?][ \t]+\w+:)/

/** One value of several may be meant, where a list comes before or a line that begins with a name and a colon. */
const listBefore = /(?:^|\s)(?:[-*+•]|\d+[.)])\s|^[ \t]*\S+:\s/m

function deprecationIn(description: string, name: string | undefined): RegExpExecArray | null {
  const line = deprecatedLine.exec(description)
  if (line) return line
  const named = deprecatedName.exec(description)
  if (named && named[1]?.toLowerCase() === name?.toLowerCase()) return named
  const sentence = deprecatedSentence.exec(description)
  return sentence && !listBefore.test(description.slice(0, sentence.index)) ? sentence : null
}

/** A deprecation and its reason are taken out of the description: they have a tag of their own. */
function deprecation(
  schema: JsonSchemaProps,
  name: string | undefined,
): { readonly description: string; readonly deprecated?: DocFact } {
  const description = schema.description || schema.title || ''
  // Most descriptions do not have the word: a plain search is all that they cost.
  const mentioned = description.includes('eprecated') || description.includes('EPRECATED')
  const match = mentioned ? deprecationIn(description, name) : null
  if (!match) return { description, ...(schema.deprecated === true ? { deprecated: { kind: 'deprecated' } } : {}) }
  const before = description.slice(0, match.index).trimEnd()
  const [paragraph = '', ...others] = description.slice(match.index + match[0].length).split(/\n[ \t]*\n/)
  const reason = paragraph.replace(/\s+/g, ' ').trim()
  return {
    description: [before, ...others].filter(part => part.trim() !== '').join('\n\n'),
    deprecated: { kind: 'deprecated', ...(reason ? { reason } : {}) },
  }
}
