import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { generationChanged } from '../../../runtime/controller/predicates.js'
import { Lease } from '../../../runtime/leader-election/lease.js'
import { Manager } from '../../../runtime/manager/manager.js'
import type { ManagerOptions } from '../../../runtime/manager/manager-options.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { TinyApi } from '../controller/tiny-api.js'
import { Widget, widget } from '../controller/world.js'

async function idle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await settled()
}

/** Two managers on one server, with one time. */
class Pair {
  readonly api = new TinyApi()
  readonly clock = new FakeClock()
  readonly log: string[] = []
  readonly logger = recordingLogger()

  async start(identity: string, options: Partial<ManagerOptions> = {}) {
    const { api, clock, log, logger } = this
    const manager = await Manager.create({
      name: 'test-operator',
      transport: api,
      logger,
      clock,
      healthAddress: '127.0.0.1:0',
      leaderElection: { identity, namespace: 'default' },
      ...options,
    })
    const stop = new AbortController()
    const world = { manager, stop, work: async (_signal: AbortSignal): Promise<void> => {}, ended: Promise.resolve(0) }
    const controller = manager.controller(Widget, {
      async reconcile({ metadata: { name } }, { signal, client }) {
        log.push(`${identity} reconciles ${name}`)
        await world.work(signal)
        const labels = { by: identity }
        await client
          .for(Widget)
          .namespace('default')
          .patch(name, { merge: { metadata: { labels } } })
      },
    })
    controller.predicates(generationChanged)
    world.ended = manager.run({ signal: stop.signal }).then(
      () => log.push(`${identity} resolved`),
      (error: Error) => log.push(`${identity} rejected: ${error.name}`),
    )
    await idle()
    return world
  }

  get holder(): string | undefined {
    const spec = this.api.get(Lease, { namespace: 'default', name: 'test-operator' })?.['spec']
    return (spec as { holderIdentity?: string } | undefined)?.holderIdentity
  }

  /** What the log says since the last time, each once. */
  news(): string[] {
    return [...new Set(this.log.splice(0))]
  }

  async probe(manager: Manager): Promise<[number, string]> {
    const response = await fetch(`http://${manager.healthAddress}/readyz?verbose`)
    return [response.status, await response.text()]
  }
}

test('one works; the other is ready, its caches are warm, and it takes over at once when the first stops', async () => {
  const pair = new Pair()
  pair.api.put(Widget, widget('x'))
  const a = await pair.start('a')
  const b = await pair.start('b')
  assert.equal(pair.news(), ['a reconciles x'])
  assert.is(b.manager.cache.list(Widget).length, 1)
  const ready = '[+]manager ok\n[+]leader election ok\n[+]cache widgets.example.com ok\nreadyz check passed\n'
  assert.equal(await pair.probe(a.manager), [200, ready])
  assert.equal(await pair.probe(b.manager), [200, ready])

  a.stop.abort()
  await a.ended
  assert.is(pair.holder, undefined)
  await pair.clock.advance(3_000)
  assert.is(pair.holder, 'b')
  assert.equal(pair.news(), ['a resolved', 'b reconciles x'])
  b.stop.abort()
  await b.ended
  assert.equal(pair.clock.pending, [])
})

test('the lease is kept until the last reconcile has ended, and not released under one that has not', async () => {
  for (const late of [false, true]) {
    const pair = new Pair()
    pair.api.put(Widget, widget('x'))
    const a = await pair.start('a', { gracefulShutdownMs: 20_000 })
    let end = () => {}
    a.work = () => new Promise<void>(resolve => (end = resolve))
    pair.api.put(Widget, widget('x', 2))
    await idle()
    a.stop.abort()
    await pair.clock.advance(5_000)
    assert.is(pair.holder, 'a')
    if (late) await pair.clock.advance(20_000)
    else end()
    await idle()
    await a.ended
    assert.is(pair.holder, late ? 'a' : undefined)
    assert.is(pair.log.at(-1), late ? 'a rejected: Error' : 'a resolved')
    end()
  }
})

test('who loses the lead writes nothing any more, and ends', async () => {
  const pair = new Pair()
  pair.api.put(Widget, widget('x'))
  const a = await pair.start('a')
  let reason: unknown
  a.work = signal =>
    new Promise<void>(resolve => {
      // It ends late, and as if nothing had been.
      signal.addEventListener('abort', () => {
        reason = signal.reason
        resolve()
      })
    })
  pair.api.put(Widget, widget('x', 2))
  pair.api.put(Widget, widget('y'))
  await idle()
  pair.api.requests.length = 0
  pair.clock.stall(16_000)
  pair.api.put(Lease, { metadata: { namespace: 'default', name: 'test-operator' }, spec: { holderIdentity: 'b' } })
  await pair.clock.advance(0)
  await a.ended
  assert.is((reason as Error).name, 'LeadershipLostError')
  assert.is(pair.log.at(-1), 'a rejected: LeadershipLostError')
  assert.not.ok(pair.log.includes('a reconciles y'), 'no other reconcile begins')
  assert.equal(
    pair.api.requests.filter(request => !request.startsWith('GET')),
    [],
  )
  assert.is(pair.holder, 'b')
})

test('a timer that fires before the loss is noticed can write nothing either', async () => {
  const pair = new Pair()
  pair.api.put(Widget, widget('x'))
  const a = await pair.start('a')
  const outcomes: string[] = []
  pair.clock.setTimeout(() => {
    const x = a.manager.client.for(Widget).namespace('default')
    x.delete('x').then(
      () => outcomes.push('deleted'),
      (error: Error) => outcomes.push((error.cause as Error).name),
    )
    x.get('x').then(({ metadata }) => outcomes.push(metadata.name))
  }, 500)
  pair.clock.stall(30_000)
  await pair.clock.advance(0)
  await a.ended
  assert.equal(outcomes.sort(), ['LeadershipLostError', 'x'])
})

test('one that is not let near the lease is not ready, and says why', async () => {
  const pair = new Pair()
  pair.api.failNext('GET', 403)
  const a = await pair.start('a')
  const [code, text] = await pair.probe(a.manager)
  assert.is(code, 503)
  assert.match(text, /\[-\]leader election failed: no attempt succeeds: get leases.* 403 InternalError/)
  await pair.clock.advance(3_000)
  assert.is((await pair.probe(a.manager))[0], 200)
  a.stop.abort()
  await a.ended
})

test('what needs no lead runs in a standby, and ends after the work', async () => {
  const pair = new Pair()
  const a = await pair.start('a')
  const manager = await Manager.create({
    name: 'test-operator',
    transport: pair.api,
    logger: pair.logger,
    clock: pair.clock,
    healthAddress: '0',
    leaderElection: { identity: 'b', namespace: 'default' },
  })
  const runs = (name: string, needLeaderElection?: boolean) => ({
    name,
    ...(needLeaderElection !== undefined && { needLeaderElection }),
    async start(signal: AbortSignal) {
      pair.log.push(`${name} starts`)
      await new Promise(resolve => signal.addEventListener('abort', resolve))
      pair.log.push(`${name} ends`)
    },
  })
  manager.add(runs('work')).add(runs('webhook', false)).add(runs('more', true))
  const stop = new AbortController()
  const ended = manager.run({ signal: stop.signal })
  await idle()
  assert.equal(pair.news(), ['webhook starts'])
  a.stop.abort()
  await a.ended
  await pair.clock.advance(3_000)
  assert.equal(pair.news(), ['a resolved', 'work starts', 'more starts'])
  stop.abort()
  await ended
  assert.equal(pair.news(), ['work ends', 'more ends', 'webhook ends'])
})

test('a stop ends the waiting of a standby', async () => {
  const pair = new Pair()
  const a = await pair.start('a')
  const b = await pair.start('b')
  b.stop.abort()
  await b.ended
  assert.equal(pair.news(), ['b resolved'])
  assert.is(pair.holder, 'a')
  a.stop.abort()
  await a.ended
})

test('it is an option, or `LEADER_ELECT` says so', async () => {
  const table: [env: string | undefined, option: boolean | undefined, elects: boolean][] = [
    [undefined, undefined, false],
    ['false', undefined, false],
    ['true', undefined, true],
    ['true', false, false],
    [undefined, true, true],
  ]
  for (const [env, leaderElection, elects] of table) {
    if (env === undefined) delete process.env['LEADER_ELECT']
    else process.env['LEADER_ELECT'] = env
    const created = await Manager.create({
      name: 'test-operator',
      transport: new TinyApi(),
      logger: recordingLogger(),
      ...(leaderElection !== undefined && { leaderElection }),
    }).then(
      () => 'none',
      (error: Error) => error.message,
    )
    const want = elects ? 'leader election needs a `namespace` where a transport is given' : 'none'
    assert.is(created, want, `${env} ${leaderElection}`)
  }
  delete process.env['LEADER_ELECT']
})

test.run()
