import type { ServerResponse } from 'node:http'
import { once } from 'node:events'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { metadataOf } from '../../../runtime/api/resource.js'
import { Client } from '../../../runtime/client/client.js'
import { isExpired, isForbidden, isTimeout } from '../../../runtime/client/api-error.js'
import type { WatchEvent } from '../../../runtime/client/list-watch.js'
import { RetryingTransport } from '../../../runtime/transport/retrying-transport.js'
import { settled } from '../../support/fake-clock.js'
import { json, rejection } from '../transport/local-server.js'
import { ClientWorld, Widget, widget } from './world.js'

let world: ClientWorld
let response: ServerResponse | undefined
/** Resolves once the server has accepted the watch. */
let opened: () => Promise<ServerResponse>

test.before.each(async () => {
  response = undefined
  let accept: (accepted: ServerResponse) => void
  const accepted = new Promise<ServerResponse>(resolve => (accept = resolve))
  opened = () => accepted
  world = await ClientWorld.start((_request, watch) => {
    response = watch
    watch.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()
    accept(watch)
  })
})
test.after.each(() => world.stop())

const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`
const nameOf = (event: WatchEvent<Widget>) =>
  event.type === 'BOOKMARK' ? `BOOKMARK ${event.resourceVersion}` : `${event.type} ${event.object.metadata.name}`

async function all(events: AsyncIterable<WatchEvent<Widget>>): Promise<string[]> {
  const names = []
  for await (const event of events) names.push(nameOf(event))
  return names
}

test('asks for what is wanted', async () => {
  const watch = world.client.listerWatcher(Widget, { namespace: 'x', labelSelector: 'a=b' }).watch({
    resourceVersion: '5',
    allowWatchBookmarks: true,
    timeoutSeconds: 300,
    idleTimeoutMs: 1000,
    sendInitialEvents: true,
    resourceVersionMatch: 'NotOlderThan',
    onOpen: () => response?.end(),
  })
  assert.equal(await all(watch), [])
  assert.equal(world.requests, [
    'GET /apis/example.com/v1/namespaces/x/widgets?labelSelector=a=b&resourceVersion=5&allowWatchBookmarks=true' +
      '&timeoutSeconds=300&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&watch=true',
  ])
})

test('yields events, and ends where the server ends', async () => {
  const events = all(world.client.for(Widget).watch())
  const stream = await opened()
  for (const type of ['ADDED', 'MODIFIED', 'DELETED']) stream.write(line(type, widget('a')))
  stream.write('\n')
  stream.end(line('BOOKMARK', { metadata: { resourceVersion: '12' } }))
  assert.equal(await events, ['ADDED a', 'MODIFIED a', 'DELETED a', 'BOOKMARK 12'])
})

test('a bookmark has its annotations', async () => {
  const watch = world.client.for(Widget).watch()
  const first = watch.next()
  const annotations = { 'k8s.io/initial-events-end': 'true' }
  ;(await opened()).end(line('BOOKMARK', { metadata: { resourceVersion: '12', annotations } }))
  assert.equal((await first).value, { type: 'BOOKMARK', resourceVersion: '12', annotations })
})

test('chunks may end anywhere, within a character too, and the last newline may be missing', async () => {
  const bytes = Buffer.from(line('ADDED', widget('ü€😀')) + line('ADDED', widget('b')).trimEnd())
  const events = all(world.client.for(Widget).watch())
  const stream = await opened()
  stream.socket?.setNoDelay(true)
  for (const byte of bytes) {
    await new Promise(resolve => stream.write(Buffer.of(byte), resolve))
  }
  stream.end()
  assert.equal(await events, ['ADDED ü€😀', 'ADDED b'])
})

test('an event may be long', async () => {
  const long = { ...widget('a'), data: 'x'.repeat(5_000_000) }
  const events = all(world.client.for(Widget).watch())
  ;(await opened()).end(line('ADDED', long) + line('DELETED', widget('b')))
  assert.equal(await events, ['ADDED a', 'DELETED b'])
})

test('an ERROR event is an ApiError', async () => {
  const error = rejection(all(world.client.for(Widget).watch()))
  ;(await opened()).end(line('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' }))
  assert.ok(isExpired(await error))
  assert.is((await error).message, 'watch widgets.example.com: 410 Expired: too old')
})

test('so is a refusal', async () => {
  world.server.answer = json({ kind: 'Status', code: 403, reason: 'Forbidden', message: 'no' }, 403)
  const error = await rejection(all(world.client.for(Widget).namespace('x').watch()))
  assert.ok(isForbidden(error))
  assert.is(error.message, 'watch widgets.example.com in x: 403 Forbidden: no')
})

test('so is a server that is not there, or is silent', async () => {
  const silent = rejection(all(world.client.for(Widget).watch()))
  world.server.answer = () => {}
  while (world.clock.pending.length < 2) await settled()
  await world.clock.advance(65_000)
  assert.ok(isTimeout(await silent))
  assert.match((await silent).message, /^watch widgets\.example\.com: 127\.0\.0\.1:\d+ has not answered within 65 s$/)
  await world.server.stop()
  const error = await rejection(all(world.client.for(Widget).watch()))
  assert.is(error.code, 'ECONNREFUSED')
  assert.match(error.message, /^watch widgets\.example\.com: connect ECONNREFUSED 127\.0\.0\.1:\d+$/)
})

for (const [name, text, message] of [
  ['a line that is no JSON', '{"type"\n', /^watch widgets\.example\.com: .*JSON/],
  ['a line that breaks off', '{"type":"ADDED","obj', /^watch widgets\.example\.com: .*JSON/],
  ['an unknown type', '{"type":"NEW","object":{}}\n', /unknown type NEW$/],
] as const) {
  test(`is an error: ${name}`, async () => {
    const error = rejection(all(world.client.for(Widget).watch()))
    ;(await opened()).end(text)
    assert.is((await error).name, 'RequestError')
    assert.match((await error).message, message)
  })
}

test('a connection that breaks is an error, after what has come', async () => {
  const watch = world.client.for(Widget).watch()
  const first = watch.next()
  const stream = await opened()
  stream.write(line('ADDED', widget('a')))
  assert.is(nameOf((await first).value), 'ADDED a')
  stream.socket?.destroy()
  assert.match((await rejection(watch.next())).message, /^watch widgets\.example\.com: aborted$/)
})

test('fails when nothing has come for too long; whatever comes counts', async () => {
  const events = world.client.for(Widget).watch({ idleTimeoutMs: 1000 })
  const first = events.next()
  const stream = await opened()
  await settled()
  await world.clock.advance(999)
  await new Promise(resolve => stream.write('\n', resolve))
  while (world.clock.pending[0] !== 1000) await settled()
  await world.clock.advance(999)
  stream.write(line('ADDED', widget('a')))
  assert.is(nameOf((await first).value), 'ADDED a')
  await world.clock.advance(5000)
  const error = rejection(events.next())
  await settled()
  await world.clock.advance(1000)
  assert.ok(isTimeout(await error), 'a reader who is slow is no silence; only the last second was')
  assert.is((await error).message, 'watch widgets.example.com: nothing has arrived for 1 s')
})

test('fails when the server has not accepted it in two minutes, however often it asked for patience', async () => {
  world.server.answer = json({ kind: 'Status', code: 429, reason: 'TooManyRequests' }, 429, { 'retry-after': '50' })
  const transport = new RetryingTransport(world.transport, world.clock)
  const { clock, logger } = world
  const client = new Client({ transport, fieldManager: 'tester', clock, logger })
  const error = rejection(all(client.for(Widget).watch()))
  for (const seconds of [50, 50]) {
    while (!clock.pending.includes(seconds * 1000)) await settled()
    await clock.advance(seconds * 1000)
  }
  while (world.requests.length < 3 || !clock.pending.includes(50_000)) await settled()
  await clock.advance(20_000)
  assert.ok(isTimeout(await error))
  assert.is((await error).message, 'watch widgets.example.com: it was not accepted within 120 s')
  assert.equal(clock.pending, [])
})

test('an abort rejects with its reason, and closes the connection', async () => {
  const controller = new AbortController()
  const error = rejection(all(world.client.for(Widget).watch({ signal: controller.signal })))
  const stream = await opened()
  const closed = once(stream, 'close')
  const reason = new Error('stop')
  controller.abort(reason)
  assert.is(await error, reason)
  await closed
  assert.is(await rejection(all(world.client.for(Widget).watch({ signal: controller.signal }))), reason)
  assert.is(world.requests.length, 1)
})

test('leaving the loop closes the connection', async () => {
  const stopped = (async () => {
    for await (const _ of world.client.for(Widget).watch()) break
  })()
  const stream = await opened()
  const closed = once(stream, 'close')
  stream.write(line('ADDED', widget('a')))
  await stopped
  await closed
})

test('return() ends a next() under way', async () => {
  const watch = world.client.for(Widget).watch()
  const next = watch.next()
  const stream = await opened()
  const closed = once(stream, 'close')
  await watch.return?.()
  assert.equal(await next, { done: true, value: undefined })
  await closed
})

test('nothing is sent before the first event is asked for', async () => {
  const watch = world.client.for(Widget).watch()
  await settled()
  await watch.return?.()
  assert.equal(world.requests, [])
})

test('of metadata alone the server is asked for nothing else, and what it sends is an object of the kind', async () => {
  const metadata = widget('a').metadata
  const partial = { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata }
  const want = { apiVersion: 'example.com/v1', kind: 'Widget', metadata }
  const listerWatcher = world.client.listerWatcher(metadataOf(Widget))
  // A server that cannot leave the rest out sends it.
  for (const sent of [partial, widget('a')]) {
    world.server.answer = json({ kind: 'PartialObjectMetadataList', metadata: { resourceVersion: '9' }, items: [sent] })
    assert.equal((await listerWatcher.list({})).items, [want])
    world.server.answer = (_request, response) => {
      response.end(`${JSON.stringify({ type: 'ADDED', object: sent })}\n`)
    }
    const events = []
    for await (const event of listerWatcher.watch({})) events.push(event)
    assert.equal(events, [{ type: 'ADDED', object: want }])
  }
  assert.equal(
    world.server.requests.slice(0, 2).map(({ headers }) => headers.accept),
    [
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json',
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1, application/json',
    ],
  )
})

test.run()
