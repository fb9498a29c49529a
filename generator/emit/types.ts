/**
 * Types through json-schema-to-typescript.
 *
 * The library renames what it is given, repeats descriptions, and takes its time for each definition. So it never sees a
 * name, a value or prose: every distinct type of a run is one property of one neutral interface, a reference, an enum or what is nested
 * deeply in it is a numbered slot, and its answer is taken apart again. However many types a run has, a few hundred are distinct.
 */

import type { ReferenceType, TypeModel, View } from '../model/resource-model.js'
import { parseInterface } from './type-parser.js'
import { enumType, literalType, renameType, typeName, type TypeNode } from './type-node.js'

/** A type that the runtime exports. */
export type RuntimeType = 'EmbeddedResource' | 'EmbeddedResourceApply' | 'ObjectMeta' | 'ObjectMetaWith' | 'Quantity'

/** What a name in a type stands for. */
export type TypeSymbol =
  /** `keys` are its type arguments: `ObjectMetaWith<'name'>`. */
  | { readonly kind: 'runtime'; readonly name: RuntimeType; readonly keys?: readonly string[] }
  | { readonly kind: 'shape'; readonly name: string; readonly reference: ReferenceType }

/** The types of a run. */
export interface TypeTable {
  /** The type as one view has it; `nameOf` says what a symbol is called in the file at hand. */
  resolve(type: TypeModel, view: View, nameOf: (symbol: TypeSymbol) => string): TypeNode
}

/** Properties in one call of the library, whose time rises faster than the size of what it is given. */
const BATCH = 500

/** Translates every type of the run at once. */
export async function translateTypes(types: Iterable<TypeModel>): Promise<TypeTable> {
  const outlines = new Map<TypeModel, Outline>()
  const outlineOf = (type: TypeModel): Outline => {
    let outline = outlines.get(type)
    if (!outline) outlines.set(type, (outline = outlineType(type)))
    return outline
  }
  const enums = new Map<EnumType, TypeNode>()
  const enumOf = (type: EnumType): TypeNode => {
    let node = enums.get(type)
    if (!node) enums.set(type, (node = enumType(type.values)))
    return node
  }

  const schemas = new Map<string, object>()
  const add = (type: TypeModel): void => {
    if (type.kind === 'enum') return
    const { key, schema, slots } = outlineOf(type)
    if (!schemas.has(key)) schemas.set(key, schema)
    for (const { type } of slots) if (isNesting(type)) add(type)
  }
  for (const type of types) add(type)
  const nodes = await compile(schemas)

  return {
    resolve: (type, view, nameOf) => resolve(type, view, nameOf, false),
  }

  function resolve(type: TypeModel, view: View, nameOf: (symbol: TypeSymbol) => string, isWhole: boolean): TypeNode {
    if (type.kind === 'enum') return enumOf(type)
    const { key, slots } = outlineOf(type)
    const node = nodes.get(key)
    if (!node) throw new Error(`a type was not translated: ${key}`)
    if (slots.length === 0) return node
    return renameType(node, given => {
      const slot = slots[Number(given.slice(1))]
      if (!slot) throw new Error(`json-schema-to-typescript answered with a name that it was not given: ${given}`)
      const whole = isWhole || slot.whole
      if (slot.type.kind === 'enum' || isNesting(slot.type)) return resolve(slot.type, view, nameOf, whole)
      const symbol = symbolOf(slot.type, whole, view)
      const name = nameOf(symbol)
      if (symbol.kind === 'shape' || !symbol.keys) return typeName(name)
      return { kind: 'generic', name, arguments: [literalType(symbol.keys)] }
    })
  }
}

async function compile(schemas: ReadonlyMap<string, object>): Promise<Map<string, TypeNode>> {
  const nodes = new Map<string, TypeNode>()
  if (schemas.size === 0) return nodes
  const { compile } = await import('json-schema-to-typescript')
  const entries = [...schemas]
  for (let start = 0; start < entries.length; start += BATCH) {
    const batch = entries.slice(start, start + BATCH)
    const properties = Object.fromEntries(batch.map(([, schema], index) => [`p${index}`, schema]))
    const text = await compile({ type: 'object', properties, additionalProperties: false }, 'Batch', {
      bannerComment: '',
      format: false,
      ignoreMinAndMaxItems: true,
    })
    const answer = parseInterface(text)
    batch.forEach(([key], index) => {
      const node = answer.get(`p${index}`)
      if (!node) throw new Error(`json-schema-to-typescript left out a type: ${key}`)
      nodes.set(key, node)
    })
  }
  return nodes
}

/** What the library is not shown, and whether what holds it is replaced as a whole by a server-side apply. */
interface Slot {
  readonly type: NamedType | EnumType | NestingType
  readonly whole: boolean
}

type EnumType = Extract<TypeModel, { kind: 'enum' }>
type NestingType = Extract<TypeModel, { kind: 'nullable' | 'array' | 'map' }>

function isNesting(type: TypeModel): type is NestingType {
  return type.kind === 'nullable' || type.kind === 'array' || type.kind === 'map'
}

/** Levels of nesting in one type that the library is shown: there are many more ways to nest than there are levels. */
const DEEPEST = 3

type NamedType = Extract<TypeModel, { kind: 'int-or-string' | 'embedded-resource' | 'object-meta' | 'reference' }>

/** An atomic value is whole in an apply configuration: it is a request's value, not a part of one. */
function symbolOf(type: NamedType, whole: boolean, view: View): TypeSymbol {
  const isPart = view === 'apply' && !whole
  switch (type.kind) {
    case 'int-or-string':
      return { kind: 'runtime', name: 'Quantity' }
    case 'embedded-resource':
      return { kind: 'runtime', name: isPart ? 'EmbeddedResourceApply' : 'EmbeddedResource' }
    case 'object-meta':
      if (isPart || !type.required) return { kind: 'runtime', name: 'ObjectMeta' }
      return { kind: 'runtime', name: 'ObjectMetaWith', keys: type.required }
    case 'reference':
      return { kind: 'shape', name: type.names[view === 'apply' && whole ? 'input' : view], reference: type }
  }
}

/** A type without its names: `schema` for the library, `key` equal for equal schemas, `slots` in the order of their numbers. */
interface Outline {
  readonly key: string
  readonly schema: object
  readonly slots: readonly Slot[]
}

function outlineType(type: TypeModel): Outline {
  const slots: Slot[] = []
  const slot = (each: Slot): object => ({ tsType: `R${slots.push(each) - 1}` })

  function schemaOf(type: TypeModel, whole: boolean, level: number): object {
    if (level === DEEPEST && isNesting(type)) return slot({ type, whole })
    switch (type.kind) {
      case 'string':
      case 'number':
      case 'boolean':
        return { type: type.kind }
      case 'int-or-string':
        return type.isQuantity ? slot({ type, whole }) : { type: ['number', 'string'] }
      case 'unknown':
        return {}
      case 'any-object':
        return { type: 'object', additionalProperties: true }
      case 'empty-object':
        return { type: 'object', additionalProperties: { tsType: 'never' } }
      case 'embedded-resource':
        return slot({ type, whole: whole || type.atomic })
      case 'object-meta':
        return slot({ type, whole })
      case 'enum':
        return slot({ type, whole })
      case 'nullable':
        return { anyOf: [schemaOf(type.of, whole, level + 1), { type: 'null' }] }
      case 'array':
        return { type: 'array', items: schemaOf(type.items, whole || type.listType === 'atomic', level + 1) }
      case 'map':
        return { type: 'object', additionalProperties: schemaOf(type.values, whole || type.atomic, level + 1) }
      case 'reference':
        return slot({ type, whole: whole || type.atomic })
    }
  }

  const schema = schemaOf(type, false, 0)
  return { key: JSON.stringify(schema), schema, slots }
}
