import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ObjectKey } from '../../../runtime/api/resource.js'
import { WorkQueue } from '../../../runtime/queue/work-queue.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { randomIntegers } from '../../support/random.js'

const a: ObjectKey = { namespace: 'default', name: 'a' }
const b: ObjectKey = { namespace: 'default', name: 'b' }
const zone: ObjectKey = { name: 'zone' }

function create() {
  const clock = new FakeClock()
  return { clock, queue: new WorkQueue({ clock }) }
}

/** What a promise has come to, if anything. */
async function state<T>(promise: Promise<T>): Promise<T | 'pending'> {
  await settled()
  return Promise.race([promise, Promise.resolve('pending' as const)])
}

test('keys come out in the order in which they went in, each once', async () => {
  const { queue } = create()
  for (const key of [a, zone, b, a, zone]) queue.add(key)
  assert.is(queue.size, 3)
  assert.equal([await queue.get(), await queue.get(), await queue.get()], [a, zone, b])
  assert.is(await state(queue.get()), 'pending')
})

test('a key that is added while it is in work is handed out after it is done, and not before', async () => {
  const { queue } = create()
  queue.add(a)
  await queue.get()
  queue.add(a)
  queue.add(a)
  const next = queue.get()
  assert.is(await state(next), 'pending')
  queue.done(a)
  assert.equal(await next, a)
  queue.done(a)
  assert.is(queue.size, 0)
})

test('a key that nobody has taken cannot be given back', () => {
  const { queue } = create()
  queue.add(a)
  assert.throws(() => queue.done(a), 'default/a is not in work')
})

test('those who wait are served in their order; one that gives up takes no key with it', async () => {
  const { queue } = create()
  const giveUp = new AbortController()
  const first = queue.get(giveUp.signal).catch((error: unknown) => error)
  const second = queue.get()
  const third = queue.get()
  giveUp.abort('enough')
  queue.add(a)
  queue.add(b)
  assert.equal(await Promise.all([first, second, third]), ['enough', a, b])
  assert.is(await queue.get(giveUp.signal).catch((error: unknown) => error), 'enough')
})

test('a key that is handed to one who then gives up stays with him', async () => {
  const { queue } = create()
  const giveUp = new AbortController()
  const taken = queue.get(giveUp.signal)
  queue.add(a)
  giveUp.abort()
  assert.equal(await taken, a)
  queue.done(a)
})

test('of two delays the shorter one counts, and a key is added once', async () => {
  const { clock, queue } = create()
  queue.addAfter(a, 300)
  queue.addAfter(a, 100)
  queue.addAfter(a, 200)
  queue.addAfter(b, 150)
  queue.addAfter(zone, 0)
  const seen: [number, number][] = []
  for (const ms of [0, 99, 1, 49, 1, 1000]) {
    await clock.advance(ms)
    seen.push([clock.monotonic(), queue.size])
  }
  assert.equal(seen, [
    [0, 1],
    [99, 1],
    [100, 2],
    [149, 2],
    [150, 3],
    [1150, 3],
  ])
  assert.equal(clock.pending, [])
})

test('delays double from 5 ms to 1000 s with each failure of a key, and begin again when it is forgotten', async () => {
  const { clock, queue } = create()
  const delays: number[] = []
  for (let attempt = 0; attempt < 20; attempt++) {
    queue.addRateLimited(a)
    delays.push(await clock.advanceToNext())
    queue.done((await queue.get())!)
  }
  const doubled = [
    5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 20480, 40960, 81920, 163840, 327680, 655360,
  ]
  assert.equal(delays, [...doubled, 1_000_000, 1_000_000])
  assert.equal([queue.retries(a), queue.retries(b)], [20, 0])
  queue.addRateLimited(b)
  assert.is(await clock.advanceToNext(), 5)
  queue.forget(a)
  assert.is(queue.retries(a), 0)
  queue.addRateLimited(a)
  assert.is(await clock.advanceToNext(), 5)
})

test('a shutdown wakes those who wait, drops what waits, and ends when the last key has come back', async () => {
  const { clock, queue } = create()
  queue.add(a)
  await queue.get()
  const waiting = queue.get()
  queue.addAfter(b, 100)
  const end = queue.shutDown()
  assert.is(await waiting, undefined)
  assert.equal(clock.pending, [])
  queue.add(b)
  queue.add(a)
  queue.addRateLimited(a)
  queue.addAfter(a, 5)
  assert.is(await state(end), 'pending')
  queue.done(a)
  assert.is(await state(end), undefined)
  assert.is(await queue.get(), undefined)
  assert.equal(clock.pending, [])
})

test('a shutdown that drains hands out what waits, also what was added to a key in work', async () => {
  const { queue } = create()
  for (const key of [a, b]) queue.add(key)
  await queue.get()
  queue.add(a)
  const end = queue.shutDown({ drain: true })
  assert.equal(await queue.get(), b)
  queue.done(b)
  queue.done(a)
  assert.is(await state(end), 'pending')
  assert.equal(await queue.get(), a)
  queue.done(a)
  assert.is(await state(end), undefined)
})

test('it does what a plain model of it does, whatever the order of operations', async () => {
  for (let seed = 1; seed <= 20; seed++) await compareWithModel(seed)
})

/** The same rules, told as plainly as possible. */
class Model {
  ready: string[] = []
  dirty = new Set<string>()
  processing = new Set<string>()
  delayed: { key: string; at: number; order: number }[] = []
  failures = new Map<string, number>()
  now = 0
  order = 0

  add(key: string): void {
    if (this.dirty.has(key)) return
    this.dirty.add(key)
    if (!this.processing.has(key)) this.ready.push(key)
  }

  addAfter(key: string, ms: number): void {
    const at = this.now + ms
    if (ms === 0) return this.add(key)
    if (this.delayed.some(entry => entry.key === key && entry.at <= at)) return
    this.delayed = this.delayed.filter(entry => entry.key !== key)
    this.delayed.push({ key, at, order: this.order++ })
  }

  addRateLimited(key: string): void {
    const failures = this.failures.get(key) ?? 0
    this.failures.set(key, failures + 1)
    this.addAfter(key, Math.min(5 * 2 ** failures, 1_000_000))
  }

  get(): string {
    const key = this.ready.shift()!
    this.dirty.delete(key)
    this.processing.add(key)
    return key
  }

  done(key: string): void {
    this.processing.delete(key)
    if (this.dirty.has(key)) this.ready.push(key)
  }

  advance(ms: number): void {
    this.now += ms
    const due = this.delayed.filter(entry => entry.at <= this.now).sort((x, y) => x.at - y.at || x.order - y.order)
    this.delayed = this.delayed.filter(entry => entry.at > this.now)
    for (const { key } of due) this.add(key)
  }
}

async function compareWithModel(seed: number): Promise<void> {
  const below = randomIntegers(seed)
  const { clock, queue } = create()
  const model = new Model()
  const names = Array.from({ length: 6 }, (_, index) => `key-${index}`)
  const log: string[] = []

  const operations = {
    async add(name: string) {
      queue.add({ name })
      model.add(name)
    },
    async addAfter(name: string, ms: number) {
      queue.addAfter({ name }, ms)
      model.addAfter(name, ms)
    },
    async addRateLimited(name: string) {
      queue.addRateLimited({ name })
      model.addRateLimited(name)
    },
    async forget(name: string) {
      queue.forget({ name })
      model.failures.delete(name)
    },
    async get() {
      if (model.ready.length > 0) assert.equal(await queue.get(), { name: model.get() })
    },
    async done(name: string) {
      if (!model.processing.has(name)) return
      queue.done({ name })
      model.done(name)
    },
    async advance(_name: string, ms: number) {
      await clock.advance(ms)
      model.advance(ms)
    },
  }
  const verbs = Object.keys(operations) as (keyof typeof operations)[]

  for (let step = 0; step < 400; step++) {
    const verb = verbs[below(verbs.length)]!
    const name = names[below(names.length)]!
    const ms = below(60)
    log.push(`${verb} ${name} ${ms}`)
    await operations[verb](name, ms)

    const story = `seed ${seed}: ${log.join(', ')}`
    assert.is(queue.size, model.ready.length, story)
    for (const each of names) assert.is(queue.retries({ name: each }), model.failures.get(each) ?? 0, story)
  }
}

test('what is asked for in the background comes after the rest, each in its order', async () => {
  const { queue } = create()
  const names = (prefix: string) => [1, 2, 3].map(number => ({ name: `${prefix}${number}` }))
  for (const key of names('old')) queue.add(key, { background: true })
  for (const key of names('new')) queue.add(key)
  assert.is(queue.size, 6)
  const taken: (string | undefined)[] = []
  for (let count = 0; count < 6; count++) taken.push((await queue.get())?.name)
  assert.equal(taken, ['new1', 'new2', 'new3', 'old1', 'old2', 'old3'])
  assert.is(queue.size, 0)
  assert.is(await state(queue.get()), 'pending')
})

test('a key that waits in the background and is asked for otherwise waits no longer, and comes once', async () => {
  const { queue } = create()
  for (const key of [a, b, zone]) queue.add(key, { background: true })
  queue.add(b)
  queue.add(b, { background: true })
  assert.is(queue.size, 3)
  assert.equal([await queue.get(), await queue.get(), await queue.get()], [b, a, zone])
  assert.is(await state(queue.get()), 'pending')
})

test('a key that is in work waits in the background after it is done, unless somebody is in a hurry', async () => {
  for (const hurry of [false, true]) {
    const { queue } = create()
    queue.add(a, { background: true })
    await queue.get()
    queue.add(a, { background: true })
    if (hurry) queue.add(a)
    queue.done(a)
    queue.add(b)
    assert.equal(await queue.get(), hurry ? a : b)
    assert.equal(await queue.get(), hurry ? b : a)
  }
})

test('a key is not handed out while it is in work, though it was in the background before', async () => {
  const { queue } = create()
  queue.add(a, { background: true })
  queue.add(a)
  queue.add(b, { background: true })
  assert.equal(await queue.get(), a)
  queue.add(a, { background: true })
  assert.equal(await queue.get(), b)
  assert.is(await state(queue.get()), 'pending')
  queue.done(a)
  assert.is(queue.size, 0, 'whoever waits has it')
})

test('what came from the background goes there again after a delay, and what is in a hurry does not', async () => {
  const { queue, clock } = create()
  const soon = (key: ObjectKey) => queue.addAfter(key, 1000)
  for (const key of [a, b, zone]) queue.add(key, { background: true })
  for (const key of [a, b, zone]) assert.equal(await queue.get(), key)
  soon(a)
  queue.addRateLimited(zone)
  soon(b)
  for (const key of [a, b, zone]) queue.done(key)
  // Somebody else's wish is for the front, wherever the key came from.
  soon(b)
  const c = { namespace: 'default', name: 'c' }
  soon(c)
  await clock.advance(1000)
  assert.equal([queue.size, queue.background], [4, 2])
  assert.equal([await queue.get(), await queue.get(), await queue.get(), await queue.get()], [b, c, zone, a])
  queue.addAfter(a, 0)
  queue.addAfter(b, 0)
  for (const key of [a, b, c, zone]) queue.done(key)
  assert.equal([await queue.get(), await queue.get()], [b, a])
  queue.done(a)
  queue.addAfter(a, 0)
  assert.is(queue.background, 0)
})

test('the background has its turn even if the rest never ends', async () => {
  const { queue } = create()
  queue.add(a, { background: true })
  let taken = 0
  for (let key = undefined as ObjectKey | undefined; key?.name !== a.name; taken++) {
    queue.add({ name: `new${taken}` })
    key = await queue.get()
  }
  assert.is(taken, 33)
})

test('at random: every key that was asked for comes, never twice at once, and the size is right', async () => {
  const random = randomIntegers(1)
  const { queue } = create()
  const wanted = new Set<string>()
  const inWork = new Set<string>()
  for (let step = 0; step < 20_000; step++) {
    const name = `key${random(12)}`
    if (random(2) === 0) {
      queue.add({ name }, { background: random(2) === 0 })
      wanted.add(name)
    } else if (inWork.has(name)) {
      queue.done({ name })
      inWork.delete(name)
    } else if (queue.size > 0) {
      const key = await queue.get()
      assert.ok(key && wanted.delete(key.name) && !inWork.has(key.name), `step ${step}`)
      inWork.add(key.name)
    }
    assert.is(queue.size, [...wanted].filter(each => !inWork.has(each)).length, `step ${step}`)
  }
})

test('what is to be done after the work on a key comes before it is handed out again, in its order', async () => {
  const { queue } = create()
  const log: string[] = []
  const note = (text: string) => () => void log.push(text)
  queue.beforeDone(a, note('not in work'))
  assert.equal(log.splice(0), ['not in work'])
  queue.add(a)
  queue.add(b)
  await queue.get()
  queue.beforeDone(a, note('one'))
  queue.beforeDone(a, () => queue.add(a))
  queue.beforeDone(b, note('b is not in work'))
  queue.beforeDone(a, note('two'))
  assert.equal(log.splice(0), ['b is not in work'])
  await queue.get()
  const next = queue.get()
  queue.done(b)
  queue.done(a)
  assert.equal(log.splice(0), ['one', 'two'])
  assert.equal(await next, a)
  queue.done(a)
  assert.equal(log, [], 'once')
})

test('not more than 32 things are kept for the end of the work on a key', async () => {
  const { queue } = create()
  let calls = 0
  queue.add(a)
  await queue.get()
  for (let count = 1; count < 32; count++) queue.beforeDone(a, () => calls++)
  assert.is(calls, 0)
  queue.beforeDone(a, () => calls++)
  assert.is(calls, 32)
  queue.beforeDone(a, () => calls++)
  assert.is(calls, 32)
  queue.done(a)
  assert.is(calls, 33)
})

test('it says how many wait, how many of these in the background, and for how long the first one has', async () => {
  const { clock, queue } = create()
  const state = () => [queue.size, queue.background, queue.oldestWaitMs]
  queue.add(a, { background: true })
  await clock.advance(50)
  assert.equal(state(), [1, 1, 0], 'nobody takes keys yet')
  await queue.get()
  assert.equal(state(), [0, 0, 0])
  queue.add(a)
  await clock.advance(10)
  queue.add(b)
  queue.add(zone, { background: true })
  await clock.advance(5)
  assert.equal(state(), [2, 1, 5], 'a is in work')
  queue.done(a)
  assert.equal(state(), [3, 1, 15])
  queue.add(zone)
  assert.equal(state(), [3, 0, 15])
})

test('it tells of what happens to its keys', async () => {
  const clock = new FakeClock()
  const told: unknown[] = []
  const queue = new WorkQueue({
    clock,
    metrics: {
      shows: ({ size, inWorkForMs }) => told.push(['shows', size, typeof inWorkForMs]),
      added: () => told.push('added'),
      retried: () => told.push('retried'),
      waited: ms => told.push(['waited', ms]),
      worked: ms => told.push(['worked', ms]),
    },
  })
  queue.add(b)
  await clock.advance(1000)
  await queue.get()
  queue.done(b)
  assert.equal(told.splice(1), ['added', ['waited', 0], ['worked', 0]], 'nobody took keys before')
  queue.add(a)
  queue.add(a)
  await clock.advance(30)
  await queue.get()
  await clock.advance(20)
  queue.add(a)
  assert.equal(queue.inWorkForMs(), [20])
  await clock.advance(10)
  queue.done(a)
  await clock.advance(1)
  await queue.get()
  queue.addRateLimited(a)
  queue.addAfter(b, 1000)
  queue.addAfter(b, 0)
  queue.done(a)
  assert.equal(queue.inWorkForMs(), [])
  assert.equal(told, [
    ['shows', 0, 'function'],
    'added',
    ['waited', 30],
    'added',
    ['worked', 30],
    ['waited', 11],
    'retried',
    'retried',
    'added',
    ['worked', 0],
  ])
})

test.run()
