import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { defineResource, type StoredObject } from '../../../runtime/api/resource.js'
import { ControllerBuilder } from '../../../runtime/controller/controller-builder.js'
import { generationChanged } from '../../../runtime/controller/predicates.js'
import type { Result } from '../../../runtime/controller/reconciler.js'
import { Part, Widget, widget, World, Zone } from './world.js'

const a = { namespace: 'default', name: 'a' }
const ours = 'widgets.example.com/finalizer'
const theirs = 'example.org/theirs'

interface Setup {
  readonly finalize?: () => Promise<Result>
  readonly finalizer?: string
}

function create({ finalize = async () => {}, finalizer }: Setup = {}) {
  const world = new World()
  const calls: string[] = []
  const builder = world.controller(Widget, {
    async reconcile({ metadata, spec }) {
      calls.push(`reconcile ${metadata.name} ${spec.size} ${metadata.finalizers?.join()}`)
    },
    async finalize({ metadata }) {
      calls.push(`finalize ${metadata.name}`)
      return finalize()
    },
    ...(finalizer && { finalizer }),
  })
  return { world, calls, builder }
}

const finalizersOf = (world: World) => world.api.get(Widget, a)?.metadata.finalizers

test('the finalizer is on the object before the first reconcile sees it', async () => {
  const { world, calls, builder } = create()
  builder.predicates(generationChanged)
  world.api.put(Widget, widget('a', 1, { finalizers: [theirs] }))
  await world.start()
  assert.equal(calls, [`reconcile a 1 ${theirs},${ours}`])
  assert.equal(finalizersOf(world), [theirs, ours])
  assert.equal(world.api.requests, ['PATCH /apis/example.com/v1/namespaces/default/widgets/a'])
  world.api.put(Widget, widget('a', 2, { finalizers: [theirs, ours] }))
  await world.idle()
  assert.is(world.api.requests.length, 1)
  await world.stop()
})

test('an object of no namespace gets one too, and a finalizer may have a name of its own', async () => {
  const world = new World()
  world.api.put(Zone, { metadata: { name: 'z' } })
  world.controller(Zone, { reconcile: async () => {}, finalize: async () => {}, finalizer: 'example.com/mine' })
  await world.start()
  assert.equal(world.api.get(Zone, { name: 'z' })?.metadata.finalizers, ['example.com/mine'])
  await world.stop()
})

test('a deletion is finalized, and then our finalizer goes and no other', async () => {
  const { world, calls } = create()
  world.api.put(Widget, widget('a', 1, { finalizers: [ours, theirs] }))
  await world.start()
  calls.length = 0
  world.api.delete(Widget, a)
  await world.idle()
  assert.equal(calls, ['finalize a'])
  assert.equal(finalizersOf(world), [theirs])
  await world.stop()
})

test('an object that was being deleted when the manager was not there is finalized at the start', async () => {
  const { world, calls, builder } = create()
  builder.predicates(() => false)
  world.api.put(Widget, widget('a', 1, { finalizers: [ours] }))
  world.api.delete(Widget, a)
  await world.start()
  assert.equal(calls, ['finalize a'])
  assert.is(world.api.get(Widget, a), undefined)
  await world.stop()
})

test('a deletion passes predicates that hold back everything', async () => {
  const { world, calls, builder } = create()
  builder.predicates(() => false)
  world.api.put(Widget, widget('a', 1, { finalizers: [ours] }))
  await world.start()
  world.api.delete(Widget, a)
  await world.idle()
  assert.equal(calls, ['finalize a'])
  assert.is(world.api.get(Widget, a), undefined)
  await world.stop()
})

test('an object that never had our finalizer is not finalized', async () => {
  const { world, calls } = create()
  world.api.put(Widget, widget('a', 1, { finalizers: [theirs] }))
  world.api.delete(Widget, a)
  await world.start()
  assert.equal([calls, world.api.requests], [[], []])
  await world.stop()
})

test('the finalizer stays until finalize resolves and asks for nothing more', async () => {
  const results: (() => Promise<Result>)[] = [
    () => Promise.reject(new Error('not yet')),
    async () => ({ requeueAfterMs: 1000 }),
    async () => {},
  ]
  const { world, calls } = create({ finalize: () => results.shift()!() })
  world.api.put(Widget, widget('a', 1, { finalizers: [ours] }))
  world.api.delete(Widget, a)
  await world.start()
  const left: unknown[] = [finalizersOf(world)]
  for (const ms of [5, 1000]) {
    await world.clock.advance(ms)
    await world.idle()
    left.push(finalizersOf(world))
  }
  assert.equal(left, [[ours], [ours], undefined])
  assert.equal(calls, ['finalize a', 'finalize a', 'finalize a'])
  await world.stop()
})

test('others may change finalizers at the same time: nothing is lost', async () => {
  const { world, calls } = create()
  await world.start()
  world.api.hold(Widget)
  world.api.put(Widget, widget('a'))
  // The cache sees the object, and not what happens to it from here on.
  world.api.release(Widget)
  world.api.hold(Widget)
  world.api.put(Widget, widget('a', 2, { finalizers: [theirs] }))
  await world.idle()
  assert.equal(calls, [`reconcile a 2 ${theirs},${ours}`], 'it goes on with what it has read')
  assert.equal(finalizersOf(world), [theirs, ours])
  assert.equal(
    world.api.requests.map(request => request.split(' ')[0]),
    ['PATCH', 'GET', 'PATCH'],
  )
  await world.stop()
})

test('a cache that is behind leads to few requests, and not to finalizing twice', async () => {
  const { world, calls, builder } = create()
  builder.watches(Part, () => [a]).predicates(generationChanged)
  const comesOf = async (doing: () => unknown) => {
    doing()
    await world.idle()
    return [calls.splice(0), world.api.requests.splice(0).map(request => request.split(' ')[0])]
  }
  await world.start()
  const change = (name: string) => world.api.put(Part, { metadata: { name, namespace: 'default' } })

  const created = await comesOf(() => {
    world.api.put(Widget, widget('a'))
    world.api.hold(Widget)
  })
  assert.equal(created, [[`reconcile a 1 ${ours}`], ['PATCH']])
  assert.equal(await comesOf(() => change('part-1')), [[`reconcile a 1 ${ours}`], ['PATCH', 'GET']])
  assert.equal(await comesOf(() => world.api.release(Widget)), [[], []])

  const deleted = await comesOf(() => {
    world.api.delete(Widget, a)
    world.api.hold(Widget)
  })
  assert.equal(deleted, [['finalize a'], ['PATCH']])
  assert.equal(await comesOf(() => change('part-2')), [[], []])
  assert.ok(world.cache.get(Widget, a), 'the cache still has it')
  assert.equal(await comesOf(() => world.api.release(Widget)), [[], []])
  assert.is(world.cache.get(Widget, a), undefined)
  await world.stop()
})

test('an object that goes away, or is replaced, while it gets its finalizer is left alone', async () => {
  const table: [what: string, happens: (world: World) => void][] = [
    ['gone', world => world.api.delete(Widget, a)],
    [
      'replaced',
      world => {
        world.api.delete(Widget, a)
        world.api.put(Widget, widget('a', 2))
      },
    ],
    [
      'being deleted',
      world => {
        world.api.put(Widget, widget('a', 1, { finalizers: [theirs] }))
        world.api.delete(Widget, a)
      },
    ],
  ]
  for (const [what, happens] of table) {
    const { world, calls, builder } = create()
    builder.predicates(generationChanged)
    await world.start()
    world.api.put(Widget, widget('a'))
    world.api.hold(Widget)
    happens(world)
    await world.idle()
    assert.equal([what, calls], [what, []])
    assert.equal(world.logged('error'), [])
    world.api.release(Widget)
    await world.idle()
    assert.equal([what, calls], [what, what === 'replaced' ? [`reconcile a 2 ${ours}`] : []])
    await world.stop()
  }
})

test('a write that fails is tried again before anything is reconciled', async () => {
  const { world, calls } = create()
  world.api.put(Widget, widget('a'))
  world.api.failNext('PATCH', 500)
  world.api.failNext('PATCH', new Error('the connection broke'))
  await world.start()
  assert.equal(calls, [])
  await world.clock.advance(5)
  await world.idle()
  await world.clock.advance(10)
  await world.idle()
  assert.equal(calls.slice(0, 1), [`reconcile a 1 ${ours}`])
  assert.is(world.logged('error').length, 2)
  await world.stop()
})

test('a removal whose answer is lost is done again, and finalize too', async () => {
  const { world, calls } = create()
  world.api.put(Widget, widget('a', 1, { finalizers: [ours, theirs] }))
  await world.start()
  calls.length = 0
  world.api.failNext('PATCH', new Error('the connection broke'))
  world.api.delete(Widget, a)
  await world.idle()
  assert.equal([calls, finalizersOf(world)], [['finalize a'], [ours, theirs]])
  await world.clock.advance(5)
  await world.idle()
  assert.equal([calls, finalizersOf(world)], [['finalize a', 'finalize a'], [theirs]])
  await world.stop()
})

test('an object that comes back with a backup is finalized once more', async () => {
  const table: [what: string, isSeen: boolean, isDeletedAgain: boolean][] = [
    ['as it was before its deletion, whose end the cache has seen', true, true],
    ['as it was before its deletion, whose end no cache has seen', false, true],
    ['while it was being deleted, of which the cache has seen the end', true, false],
    ['while it was being deleted, of which no cache has seen the end', false, false],
  ]
  for (const [what, isSeen, isDeletedAgain] of table) {
    const outcomes: (() => Promise<Result>)[] = [() => Promise.reject(new Error('not yet'))]
    const { world, calls } = create({ finalize: () => outcomes.shift()?.() ?? Promise.resolve() })
    world.client.onWrite((...write) => world.cache.wrote(...write))
    world.api.put(Widget, widget('a', 1, { finalizers: [ours] }))
    await world.start()
    let restore = world.api.snapshot()
    world.api.delete(Widget, a)
    await world.idle()
    if (!isDeletedAgain) restore = world.api.snapshot()
    if (!isSeen) world.api.hold(Widget)
    await world.clock.advance(5)
    await world.idle()
    assert.equal([what, finalizersOf(world)], [what, undefined])
    assert.equal([what, Boolean(world.cache.get(Widget, a))], [what, !isSeen])
    calls.length = 0
    restore()
    world.api.release(Widget)
    await world.clock.advance(10_000)
    await world.idle()
    if (isDeletedAgain) world.api.delete(Widget, a)
    await world.idle()
    assert.equal([what, finalizersOf(world)], [what, undefined])
    assert.equal([what, calls.filter(call => call === 'finalize a').length], [what, 1])
    await world.stop()
  }
})

test('a built-in kind needs a finalizer with a name', () => {
  const ConfigMap = defineResource<StoredObject>()({
    group: '',
    version: 'v1',
    kind: 'ConfigMap',
    plural: 'configmaps',
    scope: 'Namespaced',
  })
  const reconciler = { reconcile: async () => {}, finalize: async () => {} }
  assert.throws(() => new ControllerBuilder(ConfigMap, reconciler), 'such as example.com/configmaps')
  const named = { ...reconciler, finalizer: 'example.com/configmaps' }
  assert.is(new ControllerBuilder(ConfigMap, named).name, 'configmap')
})

test.run()
