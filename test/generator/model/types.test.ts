import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import type { TypeModel } from '../../../generator/model/resource-model.js'
import {
  folderOf,
  integer,
  list,
  map,
  object,
  shapeNamed,
  shapesOf,
  specProperty,
  text,
  type Given,
  preserve,
  quantity,
} from './definition.js'

const string: TypeModel = { kind: 'string' }
const intOrString: JsonSchemaProps = { 'x-kubernetes-int-or-string': true }
const oneOfTwo: readonly JsonSchemaProps[] = [{ type: 'integer' }, { type: 'string' }]

const types: readonly (readonly [string, JsonSchemaProps, TypeModel])[] = [
  ['a string', text, string],
  ['an integer', integer, { kind: 'number' }],
  ['a number', { type: 'number', format: 'double' }, { kind: 'number' }],
  ['a boolean', { type: 'boolean' }, { kind: 'boolean' }],
  ['a format says nothing about the type', { type: 'string', format: 'int32' }, string],
  ['a nullable', { type: 'string', nullable: true }, { kind: 'nullable', of: string }],
  ['unknown holds null already', { ...preserve, nullable: true }, { kind: 'unknown' }],

  ['int-or-string', intOrString, { kind: 'int-or-string' }],
  ['a quantity', quantity, { kind: 'int-or-string', isQuantity: true }],
  ['int-or-string overrides the type', { ...intOrString, type: 'string' }, { kind: 'int-or-string' }],
  ['int-or-string as alternatives', { anyOf: oneOfTwo }, { kind: 'int-or-string' }],
  ['int-or-string of two values', { ...intOrString, enum: [1, '1', true] }, { kind: 'enum', values: [1, '1'] }],

  ['an enum', { type: 'string', enum: ['b', 'a', 'b'] }, { kind: 'enum', values: ['b', 'a'] }],
  ['an enum of numbers', { type: 'integer', enum: [301, 302] }, { kind: 'enum', values: [301, 302] }],
  ['an enum without a type', { enum: ['a', 1, false, null] }, { kind: 'enum', values: ['a', 1, false] }],
  ['values that the type refuses', { type: 'string', enum: ['a', 1, true] }, { kind: 'enum', values: ['a'] }],
  ['an enum of which nothing can be sent', { type: 'string', enum: [1, true] }, string],
  ['null in an enum that is not nullable', { type: 'string', enum: ['a', null] }, { kind: 'enum', values: ['a'] }],
  ['null in a nullable enum', { type: 'string', nullable: true, enum: ['a', null] }, { kind: 'enum', values: ['a'] }],
  ['a nullable enum without null', { type: 'string', nullable: true, enum: ['a'] }, { kind: 'enum', values: ['a'] }],
  ['an enum of objects', { enum: [{ a: 1 }] }, { kind: 'unknown' }],

  [
    'two enums that both hold',
    { ...text, allOf: [{ enum: ['a', 'b'] }, { enum: ['c', 'b', 'a'] }, { enum: ['d', 'b', 'a'] }] },
    { kind: 'enum', values: ['a', 'b'] },
  ],
  [
    'an enum within another',
    { ...text, enum: ['a', 'b'], allOf: [{ enum: ['b', 'c'] }] },
    { kind: 'enum', values: ['b'] },
  ],
  [
    'one enum or another',
    { ...text, anyOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] },
    { kind: 'enum', values: ['a', 'b', 'c'] },
  ],
  [
    'one enum and not another',
    { ...integer, oneOf: [{ enum: [1, 2] }, { enum: [2, 3] }] },
    { kind: 'enum', values: [1, 3] },
  ],
  [
    'an enum without a value',
    { ...text, enum: ['a', 'b', 'c'], not: { enum: ['b'] } },
    { kind: 'enum', values: ['a', 'c'] },
  ],
  ['not one of two', { type: 'boolean', not: { enum: [true] } }, { kind: 'enum', values: [false] }],
  [
    'enums within one another',
    { ...text, allOf: [{ anyOf: [{ enum: ['a'] }, { enum: ['b'] }] }, { enum: ['b', 'c'], not: { enum: ['c'] } }] },
    { kind: 'enum', values: ['b'] },
  ],
  [
    'an enum beside what no type says',
    { ...text, allOf: [{ enum: ['a', 'bb'] }, { maxLength: 1 }] },
    { kind: 'enum', values: ['a', 'bb'] },
  ],
  [
    'an enum, or what no type says',
    { ...text, enum: ['a', 'b'], anyOf: [{ enum: ['a'] }, { pattern: '^b' }] },
    { kind: 'enum', values: ['a', 'b'] },
  ],
  ['an enum, or anything', { ...text, anyOf: [{ enum: ['a'] }, {}] }, string],
  ['anything but', { ...text, not: { enum: ['a'] } }, string],
  ['enums that have nothing in common', { ...text, allOf: [{ enum: ['a'] }, { enum: ['b'] }] }, string],
  [
    'an enum of which an alternative leaves nothing',
    { ...text, enum: ['a'], not: { enum: ['a'] } },
    { kind: 'enum', values: ['a'] },
  ],
  ['alternatives of other types', { ...text, anyOf: [{ enum: [1] }, { enum: [null, { a: 1 }] }] }, string],
  ['no alternatives', { ...text, anyOf: [], oneOf: [], allOf: [] }, string],
  ['no enum within alternatives', { ...text, anyOf: [{ enum: [] }, { enum: ['a'] }] }, string],
  [
    'no enum beside one within alternatives',
    { ...text, allOf: [{ enum: [] }, { enum: ['a'] }] },
    { kind: 'enum', values: ['a'] },
  ],
  ['no enum', { ...text, nullable: true, enum: [] }, { kind: 'nullable', of: string }],
  ['alternatives beside no enum', { ...text, enum: [], allOf: [{ enum: ['a'] }] }, { kind: 'enum', values: ['a'] }],
  // A server holds null against an enum, and not against alternatives.
  [
    'a null beside alternatives',
    { ...text, nullable: true, allOf: [{ enum: ['a', null] }] },
    { kind: 'nullable', of: { kind: 'enum', values: ['a'] } },
  ],
  ['alternatives of no type, which may be null', { ...preserve, allOf: [{ enum: ['a'] }] }, { kind: 'unknown' }],
  [
    'alternatives of no type within an enum',
    { ...preserve, enum: ['a', 1], allOf: [{ enum: [1] }] },
    { kind: 'enum', values: [1] },
  ],
  [
    'alternatives of an int-or-string',
    { ...intOrString, anyOf: oneOfTwo, allOf: [{ enum: [80, 'http'] }, { enum: ['http', 'https'] }] },
    { kind: 'enum', values: ['http'] },
  ],
  // A server finds 1.5 where 1 is listed, and 65 where "A" is.
  [
    'numbers that a server takes for others',
    { type: 'number', allOf: [{ enum: [1.5, 2] }, { enum: [1, 2] }] },
    { kind: 'number' },
  ],
  [
    'a number that a server takes for a letter',
    { ...intOrString, allOf: [{ enum: [65, 1] }, { enum: ['A', 1] }] },
    { kind: 'int-or-string' },
  ],
  [
    'a number that an alternative takes for another',
    { type: 'number', enum: [1, 2], anyOf: [{ enum: [1.5] }] },
    { kind: 'enum', values: [1, 2] },
  ],
  ['numbers of too many digits', { ...integer, enum: [1, 2 ** 53] }, { kind: 'number' }],
  ['alternatives of too many digits', { ...integer, anyOf: [{ enum: [1] }, { enum: [2 ** 53] }] }, { kind: 'number' }],
  ['large numbers of few digits', { type: 'number', enum: [1e300] }, { kind: 'number' }],

  ['a list', list(text), { kind: 'array', items: string, listType: 'atomic' }],
  ['a set', list(text, { 'x-kubernetes-list-type': 'set' }), { kind: 'array', items: string, listType: 'set' }],
  [
    'a list that keeps what its items hold',
    list(list({ type: 'object' }), preserve),
    { kind: 'array', items: { kind: 'array', items: { kind: 'any-object' }, listType: 'atomic' }, listType: 'atomic' },
  ],
  ['a list of lists', list(list(text)), list2(string)],
  ['lists as deep as they are read', lists(32, text), lists32(string)],
  ['lists beyond that', lists(34, text), list2({ kind: 'unknown' })],
  ['a list of anything', { type: 'array' }, { kind: 'array', items: { kind: 'unknown' }, listType: 'atomic' }],
  [
    'a tuple',
    { type: 'array', items: [text, integer] },
    { kind: 'array', items: { kind: 'unknown' }, listType: 'atomic' },
  ],
  [
    'nullable items',
    list({ type: 'string', nullable: true }),
    { kind: 'array', items: { kind: 'nullable', of: string }, listType: 'atomic' },
  ],

  ['a map', map(text), { kind: 'map', values: string, atomic: false }],
  ['an atomic map', map(text, { 'x-kubernetes-map-type': 'atomic' }), { kind: 'map', values: string, atomic: true }],
  ['a map of anything', { type: 'object', additionalProperties: true }, { kind: 'any-object' }],
  ['a map of what is kept', map(preserve), { kind: 'any-object' }],
  ['an object that is kept', { type: 'object', ...preserve }, { kind: 'any-object' }],
  ['an object of nothing', { type: 'object' }, { kind: 'empty-object' }],
  ['an object of no properties', object({}), { kind: 'empty-object' }],
  ['an object that only requires', { type: 'object', required: ['name'] }, { kind: 'empty-object' }],
  ['anything', preserve, { kind: 'unknown' }],
  ['no type, as in v1beta1', {}, { kind: 'unknown' }],
  ['a type within allOf', { allOf: [text] }, { kind: 'unknown' }],
  ['a type that there is not', { type: 'date' }, { kind: 'unknown' }],
  [
    'an embedded resource',
    { type: 'object', 'x-kubernetes-embedded-resource': true, ...preserve },
    { kind: 'embedded-resource', atomic: false },
  ],
  [
    'an embedded resource that repeats what it has anyway',
    object({ apiVersion: text, metadata: { type: 'object' } }, { 'x-kubernetes-embedded-resource': true, ...preserve }),
    { kind: 'embedded-resource', atomic: false },
  ],
  [
    'an embedded resource that is replaced as a whole',
    { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-map-type': 'atomic', ...preserve },
    { kind: 'embedded-resource', atomic: true },
  ],
]

/** Lists within one another. */
function lists(depth: number, items: JsonSchemaProps): JsonSchemaProps {
  return depth === 0 ? items : list(lists(depth - 1, items))
}

function lists32(items: TypeModel): TypeModel {
  return Array.from({ length: 16 }).reduce<TypeModel>(list2, items)
}

function list2(items: TypeModel): TypeModel {
  return { kind: 'array', items: { kind: 'array', items, listType: 'atomic' }, listType: 'atomic' }
}

for (const [name, schema, want] of types) test(name, () => assert.equal(specProperty(schema).type, want))

const members: readonly (readonly [string, JsonSchemaProps, readonly string[], boolean])[] = [
  ['properties', object({ b: text, a: integer }, { required: ['a'] }), ['b?', 'a'], false],
  ['properties without a type', { properties: { a: text } }, ['a?'], false],
  ['properties of an object that keeps others', object({ a: text }, preserve), ['a?'], true],
  ['properties beside a map', object({ a: text }, { additionalProperties: integer }), ['a?'], true],
  ['properties that are all', object({ a: text }, { additionalProperties: false }), ['a?'], false],
  ['a required property without a schema', object({ a: text }, { required: ['b', 'a'] }), ['a', 'b'], false],
  ['the same where others are kept', object({ a: text }, { required: ['b', 'a'], ...preserve }), ['a'], true],
  ['required within anyOf', object({ a: text }, { anyOf: [{ required: ['a'] }] }), ['a'], false],
  [
    'declared within oneOf only',
    object({ a: text }, { oneOf: [{ properties: { b: text }, required: ['b'] }] }),
    ['a?'],
    true,
  ],
  [
    'names of the prototype',
    object({ constructor: text, a: text }, { required: ['constructor', 'toString'] }),
    ['constructor', 'a?', 'toString'],
    false,
  ],
  [
    'an embedded resource whose metadata has to be there',
    object({ spec: text }, { 'x-kubernetes-embedded-resource': true, required: ['metadata'] }),
    ['apiVersion', 'kind', 'metadata', 'spec?'],
    false,
  ],
  [
    'an embedded resource with a schema',
    object({ kind: { type: 'string', enum: ['Pod'] }, spec: text }, { 'x-kubernetes-embedded-resource': true }),
    ['apiVersion', 'kind', 'metadata?', 'spec?'],
    false,
  ],
]

for (const [name, schema, want, extra] of members) {
  test(`members: ${name}`, () => {
    const shape = shapeNamed(folderOf({ schema: object({ spec: schema }) }), 'FooSpec')
    assert.equal(
      shape.properties.map(property => property.name + (property.presence.type ? '' : '?')),
      want,
    )
    assert.equal(shape.extra, extra ? { kind: 'unknown' } : undefined)
  })
}

test('what a list keeps, its items keep beside their properties', () => {
  const shape = (more: JsonSchemaProps) =>
    shapeNamed(folderOf({ schema: object({ spec: object({ its: list(object({ a: text }), more) }) }) }), 'FooSpecIt')
  assert.equal(shape(preserve).extra, { kind: 'unknown' })
  assert.is(shape({}).extra, undefined)
})

test('__proto__ is a property like any other', () => {
  const spec: JsonSchemaProps = { type: 'object', properties: JSON.parse('{"__proto__": {"type": "string"}}') }
  const shape = shapeNamed(folderOf({ schema: object({ spec }) }), 'FooSpec')
  assert.equal(
    shape.properties.map(({ name }) => name),
    ['__proto__'],
  )
})

test('metadata of an embedded resource is that of Kubernetes', () => {
  const it = object({ spec: text }, { 'x-kubernetes-embedded-resource': true })
  const shape = shapeNamed(folderOf({ schema: object({ spec: object({ it }) }) }), 'FooSpecIt')
  assert.equal(
    shape.properties.map(({ type }) => type.kind),
    ['string', 'string', 'object-meta', 'string'],
  )
})

test('the kind of an embedded resource is what the schema lists', () => {
  const kind: JsonSchemaProps = { type: 'string', enum: ['Pod'] }
  const it = object({ kind, spec: text }, { 'x-kubernetes-embedded-resource': true })
  const { properties } = shapeNamed(folderOf({ schema: object({ spec: object({ it }) }) }), 'FooSpecIt')
  assert.equal(properties.find(({ name }) => name === 'kind')?.type, { kind: 'enum', values: ['Pod'] })
})

test('the kind of an embedded resource is what alternatives leave', () => {
  const kind: JsonSchemaProps = { type: 'string', allOf: [{ enum: ['Pod', 'Job'] }, { enum: ['Pod'] }] }
  const it = object({ kind, spec: text }, { 'x-kubernetes-embedded-resource': true })
  const { properties } = shapeNamed(folderOf({ schema: object({ spec: object({ it }) }) }), 'FooSpecIt')
  const found = properties.find(({ name }) => name === 'kind')
  assert.equal(found?.type, { kind: 'enum', values: ['Pod'] })
  assert.equal(found?.doc.facts, [])
})

const roots: readonly (readonly [string, Given, readonly string[], boolean])[] = [
  ['without a schema everything is kept', {}, [], true],
  ['a schema of nothing prunes all', { schema: { type: 'object' } }, [], false],
  ['in v1beta1 it kept all', { schema: { type: 'object' }, beta: true }, [], true],
  ['preserve-unknown-fields', { schema: { type: 'object', ...preserve } }, [], true],
  [
    'metadata is never taken from the schema',
    { schema: object({ apiVersion: text, kind: text, metadata: text, data: text, spec: text }) },
    ['data', 'spec'],
    false,
  ],
  [
    'nor what is required of it',
    { schema: object({ spec: text }, { required: ['metadata', 'kind', 'spec'] }) },
    ['spec'],
    false,
  ],
]

for (const [name, given, want, extra] of roots) {
  test(`root: ${name}`, () => {
    const [resource] = folderOf(given).resources
    assert.equal(
      resource?.properties.map(property => property.name),
      want,
    )
    assert.equal(resource?.extra, extra ? { kind: 'unknown' } : undefined)
  })
}

test('a schema that YAML aliases repeat is read once', () => {
  let schema: JsonSchemaProps = object({ leaf: text })
  for (let depth = 0; depth < 40; depth += 1) schema = object({ a: schema, b: schema, c: schema })
  assert.is(shapesOf(folderOf({ schema: object({ spec: schema }) })).length, 41)
})

test.run()
