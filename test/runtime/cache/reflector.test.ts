import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { TimeoutError } from '../../../runtime/api/deadline.js'
import type { StoredObject } from '../../../runtime/api/resource.js'
import type { ListerWatcher, ListPage, WatchEvent } from '../../../runtime/client/list-watch.js'
import type { ListMode } from '../../../runtime/cache/reflector-state.js'
import type { ReflectorSink } from '../../../runtime/cache/reflector-sink.js'
import { Reflector } from '../../../runtime/cache/reflector.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { ScriptedListerWatcher, statusError, type Answer } from '../../support/scripted-lister-watcher.js'

const item = (name: string, resourceVersion: string): StoredObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name, uid: `uid-${name}`, resourceVersion, creationTimestamp: '2030-01-01T00:00:00Z' },
})
const page = (resourceVersion: string, names: string[], next?: string): ListPage<StoredObject> => ({
  items: names.map(name => item(name, resourceVersion)),
  metadata: { resourceVersion, ...(next !== undefined && { continue: next }) },
})
const event = (type: 'ADDED' | 'MODIFIED' | 'DELETED', name: string, version: string): WatchEvent<StoredObject> => ({
  type,
  object: item(name, version),
})
const bookmark = (resourceVersion: string): WatchEvent<StoredObject> => ({ type: 'BOOKMARK', resourceVersion })

const minute = 60_000
const expired = statusError(410, { reason: 'Expired' })
const idle = new Error('nothing has arrived for 150 s')
const refused = new Error('connect ECONNREFUSED')

interface Setup {
  readonly listMode?: ListMode
  readonly random?: () => number
  readonly listed?: () => void
  readonly changed?: ReflectorSink<StoredObject>['changed']
  readonly shownVersion?: string
  /** What the server says when it is asked at which version it is. Default: it cannot be asked. */
  readonly versions?: (string | Error)[]
}

function start(
  script: readonly Answer<StoredObject>[],
  { listMode = 'paged', random = () => 0, listed, changed, shownVersion, versions }: Setup = {},
) {
  const clock = new FakeClock()
  const server = new ScriptedListerWatcher(clock, script)
  const told: string[] = []
  const reached: string[] = []
  const sink: ReflectorSink<StoredObject> = {
    listBegins: () => told.push('begin'),
    listed: items => {
      listed?.()
      told.push(`page ${items.map(({ metadata }) => metadata.name).join(' ')}`)
    },
    listEnds: () => told.push('end'),
    changed: (type, object) => {
      changed?.(type, object)
      told.push(`${type} ${object.metadata.name}`)
    },
    reached: version => reached.push(version),
    shownVersion,
  }
  const logger = recordingLogger()
  const currentVersion = async () => {
    const version = versions?.shift()
    server.log.push(`${clock.monotonic()} version`)
    if (version instanceof Error) throw version
    return version
  }
  const listerWatcher: ListerWatcher<StoredObject> = {
    list: request => server.list(request),
    watch: request => server.watch(request),
    ...(versions && { currentVersion }),
  }
  const reflector = new Reflector({ listerWatcher, sink, listMode, clock, logger, random })
  const stop = new AbortController()
  const stopped = reflector.run(stop.signal)
  const finish = async () => {
    stop.abort(new Error('stop'))
    await stopped
  }
  return { clock, server, told, reached, logger, reflector, stop, stopped, finish }
}

/** Turns the clock until the script is over and its last answer has been dealt with. */
async function play({ clock, server }: { clock: FakeClock; server: ScriptedListerWatcher<StoredObject> }) {
  for (await settled(); !server.over;) await clock.advanceToNext()
  await settled()
}

const first: Answer<StoredObject> = { list: page('10', ['a']) }

interface Row {
  readonly what: string
  readonly script: readonly Answer<StoredObject>[]
  readonly requests: readonly string[]
  readonly told: readonly string[]
}

const rows: Row[] = [
  {
    what: 'lists page by page, then watches from the version of the list',
    script: [{ list: page('10', ['a', 'b'], 'c1') }, { list: page('10', ['c'], 'c2') }, { list: page('10', []) }],
    requests: ['0 list', '0 list continue=c1', '0 list continue=c2', '0 watch 10'],
    told: ['begin', 'page a b', 'page c', 'end'],
  },
  {
    what: 'watches from the version of the first page where a later one shows another',
    script: [{ list: page('10', ['a'], 'c1') }, { list: page('12', ['b']) }],
    requests: ['0 list', '0 list continue=c1', '0 watch 10'],
    told: ['begin', 'page a', 'page b', 'end'],
  },
  {
    what: 'goes on watching from the last event after a clean end, without a list',
    script: [first, { watch: [event('ADDED', 'b', '11'), event('DELETED', 'a', '14'), 5 * minute] }],
    requests: ['0 list', '0 watch 10', '300000 watch 14'],
    told: ['begin', 'page a', 'end', 'ADDED b', 'DELETED a'],
  },
  {
    what: 'goes on watching from the last bookmark',
    script: [first, { watch: [event('MODIFIED', 'a', '11'), minute, bookmark('90'), minute] }],
    requests: ['0 list', '0 watch 10', '120000 watch 90'],
    told: ['begin', 'page a', 'end', 'MODIFIED a'],
  },
  {
    what: 'resumes a broken watch after a delay, without a list',
    script: [first, { watch: [event('MODIFIED', 'a', '11'), minute], end: new Error('socket hang up') }],
    requests: ['0 list', '0 watch 10', '60800 watch 11'],
    told: ['begin', 'page a', 'end', 'MODIFIED a'],
  },
  {
    what: 'doubles the delay up to 30 s while the server is away',
    script: [first, ...Array.from({ length: 8 }, () => ({ watch: [], end: refused }))],
    requests: [
      '0 list',
      '0 watch 10',
      '800 watch 10',
      '2400 watch 10',
      '5600 watch 10',
      '12000 watch 10',
      '24800 watch 10',
      '50400 watch 10',
      '80400 watch 10',
      '110400 watch 10',
    ],
    told: ['begin', 'page a', 'end'],
  },
  {
    what: 'begins with the first delay again after two minutes of health, not before',
    script: [
      first,
      { watch: [], end: refused },
      { watch: [], end: refused },
      { watch: [minute], end: refused },
      { watch: [2 * minute], end: refused },
    ],
    requests: ['0 list', '0 watch 10', '800 watch 10', '2400 watch 10', '65600 watch 10', '186400 watch 10'],
    told: ['begin', 'page a', 'end'],
  },
  {
    what: 'lists again when the version has expired, as an answer or within the watch',
    script: [
      first,
      { watch: [], end: expired },
      { list: page('20', ['b']) },
      { watch: [event('MODIFIED', 'b', '21')], end: statusError(410, { reason: 'Gone' }) },
      { list: page('30', []) },
    ],
    requests: ['0 list', '0 watch 10', '800 list', '800 watch 20', '2400 list', '2400 watch 30'],
    told: ['begin', 'page a', 'end', 'begin', 'page b', 'end', 'MODIFIED b', 'begin', 'end'],
  },
  {
    what: 'lists soon when the version turns out to have expired during an outage',
    script: [first, ...Array.from({ length: 4 }, () => ({ watch: [], end: refused })), { watch: [], end: expired }],
    requests: [
      '0 list',
      '0 watch 10',
      '800 watch 10',
      '2400 watch 10',
      '5600 watch 10',
      '12000 watch 10',
      '12800 list',
    ],
    told: ['begin', 'page a', 'end', 'begin'],
  },
  {
    what: 'takes the reason Expired for what it is, whatever the status',
    script: [first, { watch: [], end: statusError(500, { reason: 'Expired' }) }],
    requests: ['0 list', '0 watch 10', '800 list'],
    told: ['begin', 'page a', 'end', 'begin'],
  },
  {
    what: 'slows down when every watch expires although the lists succeed',
    script: [
      first,
      ...[11, 12, 13].flatMap(version => [{ watch: [], end: expired }, { list: page(String(version), ['a']) }]),
    ],
    requests: [
      '0 list',
      '0 watch 10',
      '800 list',
      '800 watch 11',
      '2400 list',
      '2400 watch 12',
      '5600 list',
      '5600 watch 13',
    ],
    told: ['begin', 'page a', 'end', 'begin', 'page a', 'end', 'begin', 'page a', 'end', 'begin', 'page a', 'end'],
  },
  {
    what: 'slows down when watches end at once, however cleanly',
    script: [first, { watch: [] }, { watch: [bookmark('11')] }, { watch: [1000] }, { watch: [] }],
    requests: ['0 list', '0 watch 10', '800 watch 10', '2400 watch 11', '6600 watch 11', '13000 watch 11'],
    told: ['begin', 'page a', 'end'],
  },
  {
    what: 'lists in one piece when the pages expire',
    script: [{ list: page('10', ['a'], 'c1') }, { list: expired }, { list: page('20', ['b', 'c']) }],
    requests: ['0 list', '0 list continue=c1', '0 list whole', '0 watch 20'],
    told: ['begin', 'page a', 'begin', 'page b c', 'end'],
  },
  {
    what: 'stays with the one piece while that fails, more and more slowly',
    script: [
      { list: page('10', ['a'], 'c1') },
      { list: expired },
      { list: statusError(500) },
      { list: statusError(500) },
      { list: page('20', ['b']) },
    ],
    requests: ['0 list', '0 list continue=c1', '0 list whole', '800 list whole', '2400 list whole', '2400 watch 20'],
    told: ['begin', 'page a', 'begin', 'begin', 'begin', 'page b', 'end'],
  },
  {
    what: 'asks for a failed page again, and gets through where every second request fails',
    script: [
      { list: statusError(500) },
      { list: page('10', ['a'], 'c1') },
      { list: statusError(500) },
      { list: page('10', ['b'], 'c2') },
      { list: statusError(500) },
      { list: page('10', ['c']) },
    ],
    requests: [
      '0 list',
      '800 list',
      '800 list continue=c1',
      '1600 list continue=c1',
      '1600 list continue=c2',
      '2400 list continue=c2',
      '2400 watch 10',
    ],
    told: ['begin', 'begin', 'page a', 'page b', 'page c', 'end'],
  },
  {
    what: 'keeps asking when the first list fails',
    script: [{ list: refused }, { list: statusError(403) }, { list: statusError(503) }, first],
    requests: ['0 list', '800 list', '2400 list', '5600 list', '5600 watch 10'],
    told: ['begin', 'begin', 'begin', 'begin', 'page a', 'end'],
  },
  {
    what: 'leaves the server alone for as long as it asks',
    script: [
      { list: statusError(429, { retryAfterSeconds: 7 }) },
      first,
      { watch: [], end: statusError(429, { retryAfterSeconds: 90 }) },
    ],
    requests: ['0 list', '7000 list', '7000 watch 10', '97000 watch 10'],
    told: ['begin', 'begin', 'page a', 'end'],
  },
  {
    what: 'but not for hours: a page of a proxy may ask for them',
    script: [{ list: statusError(503, { retryAfterSeconds: 86_400 }) }, first],
    requests: ['0 list', '300000 list', '300000 watch 10'],
    told: ['begin', 'begin', 'page a', 'end'],
  },
  {
    what: 'does not answer an overload with more lists',
    script: [
      first,
      ...[429, 503, 429, 503].map(status => ({ watch: [], end: statusError(status) })),
      { watch: [], end: statusError(500) },
    ],
    requests: ['0 list', ...[0, 800, 2400, 5600, 12000, 24800].map(at => `${at} watch 10`)],
    told: ['begin', 'page a', 'end'],
  },
  {
    what: 'lists again where the server refuses three times to go on, but not for the network',
    script: [
      first,
      { watch: [], end: statusError(500) },
      { watch: [], end: refused },
      { watch: [], end: statusError(500) },
      { watch: [], end: statusError(400) },
    ],
    requests: ['0 list', '0 watch 10', '800 watch 10', '2400 watch 10', '5600 watch 10', '12000 list'],
    told: ['begin', 'page a', 'end', 'begin'],
  },
  {
    what: 'lists again after a watch that was silent for too long, however it ended',
    script: [
      first,
      { watch: [minute, bookmark('90'), 4 * minute] },
      { watch: [150_000], end: idle },
      { list: page('50', ['b']) },
      { watch: [5 * minute] },
    ],
    requests: ['0 list', '0 watch 10', '300000 watch 90', '450800 list', '450800 watch 50', '750800 list'],
    told: ['begin', 'page a', 'end', 'begin', 'page b', 'end', 'begin'],
  },
  {
    what: 'resumes a watch that was silent for a while only, or not from its beginning',
    script: [
      first,
      { watch: [bookmark('11'), 150_000], end: idle },
      { watch: [149_999], end: new Error('socket hang up') },
    ],
    requests: ['0 list', '0 watch 10', '150800 watch 11', '301599 watch 11'],
    told: ['begin', 'page a', 'end'],
  },
  {
    what: 'does not count refusals that an event lies between',
    script: [
      first,
      { watch: [], end: statusError(500) },
      { watch: [], end: statusError(500) },
      { watch: [bookmark('11')], end: statusError(500) },
      { watch: [], end: statusError(500) },
    ],
    requests: ['0 list', '0 watch 10', '800 watch 10', '2400 watch 10', '5600 watch 11', '12000 watch 11'],
    told: ['begin', 'page a', 'end'],
  },
]

for (const { what, script, requests, told } of rows) {
  test(what, async () => {
    const run = start(script)
    await play(run)
    // The request after the last answer is there once its delay is over.
    while (run.server.log.length < requests.length) await run.clock.advanceToNext()
    assert.equal(run.server.log, requests)
    assert.equal(run.told, told)
    await run.finish()
  })
}

test('a watch that was broken goes on only where the server has not gone back in time', async () => {
  const broken = new Error('socket hang up')
  const script: Answer<StoredObject>[] = [
    first,
    { watch: [event('ADDED', 'b', '90')], end: broken },
    { watch: [], end: broken },
    { list: page('50', ['c']) },
    // By itself, in its own time.
    { watch: [minute, bookmark('51'), 4 * minute] },
    // Sooner than it was to: what ended it ended in order.
    { watch: [minute, bookmark('52'), 3 * minute] },
  ]
  const run = start(script, { versions: ['90', statusError(503), '49', '52'] })
  await play(run)
  while (run.server.log.length < 11) await run.clock.advanceToNext()
  assert.equal(run.server.log, [
    '0 list',
    '0 watch 10',
    '800 version',
    '800 watch 90',
    '2400 version',
    '5600 version',
    '6400 list',
    '6400 watch 50',
    '306400 watch 51',
    '546400 version',
    '546400 watch 52',
  ])
  assert.equal(run.told, ['begin', 'page a', 'end', 'ADDED b', 'begin', 'page c', 'end'])
  assert.match(
    run.logger.lines.map(({ fields }) => String(fields['error'])).join('\n'),
    'watch failed: the server has gone back to version 49, from 90',
  )
  await run.finish()
})

const timeout = new TimeoutError('no complete answer within 120 s')
const wholeRows: Row[] = [
  {
    what: 'lists in one piece, then watches',
    script: [first],
    requests: ['0 list whole', '0 watch 10'],
    told: ['begin', 'page a', 'end'],
  },
  {
    what: 'asks for the one piece again after an error',
    script: [{ list: refused }, { list: statusError(503) }, first],
    requests: ['0 list whole', '800 list whole', '2400 list whole', '2400 watch 10'],
    told: ['begin', 'begin', 'begin', 'page a', 'end'],
  },
  {
    what: 'lists in pages where the one piece took too long, for us or for the server',
    script: [
      { list: timeout },
      first,
      { watch: [], end: expired },
      { list: statusError(504) },
      { list: page('20', ['a'], 'c1') },
      { list: page('20', ['b']) },
    ],
    requests: [
      '0 list whole',
      '800 list',
      '800 watch 10',
      '1600 list whole',
      '2400 list',
      '2400 list continue=c1',
      '2400 watch 20',
    ],
    told: ['begin', 'begin', 'page a', 'end', 'begin', 'begin', 'page a', 'page b', 'end'],
  },
  {
    what: 'lists in pages where the one piece broke off',
    script: [{ list: refused, arrives: [item('a', '10')] }, { list: page('10', ['a']) }],
    requests: ['0 list whole', '800 list', '800 watch 10'],
    told: ['begin', 'page a', 'begin', 'page a', 'end'],
  },
  {
    what: 'takes items as they arrive, and the rest with the page',
    script: [{ ...first, arrives: [item('b', '10'), item('c', '10')] }],
    requests: ['0 list whole', '0 watch 10'],
    told: ['begin', 'page b c', 'page a', 'end'],
  },
]

for (const { what, script, requests, told } of wholeRows) {
  test(what, async () => {
    const run = start(script, { listMode: 'whole' })
    await play(run)
    assert.equal(run.server.log, requests)
    assert.equal(run.told, told)
    await run.finish()
  })
}

test('asks for pages of 500, and for bookmarks, an end within 5 to 10 minutes and an idle limit', async () => {
  for (const [random, timeoutSeconds] of [
    [0, 300],
    [0.5, 450],
    [0.999, 600],
  ] as const) {
    const run = start([first], { random: () => random })
    await play(run)
    const [{ signal: _, onItems: __, ...list }] = run.server.lists as [(typeof run.server.lists)[number]]
    assert.equal(list, { limit: 500 })
    const [watch] = run.server.watches
    assert.is(watch?.timeoutSeconds, timeoutSeconds)
    assert.is(watch?.allowWatchBookmarks, true)
    assert.is(watch?.idleTimeoutMs, 150_000)
    await run.finish()
  }
})

test('adds up to the same again to a delay, at random', async () => {
  const run = start([{ list: refused }, { list: refused }, first], { random: () => 0.5 })
  await play(run)
  assert.equal(run.server.log, ['0 list', '1200 list', '3600 list', '3600 watch 10'])
  await run.finish()
})

test('names its state, and the error with its phase and cause, until something succeeds', async () => {
  const run = start([{ list: refused }, first, { watch: [], end: expired }])
  await settled()
  const { state } = run.reflector
  assert.is(state.name, 'waiting')
  if (state.name !== 'waiting') return
  assert.is(state.delayMs, 800)
  assert.is(state.next.name, 'listing')
  assert.is(state.error.phase, 'list')
  assert.is(state.error.cause, refused)
  assert.is(state.error, run.reflector.lastError)
  assert.is(state.error.message, 'list failed: connect ECONNREFUSED')

  await run.clock.advance(800)
  assert.is(run.reflector.state.name, 'waiting')
  assert.is(run.reflector.lastError?.phase, 'watch')
  assert.is(run.reflector.lastError?.cause, expired)

  await run.clock.advance(1600)
  assert.is(run.reflector.state.name, 'listing')
  await run.finish()
  assert.is(run.reflector.state.name, 'stopped')
})

test('a watch that the server accepts clears the error before any event', async () => {
  const run = start([first, { watch: [], end: refused }])
  await play(run)
  assert.ok(run.reflector.lastError)
  await run.clock.advance(800)
  assert.ok(run.reflector.lastError, 'asking is no success')
  run.server.watches.at(-1)?.onOpen?.()
  assert.is(run.reflector.lastError, undefined)
  await run.finish()
})

test('says what failed, and when it tries again', async () => {
  const run = start([{ list: refused }, first, { watch: [], end: expired }])
  await play(run)
  await run.clock.advance(0)
  assert.equal(
    run.logger.lines.map(({ level, message, fields }) => [level, message, fields['delayMs'], fields['next']]),
    [
      ['warn', 'cache is not up to date, trying again', 800, 'listing'],
      ['info', 'watch expired, listing again', 800, 'listing'],
    ],
  )
  await run.finish()
})

test('gives up a page that takes longer than two minutes', async () => {
  const run = start([])
  await run.clock.advance(119_999)
  assert.is(run.server.lists[0]?.signal?.aborted, false)
  await run.clock.advance(1)
  assert.is(run.server.lists[0]?.signal?.aborted, true)
  assert.match(run.reflector.lastError?.message ?? '', 'no complete answer within 120 s')
  await run.finish()
})

test('a sink that fails gets the same event again, after a delay', async () => {
  let failures = 2
  const run = start(
    [first, ...Array.from({ length: 3 }, () => ({ watch: [event('ADDED', 'b', '11'), event('ADDED', 'c', '12')] }))],
    {
      changed: () => {
        if (failures-- > 0) throw new Error('index function failed')
      },
    },
  )
  await play(run)
  assert.equal(run.server.log, ['0 list', '0 watch 10', '800 watch 10', '2400 watch 10'])
  assert.equal(run.told, ['begin', 'page a', 'end', 'ADDED b', 'ADDED c'])
  await run.finish()
})

test('a sink that fails gets the same page again, more and more slowly', async () => {
  let deliveries = 0
  const pages = [page('10', ['a'], 'c1'), ...Array.from({ length: 4 }, () => page('10', ['b']))]
  const run = start(
    pages.map(list => ({ list })),
    {
      listed: () => {
        if ([2, 3, 4].includes(++deliveries)) throw new Error('transform failed')
      },
    },
  )
  await play(run)
  const again = [0, 800, 2400, 5600].map(ms => `${ms} list continue=c1`)
  assert.equal(run.server.log, ['0 list', ...again, '5600 watch 10'])
  assert.equal(run.told, ['begin', 'page a', 'page b', 'end'])
  await run.finish()
})

test('delivers a long list in portions between which others have their turn', async () => {
  const names = Array.from({ length: 1200 }, (_, index) => `n${index}`)
  const run = start([{ list: page('10', names) }])
  await play(run)
  assert.equal(
    run.told.map(line => line.split(' ').length - 1),
    [0, 500, 500, 200, 0],
  )
  await run.finish()
})

test('stops in whatever state it is, and leaves no timer', async () => {
  const scripts: Record<string, Answer<StoredObject>[]> = {
    listing: [],
    watching: [first],
    waiting: [{ list: refused }],
  }
  for (const [state, script] of Object.entries(scripts)) {
    const run = start(script)
    await settled()
    assert.is(run.reflector.state.name, state)
    await run.finish()
    assert.is(run.reflector.state.name, 'stopped')
    assert.equal(run.clock.pending, [], state)
    assert.is(run.server.log.length, { listing: 1, watching: 2, waiting: 1 }[state])
  }
})

test('nor where it is behind what is shown, as a backup leaves it', async () => {
  const script: Answer<StoredObject>[] = [
    first,
    { watch: [event('ADDED', 'b', '90'), bookmark('92')], end: new Error('socket hang up') },
    { list: page('96', ['c']) },
  ]
  const run = start(script, { versions: ['95'], shownVersion: '98' })
  await play(run)
  assert.equal(run.server.log.slice(0, 4), ['0 list', '0 watch 10', '800 version', '1600 list'])
  assert.equal(run.reached, ['90', '92'])
})

test('does nothing when the signal has aborted before the start', async () => {
  const clock = new FakeClock()
  const server = new ScriptedListerWatcher<StoredObject>(clock, [])
  const never = () => assert.unreachable()
  const sink = {
    listBegins: never,
    listed: never,
    listEnds: never,
    changed: never,
    reached: never,
    shownVersion: undefined,
  }
  await new Reflector({ listerWatcher: server, sink, clock, logger: recordingLogger(), random: () => 0 }).run(
    AbortSignal.abort(),
  )
  assert.equal(server.log, [])
})

test.run()
