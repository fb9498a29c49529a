import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import { folderOf, integer, list, map, mapList, object, shapeNamed, specProperty, text } from './definition.js'

const presences: readonly (readonly [string, JsonSchemaProps, boolean, string])[] = [
  ['optional', text, false, 'type? input? apply?'],
  ['required', text, true, 'type input apply?'],
  ['defaulted', { ...text, default: '' }, false, 'type input? apply?'],
  ['required and defaulted', { ...integer, default: 0 }, true, 'type input? apply?'],
  ['a default of null is none', { ...text, default: null }, false, 'type? input? apply?'],
  ['nullable and defaulted', { ...text, nullable: true, default: 'a' }, false, 'type input? apply?'],
  ['defaults of the children alone', object({ a: { ...text, default: 'a' } }), false, 'type? input? apply?'],
]

for (const [name, schema, required, want] of presences) {
  test(`presence: ${name}`, () => {
    const { presence } = specProperty(schema, { required })
    assert.is(
      Object.entries(presence)
        .map(([view, there]) => view + (there ? '' : '?'))
        .join(' '),
      want,
    )
  })
}

const required = (...names: string[]): JsonSchemaProps => ({ required: names })
const plain = object({ a: text })
const needed = object({ a: text }, required('a'))
const defaulted = object({ a: { ...text, default: 'a' } })
const atomic: JsonSchemaProps = { 'x-kubernetes-map-type': 'atomic' }

/** The names of the three views of `spec.it` and of spec itself, `=` where one is that of the type. */
const views: readonly (readonly [string, JsonSchemaProps, string, string])[] = [
  ['all optional: one type', plain, '= =', '= ='],
  ['required: an apply may leave it out', needed, '= Apply', '= Apply'],
  ['defaulted: input and apply are the same', defaulted, 'Input Input', 'Input Input'],
  [
    'required and defaulted: three types',
    object({ a: text, b: { ...text, default: 'b' } }, required('a')),
    'Input Apply',
    'Input Apply',
  ],
  ['atomic: whole in an apply', { ...needed, ...atomic }, '= =', '= ='],
  ['atomic: as in an input', { ...defaulted, ...atomic }, 'Input =', 'Input Input'],
  ['the items of an atomic list are whole', list(needed), '= =', '= ='],
  ['the items of an atomic list are inputs', list(defaulted), 'Input =', 'Input Input'],
  [
    'the items of a map list are merged',
    mapList(object({ a: text, b: text }, required('a', 'b')), 'a'),
    '= Apply',
    '= Apply',
  ],
  ['a key stays required', mapList(needed, 'a'), '= =', '= ='],
  [
    'a key with a default',
    mapList(object({ a: { ...text, default: 'a' } }, required('a')), 'a'),
    'Input Input',
    'Input Input',
  ],
  ['the values of a map are merged', map(needed), '= Apply', '= Apply'],
  ['the values of an atomic map are whole', map(needed, atomic), '= =', '= ='],
  ['nullable', { ...needed, nullable: true }, '= Apply', '= Apply'],
]

for (const [name, schema, it, spec] of views) {
  test(`views: ${name}`, () => {
    const folder = folderOf({ schema: object({ spec: object({ it: schema }) }) })
    const short = (type: string) => {
      const { names } = shapeNamed(folder, type)
      return [names.input, names.apply].map(view => (view === type ? '=' : view.replace(type, ''))).join(' ')
    }
    assert.is(short('FooSpecIt'), it)
    assert.is(short('FooSpec'), spec)
  })
}

test('a map list within an atomic list is whole with it', () => {
  const folder = folderOf({ schema: object({ spec: object({ its: list(object({ ports: mapList(needed, 'a') })) }) }) })
  for (const name of ['FooSpecIt', 'FooSpecItPort']) {
    assert.equal(shapeNamed(folder, name).names, { type: name, input: name, apply: name })
  }
})

test('a shape that is an item here and a property there has no keys', () => {
  const folder = folderOf({ schema: object({ spec: object({ ports: mapList(needed, 'a'), adminPort: needed }) }) })
  assert.equal(
    shapeNamed(folder, 'FooPort').properties.map(({ presence }) => presence.apply),
    [false],
  )
})

test('an atomic list beside it takes no key away', () => {
  const folder = folderOf({ schema: object({ spec: object({ ports: mapList(needed, 'a'), oldPorts: list(needed) }) }) })
  assert.equal(
    shapeNamed(folder, 'FooPort').properties.map(({ presence }) => presence.apply),
    [true],
  )
})

test('status is not sent where it has a subresource of its own', () => {
  const schema = object({ spec: plain, status: needed })
  for (const [status, want] of [
    [true, { type: false, input: 'omitted', apply: 'omitted' }],
    [false, { type: false, input: false, apply: false }],
  ] as const) {
    const [resource] = folderOf({ schema, status }).resources
    assert.equal(resource?.properties.find(({ name }) => name === 'status')?.presence, want)
  }
})

test('what only a status holds is returned, and applied by itself, but never sent', () => {
  const item = object({ key: text, a: { ...text, default: 'a' }, b: text }, required('key', 'b'))
  const status = object({ a: { ...text, default: 'a' }, its: mapList(item, 'key') })
  const folder = folderOf({ schema: object({ status }), status: true })
  const { names } = shapeNamed(folder, 'FooStatus')
  assert.equal(names, { type: 'FooStatus', input: 'FooStatus', apply: 'FooStatusApply' })
  const applied = shapeNamed(folder, 'FooStatusIt').properties.map(({ presence }) => presence.apply)
  assert.equal(applied, [true, false, false])
})

test('a kind always has its three views', () => {
  const [resource] = folderOf({ schema: object({ spec: plain }) }).resources
  assert.equal(resource?.names, {
    type: 'Foo',
    input: 'FooInput',
    apply: 'FooApply',
    client: 'FooClient',
    namespaceClient: 'FooNamespaceClient',
    reconciler: 'FooReconciler',
  })
})

test.run()
