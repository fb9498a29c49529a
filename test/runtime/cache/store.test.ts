import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { StoredObject } from '../../../runtime/api/resource.js'
import { Store } from '../../../runtime/cache/store.js'

const object = (key: string, color: string): StoredObject => {
  const [name = '', namespace] = key.split('/').reverse()
  return {
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      uid: key,
      creationTimestamp: '',
      labels: { color },
    },
  }
}
const names = (objects: readonly { readonly metadata: { readonly uid: string } }[]) =>
  objects.map(({ metadata }) => metadata.uid).sort()

function filled() {
  const store = new Store<StoredObject>()
  store.addIndex('color', ({ metadata }) => (metadata.labels?.['color'] ?? '').split('+'))
  for (const [key, color] of Object.entries({ 'a/x': 'red', 'a/y': 'red+blue', 'b/x': 'blue', z: 'red' })) {
    store.put(object(key, color))
  }
  return store
}

test('finds objects by key, by namespace and by index', () => {
  const store = filled()
  assert.is(store.size, 4)
  assert.is(store.get({ namespace: 'a', name: 'x' })?.metadata.uid, 'a/x')
  assert.is(store.get({ name: 'z' })?.metadata.uid, 'z')
  assert.is(store.get({ namespace: 'a', name: 'z' }), undefined)
  assert.is(store.get({ name: 'x' }), undefined)
  assert.equal(names(store.list()), ['a/x', 'a/y', 'b/x', 'z'])
  assert.equal(names(store.list('a')), ['a/x', 'a/y'])
  assert.equal(names(store.list('c')), [])
  assert.equal(names(store.byIndex('color', 'red')), ['a/x', 'a/y', 'z'])
  assert.equal(names(store.byIndex('color', 'blue')), ['a/y', 'b/x'])
  assert.equal(names(store.byIndex('color', 'green')), [])
})

test('moves an object among the values of an index', () => {
  const store = filled()
  store.put(object('a/y', 'blue+green'))
  assert.is(store.size, 4)
  assert.equal(names(store.byIndex('color', 'red')), ['a/x', 'z'])
  assert.equal(names(store.byIndex('color', 'green')), ['a/y'])
  assert.equal(store.byIndex('color', 'green')[0], store.get({ namespace: 'a', name: 'y' }))
})

test('forgets an object everywhere', () => {
  const store = filled()
  for (const key of [{ namespace: 'a', name: 'x' }, { namespace: 'a', name: 'y' }, { name: 'nobody' }])
    store.delete(key)
  assert.is(store.size, 2)
  assert.equal(names(store.list('a')), [])
  assert.equal(names(store.list()), ['b/x', 'z'])
  assert.equal(names(store.byIndex('color', 'red')), ['z'])
})

test('an index that comes late covers what is there', () => {
  const store = filled()
  store.addIndex('name', ({ metadata }) => [metadata.name])
  assert.equal(names(store.byIndex('name', 'x')), ['a/x', 'b/x'])
})

test('an index that fails leaves the store as it was', () => {
  const store = filled()
  store.addIndex('strict', ({ metadata }) => {
    if (metadata.labels?.['color'] === 'none') throw new Error('no color')
    return ['ok']
  })
  assert.throws(() => store.put(object('a/x', 'none')), /no color/)
  assert.throws(() => store.put(object('a/new', 'none')), /no color/)
  assert.is(store.size, 4)
  assert.equal(names(store.byIndex('color', 'red')), ['a/x', 'a/y', 'z'])
  assert.equal(names(store.byIndex('strict', 'ok')), ['a/x', 'a/y', 'b/x', 'z'])
})

test('an index is declared before it is read, and once', () => {
  const store = filled()
  const byName = ({ metadata }: { readonly metadata: { readonly name: string } }) => [metadata.name]
  assert.throws(() => store.byIndex('name', 'x'), /no index "name".*addIndex.*declared: color/)
  store.addIndex('name', byName)
  store.addIndex('name', byName)
  assert.throws(() => store.addIndex('name', () => []), /declared twice/)
})

test.run()
