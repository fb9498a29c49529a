import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { metadataOf } from '../../../runtime/api/resource.js'
import type { Cached } from '../../../runtime/api/deep-readonly.js'
import type { Selection } from '../../../runtime/cache/cache.js'
import type { Change } from '../../../runtime/controller/predicates.js'
import type { Transport } from '../../../runtime/transport/transport.js'
import { Manager } from '../../../runtime/manager/manager.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { TinyApi, type TinyObject } from '../controller/tiny-api.js'
import { Part, Widget, widget } from '../controller/world.js'

const a = { namespace: 'default', name: 'a' }

async function idle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await settled()
}

/** A manager whose watches say nothing until they are released. */
async function start(describe: (manager: Manager) => unknown = () => {}, selection: Selection = {}) {
  const api = new TinyApi()
  const clock = new FakeClock()
  const logger = recordingLogger()
  const manager = await Manager.create({
    name: 'operator',
    transport: api,
    logger,
    clock,
    healthAddress: '0',
  })
  const informer = manager.cache.informer(Widget, selection)
  const told: string[] = []
  const text = ({ metadata, spec }: Cached<Widget>) => `${metadata.name}@${spec.size}`
  informer.addHandler({
    added: (object, { own }) => told.push(`added ${text(object)}${own ? ' own' : ''}`),
    updated: (object, old, { own }) => told.push(`updated ${text(old)} to ${text(object)}${own ? ' own' : ''}`),
    deleted: object => told.push(`deleted ${text(object)}`),
  })
  describe(manager)
  const stop = new AbortController()
  api.hold(Widget)
  api.put(Widget, widget('a', 1, { labels: { app: 'x' } }))
  const ended = manager.run({ signal: stop.signal })
  await idle()
  told.length = 0
  return {
    api,
    clock,
    logger,
    manager,
    informer,
    told,
    widgets: manager.client.for(Widget).namespace('default'),
    size: () => informer.get(a)?.spec.size,
    async stop() {
      stop.abort()
      await ended
    },
  }
}

test('every write shows in the next read, though the watch says nothing; its event is told once, as its own', async () => {
  const { api, told, widgets, informer, manager, size, stop } = await start()
  const current = await widgets.patch('a', { merge: { spec: { size: 2 } } })
  assert.is(size(), 2)
  await widgets.replace({ ...current, spec: { size: 3 } })
  assert.is(size(), 3)
  await widgets.patchStatus('a', { merge: { status: { ready: true } } })
  assert.equal(informer.get(a)?.status, { ready: true })
  await widgets.apply({ metadata: { name: 'a' }, spec: { size: 4 } })
  assert.is(size(), 4)
  await manager.client.for(Widget).create(widget('b', 5) as unknown as Widget)
  assert.is(informer.get({ ...a, name: 'b' })?.spec.size, 5)
  assert.equal(told, [], 'the watch has not come so far')
  api.release(Widget)
  await idle()
  const events = ['updated a@1 to a@2', 'updated a@2 to a@3', 'updated a@3 to a@3', 'updated a@3 to a@4', 'added b@5']
  assert.equal(
    told,
    events.map(event => `${event} own`),
  )
  api.put(Widget, widget('a', 9))
  await idle()
  assert.is(told.at(-1), 'updated a@4 to a@9')
  await stop()
})

test('what is written is not what is kept: each may do with it as they like', async () => {
  const { widgets, size, stop } = await start()
  const answer = await widgets.patch('a', { merge: { spec: { size: 2 } } })
  answer.spec.size = 99
  assert.is(size(), 2)
  await stop()
})

test("others' changes are not hidden by a write that is older or newer", async () => {
  const { api, widgets, told, size, stop } = await start()
  await widgets.patch('a', { merge: { spec: { size: 2 } } })
  api.put(Widget, widget('a', 3))
  assert.is(size(), 2)
  api.release(Widget)
  await idle()
  assert.is(size(), 3)
  assert.equal(told, ['updated a@1 to a@2 own', 'updated a@2 to a@3'])
  await stop()
})

test("others' changes just before a write are told as theirs", async () => {
  const { api, manager, widgets, informer, told, size, stop } = await start()
  api.put(Widget, widget('a', 2))
  await widgets.patch('a', { merge: { spec: { size: 3 } } })
  api.put(Widget, widget('a', 4))
  await widgets.patch('a', { merge: { spec: { size: 5 } } })
  await manager.client.for(Widget).create(widget('b', 1) as unknown as Widget)
  api.delete(Widget, { ...a, name: 'b' })
  await manager.client.for(Widget).create(widget('b', 2) as unknown as Widget)
  const shown = () => [size(), informer.get({ ...a, name: 'b' })?.spec.size]
  assert.equal(shown(), [5, 2])
  const late: string[] = []
  const sizes = new Set<number | undefined>()
  informer.addHandler({
    added: ({ metadata, spec }) => late.push(`${metadata.name}@${spec.size}`),
    updated: () => sizes.add(size()),
  })
  assert.equal(late, ['a@1'], 'a handler that comes late knows what the others know')
  api.release(Widget)
  await idle()
  assert.equal(told, [
    'updated a@1 to a@2',
    'updated a@2 to a@3 own',
    'updated a@3 to a@4',
    'updated a@4 to a@5 own',
    'added b@1 own',
    'deleted b@1',
    'added b@2 own',
  ])
  assert.equal(shown(), [5, 2])
  assert.equal(late, ['a@1', 'b@1', 'b@2'])
  assert.equal([...sizes], [5], 'what is shown never goes back')
  await stop()
})

test('what a list finds after writes is told once, and is not known as their own', async () => {
  const { api, clock, widgets, manager, informer, told, size, stop } = await start()
  await widgets.patch('a', { merge: { spec: { size: 2 } } })
  await manager.client.for(Widget).create(widget('b', 1) as unknown as Widget)
  await manager.client.for(Widget).create(widget('c', 1) as unknown as Widget)
  api.put(Widget, widget('a', 3))
  api.delete(Widget, { ...a, name: 'b' })
  assert.equal([size(), informer.list().length, told], [2, 3, []])
  api.expireWatches()
  await clock.advance(5_000)
  assert.equal(told, ['updated a@1 to a@3', 'added c@1', 'added b@1 own', 'deleted b@1'])
  assert.equal(
    informer.list().map(({ metadata, spec }) => `${metadata.name}@${spec.size}`),
    ['a@3', 'c@1'],
  )
  await stop()
})

test('a write that a backup has lost is told of as it is now, though nobody was told of it', async () => {
  const { api, clock, manager, widgets, told, size, stop } = await start()
  const restore = api.snapshot()
  await widgets.patch('a', { merge: { spec: { size: 2 } } })
  await manager.client.for(Widget).create(widget('b', 1) as unknown as Widget)
  restore()
  await clock.advance(10_000)
  await idle()
  assert.is(size(), 1)
  assert.equal(told, ['updated a@2 to a@1', 'added b@1 own', 'deleted b@1'])
  await stop()
})

test('an answer that comes after the watch has told of more changes nothing, and brings nothing back', async () => {
  const { api, manager, widgets, informer, told, size, stop } = await start()
  const old = await widgets.patch('a', { merge: { spec: { size: 2 } } })
  const late = () => manager.cache.wrote(Widget, old, () => structuredClone(old))
  api.put(Widget, widget('a', 3))
  api.release(Widget)
  await idle()
  late()
  assert.is(size(), 3)
  api.delete(Widget, a)
  await idle()
  late()
  assert.is(informer.get(a), undefined)
  assert.equal(told, ['updated a@1 to a@2 own', 'updated a@2 to a@3', 'deleted a@3'])
  await stop()
})

test('what ends with the write ends for the cache when the watch says so', async () => {
  const { api, widgets, informer, stop } = await start()
  await widgets.patch('a', { merge: { metadata: { finalizers: ['x'] } } })
  api.delete(Widget, a)
  await widgets.patch('a', { merge: { metadata: { finalizers: [] } } })
  api.release(Widget)
  await idle()
  assert.is(informer.get(a), undefined)
  await stop()
})

test('dry runs, deletions and kinds that are not cached change nothing', async () => {
  const { api, manager, widgets, told, stop } = await start()
  await widgets.patch('a', { merge: { spec: { size: 2 } } }, { dryRun: true })
  await manager.client.for(Part).create({ metadata: { ...a } } as never)
  await manager.client.for(Widget).namespace('default').get('a')
  assert.equal(told, [])
  assert.ok(api.get(Part, a))
  await stop()
})

test('a selection shows what it selects', async () => {
  const byLabel = await start(() => {}, { labelSelector: 'app=x' })
  await byLabel.widgets.patch('a', { merge: { spec: { size: 2 } } })
  await byLabel.manager.client.for(Widget).create(widget('b') as unknown as Widget)
  assert.equal([byLabel.size(), byLabel.informer.list().length], [2, 1])
  await byLabel.widgets.patch('a', { merge: { metadata: { labels: null } } })
  assert.equal(byLabel.informer.list(), [])
  await byLabel.stop()

  const elsewhere = await start(() => {}, { namespaces: ['elsewhere'] })
  await elsewhere.widgets.patch('a', { merge: { spec: { size: 2 } } })
  assert.equal(elsewhere.informer.list(), [])
  await elsewhere.stop()

  const byField = await start(() => {}, { fieldSelector: 'metadata.name=a' })
  await byField.widgets.patch('a', { merge: { spec: { size: 2 } } })
  assert.is(byField.size(), 1, 'the watch has to tell')
  await byField.stop()
})

test('a write during a relist shows when the list has ended, in whichever order they come', async () => {
  const { api, clock, manager, told, widgets, size, stop } = await start()
  const list = api.holdNextList()
  api.expireWatches()
  api.release(Widget)
  await clock.advance(5_000)
  assert.ok(list.isHeld, 'a list is under way')
  await widgets.patch('a', { merge: { spec: { size: 2 } } })
  assert.equal([size(), told], [1, []])
  list.answer()
  await idle()
  assert.is(size(), 2)
  assert.equal(told, ['updated a@1 to a@2 own'])
  assert.is(manager.cache.hasSynced(), true)
  await stop()
})

test('a reconcile that follows its own write sees it', async () => {
  const seen: (number | undefined)[] = []
  const changes: (boolean | undefined)[] = []
  const { api, stop } = await start(manager =>
    manager
      .controller(Widget, {
        async reconcile({ metadata: { name }, spec }, { client, cache }) {
          seen.push(spec.size)
          if (spec.size >= 3) return
          const merge = { spec: { size: spec.size + 1 } }
          await client.for(Widget).namespace('default').patch(name, { merge })
          assert.is(cache.get(Widget, a)?.spec.size, spec.size + 1)
        },
      })
      .predicates((change: Change<Widget>) => {
        if (change.type === 'updated') changes.push(change.own)
        return true
      }),
  )
  await idle()
  api.release(Widget)
  await idle()
  assert.equal(seen, [1, 2, 3])
  assert.equal(changes, [true, true])
  await stop()
})

test('a reconcile knows its own write again where the watch is faster than the answer, and misses no other', async () => {
  const api = new TinyApi()
  const transport: Transport = {
    async send(request) {
      const response = await api.send(request)
      if (request.method === 'PATCH') await idle()
      return response
    },
    close: () => {},
  }
  const manager = await Manager.create({ name: 'operator', transport, logger: recordingLogger(), healthAddress: '0' })
  const judged: string[] = []
  let seen = 0
  manager
    .controller(Widget, {
      async reconcile({ metadata: { name }, spec }, { client, cache }) {
        seen++
        if (spec.size > 2) return
        const before = judged.length
        const merge = { spec: { size: spec.size + 1 } }
        await client.for(Widget).namespace('default').patch(name, { merge })
        assert.is(judged.length, before, 'it is not judged yet')
        assert.is(cache.get(Widget, a)?.spec.size, spec.size + 1)
        if (spec.size === 2) api.put(Widget, widget('a', 7))
        await idle()
      },
    })
    .predicates(change => {
      const own = change.type !== 'deleted' && change.own
      judged.push(`${change.object.spec.size}${own ? ' own' : ''}`)
      return !own
    })
  api.put(Widget, widget('a', 1))
  const stop = new AbortController()
  const ended = manager.run({ signal: stop.signal })
  await idle()
  await idle()
  await idle()
  assert.equal([judged, seen], [['1', '2 own'], 1])
  api.put(Widget, { ...widget('a', 2), metadata: { ...widget('a').metadata, labels: { others: '1' } } })
  for (let turn = 0; turn < 6; turn++) await idle()
  assert.equal(judged, ['1', '2 own', '2', '3 own', '7'])
  assert.is(seen, 3)
  stop.abort()
  await ended
})

test('a transform that fails upon a write is reported, and the write has succeeded', async () => {
  let fails = false
  const { logger, widgets, size, stop } = await start(() => {}, {
    transform: (object: TinyObject) => {
      if (fails) throw new Error('no')
      return object
    },
  } as object)
  fails = true
  assert.is((await widgets.patch('a', { merge: { spec: { size: 2 } } })).spec.size, 2)
  fails = false
  assert.is(size(), 1)
  assert.ok(logger.lines.some(({ message }) => message === 'a write could not be shown at once'))
  await stop()
})

test('it shows in a cache of metadata too, which keeps nothing else', async () => {
  const { manager, widgets, stop } = await start(({ cache }) => cache.informer(metadataOf(Widget)))
  await widgets.patch('a', { merge: { metadata: { labels: { app: 'y' } } } })
  const { metadata, ...rest } = manager.cache.get(metadataOf(Widget), a)!
  assert.equal(metadata.labels, { app: 'y' })
  assert.equal(rest, { apiVersion: 'example.com/v1', kind: 'Widget' })
  await stop()
})

test.run()
