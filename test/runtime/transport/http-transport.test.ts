import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Authentication, Cluster } from '../../../runtime/transport/cluster.js'
import { HttpTransport } from '../../../runtime/transport/http-transport.js'
import type { TransportRequest, TransportResponse } from '../../../runtime/transport/transport.js'
import { FakeClock } from '../../support/fake-clock.js'
import { json, LocalServer, rejection } from './local-server.js'

let server: LocalServer
const clock = new FakeClock()
let transports: HttpTransport[] = []

function transportTo(cluster: Partial<Cluster> = {}): HttpTransport {
  const transport = new HttpTransport({
    cluster: {
      server: server.url,
      namespace: 'default',
      compression: false,
      authenticationMs: 1000,
      authenticate: async () => ({ headers: {}, tls: {} }),
      ...cluster,
    },
    userAgent: 'test/1',
    clock,
  })
  transports.push(transport)
  return transport
}

async function text({ body }: TransportResponse): Promise<string> {
  let read = ''
  for await (const chunk of body) read += chunk
  return read
}

test.before.each(async () => {
  transports = []
  server = await LocalServer.start(json({ ok: true }))
})

test.after.each(async () => {
  for (const transport of transports) transport.close()
  await server.stop()
})

test('sends method, path, headers and body', async () => {
  const response = await transportTo().send({
    method: 'POST',
    path: '/apis/x?dryRun=All',
    headers: { 'content-type': 'application/json' },
    body: '{"ü":1}',
  })
  assert.is(response.status, 200)
  assert.is(await text(response), '{"ok":true}')
  const [request] = server.requests
  assert.is(request?.method, 'POST')
  assert.is(request?.url, '/apis/x?dryRun=All')
  assert.is(request?.body, '{"ü":1}')
  assert.is(request?.headers['content-length'], '8')
  assert.is(request?.headers['user-agent'], 'test/1')
  assert.is(request?.headers.accept, 'application/json')
})

test('puts the path behind that of the server', async () => {
  const transport = transportTo({ server: new URL('/clusters/a/', server.url) })
  await text(await transport.send({ method: 'GET', path: '/api/v1/pods' }))
  assert.is(server.requests[0]?.url, '/clusters/a/api/v1/pods')
})

test('keeps connections alive, and closes idle ones', async () => {
  const transport = transportTo()
  for (let i = 0; i < 3; i++) await text(await transport.send({ method: 'GET', path: '/' }))
  assert.equal(
    server.requests.map(request => request.connection),
    [1, 1, 1],
  )
  const [socket] = server.sockets
  transport.close()
  if (socket && !socket.destroyed) await once(socket, 'close')
  assert.is(server.sockets.size, 0)
  await text(await transport.send({ method: 'GET', path: '/' }))
  assert.is(server.requests.at(-1)?.connection, 2, 'a transport that was closed can be used again')
})

test('decompresses', async () => {
  server.answer = (request, response) => {
    assert.is(request.headers['accept-encoding'], 'gzip')
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('plain text'))
  }
  const response = await transportTo({ compression: true }).send({ method: 'GET', path: '/' })
  assert.is(await text(response), 'plain text')
})

test('a compressed body that breaks off is an error', async () => {
  server.answer = (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    response.end(gzipSync('x'.repeat(10_000)).subarray(0, 20))
  }
  const response = await transportTo().send({ method: 'GET', path: '/' })
  assert.match((await rejection(text(response))).message, /unexpected end of file/)
})

test('rejects when no headers have come in time, and frees the connection', async () => {
  server.answer = () => {}
  const sent = rejection(transportTo().send({ method: 'GET', path: '/', timeoutMs: 5000 }))
  while (server.requests.length === 0) await new Promise(resolve => setImmediate(resolve))
  const [socket] = server.sockets
  await clock.advance(4999)
  assert.is(server.sockets.size, 1)
  await clock.advance(1)
  const error = await sent
  assert.is(error.name, 'TimeoutError')
  assert.match(error.message, /^127\.0\.0\.1:\d+ has not answered within 5 s$/)
  if (socket && !socket.destroyed) await once(socket, 'close')
})

test('the time limit ends with the headers', async () => {
  server.answer = (_request, response) => {
    response.write('first')
    setImmediate(() => response.write('')) // headers are out
  }
  const response = await transportTo().send({ method: 'GET', path: '/', timeoutMs: 5000 })
  await clock.advance(100_000)
  const { value } = await response.body[Symbol.asyncIterator]().next()
  assert.is(String(value), 'first')
  response.body.destroy()
})

test('an abort rejects with the reason of the signal: before, while waiting, while reading', async () => {
  const transport = transportTo()
  const reason = new Error('no longer needed')
  assert.is(
    await rejection(transport.send({ method: 'GET', path: '/', signal: AbortSignal.abort(reason) })),
    reason,
    'before',
  )
  assert.is(server.requests.length, 0)

  server.answer = () => {}
  const waiting = new AbortController()
  const sent = rejection(transport.send({ method: 'GET', path: '/', signal: waiting.signal }))
  while (server.requests.length === 0) await new Promise(resolve => setImmediate(resolve))
  waiting.abort(reason)
  assert.is(await sent, reason, 'while waiting')

  server.answer = (_request, response) => response.write('first')
  const reading = new AbortController()
  const response = await transport.send({ method: 'GET', path: '/', signal: reading.signal })
  const read = rejection(text(response))
  reading.abort(reason)
  assert.is(await read, reason, 'while reading')
})

test('an abort after the end says nothing', async () => {
  const { signal, abort } = controller()
  const response = await transportTo().send({ method: 'GET', path: '/', signal })
  assert.is(await text(response), '{"ok":true}')
  abort()
  await new Promise(resolve => setImmediate(resolve))
})

function controller() {
  const inner = new AbortController()
  return { signal: inner.signal, abort: () => inner.abort() }
}

test('a connection that cannot be made is an error with its code', async () => {
  const unused = createServer().listen(0, '127.0.0.1')
  await once(unused, 'listening')
  const { port } = unused.address() as AddressInfo
  unused.close()
  const transport = transportTo({ server: new URL(`http://127.0.0.1:${port}`) })
  assert.is((await rejection(transport.send({ method: 'GET', path: '/' }))).code, 'ECONNREFUSED')
})

/** The first request succeeds; its kept-alive connection ends as soon as a second one comes over it. */
async function secondOverClosedConnection(method: TransportRequest['method']): Promise<unknown> {
  const transport = transportTo()
  await text(await transport.send({ method: 'GET', path: '/' }))
  server.answer = ({ connection }, response) => {
    if (connection === 1) response.socket?.destroy()
    else json({ again: true })({} as never, response)
  }
  const answer = await transport.send({ method, path: '/' })
  return JSON.parse(await text(answer))
}

test('a GET over a connection that was being closed is sent again', async () => {
  assert.equal(await secondOverClosedConnection('GET'), { again: true })
  assert.equal(
    server.requests.map(request => request.connection),
    [1, 1, 2],
  )
})

for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
  test(`a ${method} over a connection that was being closed is not: it may have been carried out`, async () => {
    const error = await rejection(secondOverClosedConnection(method))
    assert.is(error.code, 'ECONNRESET')
    assert.is(server.requests.length, 2)
  })
}

test('a GET over a new connection that breaks is not sent again', async () => {
  server.answer = (_request, response) => response.socket?.destroy()
  const error = await rejection(transportTo().send({ method: 'GET', path: '/' }))
  assert.is(error.code, 'ECONNRESET')
  assert.is(server.requests.length, 1)
})

test('asks for credentials when they are old, and once for all who wait', async () => {
  let asked = 0
  const authenticate = async (): Promise<Authentication> => ({
    headers: { authorization: `Bearer ${++asked}` },
    tls: {},
  })
  const transport = transportTo({ authenticate })
  const send = async () => text(await transport.send({ method: 'GET', path: '/' }))
  await Promise.all([send(), send(), send()])
  await clock.advance(999)
  await send()
  await clock.advance(1)
  await send()
  const tokens = server.requests.map(({ headers }) => headers.authorization)
  assert.equal(tokens, ['Bearer 1', 'Bearer 1', 'Bearer 1', 'Bearer 1', 'Bearer 2'])
})

test('tries newer credentials once where the server refuses them, with any method', async () => {
  let asked = 0
  const refusals: (Authentication | undefined)[] = []
  const transport = transportTo({
    async authenticate(refused) {
      refusals.push(refused)
      return { headers: { authorization: `Bearer ${++asked}` }, tls: {} }
    },
  })
  server.answer = ({ headers }, response) =>
    json({}, headers.authorization === 'Bearer 2' ? 201 : 401)({} as never, response)
  const response = await transport.send({ method: 'POST', path: '/', body: '{}' })
  assert.is(response.status, 201)
  await text(response)
  assert.equal(
    server.requests.map(({ body }) => body),
    ['{}', '{}'],
  )
  assert.equal(
    refusals.map(refused => refused?.headers['authorization']),
    [undefined, 'Bearer 1'],
  )
  server.answer = json({}, 401)
  assert.is((await transport.send({ method: 'GET', path: '/' })).status, 401)
  assert.is(server.requests.length, 4)
})

test('does not try the same credentials twice: a token that has expired may be renewed later', async () => {
  let token = 'Bearer 1'
  let asked = 0
  const transport = transportTo({
    async authenticate() {
      asked++
      return { headers: { authorization: token }, tls: { ca: Buffer.from('ca') } }
    },
  })
  server.answer = ({ headers }, response) =>
    json({ said: 'no' }, headers.authorization === 'Bearer 2' ? 200 : 401)({} as never, response)
  const response = await transport.send({ method: 'GET', path: '/' })
  assert.is(response.status, 401)
  assert.equal(JSON.parse(await text(response)), { said: 'no' })
  assert.equal([server.requests.length, asked], [1, 2])

  token = 'Bearer 2'
  assert.is((await transport.send({ method: 'GET', path: '/' })).status, 200)
  assert.is(server.requests.length, 3)
})

test('credentials that cannot be had in the place of refused ones are the failure of the request', async () => {
  const transport = transportTo({
    async authenticate(refused) {
      if (refused) throw new Error('the file is gone')
      return { headers: { authorization: 'Bearer 1' }, tls: {} }
    },
  })
  server.answer = json({}, 401)
  assert.is((await rejection(transport.send({ method: 'GET', path: '/' }))).message, 'the file is gone')
})

test('a failure to authenticate is the failure of the request, and is not remembered', async () => {
  let broken = true
  const transport = transportTo({
    async authenticate() {
      if (broken) throw new Error('the plugin failed')
      return { headers: {}, tls: {} }
    },
  })
  assert.is((await rejection(transport.send({ method: 'GET', path: '/' }))).message, 'the plugin failed')
  broken = false
  assert.is((await transport.send({ method: 'GET', path: '/' })).status, 200)
})

test('an abort does not wait for credentials', async () => {
  const transport = transportTo({ authenticate: () => new Promise(() => {}) })
  const { signal, abort } = controller()
  const sent = rejection(transport.send({ method: 'GET', path: '/', signal }))
  abort()
  assert.is((await sent).name, 'AbortError')
})

test('other certificates mean other connections', async () => {
  let serial = 0
  const transport = transportTo({ authenticate: async () => ({ headers: {}, tls: { ca: `certificate ${serial}` } }) })
  const send = async () => text(await transport.send({ method: 'GET', path: '/' }))
  await send()
  await clock.advance(1000)
  await send()
  serial = 1
  await clock.advance(1000)
  await send()
  assert.equal(
    server.requests.map(request => request.connection),
    [1, 1, 2],
  )
})

test.run()
