import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Result } from '../../../runtime/controller/reconciler.js'
import { Manager } from '../../../runtime/manager/manager.js'
import type { ManagerOptions } from '../../../runtime/manager/manager-options.js'
import type { TransportRequest } from '../../../runtime/transport/transport.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { TinyApi } from '../controller/tiny-api.js'
import { Widget, widget } from '../controller/world.js'

const a = { namespace: 'default', name: 'a' }

async function create(options: Partial<ManagerOptions> = {}) {
  const api = new TinyApi()
  const clock = new FakeClock()
  const logger = recordingLogger()
  const log: string[] = []
  const manager = await Manager.create({
    name: 'test-operator',
    transport: api,
    logger,
    clock,
    healthAddress: '0',
    ...options,
  })
  const stop = new AbortController()
  const start = async () => {
    const ended = manager.run({ signal: stop.signal }).then(
      () => log.push('resolved'),
      (error: Error) => log.push(`rejected: ${error.message}`),
    )
    await idle()
    return ended
  }
  return { api, clock, logger, log, manager, stop, start }
}

async function idle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await settled()
}

/** What a probe is told. */
async function probe(address: string | undefined, path: string, method = 'GET'): Promise<[number, string]> {
  const response = await fetch(`http://${address}${path}`, { method })
  return [response.status, await response.text()]
}

test('it starts caches before controllers and what runs beside them, and stops in the reverse order', async () => {
  const { api, log, logger, manager, stop, start, clock } = await create()
  api.put(Widget, widget('a'))
  let end = (_result?: Result) => {}
  manager.controller(Widget, {
    reconcile(object) {
      log.push(`reconcile ${object.metadata.name}, cached ${manager.cache.list(Widget).length}`)
      return new Promise(resolve => (end = resolve))
    },
  })
  manager.add({
    start(signal) {
      log.push(`runnable, synced ${manager.cache.hasSynced()}`)
      return new Promise(resolve => {
        signal.addEventListener('abort', () => {
          log.push('runnable stops')
          resolve()
        })
      })
    },
  })
  api.goDown()
  const ended = start()
  await idle()
  assert.equal(log, [])
  api.comeUp()
  await clock.advance(5000)
  assert.equal(log.splice(0).sort(), ['reconcile a, cached 1', 'runnable, synced true'])

  stop.abort()
  await idle()
  assert.equal(log.splice(0), ['runnable stops'], 'the reconcile may end in peace')
  api.put(Widget, widget('b'))
  await idle()
  assert.is(manager.cache.list(Widget).length, 2, 'its cache is still alive')
  end()
  await idle()
  assert.equal(log, ['resolved'])
  await ended
  assert.equal(clock.pending, [])
  assert.is(logger.lines.at(-1)?.message, 'stopped')
})

test('probes are told the truth, with reasons', async () => {
  const { api, clock, manager, stop, start } = await create({ healthAddress: '127.0.0.1:0' })
  let end = () => {}
  manager.controller(Widget, { reconcile: () => new Promise<void>(resolve => (end = resolve)) })
  api.put(Widget, widget('a'))
  api.goDown()
  const ended = start()
  await idle()
  const address = manager.healthAddress

  const cache = 'cache widgets.example.com'
  assert.equal(await probe(address, '/healthz'), [200, 'ok'])
  const [unready, reasons] = await probe(address, '/readyz')
  assert.is(unready, 503)
  assert.match(
    reasons,
    /^\[-\]manager failed: starting\n\[-\]cache widgets\.example\.com failed: not synced: .*ECONNREFUSED\nreadyz check failed\n$/,
  )
  api.comeUp()
  await clock.advance(5000)
  assert.equal(await probe(address, '/readyz'), [200, 'ok'])
  assert.equal(await probe(address, '/readyz?verbose'), [200, `[+]manager ok\n[+]${cache} ok\nreadyz check passed\n`])
  api.goDown()
  await idle()
  const [code, text] = await probe(address, '/readyz')
  assert.equal([code, text.split('\n')[0]], [503, '[+]manager ok'])
  assert.match(text, `[-]${cache} failed: not fresh: `)
  api.comeUp()
  await clock.advance(60_000)
  assert.equal(await probe(address, '/readyz'), [200, 'ok'])

  stop.abort()
  await idle()
  assert.equal(await probe(address, '/healthz'), [200, 'ok'])
  assert.match((await probe(address, '/readyz'))[1], '[-]manager failed: stopping')
  end()
  await ended
  assert.is(manager.healthAddress, undefined)
  const after = await probe(address, '/healthz').catch((error: unknown) => error)
  assert.instance(after, Error)
})

test('a cache that waits for its first answer says so', async () => {
  const send = ({ signal }: TransportRequest) =>
    new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))
  const transport = { send, close() {} }
  const { manager, stop, start } = await create({ healthAddress: '127.0.0.1:0', transport })
  manager.controller(Widget, { reconcile: async () => {} })
  const ended = start()
  await idle()
  const [, text] = await probe(manager.healthAddress, '/readyz')
  assert.match(text, '[-]cache widgets.example.com failed: not synced: listing, 0 so far\n')
  stop.abort()
  await ended
})

test('an operator may add checks, which may take their time, but not too much', async () => {
  const { clock, manager, stop, start } = await create({ healthAddress: '127.0.0.1:0' })
  let problem: Error | undefined
  let hangs = false
  manager
    .addReadyzCheck('database', async signal => {
      if (problem) throw problem
      if (hangs) await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    .addReadyzCheck('my webhook', () => {})
    .addHealthzCheck('memory', () => {
      if (problem) throw problem
    })
  assert.throws(() => manager.addHealthzCheck('memory', () => {}), /two checks of healthz named memory/)
  const ended = start()
  await idle()
  const address = manager.healthAddress
  const passed = '[+]manager ok\n[+]database ok\n[+]my webhook ok\nreadyz check passed\n'
  assert.equal(await probe(address, '/readyz?verbose'), [200, passed])
  assert.equal(await probe(address, '/readyz/my%20webhook'), [200, 'ok'])
  assert.equal(await probe(address, '/readyz/database?verbose'), [
    200,
    '[+]database ok\nreadyz/database check passed\n',
  ])

  problem = new Error('it is gone')
  assert.equal(await probe(address, '/healthz'), [
    503,
    '[+]ping ok\n[-]memory failed: it is gone\nhealthz check failed\n',
  ])
  assert.equal((await probe(address, '/readyz'))[0], 503)
  assert.equal(await probe(address, '/readyz/my%20webhook'), [200, 'ok'])

  problem = undefined
  hangs = true
  const asked = probe(address, '/readyz/database')
  while (clock.pending.length === 0) await idle()
  await clock.advance(5_000)
  assert.equal(await asked, [503, '[-]database failed: no answer within 5 s\nreadyz/database check failed\n'])
  hangs = false
  assert.equal(await probe(address, '/readyz'), [200, 'ok'])
  stop.abort()
  await ended
  assert.equal(clock.pending, [])
})

test('what is no probe is refused', async () => {
  const { manager, stop, start } = await create({ healthAddress: '[::1]:0' })
  const ended = start()
  await idle()
  const table: [path: string, method: string, status: number][] = [
    ['/healthz', 'HEAD', 200],
    ['/healthz', 'POST', 405],
    ['/', 'GET', 404],
    ['//', 'GET', 404],
    ['/toString', 'GET', 404],
    ['/healthz/', 'GET', 404],
    ['/healthz/ping', 'GET', 200],
    ['/healthz/nothing', 'GET', 404],
    ['/healthz/%', 'GET', 404],
    ['/metrics/ping', 'GET', 404],
    ['/toString/ping', 'GET', 404],
  ]
  for (const [path, method, status] of table) {
    assert.equal([method, path, (await probe(manager.healthAddress, path, method))[0]], [method, path, status])
  }
  stop.abort()
  await ended
})

test('an address that cannot be is an error before anything runs', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => taken.once('listening', resolve))
  const { port } = taken.address() as AddressInfo
  const table: [address: string, message: string][] = [
    [`127.0.0.1:${port}`, `cannot listen on 127.0.0.1:${port}: it is in use; give another one with \`healthAddress\``],
    ['8081', 'health address "8081" is not of the form host:port'],
    [':80810', 'is not of the form host:port'],
    ['', 'is not of the form host:port'],
  ]
  for (const [healthAddress, message] of table) {
    const { manager, log, start } = await create({ healthAddress })
    manager.add({ start: async () => void log.push('started') })
    await start()
    assert.is(log.length, 1)
    assert.ok(log[0]?.startsWith('rejected: ') && log[0].includes(message), log[0])
  }
  await new Promise(resolve => taken.close(resolve))
})

test('a stop while the caches are still empty is clean', async () => {
  const { api, log, manager, stop, start, clock } = await create()
  manager.controller(Widget, { reconcile: async () => {} })
  api.goDown()
  const ended = start()
  await idle()
  stop.abort()
  await ended
  assert.equal(log, ['resolved'])
  assert.equal(clock.pending, [])
})

test('a signal that has aborted before starts nothing', async () => {
  const { log, manager, stop, start } = await create()
  manager.add({ start: async () => void log.push('started') })
  stop.abort()
  await start()
  assert.equal(log, ['resolved'])
})

test('a reconcile under way is asked to hurry before the time is up', async () => {
  const { api, clock, log, manager, stop, start } = await create({ gracefulShutdownMs: 10_000 })
  api.put(Widget, widget('a'))
  manager.controller(Widget, {
    reconcile: (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          log.push(`aborted at ${clock.monotonic()}`)
          reject(signal.reason)
        }),
      ),
  })
  const ended = start()
  await idle()
  stop.abort()
  await clock.advance(10_000)
  await ended
  assert.equal(log, ['aborted at 8100', 'resolved'])
})

test('a reconcile that never ends is named when the time is up, and everything else is stopped', async () => {
  const { api, clock, log, manager, stop, start } = await create({ gracefulShutdownMs: 10_000 })
  api.put(Widget, widget('a'))
  manager.controller(Widget, { reconcile: () => new Promise(() => {}) })
  manager.add({ name: 'the webhooks', start: () => new Promise(() => {}) })
  const ended = start()
  await idle()
  stop.abort()
  await clock.advance(9000)
  await ended
  assert.equal(log, [
    'rejected: still running 10000 ms after the stop began: controller widget, the webhooks, widget default/a',
  ])
  assert.equal(clock.pending, [300_000 - 9000], 'but for the deadline of that reconcile')
})

test('what runs beside the controllers may end early, and ends the manager if it fails', async () => {
  const { log, manager, start, logger } = await create()
  let fail = (_error: Error) => {}
  manager.add({ start: async () => void log.push('done') })
  manager.add({ start: () => new Promise((_resolve, reject) => (fail = reject)) })
  manager.add({
    start: signal =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
  })
  const ended = start()
  await idle()
  assert.equal(log, ['done'])
  fail(new Error('the disk is full'))
  await ended
  assert.equal(log, ['done', 'rejected: the disk is full'])
  assert.equal(
    logger.lines.filter(line => line.level === 'error').map(line => line.message),
    ['the manager failed'],
  )
})

test('the first error is the one that counts', async () => {
  const { log, manager, start } = await create()
  for (const what of ['first', 'second']) {
    manager.add({
      start() {
        throw new Error(`the ${what} cannot start`)
      },
    })
  }
  await start()
  assert.equal(log, ['rejected: the first cannot start'])
})

test('what was recorded is sent before the end; a transport that was given stays open', async () => {
  const { api, manager, stop, start, log } = await create()
  api.close = () => void log.push('closed')
  api.put(Widget, widget('a'))
  manager.controller(Widget, {
    reconcile: async (object, { events }) => {
      stop.abort()
      events.record(object, { type: 'Normal', reason: 'Synced', note: 'all is well' })
    },
  })
  await start()
  assert.equal(log, ['resolved'])
  assert.equal(api.requests, ['POST /apis/events.k8s.io/v1/namespaces/default/events'])
})

test('without a cluster there is no manager', async () => {
  const error = await Manager.create({ name: 'test-operator', kubeconfig: '/nowhere' }).catch((caught: Error) => caught)
  assert.instance(error, Error)
  assert.match((error as Error).message, '/nowhere')
})

test('HEALTH_ADDRESS says where probes are answered, unless an option does', async () => {
  const before = process.env['HEALTH_ADDRESS']
  process.env['HEALTH_ADDRESS'] = '127.0.0.1:0'
  try {
    const manager = await Manager.create({
      name: 'test-operator',
      transport: new TinyApi(),
      clock: new FakeClock(),
      logger: recordingLogger(),
    })
    const stop = new AbortController()
    const ended = manager.run({ signal: stop.signal })
    await idle()
    assert.match(manager.healthAddress ?? '', /^127\.0\.0\.1:\d+$/)
    stop.abort()
    await ended
  } finally {
    if (before === undefined) delete process.env['HEALTH_ADDRESS']
    else process.env['HEALTH_ADDRESS'] = before
  }
})

test('a reconciler that fails, or is slow, keeps no other controller from its work', async () => {
  const { api, clock, manager, stop, start } = await create()
  let calls = 0
  api.put(Widget, widget('a'))
  manager.controller(Widget, { reconcile: () => Promise.reject(new Error('no luck')) }, { name: 'failing' })
  manager.controller(Widget, { reconcile: () => new Promise(() => {}) }, { name: 'slow' })
  manager.controller(Widget, { reconcile: async () => void calls++ })
  void start()
  await idle()
  api.put(Widget, widget('a', 2))
  await clock.advance(1)
  assert.is(calls, 2)
  stop.abort()
  await clock.advance(25_000)
})

test('many informers, and many requests of one reconcile, are no reason for a warning', async () => {
  const warnings: Error[] = []
  const warn = (warning: Error) => warnings.push(warning)
  process.on('warning', warn)
  const { api, clock, manager, stop, start } = await create()
  api.put(Widget, widget('a'))
  const request = (signal: AbortSignal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  const builder = manager.controller(Widget, {
    reconcile: async (_, { signal }) => void (await Promise.all(Array.from({ length: 20 }, () => request(signal)))),
  })
  for (let index = 0; index < 20; index++) builder.watches({ ...Widget, plural: `kind-${index}` }, () => [])
  const ended = start()
  await idle()
  stop.abort()
  await clock.advance(25_000)
  await ended
  process.off('warning', warn)
  assert.equal(warnings, [])
})

test('a manager is described before it runs, and runs once', async () => {
  const { manager, stop, start } = await create()
  manager.controller(Widget, { reconcile: async () => {} })
  assert.throws(() => manager.controller(Widget, { reconcile: async () => {} }), 'two controllers named widget')
  const ended = start()
  const again = 'the manager has been started already'
  assert.throws(() => manager.controller(Widget, { reconcile: async () => {} }, { name: 'other' }), again)
  assert.throws(() => manager.add({ start: async () => {} }), again)
  stop.abort()
  await ended
  const message = await manager.run().catch((error: Error) => error.message)
  assert.is(message, again)
})

test('nothing listens to the signals of the process before and after', async () => {
  const before = process.listenerCount('SIGTERM')
  const { manager, stop, start } = await create()
  manager.controller(Widget, { reconcile: async () => {} })
  const ended = start()
  await idle()
  assert.is(process.listenerCount('SIGTERM'), before + 1)
  stop.abort()
  await ended
  assert.is(process.listenerCount('SIGTERM'), before)
  assert.is(manager.cache.get(Widget, a), undefined)
})

test.run()
