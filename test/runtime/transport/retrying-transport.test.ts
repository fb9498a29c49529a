import { Readable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { RetryingTransport } from '../../../runtime/transport/retrying-transport.js'
import type { Transport, TransportRequest, TransportResponse } from '../../../runtime/transport/transport.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { rejection } from './local-server.js'

type Reply = readonly [status: number, retryAfter?: string]

/** Gives these answers in turn, and the last one again and again. */
class Scripted implements Transport {
  sent = 0
  closed = false
  readonly bodies: Readable[] = []

  constructor(private readonly replies: readonly Reply[]) {}

  async send(): Promise<TransportResponse> {
    const [status, retryAfter] = this.replies[Math.min(this.sent++, this.replies.length - 1)] ?? [200]
    const body = Readable.from(['{}'])
    this.bodies.push(body)
    return { status, headers: { 'retry-after': retryAfter }, body }
  }

  close(): void {
    this.closed = true
  }
}

const cases: readonly (readonly [
  name: string,
  method: TransportRequest['method'],
  replies: readonly Reply[],
  waits: readonly number[],
  status: number,
])[] = [
  ['a success stands', 'GET', [[200]], [], 200],
  ['429 is tried again after the time that is asked for', 'POST', [[429, '2'], [201]], [2000], 201],
  ['503 too', 'PUT', [[503, '1'], [503, '3'], [200]], [1000, 3000], 200],
  ['no time asked for: not', 'GET', [[429], [200]], [], 429],
  ['a date is no time', 'GET', [[429, 'Wed, 21 Oct 2026 07:28:00 GMT'], [200]], [], 429],
  ['too long a time: not', 'GET', [[429, '61'], [200]], [], 429],
  ['500 of a GET', 'GET', [[500, '1'], [200]], [1000], 200],
  ['500 of anything else: it may have been carried out', 'POST', [[500, '1'], [201]], [], 500],
  ['404 never', 'GET', [[404, '1'], [200]], [], 404],
  ['ten times at most', 'GET', [[429, '1']], Array.from({ length: 10 }, () => 1000), 429],
]

for (const [name, method, replies, waits, status] of cases) {
  test(name, async () => {
    const clock = new FakeClock()
    const scripted = new Scripted(replies)
    const sent = new RetryingTransport(scripted, clock).send({ method, path: '/' })
    const waited: number[] = []
    await settled()
    while (clock.pending.length > 0) waited.push(await clock.advanceToNext())
    assert.equal(waited, waits)
    assert.is((await sent).status, status)
    assert.is(scripted.sent, waits.length + 1)
    assert.ok(
      scripted.bodies.slice(0, -1).every(body => body.readableEnded),
      'the bodies are read, so that their connections are free again',
    )
    assert.not.ok(scripted.bodies.at(-1)?.readableEnded, 'the last one is for the caller to read')
  })
}

test('an abort ends the wait', async () => {
  const controller = new AbortController()
  const scripted = new Scripted([[429, '10']])
  const sent = rejection(
    new RetryingTransport(scripted, new FakeClock()).send({ method: 'GET', path: '/', signal: controller.signal }),
  )
  await settled()
  controller.abort(new Error('enough'))
  assert.is((await sent).message, 'enough')
  assert.is(scripted.sent, 1)
})

test('closes what it stands on', () => {
  const scripted = new Scripted([[200]])
  new RetryingTransport(scripted).close()
  assert.ok(scripted.closed)
})

test.run()
