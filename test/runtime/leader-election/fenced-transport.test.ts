import { Readable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { FencedTransport } from '../../../runtime/leader-election/fenced-transport.js'
import type { TransportRequest, TransportResponse } from '../../../runtime/transport/transport.js'
import { RetryingTransport } from '../../../runtime/transport/retrying-transport.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { rejection } from '../transport/local-server.js'

function create() {
  const sent: TransportRequest[] = []
  const answers: ((response: TransportResponse) => void)[] = []
  const state = { over: false, closed: false }
  const inner = {
    send(request: TransportRequest): Promise<TransportResponse> {
      sent.push(request)
      return new Promise((resolve, reject) => {
        answers.push(resolve)
        request.signal?.addEventListener('abort', () => reject(request.signal?.reason as Error), { once: true })
      })
    },
    close: () => (state.closed = true),
  }
  return { sent, answers, state, transport: new FencedTransport(inner, () => state.over) }
}

const response: TransportResponse = { status: 200, headers: {}, body: Readable.from(['{}']) }
const methods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const

test('after the lead nothing is written, and everything can be read', async () => {
  const { transport, state, sent, answers } = create()
  for (const method of methods) {
    state.over = false
    const before = transport.send({ method, path: '/x' })
    answers.pop()?.(response)
    assert.is(await before, response)
    state.over = true
    const error = await rejection(transport.send({ method, path: '/x' }))
    assert.is(error.name, 'LeadershipLostError')
  }
  const read = transport.send({ method: 'GET', path: '/x' })
  answers.pop()?.(response)
  assert.is(await read, response)
  assert.equal(
    sent.map(({ method }) => method),
    [...methods, 'GET'],
  )
  transport.close()
  assert.ok(state.closed)
})

test('writes under way end with the lead, reads go on', async () => {
  const { transport, answers } = create()
  const done = transport.send({ method: 'PUT', path: '/done' })
  answers.pop()?.(response)
  await done
  const write = rejection(transport.send({ method: 'PUT', path: '/x' }))
  const read = transport.send({ method: 'GET', path: '/x' })
  transport.interrupt()
  assert.is((await write).name, 'LeadershipLostError')
  answers.pop()?.(response)
  assert.is(await read, response)
})

test('whoever sends a write may give it up, before it is sent or after', async () => {
  const { transport, sent } = create()
  const stop = new AbortController()
  const gone = new Error('gone')
  const write = rejection(transport.send({ method: 'PUT', path: '/x', signal: stop.signal }))
  stop.abort(gone)
  assert.is(await write, gone)
  void transport.send({ method: 'PUT', path: '/y', signal: stop.signal }).catch(() => {})
  assert.is(sent[1]?.signal?.reason, gone)
})

test('what the server has put off is not sent again after the lead', async () => {
  const { transport, state, sent, answers } = create()
  const clock = new FakeClock()
  const outcome = rejection(new RetryingTransport(transport, clock).send({ method: 'PUT', path: '/x' }))
  answers.pop()?.({ status: 429, headers: { 'retry-after': '5' }, body: Readable.from(['{}']) })
  await settled()
  state.over = true
  await clock.advance(5_000)
  assert.is((await outcome).name, 'LeadershipLostError')
  assert.is(sent.length, 1)
})

test.run()
