import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { defineResource, metadataOf, type StoredObject } from '../../../runtime/api/resource.js'
import { Cache, type CacheOptions, type SourceSelection } from '../../../runtime/cache/cache.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { ScriptedListerWatcher, statusError, type Answer } from '../../support/scripted-lister-watcher.js'

interface Widget extends StoredObject {
  spec: { size: number }
}
const Widget = defineResource<Widget>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Widget',
  plural: 'widgets',
  scope: 'Namespaced',
})
const Zone = defineResource<StoredObject>()({
  group: '',
  version: 'v1',
  kind: 'Zone',
  plural: 'zones',
  scope: 'Cluster',
})

const widget = (name: string, namespace = 'default', labels: Record<string, string> = {}): Widget => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name, namespace, uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: '', labels },
  spec: { size: 1 },
})
const list = (...items: StoredObject[]): Answer<StoredObject> => ({
  list: { items, metadata: { resourceVersion: '10' } },
})

function create(script: Answer<StoredObject>[] = [], options: Partial<CacheOptions> = {}) {
  const clock = new FakeClock()
  const sources: [plural: string, selection: SourceSelection][] = []
  const servers: ScriptedListerWatcher<StoredObject>[] = []
  const cache = new Cache({
    listerWatcher: ({ plural }, selection) => {
      sources.push([plural, selection])
      const server = new ScriptedListerWatcher<StoredObject>(clock, script)
      servers.push(server)
      return server
    },
    clock,
    logger: recordingLogger(),
    random: () => 0,
    ...options,
  })
  const stop = new AbortController()
  const run = async () => {
    const stopped = cache.run(stop.signal)
    await settled()
    return async () => {
      stop.abort()
      await stopped
    }
  }
  return { cache, clock, sources, servers, stop, run }
}

test('one informer for everybody who selects the same', () => {
  const { cache, sources } = create()
  const all = cache.informer(Widget)
  assert.is(cache.informer(Widget, {}), all)
  const labelled = cache.informer(Widget, { labelSelector: { matchLabels: { a: '1' } } })
  assert.is(cache.informer(Widget, { labelSelector: ' a == 1 ' }), labelled)
  const spaced = cache.informer(Widget, { namespaces: ['y', 'x', 'y'] })
  assert.is(cache.informer(Widget, { namespaces: ['x', 'y'] }), spaced)
  const field = cache.informer(Widget, { fieldSelector: 'metadata.name=a' })
  assert.is(new Set<unknown>([all, labelled, spaced, field, cache.informer(Zone)]).size, 5)
  assert.equal(sources, [
    ['widgets', {}],
    ['widgets', { labelSelector: 'a=1' }],
    ['widgets', { namespace: 'x' }],
    ['widgets', { namespace: 'y' }],
    ['widgets', { fieldSelector: 'metadata.name=a' }],
    ['zones', {}],
  ])
})

test('the namespaces of the cache hold for kinds in namespaces', () => {
  const { cache, sources } = create([], { namespaces: ['x', 'y'] })
  cache.informer(Widget)
  cache.informer(Widget, { namespaces: ['z'] })
  cache.informer(Zone)
  assert.equal(sources, [
    ['widgets', { namespace: 'x' }],
    ['widgets', { namespace: 'y' }],
    ['widgets', { namespace: 'z' }],
    ['zones', {}],
  ])
})

test('reads objects, typed by the descriptor', async () => {
  const { cache, run } = create([list(widget('a', 'x', { app: 'web' }), widget('b', 'y'))])
  cache.informer(Widget)
  const stop = await run()
  const object = cache.get(Widget, { namespace: 'x', name: 'a' })
  const size: number | undefined = object?.spec.size
  assert.is(size, 1)
  assert.throws(() => {
    // @ts-expect-error an object of a cache is not changed
    object!.spec.size = 2
  }, TypeError)
  assert.is(cache.get(Widget, { namespace: 'x', name: 'b' }), undefined)
  const names = (options?: Parameters<typeof cache.list>[1]) =>
    cache.list(Widget, options).map(({ metadata }) => metadata.name)
  assert.equal(names(), ['a', 'b'])
  assert.equal(names({ namespace: 'y' }), ['b'])
  assert.equal(names({ labelSelector: { matchLabels: { app: 'web' } } }), ['a'])
  await stop()
})

test('reading a kind that nobody declared says what to do', () => {
  const { cache } = create()
  cache.informer(Zone)
  assert.throws(
    () => cache.get(Widget, { namespace: 'x', name: 'a' }),
    /widgets.example.com are not in the cache: declare them with cache.informer\(Widget\), or with owns\(Widget\)/,
  )
})

test('reads from the only informer of a kind, or from the one that selects everything', () => {
  const { cache } = create()
  const labelled = cache.informer(Widget, { labelSelector: 'a=1' })
  assert.is(cache.lister(Widget), labelled)
  cache.informer(Widget, { namespaces: ['x'] })
  assert.throws(
    () => cache.lister(Widget),
    /several informers \(widgets.example.com a=1; widgets.example.com namespaces x\): keep the one/,
  )
  const all = cache.informer(Widget)
  assert.is(cache.lister(Widget), all)
})

test('starts what was declared before and after, and stops all of it', async () => {
  const { cache, run, servers, clock } = create()
  cache.informer(Widget)
  assert.is(servers[0]?.log.length, 0)
  const stop = await run()
  assert.is(servers[0]?.log.length, 1)
  cache.informer(Zone)
  await settled()
  assert.is(servers[1]?.log.length, 1)
  await stop()
  assert.equal(clock.pending, [])
  cache.informer(Widget, { labelSelector: 'late' })
  await settled()
  assert.is(servers[2]?.log.length, 0)
  assert.match(String(await cache.run(AbortSignal.abort()).catch((error: unknown) => error)), 'started before')
})

test('is synced when all informers are, with those that come meanwhile', async () => {
  const clock = new FakeClock()
  const first = new ScriptedListerWatcher<StoredObject>(clock, [list()])
  const second = new ScriptedListerWatcher<StoredObject>(clock, [{ list: statusError(503) }, list()])
  const { cache, run } = create([], { clock, listerWatcher: ({ plural }) => (plural === 'zones' ? second : first) })
  cache.informer(Widget).addHandler({})
  let synced = false
  const waiting = cache.untilSynced().then(() => (synced = true))
  cache.informer(Zone)
  const stop = await run()
  assert.is(synced, false)
  assert.is(cache.hasSynced(), false)
  assert.equal(
    cache.status().map(({ lastError, ...status }) => ({ ...status, lastError: lastError && String(lastError) })),
    [
      { name: 'widgets.example.com', synced: true, size: 0, lastError: undefined, problem: undefined },
      {
        name: 'zones',
        synced: false,
        size: 0,
        lastError: 'ReflectorError: list failed: the server answered 503',
        problem: 'not synced: list failed: the server answered 503',
      },
    ],
  )
  await clock.advanceToNext()
  await waiting
  assert.is(cache.hasSynced(), true)
  assert.equal(
    cache.status().map(({ lastError }) => lastError),
    [undefined, undefined],
  )
  await stop()
})

test('says why it is not synced, also while nothing has failed', async () => {
  const problems: (string | undefined)[] = []
  const look = () => problems.push(cache.status()[0]?.problem)
  const { cache, run } = create([list(widget('a'), widget('b'))])
  cache.informer(Widget).addHandler({ added: look })
  look()
  const stop = await run()
  look()
  assert.equal(problems, [
    'not synced: listing, 0 so far',
    'not synced: listing, 1 so far',
    'not synced: listing, 2 so far',
    undefined,
  ])
  await stop()
})

test('waiting for the caches ends with the signal', async () => {
  const { cache } = create()
  cache.informer(Widget)
  const reason = new Error('enough')
  assert.is(await cache.untilSynced(AbortSignal.abort(reason)).catch((error: unknown) => error), reason)
})

test('refuses selections that cannot be meant', () => {
  const { cache } = create()
  assert.throws(() => cache.informer(Zone, { namespaces: ['x'] }), /zones are in no namespace/)
  assert.throws(() => cache.informer(Widget, { namespaces: [] }), /at least one/)
  assert.throws(() => cache.informer(Widget, { namespaces: [''] }), /none of them empty/)
  assert.throws(() => create([], { namespaces: [] }), /at least one/)
  assert.throws(() => cache.informer(Widget, { labelSelector: 'a b' }), /cannot read/)
  const transform = (object: Widget) => object
  cache.informer(Widget, { transform })
  cache.informer(Widget, { transform })
  cache.informer(Widget)
  assert.throws(() => cache.informer(Widget, { transform: object => object }), /different transforms/)
  assert.equal(
    cache.status().map(({ name }) => name),
    ['widgets.example.com'],
  )
})

const kind = (group: string, plural: string, name: string) =>
  defineResource<StoredObject>()({ group, version: 'v1', kind: name, plural, scope: 'Namespaced' })
const Secret = kind('', 'secrets', 'Secret')
const ConfigMap = kind('', 'configmaps', 'ConfigMap')

test('all Secrets, ConfigMaps or Events of a cluster are cached only where they are asked for by name', () => {
  const big = [Secret, ConfigMap, kind('', 'events', 'Event'), kind('events.k8s.io', 'events', 'Event')]
  for (const resource of big) {
    const { cache } = create()
    assert.throws(
      () => cache.informer(resource),
      (error: Error) => error.message.includes(`all ${resource.plural} of the cluster`),
    )
    assert.equal(cache.status(), [])
    const selections = [{ namespaces: ['a'] }, { labelSelector: 'a=b' }, { fieldSelector: 'metadata.name=a' }]
    for (const selection of selections) cache.informer(resource, selection)
    cache.informer(metadataOf(resource))
    assert.is(cache.status().length, 4)
    create([], { namespaces: ['a'] }).cache.informer(resource)
    create([], { clusterWide: [resource] }).cache.informer(resource)
    assert.throws(() => create([], { clusterWide: [Widget] }).cache.informer(resource), /clusterWide: /)
  }
  create().cache.informer(kind('example.com', 'secrets', 'Secret'))
})

test('metadata and the whole of a kind are two caches', async () => {
  const { cache, run, sources } = create([list(widget('a'))])
  const stop = (cache.informer(Widget), cache.informer(metadataOf(Widget)), await run())
  assert.equal(
    cache.status().map(({ name }) => name),
    ['widgets.example.com', 'widgets.example.com metadata'],
  )
  assert.is(sources.length, 2)
  const key = { namespace: 'default', name: 'a' }
  assert.is(cache.get(Widget, key)?.spec.size, 1)
  assert.is(cache.get(metadataOf(Widget), key)?.metadata.name, 'a')
  await stop()
})

test.run()
