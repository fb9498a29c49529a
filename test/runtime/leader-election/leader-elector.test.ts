import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Lease } from '../../../runtime/leader-election/lease.js'
import { randomNumbers } from '../../support/random.js'
import { Machine, Site, type MachineOptions } from './machines.js'

let site: Site
let machines: Machine[] = []

test.before.each(() => {
  site = new Site()
  machines = []
})
test.after.each(async () => {
  for (const machine of machines) {
    machine.goOn()
    const ended = machine.stop()
    await site.clock.advance(20_000)
    await ended
  }
})

async function start(identity: string, options?: MachineOptions): Promise<Machine> {
  const machine = new Machine(site, identity, options).start()
  machines.push(machine)
  await site.clock.advance(0)
  return machine
}

const key = { namespace: 'default', name: 'operator' }

test('the first takes the lease and renews it with one request each 2 seconds', async () => {
  const a = await start('a')
  assert.is(a.outcome, 'leads')
  const spec = {
    holderIdentity: 'a',
    leaseDurationSeconds: 15,
    renewTime: '2030-01-01T00:00:00.000000Z',
    acquireTime: '2030-01-01T00:00:00.000000Z',
    leaseTransitions: 0,
  }
  assert.equal(site.lease?.spec, spec)
  await site.clock.advance(60_000)
  assert.equal(site.lease?.spec, { ...spec, renewTime: '2030-01-01T00:01:00.000000Z' })
  assert.equal(a.requests, ['GET', 'POST', ...Array.from({ length: 30 }, () => 'PUT')])
  assert.ok(a.elector.isLeader)
})

test('others wait as long as it is renewed, whatever their clocks say', async () => {
  await start('a', { skewMs: -3_600_000 })
  const b = await start('b', { skewMs: 3_600_000 })
  const c = await start('c', { rate: 1.05 })
  await site.clock.advance(600_000)
  assert.equal([b.outcome, c.outcome, site.lease?.spec?.holderIdentity], ['waits', 'waits', 'a'])
  assert.equal(
    b.logger.lines.map(({ message, fields }) => [message, fields['holder']]),
    [['another process is the leader', 'a']],
  )
})

test('what a leader leaves is taken 15 seconds after its last renewal, by one', async () => {
  const a = await start('a')
  const b = await start('b')
  const c = await start('c')
  await site.clock.advance(4_000)
  a.standStill()
  await site.clock.advance(14_900)
  assert.equal([b.outcome, c.outcome], ['waits', 'waits'])
  await site.clock.advance(2_100)
  assert.equal([b.outcome, c.outcome].sort(), ['leads', 'waits'])
  assert.is(site.lease?.spec?.leaseTransitions, 1)
})

test('a released lease is taken at the next look', async () => {
  const a = await start('a')
  const b = await start('b')
  await a.stop()
  assert.ok(a.elector.isLeader, 'until it is released')
  await a.elector.release(5_000)
  assert.equal([a.elector.isLeader, a.elector.isOver], [false, true])
  assert.is(site.lease?.spec?.holderIdentity, undefined)
  await site.clock.advance(2_000)
  assert.is(b.outcome, 'leads')
  assert.is(site.lease?.spec?.holderIdentity, 'b')
})

test('a lease is released if nobody knows whether it was taken, and left alone if somebody else has it', async () => {
  const fates: ('arrives' | 'is answered in vain')[] = ['arrives', 'is answered in vain']
  const a = await start('a', { fate: () => fates.shift() ?? 'arrives' })
  assert.equal([a.outcome, site.lease?.spec?.holderIdentity], ['waits', 'a'])
  await a.stop()
  await a.elector.release(5_000)
  assert.is(site.lease?.spec?.holderIdentity, undefined)

  const b = await start('b')
  assert.is(b.outcome, 'leads')
  await a.elector.release(5_000)
  assert.is(site.lease?.spec?.holderIdentity, 'b')
})

test('a renewal that was given up at the end does not keep the lease', async () => {
  const a = await start('a')
  await a.stop()
  site.api.failNext('PUT', 409)
  const released = a.elector.release(5_000)
  await site.clock.advance(100)
  await released
  assert.is(site.lease?.spec?.holderIdentity, undefined)
  assert.equal(
    a.logger.lines.map(({ message }) => message),
    ['this process is the leader', 'the lease is released'],
  )
})

test('one renewal that hangs, fails or loses its answer ends nothing', async () => {
  const table: [what: string, MachineOptions, again: number][] = [
    ['hangs', { latencyMs: onceOf(20_000) }, 0],
    ['fails', { fate: onceOf('is lost') }, 0],
    ['loses its answer', { fate: onceOf('is answered in vain') }, 0],
  ]
  for (const [what, options] of table) {
    site = new Site()
    const a = await start('a', options)
    const b = await start('b')
    await site.clock.advance(120_000)
    assert.equal([a.outcome, b.outcome], ['leads', 'waits'], what)
    assert.is(site.lease?.spec?.leaseTransitions, 0, what)
    await a.stop()
    await b.stop()
  }

  /** At the fourth request. */
  function onceOf<T>(value: T): () => never {
    let count = 0
    return () => (++count === 4 ? value : typeof value === 'number' ? 0 : 'arrives') as never
  }
})

test('without a renewal it steps down after 10 seconds, before others may begin', async () => {
  const a = await start('a')
  const b = await start('b')
  site.api.goDown()
  await site.clock.advance(9_900)
  assert.ok(a.elector.isLeader)
  await site.clock.advance(100)
  assert.not.ok(a.elector.isLeader)
  assert.is(a.outcome, 'LeadershipLostError: the lease was not renewed for 10000 ms')
  site.api.comeUp()
  await site.clock.advance(4_900)
  assert.is(b.outcome, 'waits')
  await site.clock.advance(2_100)
  assert.is(b.outcome, 'leads')
})

test('a leader that stood still is none when it goes on, before any of its timers has fired', async () => {
  const a = await start('a')
  const b = await start('b')
  a.standStill()
  await site.clock.advance(30_000)
  assert.is(b.outcome, 'leads')
  const { requests } = a
  const before = requests.length
  assert.not.ok(a.elector.isLeader)
  assert.ok(a.elector.isOver)
  a.goOn()
  await site.clock.advance(0)
  assert.is(a.outcome, 'LeadershipLostError: the lease was not renewed for 10000 ms')
  assert.is(requests.length, before)
})

test('a leader whose lease somebody else has taken steps down at once', async () => {
  const a = await start('a')
  const lease = site.lease!
  site.api.put(Lease, { ...lease, spec: { ...lease.spec, holderIdentity: 'thief' } })
  await site.clock.advance(2_000)
  assert.is(a.outcome, 'LeadershipLostError: thief has taken the lease')
})

test('a lease that is deleted or edited is put right', async () => {
  const a = await start('a')
  site.api.put(Lease, { ...site.lease!, metadata: { ...site.lease!.metadata, labels: { team: 'x' } } })
  await site.clock.advance(2_000)
  assert.equal(site.lease?.metadata.labels, { team: 'x' })
  site.api.delete(Lease, key)
  await site.clock.advance(2_000)
  await site.clock.advance(0)
  assert.is(site.lease?.spec?.holderIdentity, 'a')
  assert.is(a.outcome, 'leads')
  assert.is(a.elector.slowRenewals, 2)
})

test('the holder says how long its lease is, and the times are options', async () => {
  const times = { leaseDurationMs: 4_000, renewDeadlineMs: 2_000, retryPeriodMs: 500 }
  const a = await start('a', times)
  const b = await start('b')
  assert.is(site.lease?.spec?.leaseDurationSeconds, 4)
  a.standStill()
  await site.clock.advance(3_900)
  assert.is(b.outcome, 'waits')
  await site.clock.advance(200)
  assert.is(b.outcome, 'leads', 'it looks again when the lease ends, and not 2 seconds later')
})

test('one that is not let near the lease says why, and goes on trying', async () => {
  for (let time = 0; time < 3; time++) site.api.failNext('GET', 403)
  const a = await start('a')
  assert.match(String(a.elector.lastError), 'get leases.coordination.k8s.io default/operator: 403')
  await site.clock.advance(6_000)
  assert.is(a.outcome, 'leads')
  assert.is(a.elector.lastError, undefined)
})

test('whatever happens on the way there are never two leaders, and sooner or later there is one', async () => {
  for (let seed = 1; seed <= 15; seed++) {
    site = new Site()
    const random = randomNumbers(seed)
    const bad = { loss: random() * 0.5, latency: random() * 6_000, stalls: random() * 0.02 }
    const fate = () => {
      const number = random() / (bad.loss || 1)
      return number < 0.5 ? 'is lost' : number < 1 ? 'is answered in vain' : 'arrives'
    }
    const latencyMs = () => random() ** 4 * bad.latency
    let leads = 0
    const candidates = new Map<string, Machine>()
    for (let step = 0; step < 1_000; step++) {
      for (const name of ['a', 'b', 'c']) {
        const machine = candidates.get(name)
        // A process that is over is started again.
        if (machine && !machine.outcome.startsWith('LeadershipLostError')) {
          if (random() < bad.stalls) machine.standStill()
          else if (random() < 0.02) machine.goOn()
          continue
        }
        if (machine) leads++
        const options = { fate, latencyMs, random, skewMs: random() * 1e7, rate: 0.98 + random() * 0.04 } as const
        const next = new Machine(site, `${name}${step}`, options).start()
        candidates.set(name, next)
        machines.push(next)
      }
      await site.clock.advance(100 + random() * 200)
      const leaders = [...candidates].filter(([, { elector }]) => elector.isLeader)
      assert.ok(leaders.length <= 1, `seed ${seed}, step ${step}: ${leaders.map(([name]) => name).join(' and ')}`)
    }
    bad.loss = bad.latency = 0
    for (const machine of candidates.values()) machine.goOn()
    await site.clock.advance(40_000)
    assert.ok(leads > 0 || [...candidates.values()].some(({ elector }) => elector.isLeader), `seed ${seed}`)
    for (const machine of candidates.values()) {
      const ended = machine.stop()
      await site.clock.advance(20_000)
      await ended
    }
    machines = []
  }
})

test.run()
