import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { OwnerReference } from '../../../runtime/api/object-meta.js'
import { ApiError } from '../../../runtime/client/api-error.js'
import type { Context, Result } from '../../../runtime/controller/reconciler.js'
import { TerminalError } from '../../../runtime/controller/reconciler.js'
import { settled } from '../../support/fake-clock.js'
import { Part, Widget, widget, World, Zone } from './world.js'

const a = { namespace: 'default', name: 'a' }

/** A reconciler that ends when it is told to. */
function gate() {
  const calls: {
    readonly name: string
    readonly context: Context
    end(result?: Result): void
    fail(error: unknown): void
  }[] = []
  const reconcile = (object: { metadata: { name: string } }, context: Context) =>
    new Promise<Result>((end, fail) => calls.push({ name: object.metadata.name, context, end, fail }))
  return { calls, reconcile }
}

test('every object is reconciled at the start, and again when it changes', async () => {
  const world = new World()
  const seen: [string, number][] = []
  world.api.put(Widget, widget('a'))
  world.api.put(Widget, widget('b'))
  world.controller(Widget, async ({ metadata, spec }) => void seen.push([metadata.name, spec.size]))
  await world.start()
  world.api.put(Widget, widget('b', 2))
  world.api.put(Widget, widget('c', 3))
  world.api.delete(Widget, a)
  await world.idle()
  assert.equal(seen, [
    ['a', 1],
    ['b', 1],
    ['b', 2],
    ['c', 3],
  ])
  await world.stop()
  assert.equal(world.clock.pending, [])
})

test('a change during a reconcile leads to another one after it, not beside it', async () => {
  const world = new World()
  const { calls, reconcile } = gate()
  world.api.put(Widget, widget('a'))
  world.controller(Widget, reconcile).workers(4)
  await world.start()
  for (const size of [2, 3]) world.api.put(Widget, widget('a', size))
  await world.idle()
  assert.is(calls.length, 1)
  calls[0]!.end()
  await world.idle()
  assert.is(calls.length, 2)
  calls[1]!.end()
  await world.idle()
  assert.is(calls.length, 2)
  await world.stop()
})

test('no more reconciles are under way than there are workers', async () => {
  const world = new World()
  const { calls, reconcile } = gate()
  for (const name of ['a', 'b', 'c', 'd', 'e']) world.api.put(Widget, widget(name))
  world.controller(Widget, reconcile).workers(2)
  await world.start()
  const counts = [calls.length]
  for (let index = 0; index < 5; index++) {
    calls[index]!.end()
    await world.idle()
    counts.push(calls.length)
  }
  assert.equal(counts, [2, 3, 4, 5, 5, 5])
  await world.stop()
})

const failures: [what: string, reconcile: (context: Context) => unknown, message: string][] = [
  ['a rejection', () => Promise.reject(new Error('no luck')), 'no luck'],
  ['a rejection with no error', () => Promise.reject(undefined), ''],
  [
    'a throw',
    () => {
      throw new Error('no luck')
    },
    'no luck',
  ],
  ['a time that is none', () => ({ requeueAfterMs: Number.NaN }), 'requeueAfterMs is NaN'],
  ['a time in words', async () => ({ requeueAfterMs: '5s' }), 'requeueAfterMs is 5s'],
  ['a time that has passed', async () => ({ requeueAfterMs: -1 }), 'requeueAfterMs is -1'],
]
for (const [what, reconcile, message] of failures) {
  test(`${what} is reported and tried again, after delays that double`, async () => {
    const world = new World()
    const attempts: number[] = []
    world.api.put(Widget, widget('a'))
    world.controller(Widget, ((_: unknown, context: Context) => {
      attempts.push(context.attempt)
      return attempts.length < 4 ? reconcile(context) : undefined
    }) as never)
    await world.start()
    assert.equal(
      [await world.clock.advanceToNext(), await world.clock.advanceToNext(), await world.clock.advanceToNext()],
      [5, 10, 20],
    )
    await world.idle()
    assert.equal(attempts, [1, 2, 3, 4])
    const lines = world.logger.lines.filter(line => line.level === 'error')
    assert.equal(
      lines.map(({ message: text, fields }) => [
        text,
        fields['controller'],
        fields['name'],
        fields['attempt'],
        fields['retryInMs'],
      ]),
      [
        ['reconcile failed', 'widget', 'a', 1, 5],
        ['reconcile failed', 'widget', 'a', 2, 10],
        ['reconcile failed', 'widget', 'a', 3, 20],
      ],
    )
    assert.match(String((lines[0]!.fields['error'] as Error | undefined)?.message ?? ''), message)

    world.api.put(Widget, widget('a', 2))
    await world.idle()
    assert.is(attempts.at(-1), 1, 'a success ends the count')
    await world.stop()
  })
}

test('a conflict is tried again as a failure is, and no error in the log', async () => {
  const world = new World()
  const attempts: number[] = []
  world.api.put(Widget, widget('a'))
  world.controller(Widget, async (_, { attempt }) => {
    attempts.push(attempt)
    if (attempt < 3) throw new ApiError({ request: 'replace widgets.example.com default/a', code: 409 })
  })
  await world.start()
  await world.clock.advance(5 + 10)
  assert.equal(attempts, [1, 2, 3])
  assert.equal(world.logged('error'), [])
  assert.is(world.logged('info').filter(line => line.startsWith('reconcile met a newer state')).length, 2)
  await world.stop()
})

test('a terminal error is reported and not tried again until the object changes', async () => {
  const world = new World()
  let calls = 0
  world.api.put(Widget, widget('a'))
  world.controller(Widget, async () => {
    calls++
    throw new TerminalError('hopeless')
  })
  await world.start()
  await world.clock.advance(3_600_000)
  assert.is(calls, 1)
  assert.equal(world.logged('error'), [
    'reconcile failed for good: it is not tried again before the object changes: hopeless',
  ])
  world.api.put(Widget, widget('a', 2))
  await world.idle()
  assert.is(calls, 2)
  await world.stop()
})

test('a reconcile that asks for it is repeated after its time; with 0, after delays that double', async () => {
  const world = new World()
  const results: Result[] = [{ requeueAfterMs: 60_000 }, { requeueAfterMs: 0 }, { requeueAfterMs: 0 }, undefined]
  const calls: [number, number][] = []
  world.api.put(Widget, widget('a'))
  world.controller(Widget, async (_, { attempt }) => {
    calls.push([world.clock.monotonic(), attempt])
    return results.shift()
  })
  await world.start()
  await world.clock.advance(60_000)
  await world.clock.advance(3_600_000)
  assert.equal(calls, [
    [0, 1],
    [60_000, 1],
    [60_005, 2],
    [60_015, 3],
  ])
  await world.stop()
})

test('an object that is gone is not reconciled, and its failures are forgotten', async () => {
  const world = new World()
  const attempts: number[] = []
  world.api.put(Widget, widget('a'))
  world.controller(Widget, async (_, { attempt }) => {
    attempts.push(attempt)
    if (attempts.length < 3) throw new Error('no luck')
  })
  await world.start()
  await world.clock.advance(5)
  world.api.delete(Widget, a)
  await world.idle()
  await world.clock.advance(3_600_000)
  assert.equal(attempts, [1, 2])
  world.api.put(Widget, widget('a'))
  await world.idle()
  assert.equal(attempts, [1, 2, 1])
  await world.stop()
})

test('an object that is being deleted is left alone by a reconciler that does not finalize', async () => {
  const world = new World()
  let calls = 0
  world.api.put(Widget, widget('a', 1, { finalizers: ['example.com/of-another'] }))
  world.controller(Widget, async () => void calls++)
  await world.start()
  world.api.delete(Widget, a)
  await world.idle()
  assert.is(calls, 1)
  await world.stop()
})

test('the signal of a reconcile aborts at its deadline, and it is tried again', async () => {
  const world = new World()
  const reasons: unknown[] = []
  world.api.put(Widget, widget('a'))
  world.controller(
    Widget,
    (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason)
          reject(new Error('a request was aborted'))
        })
      }),
    { reconcileTimeoutMs: 1000 },
  )
  await world.start()
  await world.clock.advance(999)
  assert.is(reasons.length, 0)
  await world.clock.advance(1)
  assert.is((reasons[0] as Error).name, 'ReconcileTimeoutError')
  const failure = world.logger.lines.find(line => line.level === 'error')?.fields['error'] as Error
  assert.is(failure.message, 'the reconcile did not end within 1000 ms')
  assert.is((failure.cause as Error).message, 'a request was aborted')
  await world.clock.advance(5 + 1000)
  assert.is(reasons.length, 2)
  const stopped = world.stop()
  await world.clock.advance(2000)
  await stopped
})

test('a reconcile that ignores its signal loses its worker, is reported, and never runs beside itself', async () => {
  const world = new World()
  const { calls, reconcile } = gate()
  world.api.put(Widget, widget('a'))
  world.controller(Widget, reconcile, { reconcileTimeoutMs: 1000 })
  await world.start()
  world.api.put(Widget, widget('b'))
  await world.clock.advance(10_999)
  assert.equal(
    calls.map(({ name }) => name),
    ['a'],
  )
  await world.clock.advance(1)
  assert.equal(
    calls.map(({ name }) => name),
    ['a', 'b'],
  )
  assert.equal(world.logged('error'), [
    'a reconcile ignores its signal: its object waits until it ends: the reconcile did not end within 1000 ms',
  ])
  calls[1]!.end()

  world.api.put(Widget, widget('a', 2))
  await world.clock.advance(3_600_000)
  assert.is(calls.length, 2)
  calls[0]!.end()
  await world.idle()
  assert.equal(
    calls.map(({ name }) => name),
    ['a', 'b', 'a'],
  )
  calls[2]!.end()
  await world.stop()
})

test('a stop waits for what is under way and begins nothing more', async () => {
  const world = new World()
  const { calls, reconcile } = gate()
  for (const name of ['a', 'b', 'c']) world.api.put(Widget, widget(name))
  world.controller(Widget, reconcile).workers(2)
  await world.start()
  let stopped = false
  const end = world.stop().then(() => (stopped = true))
  calls[0]!.end()
  await world.idle()
  assert.equal([stopped, calls.length], [false, 2])
  assert.not.ok(calls[1]!.context.signal.aborted)
  calls[1]!.end({ requeueAfterMs: 5 })
  await end
  assert.is(calls.length, 2)
  assert.equal(world.clock.pending, [])
})

test('a reconcile that the stop interrupts is no failure', async () => {
  const world = new World()
  world.api.put(Widget, widget('a'))
  world.controller(
    Widget,
    (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  const interrupt = await world.start()
  const stopped = world.stop()
  interrupt(new Error('time is up'))
  await stopped
  assert.equal(world.logged('error'), [])
  assert.equal(world.logged('info').slice(-1), ['the stop interrupted a reconcile: time is up'])
})

test('owners are found by controller reference, whatever the version', async () => {
  const world = new World()
  const seen: string[] = []
  for (const name of ['a', 'b', 'c']) world.api.put(Widget, widget(name))
  world.controller(Widget, async ({ metadata }) => void seen.push(metadata.name)).owns(Part)
  await world.start()
  seen.length = 0

  const owner = { apiVersion: 'example.com/v1alpha1', kind: 'Widget', name: 'a', uid: '1', controller: true }
  const table: [name: string, ownerReferences: OwnerReference[]][] = [
    ['ours', [{ ...owner, name: 'x', controller: false }, owner]],
    ['of-another-group', [{ ...owner, apiVersion: 'example.org/v1' }]],
    ['of-another-kind', [{ ...owner, kind: 'Gadget' }]],
    ['not-controlled', [{ ...owner, controller: false }]],
    ['of-nobody', []],
    ['of-one-that-is-gone', [{ ...owner, name: 'gone' }]],
  ]
  for (const [name, ownerReferences] of table) {
    world.api.put(Part, { metadata: { name, namespace: 'default', ownerReferences } })
    await world.idle()
    assert.equal([name, seen.splice(0)], [name, name === 'ours' ? ['a'] : []])
  }
  const metadata = { name: 'ours', namespace: 'default', ownerReferences: [{ ...owner, name: 'b' }] }
  world.api.put(Part, { metadata })
  await world.idle()
  assert.equal(seen.splice(0), ['a', 'b'], 'the old owner and the new one')
  world.api.delete(Part, metadata)
  await world.idle()
  assert.equal(seen, ['b'])
  await world.stop()
})

test('a map function leads to any number of objects; keys that are not ours are left out, impossible ones reported', async () => {
  const world = new World({ namespaces: ['default', 'other'] })
  const seen: string[] = []
  for (const name of ['a', 'b']) world.api.put(Widget, widget(name))
  let keys: object[] = []
  world
    .controller(Widget, async ({ metadata }) => void seen.push(metadata.name))
    .watches(Zone, () => keys as [])
    .namespaces('default')
  await world.start()
  seen.length = 0

  keys = [
    a,
    { namespace: 'default', name: 'b' },
    { namespace: 'other', name: 'a' },
    { namespace: 'else', name: 'a' },
    a,
  ]
  world.api.put(Zone, { metadata: { name: 'zone' } })
  await world.idle()
  assert.equal(seen.splice(0), ['a', 'b'])
  assert.equal(world.logged('error'), [])

  keys = [{ name: 'b' }, a]
  world.api.put(Zone, { metadata: { name: 'zone-2' } })
  await world.idle()
  assert.equal(seen, ['a'])
  assert.equal(world.logged('error'), ['a map function names an object without a namespace'])
  await world.stop()
})

test('what a controller owns is watched in its own namespaces, what else it watches in all', async () => {
  const world = new World()
  const Other = { ...Part, plural: 'others' }
  world
    .controller(Widget, async () => {})
    .owns(Part)
    .owns(Zone)
    .watches(Other, () => [])
    .selector({ matchLabels: { app: 'a' } })
    .namespaces('default')
  for (const namespace of ['default', 'other']) {
    world.api.put(Part, { metadata: { name: 'part', namespace } })
    world.api.put(Other, { metadata: { name: 'other', namespace } })
  }
  world.api.put(Zone, { metadata: { name: 'zone' } })
  await world.start()
  const sizes = [Part, Zone, Other].map(resource => world.cache.list(resource).length)
  assert.equal(sizes, [1, 1, 2])
  assert.match(world.cache.status()[0]!.name, 'app=a')
  await world.stop()
})

test('a map function or a predicate that throws stops nothing', async () => {
  const world = new World()
  const seen: string[] = []
  world.api.put(Widget, widget('a'))
  world.api.put(Part, { metadata: { name: 'part', namespace: 'default' } })
  world
    .controller(Widget, async ({ metadata }) => void seen.push(metadata.name))
    .watches(Part, () => {
      throw new Error('the map failed')
    })
    .predicates(() => {
      throw new Error('the predicate failed')
    })
  await world.start()
  assert.equal(seen, ['a'], 'rather once too often than lost')
  assert.equal(world.logged('error').sort(), [
    'a map function failed: the change is lost: the map failed',
    'a predicate failed: the change counts: the predicate failed',
  ])
  await world.stop()
})

test('predicates hold back changes of the own kind and of others, each their own', async () => {
  const world = new World()
  const seen: string[] = []
  world.api.put(Widget, widget('a', 1))
  world
    .controller(Widget, async ({ spec }) => void seen.push(`size ${spec.size}`))
    .predicates(
      change => change.object.spec.size > 1,
      change => change.object.spec.size < 4,
    )
    .watches(Part, () => [a], { predicates: [change => change.type === 'deleted'] })
  await world.start()
  for (const size of [2, 3, 4]) {
    world.api.put(Widget, widget('a', size))
    await world.idle()
  }
  world.api.put(Part, { metadata: { name: 'part', namespace: 'default' } })
  await world.idle()
  world.api.delete(Part, { namespace: 'default', name: 'part' })
  await world.idle()
  assert.equal(seen, ['size 2', 'size 3', 'size 4'])
  await world.stop()
})

test('a controller cannot be changed once it runs, nor made with what makes no sense', async () => {
  const world = new World()
  const builder = world.controller(Widget, async () => {})
  assert.throws(() => builder.workers(0), '0 workers')
  assert.throws(() => builder.workers(1.5), '1.5 workers')
  assert.throws(() => world.controller(Widget, async () => {}, { reconcileTimeoutMs: 0 }), 'reconcileTimeoutMs is 0')
  await world.start()
  for (const change of [
    () => builder.workers(2),
    () => builder.owns(Part),
    () => builder.watches(Part, () => []),
    () => builder.predicates(() => true),
    () => builder.selector('a=b'),
    () => builder.namespaces('default'),
  ]) {
    assert.throws(change, 'controller widget cannot be changed any more')
  }
  await world.stop()
})

test('of 10,000 objects that keep changing none is lost and none is worked on twice at once', async () => {
  const world = new World()
  const count = 10_000
  const inWork = new Set<string>()
  const latest = new Map<string, number>()
  let most = 0
  for (let index = 0; index < count; index++) world.api.put(Widget, widget(`w-${index}`))
  world
    .controller(Widget, async ({ metadata, spec }) => {
      assert.not.ok(inWork.has(metadata.name))
      inWork.add(metadata.name)
      most = Math.max(most, inWork.size)
      await Promise.resolve()
      // Every seventh meets a change of its own object.
      if (spec.size === 1 && Number(metadata.name.slice(2)) % 7 === 0) world.api.put(Widget, widget(metadata.name, 2))
      inWork.delete(metadata.name)
      latest.set(metadata.name, spec.size)
    })
    .workers(10)
  await world.start()
  await settled()
  assert.is(latest.size, count)
  assert.is(most, 10)
  assert.is([...latest].filter(([name, size]) => size !== (Number(name.slice(2)) % 7 === 0 ? 2 : 1)).length, 0)
  assert.equal(world.logged('error'), [])
  await world.stop()
})

test('what is new comes before the rest of what was there at the start', async () => {
  const world = new World()
  for (const name of ['a', 'b', 'c']) world.api.put(Widget, widget(name))
  const calls: string[] = []
  let end = () => {}
  world.controller(Widget, async ({ metadata: { name } }) => {
    calls.push(name)
    if (calls.length === 1) await new Promise<void>(resolve => (end = resolve))
  })
  await world.start()
  world.api.put(Widget, widget('new'))
  world.api.put(Widget, widget('c', 2))
  await world.idle()
  end()
  await world.idle()
  assert.equal(calls, ['a', 'new', 'c', 'b'])
  await world.stop()
})

test('a resync reconciles every object, whatever the predicates say, behind what happens', async () => {
  const world = new World()
  for (const name of ['a', 'b']) world.api.put(Widget, widget(name))
  const calls: string[] = []
  world
    .controller(Widget, async ({ metadata: { name } }) => void calls.push(name))
    .predicates(change => change.type === 'added')
    .resync(60_000)
  await world.start()
  assert.equal(calls.splice(0), ['a', 'b'])
  await world.clock.advance(53_000)
  assert.equal(calls, [])
  await world.clock.advance(14_000)
  assert.equal(calls.splice(0), ['a', 'b'])
  await world.clock.advance(66_000)
  assert.equal(calls, ['a', 'b'])
  await world.stop()
  assert.equal(world.clock.pending, [])
})

test('a resync without a time is refused', () => {
  for (const ms of [0, -1, Number.NaN, Infinity]) {
    assert.throws(() => new World().controller(Widget, async () => {}).resync(ms), /a resync each/)
  }
})

test.run()
