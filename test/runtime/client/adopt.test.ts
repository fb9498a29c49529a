import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { OwnerReference } from '../../../runtime/api/object-meta.js'
import { adopt, orphan } from '../../../runtime/client/adopt.js'
import { isConflict } from '../../../runtime/client/api-error.js'
import { rejection } from '../../support/rejection.js'
import { Part, widget, Widget, World, Zone } from '../controller/world.js'

const other: OwnerReference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'uid-other' }

async function create(metadata: object = {}) {
  const { api, client } = new World()
  api.put(Widget, widget('w'))
  api.put(Part, { metadata: { name: 'p', namespace: 'default', ...metadata } })
  const owner = await client.for(Widget).namespace('default').get('w')
  const part = () => client.for(Part).namespace('default').get('p')
  const ours: OwnerReference = {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    name: 'w',
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  }
  const writes = () => api.requests.splice(0).filter(request => !request.startsWith('GET'))
  return { api, client, owner, part, ours, writes }
}

test('an object gets a controller beside its owners, once', async () => {
  const { client, owner, part, ours, writes } = await create({ ownerReferences: [other] })
  const adopted = await adopt(client, Part, await part(), owner)
  assert.equal(adopted.metadata.ownerReferences, [other, ours])
  assert.is(writes().length, 1)
  assert.is(await adopt(client, Part, adopted, owner), adopted)
  assert.equal(writes(), [])
})

test('one that another owner controls is refused', async () => {
  const { client, owner, part, writes } = await create({ ownerReferences: [{ ...other, controller: true }] })
  const error = await rejection(adopt(client, Part, await part(), owner))
  assert.is((error as Error).name, 'AlreadyOwnedError')
  assert.equal(writes(), [])
})

test('an owner in a namespace can adopt nothing outside of it', async () => {
  const { api, client, owner, writes } = await create()
  api.put(Zone, { metadata: { name: 'z' } })
  const zone = await client.for(Zone).get('z')
  assert.instance(await rejection(adopt(client, Zone, zone, owner)), TypeError)
  assert.equal(writes(), [])
})

test('nothing that is being deleted is adopted, nor by what is', async () => {
  const ending = { deletionTimestamp: '2030-01-01T00:00:00Z', finalizers: ['a.b/c'] }
  const first = await create(ending)
  assert.match(String(await rejection(adopt(first.client, Part, await first.part(), first.owner))), /Part p is being/)
  const second = await create()
  const owner = { ...second.owner, metadata: { ...second.owner.metadata, ...ending } }
  assert.match(String(await rejection(adopt(second.client, Part, await second.part(), owner))), /Widget w is being/)
  assert.equal([...first.writes(), ...second.writes()], [])
})

test('an object is given up, and only by its owner', async () => {
  const { client, owner, part, ours, writes } = await create({ ownerReferences: [other] })
  const adopted = await adopt(client, Part, await part(), owner)
  assert.equal(adopted.metadata.ownerReferences, [other, ours])
  writes()
  const stranger = { ...owner, metadata: { ...owner.metadata, uid: 'uid-stranger' } }
  assert.is(await orphan(client, Part, adopted, stranger), adopted)
  assert.equal(writes(), [])
  const given = await orphan(client, Part, adopted, owner)
  assert.equal(given.metadata.ownerReferences, [other])
  assert.is(writes().length, 1)
})

test('what has changed meanwhile is a conflict', async () => {
  const { api, client, owner, part } = await create()
  const old = await part()
  api.put(Part, { metadata: { name: 'p', namespace: 'default', labels: { a: '1' } } })
  assert.ok(isConflict(await rejection(adopt(client, Part, old, owner))))
  const adopted = await adopt(client, Part, await part(), owner)
  api.put(Part, { metadata: { ...adopted.metadata, labels: { a: '2' } } as never })
  assert.ok(isConflict(await rejection(orphan(client, Part, adopted, owner))))
})

test.run()
