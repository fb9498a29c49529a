import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Cached } from '../../../runtime/api/deep-readonly.js'
import type { StoredObject } from '../../../runtime/api/resource.js'
import type { WatchEvent } from '../../../runtime/client/list-watch.js'
import type { InformerHandler } from '../../../runtime/cache/informer.js'
import { SharedInformer, type SharedInformerOptions } from '../../../runtime/cache/shared-informer.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { ScriptedListerWatcher, statusError, type Answer } from '../../support/scripted-lister-watcher.js'

/** `a@7` is version 7 of the object a, `a@7#x` the same with other content; `a'@7` is another object of that name. */
function thing(text: string, namespace?: string): StoredObject {
  const [, name = '', incarnation = '', resourceVersion = '', content = resourceVersion] =
    /^(\w+)('*)@(\w+)(?:#(\w+))?$/.exec(text) ?? []
  return {
    apiVersion: 'v1',
    kind: 'Thing',
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      uid: `uid-${name}${incarnation}`,
      resourceVersion,
      creationTimestamp: '2030-01-01T00:00:00Z',
      labels: { version: content },
      managedFields: [{ manager: 'test' }],
    },
  }
}
const named = ({ metadata }: Cached<StoredObject>) =>
  `${metadata.uid.slice('uid-'.length)}@${metadata.resourceVersion ?? ''}`

const list = (resourceVersion: string, ...items: string[]): Answer<StoredObject> => ({
  list: { items: items.map(item => thing(item)), metadata: { resourceVersion } },
})
const page = (resourceVersion: string, next: string, ...items: string[]): Answer<StoredObject> => ({
  list: { items: items.map(item => thing(item)), metadata: { resourceVersion, continue: next } },
})
const added = (object: string): WatchEvent<StoredObject> => ({ type: 'ADDED', object: thing(object) })
const modified = (object: string): WatchEvent<StoredObject> => ({ type: 'MODIFIED', object: thing(object) })
const deleted = (object: string): WatchEvent<StoredObject> => ({ type: 'DELETED', object: thing(object) })
const bookmark = (resourceVersion: string): WatchEvent<StoredObject> => ({ type: 'BOOKMARK', resourceVersion })
const watch = (...steps: (WatchEvent<StoredObject> | number)[]): Answer<StoredObject> => ({ watch: [...steps, 60_000] })
const expired: Answer<StoredObject> = { watch: [60_000], end: statusError(410, { reason: 'Expired' }) }

function recorder(told: string[]): Required<InformerHandler<StoredObject>> {
  return {
    added: (object, { initial }) => told.push(`added ${named(object)}${initial ? ' initial' : ''}`),
    updated: (object, old) => told.push(`updated ${named(old)} to ${named(object)}`),
    deleted: (object, { tombstone }) => told.push(`deleted ${named(object)}${tombstone ? ' tombstone' : ''}`),
  }
}

function start(script: readonly Answer<StoredObject>[], options: Partial<SharedInformerOptions<StoredObject>> = {}) {
  const clock = new FakeClock()
  const server = new ScriptedListerWatcher(clock, script)
  const logger = recordingLogger()
  const informer = new SharedInformer<StoredObject>({
    resource: 'things',
    sources: [{ listerWatcher: server }],
    clock,
    logger,
    random: () => 0,
    ...options,
  })
  const stop = new AbortController()
  const play = async () => {
    const stopped = informer.run(stop.signal)
    for (await settled(); !server.over;) await clock.advanceToNext()
    await settled()
    stop.abort()
    await stopped
  }
  return { clock, server, logger, informer, play, stop }
}

const rows: { what: string; script: Answer<StoredObject>[]; told: string[]; left: string[] }[] = [
  {
    what: 'the first list, then each change with what was there before',
    script: [list('10', 'a@3', 'b@9'), watch(modified('a@11'), added('c@12'), deleted('b@13'), modified('a@14'))],
    told: [
      'added a@3 initial',
      'added b@9 initial',
      'updated a@3 to a@11',
      'added c@12',
      'deleted b@13',
      'updated a@11 to a@14',
    ],
    left: ['a@14', 'c@12'],
  },
  {
    what: 'a list of several pages',
    script: [page('10', 'c1', 'a@3'), page('10', 'c2', 'b@4'), list('10', 'c@5')],
    told: ['added a@3 initial', 'added b@4 initial', 'added c@5 initial'],
    left: ['a@3', 'b@4', 'c@5'],
  },
  {
    what: 'what a later list found changed, new and gone, and nothing of what stayed',
    script: [list('10', 'a@3', 'b@4', 'c@5'), expired, list('20', 'a@3', 'b@15', 'd@16')],
    told: [
      'added a@3 initial',
      'added b@4 initial',
      'added c@5 initial',
      'updated b@4 to b@15',
      'added d@16',
      'deleted c@5 tombstone',
    ],
    left: ['a@3', 'b@15', 'd@16'],
  },
  {
    what: 'an object that was replaced by another one of its name, found at a list',
    script: [list('10', 'a@3'), expired, list('20', "a'@15")],
    told: ['added a@3 initial', 'deleted a@3 tombstone', "added a'@15"],
    left: ["a'@15"],
  },
  {
    what: 'an object that was replaced by another one of its name, found in a watch',
    script: [list('10', 'a@3'), watch(added("a'@12"))],
    told: ['added a@3 initial', 'deleted a@3 tombstone', "added a'@12"],
    left: ["a'@12"],
  },
  {
    what: 'the end of an object that was never seen under a name that was',
    script: [list('10', 'a@3'), watch(deleted("a'@12"))],
    told: ['added a@3 initial', 'deleted a@3 tombstone'],
    left: [],
  },
  {
    what: 'nothing of events that are old or known, and nothing of deletions of the unknown',
    script: [
      list('10', 'a@9'),
      watch(added('a@9'), modified('a@8'), deleted("a'@7"), deleted('b@5'), modified('a@10')),
    ],
    told: ['added a@9 initial', 'updated a@9 to a@10'],
    left: ['a@10'],
  },
  {
    what: 'pages that expired: what the first attempt showed and the second did not is gone',
    script: [
      page('10', 'c1', 'a@3', 'b@4'),
      { list: statusError(410) },
      list('20', 'b@4', 'c@15'),
      watch(modified('b@21')),
    ],
    told: [
      'added a@3 initial',
      'added b@4 initial',
      'added c@15 initial',
      'deleted a@3 tombstone',
      'updated b@4 to b@21',
    ],
    left: ['b@21', 'c@15'],
  },
  {
    what: 'a list with older versions, from a server that was restored from a backup',
    script: [list('90', 'a@80', 'b@85'), expired, list('50', 'a@40')],
    told: ['added a@80 initial', 'added b@85 initial', 'updated a@80 to a@40', 'deleted b@85 tombstone'],
    left: ['a@40'],
  },
  {
    what: 'a version that such a server has given a second time',
    script: [list('90', 'a@80', 'b@85'), expired, list('95', 'a@80#other', 'b@85')],
    told: ['added a@80 initial', 'added b@85 initial', 'updated a@80 to a@80'],
    left: ['a@80', 'b@85'],
  },
  {
    what: 'versions that are no numbers',
    script: [list('x', 'a@ff'), watch(modified('a@ee'), modified('a@ee'), deleted('a@dd'))],
    told: ['added a@ff initial', 'updated a@ff to a@ee', 'deleted a@dd'],
    left: [],
  },
]

for (const { what, script, told: want, left } of rows) {
  test(`tells of ${what}`, async () => {
    const told: string[] = []
    const { informer, play } = start(script)
    informer.addHandler(recorder(told))
    await play()
    assert.equal(told, want)
    assert.equal(informer.list().map(named), left)
  })
}

test('has synced once the first list has been told to its end', async () => {
  const script = [page('10', 'c1', 'a@3'), { list: statusError(500) }, list('10', 'b@4')]
  const { informer, play } = start(script)
  const seen: [string, boolean][] = []
  informer.addHandler({ added: object => void seen.push([named(object), informer.hasSynced()]) })
  let told: number | undefined
  const synced = informer.untilSynced().then(() => (told = seen.length))
  await settled()
  assert.is(informer.hasSynced(), false)
  await play()
  await synced
  assert.equal(seen, [
    ['a@3', false],
    ['b@4', false],
  ])
  assert.is(told, 2)
  assert.is(informer.hasSynced(), true)
  await informer.untilSynced(AbortSignal.abort())
})

test('stays synced, and says why it is not fresh', async () => {
  const { informer, play } = start([list('10'), { watch: [], end: new Error('socket hang up') }])
  await play()
  assert.is(informer.hasSynced(), true)
  assert.match(String(informer.lastError()), 'watch failed: socket hang up')
})

test('what was written before a server was restored shows until a list tells better', async () => {
  const { informer, clock, stop } = start([
    list('10', 'a@3', 'b@4'),
    { watch: [60_000], end: statusError(410, { reason: 'Expired' }) },
    { list: statusError(500) },
    list('8', 'a@3', 'b@4'),
  ])
  const written = (object: string) => {
    const { name, resourceVersion = '' } = thing(object).metadata
    informer.wrote({ key: { name }, resourceVersion, copy: () => thing(object) })
  }
  const shown = () => informer.list().map(named)
  const stopped = informer.run(stop.signal)
  await settled()
  written('a@12')
  written('c@14')
  written('c@13')
  assert.equal(shown(), ['a@12', 'b@4', 'c@14'], 'answers may come in another order than the writes')
  await clock.advanceToNext()
  await clock.advanceToNext()
  assert.is(informer.state, 'waiting')
  written('b@15')
  await clock.advanceToNext()
  assert.equal(shown(), ['a@3', 'b@4'])
  stop.abort()
  await stopped
})

test('a write that the watch passes over has never been', async () => {
  const told: string[] = []
  const { informer, clock, stop } = start([list('10', 'a@3'), watch(60_000, modified('a@20'), bookmark('21'))])
  informer.addHandler(recorder(told))
  const stopped = informer.run(stop.signal)
  await settled()
  for (const name of ['a', 'b', 'c']) {
    const resourceVersion = { a: '12', b: '13', c: '30' }[name]!
    informer.wrote({ key: { name }, resourceVersion, copy: () => thing(`${name}@${resourceVersion}`) })
  }
  assert.equal(informer.list().map(named), ['a@12', 'b@13', 'c@30'])
  await clock.advanceToNext()
  assert.equal(informer.list().map(named), ['a@20', 'c@30'])
  assert.equal(told, ['added a@3 initial', 'updated a@3 to a@20', 'added b@13', 'deleted b@13 tombstone'])
  stop.abort()
  await stopped
})

test('waiting for the first list ends with the signal', async () => {
  const { informer } = start([])
  const stop = new AbortController()
  const reason = new Error('enough')
  const waiting = informer.untilSynced(stop.signal).then(
    () => 'synced',
    (error: unknown) => error,
  )
  stop.abort(reason)
  assert.is(await waiting, reason)
  assert.is(await informer.untilSynced(stop.signal).catch((error: unknown) => error), reason)
})

test('a handler that throws or rejects stops nobody, and is reported', async () => {
  const told: string[] = []
  const { informer, play, logger } = start([list('10', 'a@3'), watch(modified('a@11'), deleted('a@12'))])
  const fail = (what: string) => () => {
    throw new Error(what)
  }
  informer.addHandler({ added: fail('one'), updated: fail('two'), deleted: fail('three') })
  informer.addHandler({ added: async () => fail('four')() })
  informer.addHandler(recorder(told))
  await play()
  assert.equal(told, ['added a@3 initial', 'updated a@3 to a@11', 'deleted a@12'])
  const errors = logger.lines.filter(({ level }) => level === 'error')
  assert.equal(
    errors.map(({ fields }) => [fields['resource'], (fields['error'] as Error).message]),
    ['one', 'four', 'two', 'three'].map(message => ['things', message]),
  )
})

test('a handler that comes late is told of what is there, and then of changes', async () => {
  const told: string[] = []
  const { informer, play, clock } = start([list('10', 'a@3', 'b@4'), watch(modified('a@11')), watch(deleted('b@12'))])
  clock.setTimeout(() => informer.addHandler(recorder(told)), 30_000)
  await play()
  assert.equal(told, ['added a@11 initial', 'added b@4 initial', 'deleted b@12'])
})

test('a handler added during a delivery gets the event once', async () => {
  const late: string[] = []
  const last: string[] = []
  const { informer, play } = start([list('10', 'a@3'), watch(modified('a@11'), modified('a@12'))])
  informer.addHandler({
    updated: object => void (named(object) === 'a@11' && informer.addHandler(recorder(late))),
  })
  informer.addHandler(recorder(last))
  await play()
  assert.equal(late, ['added a@11 initial', 'updated a@11 to a@12'])
  assert.equal(last, ['added a@3 initial', 'updated a@3 to a@11', 'updated a@11 to a@12'])
})

test('a handler removed during a delivery, by itself or another, gets nothing more', async () => {
  const self: string[] = []
  const other: string[] = []
  const stays: string[] = []
  const { informer, play } = start([list('10', 'a@3', 'b@4'), watch(modified('a@11'))])
  const removeSelf: () => void = informer.addHandler({
    added: object => {
      self.push(named(object))
      removeSelf()
      removeOther()
    },
  })
  const removeOther = informer.addHandler(recorder(other))
  informer.addHandler(recorder(stays))
  await play()
  assert.equal([self, other], [['a@3'], []])
  assert.is(stays.length, 3)
})

test('a late handler that throws is told of everything nevertheless, and may be removed twice', async () => {
  const { informer, play, logger } = start([list('10', 'a@3', 'b@4')])
  await play()
  const told: string[] = []
  const remove = informer.addHandler({
    added: object => {
      told.push(named(object))
      throw new Error('reported')
    },
  })
  assert.equal(told, ['a@3', 'b@4'])
  assert.is(logger.lines.length, 2)
  remove()
  remove()
})

test('drops managedFields, unless another transform is given', async () => {
  const plain = start([list('10', 'a@3'), watch(deleted('a@11'))])
  const last: Cached<StoredObject>[] = []
  plain.informer.addHandler({ added: object => void last.push(object), deleted: object => void last.push(object) })
  await plain.play()
  assert.equal(
    last.map(({ metadata }) => 'managedFields' in metadata),
    [false, false],
  )
  const own = start([list('10', 'a@3')], {
    transform: object => ({ ...object, metadata: { ...object.metadata, labels: { seen: 'yes' } } }),
  })
  await own.play()
  const [object] = own.informer.list()
  assert.is(object?.metadata.managedFields?.length, 1)
  assert.equal(object?.metadata.labels, { seen: 'yes' })
})

test('a mutation of a cached object throws, except where freezing is off', async () => {
  const mutate = (object: Cached<StoredObject> | undefined) => {
    ;(object as StoredObject).metadata.labels!['version'] = 'mine'
  }
  const frozen = start([list('10', 'a@3')])
  await frozen.play()
  assert.throws(() => mutate(frozen.informer.get({ name: 'a' })), TypeError)
  const loose = start([list('10', 'a@3')], { freeze: false })
  await loose.play()
  mutate(loose.informer.get({ name: 'a' }))
})

test('lists by namespace, label and index', async () => {
  const items = [thing('a@1', 'x'), thing('b@2', 'x'), thing('b@1', 'y')]
  const { informer, play } = start([{ list: { items, metadata: { resourceVersion: '10' } } }])
  informer.addIndex('name', ({ metadata }) => [metadata.name])
  await play()
  const keys = (objects: Cached<StoredObject>[]) =>
    objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
  assert.equal(keys(informer.list()), ['x/a', 'x/b', 'y/b'])
  assert.equal(keys(informer.list({ namespace: 'x' })), ['x/a', 'x/b'])
  assert.equal(keys(informer.list({ namespace: 'x', labelSelector: 'version=2' })), ['x/b'])
  assert.equal(keys(informer.list({ labelSelector: { matchLabels: { version: '1' } } })), ['x/a', 'y/b'])
  assert.equal(keys(informer.byIndex('name', 'b')), ['x/b', 'y/b'])
})

test('keeps several namespaces apart behind one lister', async () => {
  const clock = new FakeClock()
  const of = (namespace: string, ...versions: string[]) =>
    versions.map(version => ({
      list: { items: [thing(`a@${version}`, namespace)], metadata: { resourceVersion: version } },
    }))
  const [x, y] = [of('x', '1'), of('y', '5', '9')]
  const servers = {
    x: new ScriptedListerWatcher<StoredObject>(clock, x),
    y: new ScriptedListerWatcher<StoredObject>(clock, [
      y[0]!,
      { watch: [], end: statusError(410) },
      { list: { items: [], metadata: {} } },
    ]),
  }
  const told: string[] = []
  const logger = recordingLogger()
  const informer = new SharedInformer<StoredObject>({
    resource: 'things',
    sources: Object.entries(servers).map(([namespace, listerWatcher]) => ({ namespace, listerWatcher })),
    clock,
    logger,
    random: () => 0,
  })
  informer.addHandler({
    added: ({ metadata }) => void told.push(`added ${metadata.namespace}`),
    deleted: ({ metadata }) => void told.push(`deleted ${metadata.namespace}`),
  })
  const stop = new AbortController()
  const stopped = informer.run(stop.signal)
  await settled()
  assert.is(informer.hasSynced(), true)
  await clock.advanceToNext()
  assert.equal(told, ['added x', 'added y', 'deleted y'])
  assert.is(informer.get({ namespace: 'x', name: 'a' })?.metadata.resourceVersion, '1')
  assert.throws(
    () => informer.get({ namespace: 'z', name: 'a' }),
    /things of namespace z are not in the cache, only those of x, y/,
  )
  assert.throws(() => informer.list({ namespace: 'z' }), /namespace z/)
  assert.equal(
    logger.lines.map(({ fields }) => fields['namespace']),
    ['y'],
  )
  stop.abort()
  await stopped
})

test('runs once', async () => {
  const { informer, play } = start([list('10')])
  await play()
  const error = await informer.run(AbortSignal.abort()).catch((reason: unknown) => reason)
  assert.match(String(error), 'the informer of things has been started before')
})

test.run()
