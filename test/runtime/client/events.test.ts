import { Readable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Client } from '../../../runtime/client/client.js'
import { EventRecorder, type EventNote, type Regarding } from '../../../runtime/client/events.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { json } from '../transport/local-server.js'
import { ClientWorld, widget } from './world.js'

let world: ClientWorld
let recorder: EventRecorder

test.before.each(async () => {
  world = await ClientWorld.start(json({}, 201))
  const { client, clock, logger } = world
  recorder = new EventRecorder({
    client,
    reportingController: 'example.com/tester',
    reportingInstance: 'tester-0',
    clock,
    logger,
  })
})
test.after.each(() => world.stop())

const synced: EventNote = { type: 'Normal', reason: 'Synced', note: 'all is well' }
const node: Regarding = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'System:Node_1..x', uid: 'u' } }

/** Waits until the server has received so many requests and answered them. */
async function received(count: number): Promise<void> {
  while (world.requests.length < count) await settled()
  for (let turn = 0; turn < 5; turn++) await settled()
}
const bodies = () => world.server.requests.map(({ body }) => JSON.parse(body))
const notes = () => bodies().map(({ note }) => note)
const logged = () => world.logger.lines.map(({ level, message }) => `${level} ${message}`)

test('an event is what the server wants of one', async () => {
  recorder.record(widget('a', 'x'), { ...synced, action: 'Deploy', related: node })
  await recorder.flush()
  assert.equal(world.requests, ['POST /apis/events.k8s.io/v1/namespaces/x/events?fieldManager=tester'])
  // 2030-01-01 in nanoseconds, in hexadecimal.
  assert.equal(bodies(), [
    {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { namespace: 'x', name: 'a.1a46e83335d50000' },
      eventTime: '2030-01-01T00:00:00.000000Z',
      reportingController: 'example.com/tester',
      reportingInstance: 'tester-0',
      type: 'Normal',
      reason: 'Synced',
      action: 'Deploy',
      note: 'all is well',
      regarding: {
        apiVersion: 'example.com/v1',
        kind: 'Widget',
        namespace: 'x',
        name: 'a',
        uid: 'uid-a',
        resourceVersion: '7',
      },
      related: { apiVersion: 'v1', kind: 'Node', name: 'System:Node_1..x', uid: 'u' },
    },
  ])
})

test('an event about an object in no namespace is in `default`, under a name that can be', async () => {
  recorder.record(node, synced)
  await recorder.flush()
  assert.equal(world.requests, ['POST /apis/events.k8s.io/v1/namespaces/default/events?fieldManager=tester'])
  const [{ metadata, regarding, action }] = bodies() as [Record<string, Record<string, string>>]
  assert.match(metadata?.['name'] ?? '', /^system-node-1\.x\.[0-9a-f]+$/)
  assert.not.ok('namespace' in (regarding ?? {}))
  assert.is(action, 'Reconcile')
})

test('texts are cut to what the server takes, between characters', async () => {
  const long = '€'.repeat(1000)
  const object = { ...node, metadata: { name: `${'a'.repeat(252)}.` } }
  recorder.record(object, { type: 'Warning', reason: long, action: long, note: long })
  await recorder.flush()
  const [{ metadata, reason, action, note }] = bodies()
  assert.is(note, `${'€'.repeat(340)}...`)
  assert.is(Buffer.byteLength(note), 1023)
  assert.is(reason, `${'€'.repeat(41)}...`)
  assert.is(action, reason)
  assert.is(metadata.name.length, 253)
})

test('events go one after the other, in their order, each with a name of its own', async () => {
  for (const note of ['1', '2', '3']) recorder.record(widget('a'), { ...synced, note })
  await recorder.flush()
  assert.equal(notes(), ['1', '2', '3'])
  assert.is(new Set(bodies().map(({ metadata }) => metadata.name)).size, 3)
  assert.equal(
    world.server.requests.map(({ connection }) => connection),
    [1, 1, 1],
  )
})

const status = (code: number, reason: string, details = {}) =>
  json({ kind: 'Status', code, reason, message: 'no', details }, code)
const breakOff = (_request: unknown, response: { readonly socket: { destroy(): void } | null }) =>
  response.socket?.destroy()

const problems: readonly (readonly [
  name: string,
  answer: ReturnType<typeof json>,
  delays: readonly number[],
  lines: readonly string[],
])[] = [
  ['a broken connection', breakOff, [500, 1000, 2000, 4000], ['warn an event could not be sent']],
  ['500', status(500, 'InternalError'), [500, 1000, 2000, 4000], ['warn an event could not be sent']],
  ['429', status(429, 'TooManyRequests'), [500, 1000, 2000, 4000], ['warn an event could not be sent']],
  ['403', status(403, 'Forbidden'), [], ['warn an event could not be sent']],
  ['422', status(422, 'Invalid'), [], ['warn an event could not be sent']],
  ['409: it was sent', status(409, 'AlreadyExists'), [], []],
  [
    'a namespace that is being deleted',
    status(403, 'Forbidden', { causes: [{ reason: 'NamespaceTerminating' }] }),
    [],
    ['debug an event is not sent: its namespace is deleted'],
  ],
]

for (const [name, answer, delays, lines] of problems) {
  test(`it is sent ${delays.length + 1} times, and the next one after it: ${name}`, async () => {
    world.server.answer = answer
    recorder.record(widget('a'), { ...synced, note: 'first' })
    recorder.record(widget('a'), { ...synced, note: 'second' })
    const waited: number[] = []
    for (const [index, delay] of delays.entries()) {
      await received(index + 1)
      while (!world.clock.pending.includes(delay)) await settled()
      waited.push(delay)
      world.server.answer = index === delays.length - 1 ? lastAnswer(answer) : answer
      await world.clock.advance(delay)
    }
    if (delays.length === 0) world.server.answer = lastAnswer(answer)
    await received(delays.length + 2)
    assert.equal(waited, delays)
    assert.equal(notes(), [...Array.from({ length: delays.length + 1 }, () => 'first'), 'second'])
    assert.equal(logged(), lines)
  })
}

/** The first event is answered so once more, and what comes after it is accepted. */
function lastAnswer(answer: ReturnType<typeof json>): ReturnType<typeof json> {
  return (request, response) => {
    if (JSON.parse(request.body).note === 'second') json({}, 201)(request, response)
    else answer(request, response)
  }
}

test('a failure that passes is not spoken of', async () => {
  world.server.answer = status(503, 'ServiceUnavailable')
  recorder.record(widget('a'), synced)
  await received(1)
  while (!world.clock.pending.includes(500)) await settled()
  world.server.answer = json({}, 201)
  await world.clock.advance(500)
  await recorder.flush()
  assert.equal(notes(), ['all is well', 'all is well'])
  assert.equal(logged(), [])
})

test('no more than 1000 wait; the rest is dropped, and counted', async () => {
  let answerFirst = () => {}
  world.server.answer = (request, response) => {
    answerFirst = () => json({}, 201)(request, response)
    world.server.answer = json({}, 201)
  }
  for (let index = 0; index < 1003; index++) recorder.record(widget(`w${index}`), { ...synced, note: String(index) })
  await received(1)
  answerFirst()
  await recorder.flush()
  assert.equal(
    notes(),
    Array.from({ length: 1000 }, (_, index) => String(index)),
  )
  assert.equal(logged(), ['warn events are dropped: too many wait to be sent', 'warn events were dropped'])
  assert.equal(world.logger.lines.at(-1)?.fields, { events: 3 })
})

test('what cannot be an event is reported and does no harm', async () => {
  recorder.record({ apiVersion: 'v1', kind: 'Node' } as Regarding, synced)
  recorder.record(widget('a'), undefined as unknown as EventNote)
  recorder.record(widget('a'), synced)
  await recorder.flush()
  assert.equal(notes(), ['all is well'])
  assert.equal(logged(), ['error an event cannot be recorded', 'error an event cannot be recorded'])
})

test('flush waits for as long as it may, gives up what is left, and the recorder goes on', async () => {
  await recorder.flush()
  world.server.answer = () => {}
  recorder.record(widget('a'), { ...synced, note: 'stuck' })
  recorder.record(widget('a'), { ...synced, note: 'behind it' })
  await received(1)
  let flushed = false
  const flush = recorder.flush({ timeoutMs: 3000 }).then(() => (flushed = true))
  await world.clock.advance(2999)
  assert.not.ok(flushed)
  await world.clock.advance(1)
  await flush
  assert.equal(logged(), ['warn events are given up'])
  assert.equal(world.logger.lines[0]?.fields, { events: 2 })

  world.server.answer = json({}, 201)
  recorder.record(widget('a'), { ...synced, note: 'later' })
  await recorder.flush()
  assert.equal(notes(), ['stuck', 'later'])
  assert.equal(world.clock.pending, [])
})

test('flush ends the wait for another attempt', async () => {
  world.server.answer = status(500, 'InternalError')
  recorder.record(widget('a'), synced)
  await received(1)
  while (!world.clock.pending.includes(500)) await settled()
  const flush = recorder.flush({ timeoutMs: 100 })
  await world.clock.advance(100)
  await flush
  assert.is(world.requests.length, 1)
})

test('an event that is recorded in the moment in which the last one has been sent is not left behind', async () => {
  for (let turns = 0; turns < 60; turns++) {
    const sent: string[] = []
    const logger = recordingLogger()
    const clock = new FakeClock()
    const transport = {
      async send({ body: text = '' }) {
        const { note } = JSON.parse(text)
        sent.push(note)
        const body = Readable.from(['{}'])
        if (note === 'first') body.once('close', recordLater)
        return { status: 201, headers: {}, body }
      },
      close() {},
    }
    const client = new Client({ transport, fieldManager: 'tester', clock, logger })
    const prompt = new EventRecorder({ client, reportingController: 'tester', clock, logger })
    const recordLater = async () => {
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      prompt.record(widget('a'), { ...synced, note: 'second' })
    }
    prompt.record(widget('a'), { ...synced, note: 'first' })
    for (let turn = 0; turn < 5; turn++) await settled()
    assert.equal([turns, sent], [turns, ['first', 'second']])
  }
})

/** The count and the time of each request: of the event, or of a patch of its series. */
const counts = () => world.server.requests.map(({ method, body }) => [method, JSON.parse(body).series?.count ?? 1])
/** Once the server has been told. */
async function record(note: EventNote = synced, object: Regarding = widget('a')): Promise<void> {
  recorder.record(object, note)
  for (let turn = 0; turn < 8; turn++) await settled()
}

test('an event that happens again is counted in the series of the first', async () => {
  await record()
  const [{ metadata }] = bodies()
  await world.clock.advance(60_000)
  await record()
  await world.clock.advance(5 * 60_000)
  await record()
  await recorder.flush()
  assert.equal(counts(), [
    ['POST', 1],
    ['PATCH', 2],
    ['PATCH', 3],
  ])
  const path = `/apis/events.k8s.io/v1/namespaces/default/events/${metadata.name}?fieldManager=tester`
  assert.is(world.requests[1], `PATCH ${path}`)
  assert.equal(bodies()[2], { series: { count: 3, lastObservedTime: '2030-01-01T00:06:00.000000Z' } })
})

test('after 6 minutes without one it is a new event', async () => {
  await record()
  await world.clock.advance(6 * 60_000)
  await record()
  assert.equal(counts(), [
    ['POST', 1],
    ['POST', 1],
  ])
})

test('events are alike if all that they say is, and what they are about', async () => {
  const others: [EventNote, Regarding][] = [
    [{ ...synced, note: 'all is fine' }, widget('a')],
    [{ ...synced, type: 'Warning' }, widget('a')],
    [{ ...synced, reason: 'Other' }, widget('a')],
    [{ ...synced, action: 'Other' }, widget('a')],
    [{ ...synced, related: node }, widget('a')],
    [synced, widget('b')],
    [synced, { ...widget('a'), metadata: { ...widget('a').metadata, uid: 'another' } }],
  ]
  await record()
  for (const [note, object] of others) await record(note, object)
  await recorder.flush()
  assert.equal(
    counts(),
    Array.from({ length: 8 }, () => ['POST', 1]),
  )
  await record(synced, { ...widget('a'), metadata: { ...widget('a').metadata, resourceVersion: '8' } })
  assert.equal(counts().at(-1), ['PATCH', 2])
})

test('what happens before the server has been told is told at once', async () => {
  recorder.record(widget('first'), synced)
  for (let time = 0; time < 5; time++) recorder.record(widget('a'), synced)
  await recorder.flush()
  assert.equal(counts(), [
    ['POST', 1],
    ['POST', 5],
  ])
})

test('an event that the server has forgotten is made again, with its count', async () => {
  await record()
  world.server.answer = (request, response) =>
    (request.method === 'PATCH' ? status(404, 'NotFound') : json({}, 201))(request, response)
  await record()
  await recorder.flush()
  assert.equal(counts(), [
    ['POST', 1],
    ['PATCH', 2],
    ['POST', 2],
  ])
  assert.equal(logged(), [])
})

test('of events that differ in their notes only the tenth and all after it are one', async () => {
  for (let index = 1; index <= 12; index++) await record({ ...synced, note: `number ${index}` })
  await record({ ...synced, note: 'number 1' })
  await recorder.flush()
  const made = notes().filter(note => note !== undefined)
  assert.equal(made, [
    ...Array.from({ length: 9 }, (_, index) => `number ${index + 1}`),
    '(combined from similar events): number 10',
  ])
  assert.equal(counts().slice(10), [
    ['PATCH', 2],
    ['PATCH', 3],
    ['PATCH', 2],
  ])
  world.server.requests.length = 0
  await world.clock.advance(10 * 60_000)
  await record({ ...synced, note: 'number 13' })
  assert.equal(notes(), ['number 13'])
})

test('about one object there are 25 requests, and one more each 5 minutes; what is more is counted', async () => {
  for (let time = 0; time < 40; time++) await record()
  assert.is(world.requests.length, 25)
  assert.equal(counts().at(-1), ['PATCH', 25])
  await record(synced, widget('b'))
  assert.equal(counts().at(-1), ['POST', 1], 'others are not kept from telling')
  await world.clock.advance(299_000)
  await record()
  assert.is(world.requests.length, 26)
  await world.clock.advance(1_000)
  await record()
  assert.equal(counts().at(-1), ['PATCH', 42])
  await record()
  assert.is(world.requests.length, 27)
  await recorder.flush()
  assert.equal(counts().at(-1), ['PATCH', 43], 'the end tells the rest')
  assert.is(world.requests.length, 28)
})

test('what happens all the time while one is being sent does not go round the limit', async () => {
  world.server.answer = (request, response) => {
    recorder.record(widget('a'), synced)
    json({}, 201)(request, response)
  }
  await record()
  await received(25)
  for (let turn = 0; turn < 50; turn++) await settled()
  assert.is(world.requests.length, 25)
})

test.run()
