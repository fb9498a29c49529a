import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isHeld, union, valuesOf, type FieldSet } from '../../../runtime/client/field-set.js'

const metadata = { name: 'x', namespace: 'default' }
const set = (spec: FieldSet): FieldSet => ({ 'f:spec': spec })
const leaf = {}

const port80 = { '.': leaf, 'f:containerPort': leaf }
const ports: FieldSet = {
  'f:ports': {
    'k:{"containerPort":80,"protocol":"TCP"}': port80,
    'k:{"containerPort":80,"protocol":"UDP"}': { ...port80, 'f:protocol': leaf },
  },
}
const tcp = { containerPort: 80 }
const udp = { containerPort: 80, protocol: 'UDP' }
const stored = [{ containerPort: 80, protocol: 'TCP' }, udp]

const held: [what: string, fields: FieldSet, wanted: object, current: object, expected: boolean][] = [
  ['the same value', { 'f:a': leaf }, { a: 1 }, { a: 1 }, true],
  ['another value', { 'f:a': leaf }, { a: 1 }, { a: 2 }, false],
  ['what others have', { 'f:a': leaf }, { a: 1 }, { a: 1, b: 2 }, true],
  ['a field that is not applied yet', { 'f:a': leaf }, { a: 1, b: 2 }, { a: 1, b: 2 }, false],
  ['a field that is wanted no longer', { 'f:a': leaf, 'f:b': leaf }, { a: 1 }, { a: 1, b: 2 }, false],
  ['a field that is undefined', { 'f:a': leaf }, { a: 1, b: undefined }, { a: 1 }, true],
  ['a field that is null', { 'f:a': leaf, 'f:b': leaf }, { a: 1, b: null }, { a: 1 }, false],
  ['an empty value that is not stored', { 'f:a': leaf, 'f:b': leaf }, { a: '', b: 0 }, {}, true],
  ['an empty list and an empty object that are not stored', { 'f:a': leaf, 'f:b': leaf }, { a: [], b: {} }, {}, true],
  ['an empty value that is not applied yet', { 'f:a': leaf }, { a: 1, b: '' }, { a: 1 }, false],
  ['an empty list that is not applied yet', { 'f:a': leaf }, { a: 1, b: [] }, { a: 1 }, false],
  ['an empty list where there is more', { 'f:a': leaf }, { a: [] }, { a: [1] }, false],
  ['an empty object where there is more', { 'f:a': leaf }, { a: {} }, { a: { b: 1 } }, false],
  ['a value that is not stored', { 'f:a': leaf }, { a: 'x' }, {}, false],
  ['one value that is an object', { 'f:a': leaf }, { a: { b: 1 } }, { a: { b: 1 } }, true],
  ['one value that has more', { 'f:a': leaf }, { a: { b: 1 } }, { a: { b: 1, c: 2 } }, false],
  ['an object that is empty', { 'f:a': leaf }, { a: {} }, { a: {} }, true],
  ['an object that is gone', { 'f:a': { 'f:b': leaf } }, { a: { b: 1 } }, {}, false],
  ['an object that is a text', { 'f:a': { 'f:b': leaf } }, { a: 'b' }, { a: 'b' }, false],
  ['a list that is one value', { 'f:a': leaf }, { a: [1, 2] }, { a: [1, 2] }, true],
  ['a list in another order', { 'f:a': leaf }, { a: [1, 2] }, { a: [2, 1] }, false],
  ['a set', { 'f:a': { 'v:"x"': leaf } }, { a: ['x'] }, { a: ['theirs', 'x'] }, true],
  ['a set without it', { 'f:a': { 'v:"x"': leaf } }, { a: ['x'] }, { a: ['theirs'] }, false],
  ['items, of which a key has a default', ports, { ports: [tcp, udp] }, { ports: stored }, true],
  [
    'items in another order, among others',
    ports,
    { ports: [udp, tcp] },
    { ports: [{ containerPort: 9 }, ...stored] },
    true,
  ],
  ['an item that is gone', ports, { ports: [tcp, udp] }, { ports: [udp] }, false],
  ['an item that is wanted no longer', ports, { ports: [udp] }, { ports: stored }, false],
  ['an item that is new', ports, { ports: [tcp, udp, { containerPort: 1 }] }, { ports: stored }, false],
  ['an item with a field that is new', ports, { ports: [{ ...tcp, name: 'x' }, udp] }, { ports: stored }, false],
  ['items that are no objects', ports, { ports: [null, 1] }, { ports: stored }, false],
  ['a list that became an object', ports, { ports: [tcp, udp] }, { ports: {} }, false],
  ['an index', { 'f:a': { 'i:0': leaf } }, { a: [1] }, { a: [1] }, false],
  ['names of the language', { 'f:constructor': leaf }, {}, {}, false],
]
for (const [what, fields, wanted, current, expected] of held) {
  test(`${what}: ${expected ? 'held' : 'not held'}`, () => {
    const configuration = { apiVersion: 'v1', kind: 'X', metadata, spec: wanted }
    assert.is(isHeld(set(fields), configuration, { metadata, spec: current }), expected)
  })
}

test('which object it is belongs to nobody, what else the metadata have does', () => {
  const labels = { a: '1' }
  const fields = { 'f:metadata': { 'f:labels': { 'f:a': leaf } }, 'f:data': leaf }
  const configuration = { metadata: { ...metadata, uid: '1', labels }, data: 'x' }
  assert.ok(isHeld(fields, configuration, { metadata: { ...metadata, labels: { ...labels, b: '2' } }, data: 'x' }))
  assert.not.ok(isHeld(fields, configuration, { metadata, data: 'x' }))
})

test('the values of a set are the same whatever is around them', () => {
  const fields: FieldSet = {
    'f:a': leaf,
    'f:l': { 'k:{"name":"x"}': { '.': leaf, 'f:v': leaf } },
    'f:s': { 'v:1': leaf },
  }
  const values = (object: object) => JSON.stringify(valuesOf(fields, object))
  const first = values({ a: { deep: 1 }, l: [{ name: 'x', v: 1 }], s: [1] })
  assert.is(values({ s: [2, 1], l: [{ name: 'y' }, { name: 'x', v: 1, w: 2 }], a: { deep: 1 }, b: 1 }), first)
  for (const other of [
    { a: { deep: 2 }, l: [{ name: 'x', v: 1 }], s: [1] },
    { a: { deep: 1 }, l: [{ name: 'x', v: 2 }], s: [1] },
    { a: { deep: 1 }, l: [{ name: 'y', v: 1 }], s: [1] },
    { a: { deep: 1 }, l: [{ name: 'x', v: 1 }], s: [2] },
    { a: { deep: 1 } },
  ]) {
    assert.is.not(values(other), first, JSON.stringify(other))
  }
})

const unions: [a: FieldSet, b: FieldSet, FieldSet][] = [
  [leaf, leaf, leaf],
  [{ 'f:a': leaf }, { 'f:b': leaf }, { 'f:a': leaf, 'f:b': leaf }],
  [{ 'f:a': leaf }, { 'f:a': { 'f:b': leaf } }, { 'f:a': { '.': leaf, 'f:b': leaf } }],
  [{ 'f:a': { 'f:b': leaf } }, { 'f:a': { 'f:c': leaf } }, { 'f:a': { 'f:b': leaf, 'f:c': leaf } }],
  [{ 'f:a': { '.': leaf, 'f:b': leaf } }, { 'f:a': { 'f:b': leaf } }, { 'f:a': { '.': leaf, 'f:b': leaf } }],
]
for (const [a, b, expected] of unions) {
  test(`${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => {
    assert.equal(union(a, b), expected)
    assert.equal(union(b, a), expected)
  })
}

test.run()
