// What is refused before anything is sent. test/cluster/dependent-resource.test.ts has the rest: what it takes is a real server.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Cached } from '../../../runtime/api/deep-readonly.js'
import { defineResource, type StoredObject } from '../../../runtime/api/resource.js'
import { DependentResource } from '../../../runtime/controller/dependent-resource.js'
import { rejection } from '../../support/rejection.js'
import { Part, widget, Widget, World, Zone } from './world.js'

const Other = defineResource<StoredObject>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Other',
  plural: 'others',
  scope: 'Namespaced',
})

const signal = new AbortController().signal

async function start() {
  const world = new World()
  world.api.put(Widget, widget('a'))
  world.api.put(Zone, { metadata: { name: 'z' } })
  world.controller(Zone, async () => {})
  world.controller(Widget, async () => {}).owns(Part)
  await world.start()
  const owner = world.cache.get(Widget, { namespace: 'default', name: 'a' })!
  const zone = world.cache.get(Zone, { name: 'z' })!
  const { client, cache } = world
  return { world, owner, zone, context: { client, cache, signal } }
}

const refused: [what: string, namespace: string | undefined, metadata: object, message: RegExp][] = [
  ['another namespace', 'other', {}, /Widget default\/a cannot own other\/x, which is in another namespace/],
  ['no namespace', undefined, {}, /cannot own x, which is in no namespace/],
  ['another name than was asked for', 'default', { name: 'y' }, /default\/y is desired where default\/x was asked for/],
  [
    'a namespace that was not asked for',
    'default',
    { namespace: 'b' },
    /b\/x is desired where default\/x was asked for/,
  ],
]
for (const [what, namespace, metadata, message] of refused) {
  test(`${what} is a mistake`, async () => {
    const { world, owner, context } = await start()
    const parts = new DependentResource(Part)
    const key = { ...(namespace !== undefined && { namespace }), name: 'x' }
    const error = await rejection(parts.reconcile(owner, key, { metadata }, context))
    assert.instance(error, TypeError)
    assert.match((error as Error).message, message)
    assert.equal(world.api.requests, [])
    await world.stop()
  })
}

test('an owner in a namespace cannot own what is in none; one in no namespace can own anything', async () => {
  const { world, owner, zone, context } = await start()
  const error = await rejection(new DependentResource(Zone).reconcile(owner, { name: 'z2' }, {}, context))
  assert.match((error as Error).message, /cannot own z2, which is in no namespace/)
  const { outcome } = await new DependentResource(Part).reconcile(
    zone,
    { namespace: 'default', name: 'x' },
    {},
    context,
  )
  assert.is(outcome, 'created')
  await world.stop()
})

test('what is to be absent costs no request where it is, or is not ours, or is being deleted', async () => {
  const { world, owner, zone, context } = await start()
  const parts = new DependentResource(Part)
  const reference = (of: Cached<StoredObject>) => ({
    ownerReferences: [
      { apiVersion: of.apiVersion, kind: of.kind, name: of.metadata.name, uid: of.metadata.uid, controller: true },
    ],
  })
  const put = (name: string, metadata: object) =>
    world.api.put(Part, { metadata: { name, namespace: 'default', ...metadata } })
  put('nobodys', {})
  put('theirs', reference(zone))
  put('ending', { ...reference(owner), finalizers: ['a.b/c'], deletionTimestamp: '2030-01-01T00:00:00Z' })
  await world.idle()
  const outcomes: string[] = []
  for (const name of ['none', 'nobodys', 'theirs', 'ending']) {
    const { outcome } = await parts.reconcile(owner, { namespace: 'default', name }, undefined, context)
    outcomes.push(outcome)
  }
  assert.equal(outcomes, ['absent', 'absent', 'absent', 'terminating'])
  assert.equal(world.api.requests, [])
  await world.stop()
})

test('what is deleted is deleted once, and once more where a backup brings it back', async () => {
  const { world, owner, context } = await start()
  const parts = new DependentResource(Part)
  const key = { namespace: 'default', name: 'x' }
  await parts.reconcile(owner, key, {}, context)
  await world.idle()
  const restore = world.api.snapshot()
  world.api.hold(Part)
  const remove = async () => (await parts.reconcile(owner, key, undefined, context)).outcome
  assert.equal([await remove(), await remove()], ['deleted', 'terminating'], 'the cache has it still')
  world.api.release(Part)
  await world.idle()
  assert.is(await remove(), 'absent')
  restore()
  await world.clock.advance(10_000)
  assert.is(await remove(), 'deleted')
  await world.stop()
})

test('a kind that is not in the cache is a mistake that says what to do', async () => {
  const { world, zone, context } = await start()
  const other = new DependentResource(Other)
  const error = await rejection(other.reconcile(zone, { namespace: 'default', name: 'x' }, {}, context))
  assert.match((error as Error).message, /owns\(Other\)/)
  await world.stop()
})

test.run()
