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
  for (let index = 0; index < 1003; index++) recorder.record(widget('a'), { ...synced, note: String(index) })
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

test.run()
