/** What a schema is to the CEL of a server: its type, and how large its values can be, in characters, items or properties. */

import { celNamesOf } from './cel-names.js'
import type { JsonSchemaProps } from './custom-resource-definition.js'
import { isRecord } from './field.js'

export interface CelType {
  readonly kind: Kind
  /** Of lists, maps and optional values. */
  readonly element?: CelType
  /** Of objects, by the name that CEL has for it. */
  readonly field?: (name: string) => CelType | undefined
  /** How large a value is at most. */
  readonly most: number
  /** The bytes of the smallest value. */
  readonly least: number
}

type Kind =
  | ('bool' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'duration' | 'timestamp' | 'null' | 'type')
  | ('list' | 'map' | 'object' | 'optional' | 'dyn' | 'unknown')
  /** Of the library of Kubernetes. */
  | ('ip' | 'cidr' | 'quantity' | 'semver' | 'url' | 'format')

/** What a server takes of a request, in bytes. */
export const requestSize = 3 * 1024 * 1024

const longestName = 253

/** Undefined where CEL does not see it. */
export function celTypeOf(schema: JsonSchemaProps, isRoot: boolean): CelType | undefined {
  const types = isRoot || schema['x-kubernetes-embedded-resource'] === true ? resourceTypes : otherTypes
  if (!types.has(schema)) types.set(schema, readType(schema, types === resourceTypes))
  return types.get(schema)
}

const resourceTypes = new WeakMap<JsonSchemaProps, CelType | undefined>()
const otherTypes = new WeakMap<JsonSchemaProps, CelType | undefined>()

function readType(schema: JsonSchemaProps, isResource: boolean): CelType | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return { kind: 'dyn', most: mostCharacters(schema), least: 1 }
  switch (schema.type) {
    case 'array':
      return listType(schema)
    case 'object': {
      const { additionalProperties: values } = schema
      return isRecord(values) ? mapType(schema, values) : objectType(schema, isResource)
    }
    case 'string':
      return textType(schema)
    case 'boolean':
      return { kind: 'bool', most: 0, least: 4 }
    case 'number':
      return { kind: 'double', most: 0, least: 1 }
    case 'integer':
      return { kind: 'int', most: 0, least: 1 }
    default:
      return undefined
  }
}

function listType({ items, maxItems }: JsonSchemaProps): CelType | undefined {
  const element = isRecord(items) ? celTypeOf(items as JsonSchemaProps, false) : undefined
  if (!element) return undefined
  const most = maxItems === undefined ? Math.floor((requestSize - 2) / (element.least + 1)) : Math.max(0, maxItems)
  return { kind: 'list', element, most, least: 2 }
}

function mapType({ maxProperties }: JsonSchemaProps, values: JsonSchemaProps): CelType | undefined {
  const element = celTypeOf(values, false)
  if (!element) return undefined
  const most =
    maxProperties === undefined ? Math.floor((requestSize - 2) / (element.least + 6)) : Math.max(0, maxProperties)
  return { kind: 'map', element, most, least: 2 }
}

function objectType(schema: JsonSchemaProps, isResource: boolean): CelType {
  const properties = isResource ? withMeta(schema.properties ?? {}) : (schema.properties ?? {})
  let least = 2
  for (const name of new Set(schema.required)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (!property || (property.default ?? null) !== null) continue
    const type = celTypeOf(property, false)
    if (type) least += name.length + type.least + 4
  }
  let byName: Map<string, JsonSchemaProps> | undefined
  const field = (name: string) => {
    byName ??= new Map(Object.entries(properties).flatMap(([key, value]) => celNamesOf(key).map(each => [each, value])))
    const property = byName.get(name)
    return property && celTypeOf(property, false)
  }
  return { kind: 'object', field, most: 0, least }
}

/** CEL always knows these of a resource, and no others of its metadata. */
function withMeta(properties: { readonly [name: string]: JsonSchemaProps }): { [name: string]: JsonSchemaProps } {
  const given = properties['metadata']?.properties ?? {}
  const capped = (name: string, most: number): JsonSchemaProps => ({
    type: 'string',
    maxLength: Math.min(most, given[name]?.maxLength ?? most),
  })
  const metadata = {
    type: 'object',
    properties: { name: capped('name', longestName), generateName: capped('generateName', longestName - 1) },
  }
  return { ...properties, apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata }
}

function textType(schema: JsonSchemaProps): CelType {
  switch (schema.format) {
    case 'byte':
      return { kind: 'bytes', most: Math.max(0, schema.maxLength ?? requestSize - 2), least: 2 }
    case 'duration':
      return { kind: 'duration', most: 32, least: 3 }
    case 'date':
      return { kind: 'timestamp', most: 12, least: 12 }
    case 'date-time':
      return { kind: 'timestamp', most: 32, least: 21 }
    default:
      return { kind: 'string', most: mostCharacters(schema), least: 2 }
  }
}

/** A character of a limit may take four bytes. */
function mostCharacters(schema: JsonSchemaProps): number {
  const { maxLength, enum: values = [] } = schema
  if (maxLength !== undefined) return 4 * Math.max(0, maxLength)
  if (values.length === 0 || schema['x-kubernetes-int-or-string'] === true) return requestSize - 2
  return Math.max(0, ...values.map(value => (typeof value === 'string' ? Buffer.byteLength(value) : 0)))
}
