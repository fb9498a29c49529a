// What a reconciler learns of its failures, and what it may say of them in the status.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Cached } from '../../../runtime/api/deep-readonly.js'
import { TerminalError, type Context } from '../../../runtime/controller/reconciler.js'
import { Widget, widget, World } from './world.js'

const message = (error: unknown) => (error instanceof Error ? error.message : error)

test('an attempt knows which one it is, and what the one before it failed with', async () => {
  const world = new World()
  world.api.put(Widget, widget('a'))
  const told: unknown[] = []
  const results = ['one', 'two', undefined, 'three', undefined]
  world.controller(Widget, async (_, { attempt, lastError }) => {
    told.push([attempt, message(lastError)])
    const failure = results.shift()
    if (failure) throw new Error(failure)
  })
  await world.start()
  await world.clock.advance(1_000)
  world.api.put(Widget, widget('a', 2))
  await world.idle()
  await world.clock.advance(1_000)
  const first = [1, undefined]
  assert.equal(told, [first, [2, 'one'], [3, 'two'], first, [2, 'three']])
  await world.stop()
})

test('an attempt after a terminal error begins anew', async () => {
  const world = new World()
  world.api.put(Widget, widget('a'))
  const told: unknown[] = []
  const errors = [new Error('one'), new TerminalError('never')]
  world.controller(Widget, async (_, { attempt, lastError }) => {
    told.push([attempt, message(lastError)])
    const failure = errors.shift()
    if (failure) throw failure
  })
  await world.start()
  await world.clock.advance(1_000)
  world.api.put(Widget, widget('a', 2))
  await world.idle()
  assert.equal(told, [
    [1, undefined],
    [2, 'one'],
    [1, undefined],
  ])
  await world.stop()
})

/** A reconciler that fails like this, and writes into the status that it is not ready. */
function failing(failures: (() => Promise<never>)[], reports: unknown[]) {
  return {
    async reconcile() {
      await failures.shift()?.()
    },
    async reportError(object: Cached<Widget>, error: unknown, { client, attempt, signal }: Context) {
      reports.push([object.metadata.name, message(error), attempt, signal.aborted])
      const { namespace, name, resourceVersion } = object.metadata
      const merge = { metadata: { resourceVersion }, status: { ready: false } }
      await client.for(Widget).namespace(namespace).patchStatus(name, { merge }, { signal })
    },
  }
}

test('an error is written into the status, and the attempts go on', async () => {
  const world = new World()
  world.api.put(Widget, widget('a'))
  const reports: unknown[] = []
  const fail = (text: string) => () => Promise.reject(new Error(text))
  world
    .controller(Widget, failing([fail('one'), fail('two'), () => Promise.reject(new TerminalError('never'))], reports))
    .predicates(change => change.type !== 'updated' || change.object.spec.size !== change.old.spec.size)
  await world.start()
  await world.clock.advance(1_000)
  assert.equal(reports, [
    ['a', 'one', 1, false],
    ['a', 'two', 2, false],
    ['a', 'never', 3, false],
  ])
  assert.equal(world.api.get(Widget, { namespace: 'default', name: 'a' })!['status'], { ready: false })
  await world.stop()
})

test('what a report writes leads to no attempt, whatever it says, and what others write does', async () => {
  for (const isFinal of [false, true]) {
    const world = new World()
    world.api.put(Widget, widget('a'))
    let attempts = 0
    let reports = 0
    world.controller(Widget, {
      async reconcile() {
        attempts++
        throw new (isFinal ? TerminalError : Error)('no luck')
      },
      async reportError({ metadata: { namespace, name } }, _error, { client }) {
        const merge = { status: { ready: false, report: ++reports } }
        await client.for(Widget).namespace(namespace).patchStatus(name, { merge })
        await world.idle()
      },
    })
    await world.start()
    await world.idle()
    assert.equal([attempts, reports], [1, 1])
    await world.clock.advance(5)
    await world.idle()
    assert.equal([attempts, reports], isFinal ? [1, 1] : [2, 2])
    await world.client
      .for(Widget)
      .namespace('default')
      .patch('a', { merge: { spec: { size: 2 } } })
    await world.idle()
    assert.equal([attempts, reports], isFinal ? [2, 2] : [3, 3])
    await world.stop()
  }
})

test('a conflict is no fault to be reported', async () => {
  const world = new World()
  world.api.put(Widget, widget('a'))
  const reports: unknown[] = []
  const conflict = () =>
    world.client
      .for(Widget)
      .namespace('default')
      .patch('a', { merge: { metadata: { resourceVersion: '1' } } }) as Promise<never>
  world.controller(Widget, failing([conflict], reports))
  await world.start()
  await world.clock.advance(1_000)
  assert.equal(reports, [])
  assert.equal(world.logged('info').slice(0, 1), [
    'reconcile met a newer state: patch widgets.example.com default/a: 409 Conflict: it says Conflict',
  ])
  await world.stop()
})

test('a failure of finalize is reported, and the finalizer stays', async () => {
  const world = new World()
  const finalizers = ['widgets.example.com/finalizer']
  world.api.put(Widget, widget('a', 1, { finalizers, deletionTimestamp: '2030-01-01T00:00:00Z' }))
  const reports: unknown[] = []
  world.controller(Widget, { ...failing([], reports), finalize: () => Promise.reject(new Error('not yet')) })
  await world.start()
  assert.equal(reports[0], ['a', 'not yet', 1, false])
  assert.equal(world.api.get(Widget, { namespace: 'default', name: 'a' })!.metadata.finalizers, finalizers)
  await world.stop()
})

test('an error at the deadline is reported with a signal that has not aborted', async () => {
  const world = new World()
  world.api.put(Widget, widget('a'))
  const reports: unknown[] = []
  let signal: AbortSignal | undefined
  const whole = failing([], reports)
  world.controller(
    Widget,
    {
      ...whole,
      reconcile: (_, context) =>
        new Promise((_resolve, reject) => {
          signal ??= context.signal
          context.signal.addEventListener('abort', () => reject(new Error('aborted')))
        }),
    },
    { reconcileTimeoutMs: 1000 },
  )
  await world.start()
  await world.clock.advance(1000)
  assert.ok(signal!.aborted)
  assert.equal(reports, [['a', 'the reconcile did not end within 1000 ms', 1, false]])
  const stopped = world.stop()
  await world.clock.advance(20_000)
  await stopped
})

test('a report that fails is logged, and one that takes too long is ended: the attempts go on', async () => {
  const world = new World()
  world.api.put(Widget, widget('a'))
  let calls = 0
  world.controller(Widget, {
    async reconcile() {
      calls++
      throw new Error('no luck')
    },
    reportError(_object, _error, { attempt, signal }) {
      if (attempt === 1) throw new Error('cannot say')
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    },
  })
  await world.start()
  await world.clock.advance(5)
  assert.is(calls, 2)
  await world.clock.advance(9_999)
  assert.is(calls, 2)
  await world.clock.advance(11)
  assert.is(calls, 3)
  assert.equal(world.logged('error'), [
    'the error of a reconcile could not be reported: cannot say',
    'reconcile failed: no luck',
    'the error of a reconcile could not be reported: the reconcile did not end within 10000 ms',
    'reconcile failed: no luck',
  ])
  const stopped = world.stop()
  await world.clock.advance(20_000)
  await stopped
})

test('a stop interrupts a report, and begins none', async () => {
  const world = new World()
  world.api.put(Widget, widget('a'))
  const reasons: unknown[] = []
  world.controller(Widget, {
    async reconcile() {
      throw new Error('no luck')
    },
    reportError: (_object, _error, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          reasons.push(message(signal.reason))
          reject(signal.reason)
        }),
      ),
  })
  const interrupt = await world.start()
  const stopped = world.stop()
  interrupt(new Error('time is up'))
  await stopped
  assert.equal(reasons, ['time is up'])
})

test.run()
