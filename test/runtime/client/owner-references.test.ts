import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ObjectMeta, OwnerReference } from '../../../runtime/api/object-meta.js'
import {
  AlreadyOwnedError,
  controllerOf,
  controllerReference,
  isControlledBy,
  ownerReference,
  setControllerReference,
} from '../../../runtime/client/owner-references.js'
import { widget, Zone } from './world.js'

const owner = widget('a')
const zone = {
  apiVersion: 'v1',
  kind: 'Zone',
  metadata: { name: 'z', uid: 'uid-z', creationTimestamp: '2030-01-01T00:00:00Z' },
}
const reference: OwnerReference = { apiVersion: 'example.com/v1', kind: 'Widget', name: 'a', uid: 'uid-a' }
const controlling: OwnerReference = { ...reference, controller: true, blockOwnerDeletion: true }
const stranger: OwnerReference = { ...reference, name: 'b', uid: 'uid-b' }
const owned = (ownerReferences?: OwnerReference[], namespace: string | undefined = 'default') => ({
  metadata: {
    name: 'part',
    ...(namespace && { namespace }),
    ...(ownerReferences && { ownerReferences }),
  } as ObjectMeta,
  data: { x: '1' },
})

test('an owner is named by what it is, or as its descriptor says', () => {
  assert.equal(ownerReference(owner), reference)
  assert.equal(controllerReference(owner), controlling)
  assert.equal(ownerReference({ ...zone, kind: '', apiVersion: '' }, Zone), {
    apiVersion: 'v1',
    kind: 'Zone',
    name: 'z',
    uid: 'uid-z',
  })
})

test('an owner that nobody has stored is an error', () => {
  const unstored = { ...owner, metadata: { ...owner.metadata, uid: '' } }
  assert.throws(() => ownerReference(unstored), /^Widget a has no uid: an owner must have been stored$/)
})

const rows: readonly (readonly [what: string, before: OwnerReference[] | undefined, after: OwnerReference[]])[] = [
  ['no owner', undefined, [controlling]],
  ['another owner that does not control it', [stranger], [stranger, controlling]],
  ['the same controller', [controlling, stranger], [stranger, controlling]],
  ['the same owner, not yet its controller', [reference], [controlling]],
  [
    'the same controller under an older version',
    [{ ...controlling, apiVersion: 'example.com/v1beta1' }],
    [controlling],
  ],
]

for (const [what, before, after] of rows) {
  test(`the owner becomes the controller: ${what}`, () => {
    const object = owned(before)
    const copy = structuredClone(object)
    assert.equal(setControllerReference(owner, object), {
      ...object,
      metadata: { ...object.metadata, ownerReferences: after },
    })
    assert.equal(object, copy, 'what was given is not changed')
  })
}

test('a second controller is refused', () => {
  const object = owned([{ ...stranger, controller: true }])
  try {
    setControllerReference(owner, object)
    assert.unreachable()
  } catch (error) {
    if (!(error instanceof AlreadyOwnedError)) throw error
    assert.is(error.message, 'default/part is controlled by Widget b already')
    assert.is(error.controller.uid, 'uid-b')
  }
})

test('an owner of the same name that was there before is another one', () => {
  const object = owned([{ ...controlling, uid: 'uid-of-the-old-a' }])
  assert.throws(() => setControllerReference(owner, object), /controlled by Widget a already/)
})

test('an owner in a namespace can own nothing outside of it', () => {
  assert.throws(
    () => setControllerReference(owner, owned(undefined, 'other')),
    /^Widget default\/a cannot own other\/part, which is in another namespace$/,
  )
  assert.throws(
    () => setControllerReference(owner, { metadata: { generateName: 'part-' } }),
    /^Widget default\/a cannot own part-\.\.\., which is in no namespace: set metadata\.namespace first$/,
  )
})

test('an owner in no namespace can own anything', () => {
  for (const object of [owned(), { metadata: { name: 'x' } }]) {
    assert.is(controllerOf(setControllerReference(zone, object))?.name, 'z')
  }
})

test('the controller is one owner among others, and this very one', () => {
  const object = owned([stranger, controlling])
  assert.equal(controllerOf(object), controlling)
  assert.ok(isControlledBy(object, owner))
  assert.not.ok(isControlledBy(object, { metadata: { uid: 'uid-b' } }), 'an owner need not be a controller')
  assert.not.ok(isControlledBy(object, { metadata: { uid: 'uid-of-the-old-a' } }))
  assert.is(controllerOf(owned([{ ...reference, controller: false }])), undefined)
  assert.is(controllerOf({}), undefined)
})

test.run()
