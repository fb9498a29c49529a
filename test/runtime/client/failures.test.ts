import { test } from 'uvu'
import * as assert from 'uvu/assert'
import * as errors from '../../../runtime/client/api-error.js'
import { settled } from '../../support/fake-clock.js'
import { json, rejection } from '../transport/local-server.js'
import { ClientWorld, Widget } from './world.js'

let world: ClientWorld

test.before.each(async () => {
  world = await ClientWorld.start(json({}))
})
test.after.each(() => world.stop())

const get = (options = {}) => world.client.for(Widget).namespace('x').get('a', options)

test('a Status says what the server says', async () => {
  const details = {
    name: 'a',
    causes: [{ reason: 'FieldValueInvalid', message: 'too big', field: 'spec.size' }],
    retryAfterSeconds: 3,
  }
  const status = { kind: 'Status', code: 422, reason: 'Invalid', message: 'Widget "a" is invalid', details }
  world.server.answer = json(status, 422)
  const error = await rejection(world.client.for(Widget).create({ metadata: { name: 'a', namespace: 'x' }, spec: {} }))
  assert.instance(error, errors.ApiError)
  assert.is(error.message, 'create widgets.example.com x/a: 422 Invalid: Widget "a" is invalid')
  assert.is(error.request, 'create widgets.example.com x/a')
  assert.is(error.status, 422)
  assert.is(error.reason, 'Invalid')
  assert.equal(error.details, details)
  assert.equal(error.causes, details.causes)
  assert.is(error.retryAfterSeconds, 3)
})

test('the page of a proxy is shown as text, and cut', async () => {
  world.server.answer = (_request, response) => {
    response.writeHead(502, { 'content-type': 'text/html', 'retry-after': '7' })
    response.end(`<html><style>b {}</style><body><h1>502  Bad\nGateway</h1>${'x'.repeat(1000)}</body></html>`)
  }
  const error = await rejection(get())
  assert.is(error.message, `get widgets.example.com x/a: 502 Unknown: 502 Bad Gateway ${'x'.repeat(284)}...`)
  assert.is(error.retryAfterSeconds, 7)
})

test('so is one of megabytes: its code counts', async () => {
  world.server.answer = (_request, response) => response.writeHead(503).end('x'.repeat(3_000_000))
  const error = await rejection(get())
  assert.ok(errors.isServiceUnavailable(error), error.message)
  assert.is(error.message, `get widgets.example.com x/a: 503 ServiceUnavailable: ${'x'.repeat(300)}...`)
})

test('an empty answer is an error too', async () => {
  world.server.answer = (_request, response) => response.writeHead(404).end()
  assert.is((await rejection(get())).message, 'get widgets.example.com x/a: 404 NotFound')
})

test('an answer that is no JSON', async () => {
  world.server.answer = (_request, response) => response.end('{"kind":')
  const error = await rejection(get())
  assert.instance(error, errors.RequestError)
  assert.match(error.message, /^get widgets\.example\.com x\/a: Unexpected end of JSON input$/)
  assert.instance(error.cause, SyntaxError)
})

test('a connection that breaks', async () => {
  world.server.answer = (_request, response) => response.socket?.destroy()
  const error = await rejection(get())
  assert.instance(error, errors.RequestError)
  assert.is(error.message, 'get widgets.example.com x/a: socket hang up')
  assert.is(error.code, 'ECONNRESET')
})

test('a body that breaks off', async () => {
  world.server.answer = (_request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('{', () => response.socket?.destroy())
  }
  assert.match((await rejection(get())).message, /^get widgets\.example\.com x\/a: aborted$/)
})

test('the time limit is for all of it: headers, body and what is tried again', async () => {
  world.server.answer = (_request, response) => response.write('{')
  const late = rejection(get({ timeoutMs: 3000 }))
  while (world.server.requests.length === 0) await settled()
  await settled()
  await world.clock.advance(3000)
  const error = await late
  assert.is(error.message, 'get widgets.example.com x/a: it took longer than 3 s')
  assert.ok(errors.isTimeout(error))
  assert.equal(world.clock.pending, [], 'nothing is left behind')
})

test('an abort rejects with its own reason', async () => {
  world.server.answer = () => {}
  const controller = new AbortController()
  const sent = rejection(get({ signal: controller.signal }))
  while (world.server.requests.length === 0) await settled()
  const reason = new Error('not needed any more')
  controller.abort(reason)
  assert.is(await sent, reason)
  assert.is(await rejection(get({ signal: controller.signal })), reason)
  assert.is(world.server.requests.length, 1)
})

const guards = Object.entries(errors).filter(([name]) => name.startsWith('is') && name !== 'isApiError')
const kinds: readonly (readonly [code: number, reason: string, guards: readonly string[]])[] = [
  [400, 'BadRequest', ['isBadRequest']],
  [401, 'Unauthorized', ['isUnauthorized']],
  [403, 'Forbidden', ['isForbidden']],
  [404, 'NotFound', ['isNotFound']],
  [409, 'Conflict', ['isConflict']],
  [409, 'AlreadyExists', ['isAlreadyExists']],
  [410, 'Gone', ['isGone']],
  [410, 'Expired', ['isExpired', 'isGone']],
  [422, 'Invalid', ['isInvalid']],
  [429, 'TooManyRequests', ['isTooManyRequests']],
  [500, 'InternalError', []],
  [500, 'ServerTimeout', ['isTimeout']],
  [503, 'ServiceUnavailable', ['isServiceUnavailable']],
  [504, 'Timeout', ['isTimeout']],
]
for (const [code, reason, expected] of kinds) {
  test(`${code} ${reason} is ${expected.join(' and ') || 'none of them'}`, () => {
    const error = new errors.ApiError({ request: 'get x', code, status: { reason } })
    const matching = guards.filter(([, guard]) => (guard as (error: unknown) => boolean)(error)).map(([name]) => name)
    assert.equal(matching.sort(), expected)
  })
}

test('a namespace that is being deleted', () => {
  const status = { reason: 'Forbidden', details: { causes: [{ reason: 'NamespaceTerminating' }] } }
  assert.ok(errors.isNamespaceTerminating(new errors.ApiError({ request: 'x', code: 403, status })))
})

test('guards know an ApiError of another copy of the package, and nothing else', () => {
  const copy = Object.assign(new Error('x'), { status: 404, [Symbol.for('opwright.ApiError')]: true })
  assert.ok(errors.isApiError(copy))
  assert.ok(errors.isNotFound(copy))
  for (const other of [Object.assign(new Error('x'), { status: 404 }), undefined, null, 'x', 404]) {
    for (const [, guard] of guards) assert.not.ok((guard as (error: unknown) => boolean)(other))
  }
})

test.run()
