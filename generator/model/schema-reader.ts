import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { isList } from '../crd/field.js'
import { choicesOf, effortOfRun, KnownChoices, type Found } from './choices.js'
import { isDeep, type DraftProperty, type DraftRoot, type DraftShape, type DraftType } from './draft.js'
import { isAnyResource, metadataType, typeMeta } from './embedded-resource.js'
import { enumValues } from './enum-values.js'
import {
  areIntAndString,
  factsKey,
  hasDefault,
  isQuantity,
  metadataFacts,
  placeFacts,
  prose,
  shapeFacts,
  structuralFacts,
} from './facts.js'
import { Ballot, ProseVotes, type Read } from './prose-votes.js'
import type { DocFact } from './resource-model.js'

export interface SchemaReaderOptions {
  /**
   * For front ends whose schemas refer to one another: the type that stands for a schema, or nothing where the schema is to
   * be read as it stands. A shape may be answered before its own schema is read.
   */
  readonly resolve?: (schema: JsonSchemaProps) => DraftType | undefined
  /** Whether what no schema names is dropped, as it is from custom resources. Default true. */
  readonly prunes?: boolean
  /** Of other folders. Default: none. */
  readonly choices?: KnownChoices | undefined
}

export interface RootMembers extends Pick<DraftRoot, 'properties' | 'choices'> {
  readonly facts: readonly DocFact[]
}

/**
 * Reads the schemas of one folder into draft types. Structurally identical object schemas come out as one shape. Where a
 * schema says more than a type can, the type is wider than the server, never narrower.
 */
export class SchemaReader {
  readonly #shapes: DraftShape[] = []
  readonly #byStructure = new Map<string, DraftShape>()
  /** Most schemas stand in many places: each is read once. */
  readonly #read = new Map<JsonSchemaProps, Read<DraftType>>()
  readonly #ballot = new Ballot()
  readonly #choices: KnownChoices
  readonly #resolve: SchemaReaderOptions['resolve']
  readonly #prunes: boolean

  constructor({ resolve, prunes = true, choices = new KnownChoices(effortOfRun()) }: SchemaReaderOptions = {}) {
    this.#resolve = resolve
    this.#prunes = prunes
    this.#choices = choices
  }

  read(schema: JsonSchemaProps): DraftType {
    const resolved = this.#resolve?.(schema)
    if (resolved) return resolved
    if (!schema.properties && !schema.items && !schema.additionalProperties) {
      return this.#nullable(schema, this.#value(schema))
    }
    let read = this.#read.get(schema)
    if (!read) {
      read = this.#ballot.within(() => this.#nullable(schema, this.#value(schema)))
      this.#read.set(schema, read)
    }
    this.#ballot.note(read.schema)
    return read.answer
  }

  /** All that were found, in the order of discovery. Nothing more can be read after that. */
  finish(): readonly DraftShape[] {
    this.#ballot.count()
    return this.#shapes
  }

  /** The properties that a schema declares, without those named in `except`. */
  properties(schema: JsonSchemaProps, except: readonly string[] = []): DraftProperty[] {
    const declared = schema.properties ?? none
    const names = Object.keys(declared).filter(name => !except.includes(name))
    const required = new Set(schema.required)
    const properties = names.map(name => this.#property(name, declared[name] ?? none, required.has(name)))
    if (required.size === 0 || extraOf(schema)) return properties
    const others = [...required].filter(name => !Object.hasOwn(declared, name) && !except.includes(name))
    return [...properties, ...others.map(name => this.#property(name, none, true))]
  }

  /**
   * The root of a kind, with all that its schema says of it as a whole. Its type and metadata are the server's own, and a property of
   * `apart` is not sent with the others: of which go together with these nothing is known.
   */
  root(schema: JsonSchemaProps, apart: readonly string[]): RootMembers {
    const declared = this.properties(schema, typeMeta)
    const together = declared.filter(({ name }) => !apart.includes(name))
    const { properties, choices, facts } = this.#whole(
      schema,
      declared,
      choicesOf(schema, together, false, this.#choices),
    )
    return { properties, ...(choices && { choices }), facts: [...placeFacts(schema), ...facts] }
  }

  #nullable(schema: JsonSchemaProps, type: DraftType): DraftType {
    // A server finds null in no enum, whether it stands there or not. It holds null against no alternatives.
    if (schema.nullable !== true || type.kind === 'unknown' || schema.enum?.length) return type
    return isDeep(type) ? unknown : { kind: 'nullable', of: type }
  }

  /** What a list or a map holds. */
  #inner(schema: JsonSchemaProps): DraftType {
    const type = this.read(schema)
    return isDeep(type) ? unknown : type
  }

  #value(schema: JsonSchemaProps): DraftType {
    const values = enumValues(schema)
    if (values) return { kind: 'enum', values }
    if (schema['x-kubernetes-int-or-string'] === true) return isQuantity(schema) ? quantity : intOrString
    switch (schema.type) {
      case 'string':
        return string
      case 'integer':
      case 'number':
        return number
      case 'boolean':
        return boolean
      case 'array':
        return this.#array(schema)
      case 'object':
        return this.#object(schema)
      default:
        return this.#untyped(schema)
    }
  }

  /** Legal beside preserve-unknown-fields, and in v1beta1 anywhere. */
  #untyped(schema: JsonSchemaProps): DraftType {
    if (schema.type === undefined && schema.properties) return this.#object(schema)
    if (areIntAndString(schema.anyOf)) return intOrString
    return unknown
  }

  #array(schema: JsonSchemaProps): DraftType {
    const { items } = schema
    const single = items !== undefined && !isList(items) ? keptWith(schema, items) : undefined
    const listType = schema['x-kubernetes-list-type'] ?? 'atomic'
    const type = single ? this.#inner(single) : unknown
    if (single) this.#countItem(type, single)
    return {
      kind: 'array',
      items: type,
      listType,
      keys: listType === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [],
    }
  }

  #object(schema: JsonSchemaProps): DraftType {
    const atomic = schema['x-kubernetes-map-type'] === 'atomic'
    const names = Object.keys(schema.properties ?? {})
    if (schema['x-kubernetes-embedded-resource'] === true) {
      if (isAnyResource(schema)) return { kind: 'embedded-resource', atomic }
      const own = this.properties(schema, typeMeta)
      return { kind: 'shape', shape: this.#shape(schema, [...this.#embeddedMeta(schema), ...own]), atomic }
    }
    if (names.length > 0) return { kind: 'shape', shape: this.#shape(schema, this.properties(schema)), atomic }
    const values = schema.additionalProperties
    if (typeof values !== 'object') return { kind: extraOf(schema) || !this.#prunes ? 'any-object' : 'empty-object' }
    const type = this.#inner(values)
    if (type.kind === 'unknown') return anyObject
    this.#countItem(type, values)
    return { kind: 'map', values: type, atomic }
  }

  /** The server itself asks for these in an embedded resource, whatever the schema says of them. */
  #embeddedMeta(schema: JsonSchemaProps): DraftProperty[] {
    return typeMeta.map(name => {
      const votes = new ProseVotes()
      const declared = ownProperty(schema.properties, name)
      if (declared) this.#ballot.cast(votes, prose(declared, name))
      const defaulted = hasDefault(declared ?? none)
      if (name === 'metadata') {
        const required = schema.required?.includes(name) ?? false
        const facts = metadataFacts(declared)
        return { name, type: metadataType(declared), required, defaulted, facts, prose: votes }
      }
      const type = this.#value({ ...declared, type: 'string', 'x-kubernetes-int-or-string': false })
      return { name, type, required: true, defaulted, facts: structuralFacts(declared ?? none), prose: votes }
    })
  }

  #property(name: string, schema: JsonSchemaProps, required: boolean): DraftProperty {
    const type = this.read(schema)
    const votes = new ProseVotes()
    const words = prose(schema, name)
    this.#ballot.cast(votes, words)
    const shape = shapeOf(type)
    if (shape) this.#ballot.cast(shape.prose.asProperty, words)
    const facts = shape ? placeFacts(schema) : structuralFacts(schema)
    return { name, type, required, defaulted: hasDefault(schema), facts, prose: votes }
  }

  #shape(schema: JsonSchemaProps, declared: readonly DraftProperty[]): DraftShape {
    const extra = extraOf(schema)
    const said = choicesOf(schema, declared, extra === undefined, this.#choices)
    const { properties, choices, facts } = this.#whole(schema, declared, said)
    const key = structureOf(properties, extra, facts) + (choices ? JSON.stringify(choices) : '')
    const known = this.#byStructure.get(key)
    if (known) {
      this.#mergeProse(known, properties)
      return known
    }
    const shape: DraftShape = {
      kind: 'shape',
      id: this.#shapes.length,
      properties,
      ...(extra ? { extra } : {}),
      ...(choices ? { choices } : {}),
      facts,
      prose: { asProperty: new ProseVotes(), asItem: new ProseVotes() },
    }
    this.#byStructure.set(key, shape)
    this.#shapes.push(shape)
    return shape
  }

  /** An object with what its schema says of its properties together. */
  #whole(schema: JsonSchemaProps, declared: readonly DraftProperty[], { required, choices, isComplete }: Found) {
    const asked = new Set(required)
    return {
      properties: declared.map(each => (asked.has(each.name) ? { ...each, required: true } : each)),
      choices,
      facts: shapeFacts(schema, isComplete),
    }
  }

  #countItem(type: DraftType, schema: JsonSchemaProps): void {
    const shape = shapeOf(type)
    if (shape) this.#ballot.cast(shape.prose.asItem, prose(schema))
  }

  #mergeProse(into: DraftShape, properties: readonly DraftProperty[]): void {
    const byName = new Map(properties.map(property => [property.name, property]))
    for (const property of into.properties) {
      const [words] = byName.get(property.name)?.prose ?? []
      if (words) this.#ballot.cast(property.prose, words)
    }
  }
}

/** What a list keeps, its items keep. */
function keptWith({ 'x-kubernetes-preserve-unknown-fields': keeps }: JsonSchemaProps, items: JsonSchemaProps) {
  if (!keeps || (items.type !== 'object' && items.type !== 'array')) return items
  return { ...items, 'x-kubernetes-preserve-unknown-fields': true }
}

const none: { readonly [name: string]: never } = {}

/** One object for each, so that what is made of a type later is made once. */
const string: DraftType = { kind: 'string' }
const number: DraftType = { kind: 'number' }
const boolean: DraftType = { kind: 'boolean' }
const intOrString: DraftType = { kind: 'int-or-string' }
const quantity: DraftType = { kind: 'int-or-string', isQuantity: true }
const unknown: DraftType = { kind: 'unknown' }
const anyObject: DraftType = { kind: 'any-object' }

/**
 * What the properties that a schema does not name may hold; absent where the server prunes them. A structural schema declares
 * at its top what it mentions within `allOf`, `anyOf`, `oneOf` and `not`; one that is not structural may not have done so.
 */
export function extraOf(schema: JsonSchemaProps): DraftType | undefined {
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return unknown
  // Beside named properties the index signature has to take their types in as well.
  if (schema.additionalProperties) return unknown
  const junctors = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  const undeclared = junctors.some(junctor =>
    Object.keys(junctor.properties ?? {}).some(name => !ownProperty(schema.properties, name)),
  )
  return undeclared ? unknown : undefined
}

function ownProperty<T>(values: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined
}

/** The shape that a property holds itself, not in a list or a map. */
function shapeOf(type: DraftType): DraftShape | undefined {
  if (type.kind === 'nullable') return shapeOf(type.of)
  return type.kind === 'shape' ? type.shape : undefined
}

/** Two shapes are one exactly if these agree. The order of properties is prose. */
function structureOf(
  properties: readonly DraftProperty[],
  extra: DraftType | undefined,
  facts: readonly DocFact[],
): string {
  // The length of a name says where it ends. Without a function `sort` compares code units.
  const parts = properties.map(({ name, type, required, facts: own }) => {
    return `${name.length}:${name}${required ? '!' : ':'}${typeKey(type)}${factsKey(own)}`
  })
  return `${parts.sort().join('\n')}\n${extra ? typeKey(extra) : ''}${factsKey(facts)}`
}

function typeKey(type: DraftType): string {
  switch (type.kind) {
    case 'enum':
      return JSON.stringify(type.values)
    case 'nullable':
      return `${typeKey(type.of)}?`
    case 'array':
      return `[${type.listType}${JSON.stringify(type.keys)}${typeKey(type.items)}]`
    case 'map':
      return `{${type.atomic ? 'atomic' : ''}${typeKey(type.values)}}`
    case 'shape':
      return `#${type.shape.id}${type.atomic ? 'atomic' : ''}`
    case 'int-or-string':
      return type.isQuantity ? 'quantity' : type.kind
    case 'embedded-resource':
      return type.atomic ? `${type.kind}atomic` : type.kind
    case 'object-meta':
      return `${type.kind}${type.required?.join() ?? ''}`
    default:
      return type.kind
  }
}
