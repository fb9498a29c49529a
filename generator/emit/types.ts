/**
 * Types through json-schema-to-typescript.
 *
 * The library renames what it is given, repeats descriptions, and takes its time for each definition. So it never sees a
 * name or prose: every distinct type of a run is one property of one neutral interface, a reference in it is a numbered
 * slot, and its answer is taken apart again. 40,000 properties of real CRDs have a few hundred distinct types.
 */

import type { ReferenceType, TypeModel, View } from '../model/resource-model.js'
import { parseInterface } from './type-parser.js'
import { literalType, renameType, typeName, type TypeNode } from './type-node.js'

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
  const outlines = new WeakMap<TypeModel, Outline>()
  const outlineOf = (type: TypeModel): Outline => {
    let outline = outlines.get(type)
    if (!outline) outlines.set(type, (outline = outlineType(type)))
    return outline
  }

  const schemas = new Map<string, object>()
  for (const type of types) {
    const { key, schema } = outlineOf(type)
    if (!schemas.has(key)) schemas.set(key, schema)
  }
  const nodes = await compile(schemas)

  return {
    resolve(type, view, nameOf) {
      const { key, slots } = outlineOf(type)
      const node = nodes.get(key)
      if (!node) throw new Error(`a type was not translated: ${key}`)
      if (slots.length === 0) return node
      return renameType(node, given => {
        const slot = slots[Number(given.slice(1))]
        if (!slot) throw new Error(`json-schema-to-typescript answered with a name that it was not given: ${given}`)
        const symbol = symbolOf(slot, view)
        const name = nameOf(symbol)
        if (symbol.kind === 'shape' || !symbol.keys) return typeName(name)
        return { kind: 'generic', name, arguments: [literalType(symbol.keys)] }
      })
    },
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

/** A reference, and whether what holds it is replaced as a whole by a server-side apply. */
interface Slot {
  readonly type: NamedType
  readonly whole: boolean
}

type NamedType = Extract<TypeModel, { kind: 'int-or-string' | 'embedded-resource' | 'object-meta' | 'reference' }>

/** An atomic value is whole in an apply configuration: it is a request's value, not a part of one. */
function symbolOf({ type, whole }: Slot, view: View): TypeSymbol {
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

  function schemaOf(type: TypeModel, whole: boolean): object {
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
        return { enum: type.values }
      case 'nullable':
        return { anyOf: [schemaOf(type.of, whole), { type: 'null' }] }
      case 'array':
        return { type: 'array', items: schemaOf(type.items, whole || type.listType === 'atomic') }
      case 'map':
        return { type: 'object', additionalProperties: schemaOf(type.values, whole || type.atomic) }
      case 'reference':
        return slot({ type, whole: whole || type.atomic })
    }
  }

  const schema = schemaOf(type, false)
  return { key: JSON.stringify(schema), schema, slots }
}
