/** Schemas of every kind of value, nested in each other, and values for them, most of which a server takes. */

import type { Chance } from '../../support/chance.js'
import type { Json } from '../../support/api-server/requests.js'
import type { Grammar } from './grammar.js'

type Schema = Json

/** How deep a schema is nested at most. */
const deepest = 3
const names = ['a', 'b', 'c', 'd']
const keeps = 'x-kubernetes-preserve-unknown-fields'
const formats = [undefined, undefined, 'date-time', 'byte', 'uuid', 'ipv4']
const texts: { readonly [format: string]: string } = {
  'date-time': '2026-01-02T03:04:05Z',
  byte: 'eA==',
  uuid: '123e4567-e89b-12d3-a456-426614174000',
  ipv4: '10.0.0.1',
}

/** Enums that are held against each other, each of which takes the first value. */
function combined(a: Json, b: Json, c: Json): Schema[] {
  return [
    { allOf: [{ enum: [a, b] }, { enum: [c, a] }] },
    { anyOf: [{ enum: [b] }, { enum: [a] }] },
    { oneOf: [{ enum: [a, b] }, { enum: [b, c] }] },
    { enum: [a, b, c], not: { enum: [b] } },
    { enum: [a, b], anyOf: [{ enum: [a, c] }, { enum: [null] }] },
  ]
}

export class ValueGrammar implements Grammar {
  constructor(private readonly chance: Chance) {}

  schema(): Schema {
    return this.#schema(0)
  }

  value(schema: Schema): Json {
    return this.#value(schema, 6)
  }

  #schema(depth: number): Schema {
    const { chance } = this
    const leaves = [
      () => this.#text(),
      () => this.#number(),
      () => ({ type: 'boolean' }),
      () => this.#intOrString(),
      () => ({ [keeps]: true }),
    ]
    const branches = [
      () => this.#object(depth),
      () => this.#object(depth),
      () => this.#map(depth),
      () => this.#list(depth),
      () => this.#keyedList(depth),
      () => ({ type: 'object', 'x-kubernetes-embedded-resource': true, [keeps]: true }),
    ]
    const bare = chance.oneOf<Schema>(...(depth < deepest ? [...leaves, ...branches, ...branches] : leaves))
    const schema = { ...bare, ...(chance.percent(15) && { nullable: true }) }
    return { ...schema, ...(chance.percent(25) && this.#default(schema)) }
  }

  #text(): Schema {
    const { chance } = this
    const format = chance.pick(formats)
    if (format) return { type: 'string', format }
    if (chance.percent(25)) return { type: 'string', ...chance.pick(combined('x', 'y', '')) }
    return { type: 'string', ...(chance.percent(40) && { enum: ['x', 'y', ''].slice(0, 1 + chance.below(3)) }) }
  }

  #number(): Schema {
    const { chance } = this
    if (chance.percent(15)) return { type: 'integer', ...chance.pick(combined(1, 0, 7)) }
    return {
      type: chance.pick(['integer', 'number']),
      ...(chance.percent(25) && { enum: [0, 1, 7] }),
      ...(chance.percent(25) && { minimum: 0 }),
    }
  }

  #intOrString(): Schema {
    const anyOf = [{ type: 'integer' }, { type: 'string' }]
    return { 'x-kubernetes-int-or-string': true, ...(this.chance.percent(50) && { anyOf }) }
  }

  #object(depth: number): Schema {
    const { chance } = this
    const own = names.slice(0, 1 + chance.below(names.length))
    return {
      type: 'object',
      properties: Object.fromEntries(own.map(name => [name, this.#schema(depth + 1)])),
      ...(chance.percent(60) && { required: own.filter(() => chance.percent(40)) }),
      ...(chance.percent(15) && { 'x-kubernetes-map-type': chance.pick(['atomic', 'granular']) }),
      ...(chance.percent(15) && { [keeps]: true }),
    }
  }

  #map(depth: number): Schema {
    const { chance } = this
    return {
      type: 'object',
      additionalProperties: chance.percent(15) ? true : this.#schema(depth + 1),
      ...(chance.percent(20) && { 'x-kubernetes-map-type': 'atomic' }),
    }
  }

  #list(depth: number): Schema {
    const { chance } = this
    if (chance.percent(25)) return { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } }
    return {
      type: 'array',
      items: this.#schema(depth + 1),
      ...(chance.percent(30) && { 'x-kubernetes-list-type': 'atomic' }),
    }
  }

  #keyedList(depth: number): Schema {
    const { chance } = this
    const key = { type: 'string', ...(chance.percent(40) && { default: 'x' }) }
    return {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['key'],
      items: {
        type: 'object',
        properties: { key, a: this.#schema(depth + 1), b: this.#schema(depth + 1) },
        required: [...('default' in key ? [] : ['key']), ...(chance.percent(40) ? ['a'] : [])],
      },
    }
  }

  /** A server takes a default only if it is good itself, and has nothing that is dropped. */
  #default(schema: Schema): Schema {
    if (schema['x-kubernetes-embedded-resource'] || (schema[keeps] && !schema.type)) return {}
    return { default: this.#good(schema) }
  }

  #good(schema: Schema): Json {
    const { type, properties, items, required = [], additionalProperties: values } = schema
    if (schema.enum) return schema.enum[0]
    if (schema['x-kubernetes-embedded-resource']) return { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } }
    if (schema['x-kubernetes-int-or-string']) return 1
    if (type === undefined) return 'anything'
    if (type === 'string') return texts[schema.format] ?? 'x'
    if (type === 'boolean') return true
    if (type === 'array') return schema['x-kubernetes-list-type'] === 'set' ? ['x'] : [this.#good(items)]
    if (type !== 'object') return 1
    if (properties) return Object.fromEntries(required.map((name: string) => [name, this.#good(properties[name])]))
    return values === true ? { x: 1 } : { x: this.#good(values) }
  }

  #value(schema: Schema, depth: number): Json {
    const { chance } = this
    // Where there is a format, a server takes a list for a string.
    if (chance.percent(3)) return chance.pick<Json>([null, 'x', 1, {}, schema.format ? 1 : []])
    if (schema.nullable && chance.percent(20)) return null
    if (schema.enum) return chance.percent(95) ? chance.pick(schema.enum) : 'none of them'
    const { type, properties, items, additionalProperties: values } = schema
    if (schema['x-kubernetes-embedded-resource']) return this.#good(schema)
    if (schema['x-kubernetes-int-or-string']) return chance.pick<Json>([1, '50%'])
    if (type === undefined) return chance.pick<Json>(['x', 1, { x: [1] }, [{}]])
    if (type === 'string') return texts[schema.format] ?? chance.pick(['x', 'y', ''])
    if (type === 'boolean') return chance.percent(50)
    if (type === 'integer') return chance.pick([0, 1, 7])
    if (type === 'number') return chance.pick([0, 1.5])
    // No type tells a list that has something twice, and a server refuses it: one item is enough of those.
    const most = (schema['x-kubernetes-list-type'] ?? 'atomic') === 'atomic' ? 2 : 1
    if (type === 'array') return chance.some(most, () => this.#value(items, depth - 1))
    if (properties) return this.#members(schema, depth)
    return Object.fromEntries(
      ['x', 'y-z'].slice(chance.below(3)).map(key => [key, values === true ? 1 : this.#value(values, depth - 1)]),
    )
  }

  #members(schema: Schema, depth: number): Json {
    const { chance } = this
    const { properties, required = [] } = schema
    const members = Object.keys(properties).flatMap((name): [string, Json][] => {
      const isNeeded = required.includes(name) && properties[name].default === undefined
      if (chance.percent(isNeeded ? 3 : 45)) return []
      return [[name, this.#value(properties[name], depth - 1)]]
    })
    const other: [string, Json][] = chance.percent(schema[keeps] ? 40 : 2) ? [['other', { x: 1 }]] : []
    return Object.fromEntries([...members, ...other])
  }
}
