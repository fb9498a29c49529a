import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { StoredObject } from '../../../runtime/api/resource.js'
import { SharedInformer } from '../../../runtime/cache/shared-informer.js'
import type { WatchEvent } from '../../../runtime/client/list-watch.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { ScriptedListerWatcher, statusError, type Answer } from '../../support/scripted-lister-watcher.js'

const object = (name: string, resourceVersion: string): StoredObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name, uid: `uid-${name}`, resourceVersion, creationTimestamp: '2030-01-01T00:00:00Z' },
})
const event = (type: 'ADDED' | 'MODIFIED' | 'DELETED', name: string, version: string): WatchEvent<StoredObject> => ({
  type,
  object: object(name, version),
})
const bookmark = (resourceVersion: string): WatchEvent<StoredObject> => ({ type: 'BOOKMARK', resourceVersion })
const closing = (resourceVersion: string): WatchEvent<StoredObject> => ({
  type: 'BOOKMARK',
  resourceVersion,
  annotations: { 'k8s.io/initial-events-end': 'true' },
})
const list: Answer<StoredObject> = { list: { items: [object('b', '2')], metadata: { resourceVersion: '10' } } }
const initial = [event('ADDED', 'a', '3'), event('ADDED', 'b', '2')]
const second = 1000
const minute = 60 * second

function start(script: readonly Answer<StoredObject>[]) {
  const clock = new FakeClock()
  const server = new ScriptedListerWatcher(clock, script)
  const logger = recordingLogger()
  const told: string[] = []
  const informer = new SharedInformer<StoredObject>({
    resource: 'things',
    sources: [{ listerWatcher: server }],
    listMode: 'watch-list',
    clock,
    logger,
    random: () => 0,
  })
  informer.addHandler({
    added: ({ metadata }, details) => told.push(`added ${metadata.name}${details.initial ? ' initial' : ''}`),
    updated: ({ metadata }) => told.push(`updated ${metadata.name}`),
    deleted: ({ metadata }, { tombstone }) => told.push(`deleted ${metadata.name}${tombstone ? ' tombstone' : ''}`),
  })
  const stop = new AbortController()
  const stopped = informer.run(stop.signal)
  /** Turns the clock until the script is over and its last answer has been dealt with. */
  const play = async () => {
    for (await settled(); !server.over;) await clock.advanceToNext()
    await settled()
  }
  const finish = async () => {
    stop.abort(new Error('stop'))
    await stopped
  }
  return { clock, server, logger, told, informer, play, finish }
}

const rows: {
  what: string
  script: Answer<StoredObject>[]
  requests: string[]
  told: string[]
}[] = [
  {
    what: 'one watch tells of what there is, and of what changes from then on',
    script: [
      { watch: [...initial, closing('10'), event('MODIFIED', 'a', '11'), bookmark('20'), 5 * minute] },
      { watch: [minute] },
    ],
    requests: ['0 stream', '300000 watch 20'],
    told: ['added a initial', 'added b initial', 'updated a'],
  },
  {
    what: 'what changes before the initial events are over is no contradiction',
    script: [
      {
        watch: [
          ...initial,
          bookmark('4'),
          event('MODIFIED', 'a', '5'),
          event('DELETED', 'b', '6'),
          closing('10'),
          minute,
          bookmark('12'),
          4 * minute,
        ],
      },
      { watch: [minute] },
    ],
    requests: ['0 stream', '300000 watch 12'],
    told: ['added a initial', 'added b initial', 'updated a', 'deleted b'],
  },
  {
    what: 'after a version has expired what is gone is found, and told once',
    script: [
      { watch: [...initial, event('ADDED', 'c', '4'), closing('10'), minute], end: statusError(410) },
      {
        watch: [
          event('ADDED', 'a', '3'),
          event('DELETED', 'c', '19'),
          closing('20'),
          minute,
          bookmark('21'),
          4 * minute,
        ],
      },
      { watch: [minute] },
    ],
    requests: ['0 stream', '60800 stream', '360800 watch 21'],
    told: ['added a initial', 'added b initial', 'added c initial', 'deleted c', 'deleted b tombstone'],
  },
  {
    what: 'a server that refuses is listed at once, and never asked again',
    script: [
      { watch: [], end: statusError(422, { reason: 'Invalid' }) },
      list,
      { watch: [minute], end: statusError(410) },
      list,
    ],
    requests: ['0 stream', '0 list whole', '0 watch 10', '60800 list whole', '60800 watch 10'],
    told: ['added b initial'],
  },
  {
    what: 'a closing bookmark that something swallows is waited for no longer than 10 seconds of silence',
    script: [{ watch: [...initial, 8 * second, event('ADDED', 'c', '4'), minute] }, list],
    requests: ['0 stream', '20000 list whole', '20000 watch 10'],
    told: ['added a initial', 'added b initial', 'added c initial', 'deleted a tombstone', 'deleted c tombstone'],
  },
  {
    what: 'a server that knows nothing of it may send changes for two minutes',
    script: [
      { watch: Array.from({ length: 60 }, (_, index) => [event('ADDED', 'a', String(index + 3)), 5 * second]).flat() },
      list,
    ],
    requests: ['0 stream', '120000 list whole', '120000 watch 10'],
    told: [
      'added a initial',
      ...Array.from({ length: 23 }, () => 'updated a'),
      'added b initial',
      'deleted a tombstone',
    ],
  },
  {
    what: 'a watch that ends within its initial events gives way to a list',
    script: [{ watch: [...initial] }, list],
    requests: ['0 stream', '0 list whole', '0 watch 10'],
    told: ['added a initial', 'added b initial', 'deleted a tombstone'],
  },
  {
    what: 'one that the network breaks gives way to a list after a delay, and is asked for again another time',
    script: [
      { watch: [...initial], end: new Error('socket hang up') },
      list,
      { watch: [minute], end: statusError(410) },
      { watch: [...initial, closing('20'), minute] },
    ],
    requests: ['0 stream', '800 list whole', '800 watch 10', '61600 stream'],
    told: ['added a initial', 'added b initial', 'deleted a tombstone', 'added a'],
  },
  {
    what: 'an overloaded server is left alone for as long as it asks, and listed then',
    script: [{ watch: [], end: statusError(429, { retryAfterSeconds: 7 }) }, list],
    requests: ['0 stream', '7000 list whole', '7000 watch 10'],
    told: ['added b initial'],
  },
]

for (const { what, script, requests, told } of rows) {
  test(what, async () => {
    const run = start(script)
    await run.play()
    assert.equal(run.server.log.slice(0, requests.length), requests)
    assert.equal(run.told, told)
    assert.is(run.informer.hasSynced(), true)
    await run.finish()
  })
}

test('it asks for what the server demands', async () => {
  const run = start([{ watch: [closing('10'), minute] }])
  await run.play()
  const [{ signal: _, onOpen: __, ...request }] = run.server.watches as [(typeof run.server.watches)[number]]
  assert.equal(request, {
    sendInitialEvents: true,
    resourceVersionMatch: 'NotOlderThan',
    allowWatchBookmarks: true,
    timeoutSeconds: 300,
    idleTimeoutMs: 150_000,
  })
  await run.finish()
})

test('it is not synced before the closing bookmark, and says why where that fails', async () => {
  const run = start([{ watch: [...initial, minute] }, { list: statusError(503) }, list])
  await settled()
  assert.is(run.informer.hasSynced(), false)
  assert.is(run.informer.size, 2)
  await run.clock.advance(20_000)
  await settled()
  assert.is(run.informer.hasSynced(), false)
  assert.match(String(run.informer.lastError()), /list failed: the server answered 503/)
  assert.match(JSON.stringify(run.logger.lines.map(({ message }) => message)), /does not stream what there is/)
  await run.play()
  assert.is(run.informer.hasSynced(), true)
  assert.is(run.informer.lastError(), undefined)
  await run.finish()
})

test('it stops within the initial events', async () => {
  const run = start([{ watch: [...initial, minute] }])
  await settled()
  await run.finish()
  assert.is(run.informer.hasSynced(), false)
})

test.run()
