// Several controllers in one process: none keeps the others from their work.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Result } from '../../../runtime/controller/reconciler.js'
import { Widget, widget, World, Zone } from './world.js'

/**
 * How many of the 1,000 reconciles of another controller, with 10 workers, come between a change and the reconcile that it leads to. Each of
 * the others takes a millisecond of the processor.
 */
async function othersBefore(
  other: (world: World) => Result | Promise<Result>,
): Promise<{ before: number; all: number }> {
  const world = new World()
  for (let index = 0; index < 1000; index++) world.api.put(Zone, { metadata: { name: `zone-${index}` } })
  world.api.put(Widget, widget('a', 1))
  let all = 0
  let before: number | undefined
  world
    .controller(Zone, () => {
      all++
      if (all === 100) world.api.put(Widget, widget('a', 2))
      world.clock.stall(1)
      return other(world) as Promise<Result>
    })
    .workers(10)
  world.controller(Widget, async ({ spec }) => {
    if (spec.size === 2) before ??= all - 100
  })
  await world.start()
  for (let turn = 0; turn < 20; turn++) await world.idle()
  if (before === undefined) throw new Error('it was never reconciled')
  const stopped = world.stop()
  await world.clock.advance(1_000_000)
  await stopped
  return { before, all }
}

const table: [what: string, other: (world: World) => Result | Promise<Result>][] = [
  ['never waits for anything', async () => {}],
  ['is not even asynchronous', () => {}],
  [
    'fails each time',
    () => {
      throw new Error('no luck')
    },
  ],
  ['asks for another turn each time', async () => ({ requeueAfterMs: 0 })],
]
for (const [what, other] of table) {
  test(`a controller that ${what} does not keep another one waiting`, async () => {
    const { before, all } = await othersBefore(other)
    assert.ok(all >= 1000, `${all} in all`)
    // What the server says has to come in, by some turns of the event loop, of 10 ms each.
    assert.ok(before <= 150, `${before} came before`)
  })
}

test('one that never ends keeps its own objects waiting, and nothing else', async () => {
  const world = new World()
  const calls: string[] = []
  for (const name of ['a', 'b', 'c']) world.api.put(Widget, widget(name))
  world.controller(Widget, () => new Promise(() => {}), { name: 'stuck', reconcileTimeoutMs: 1000 }).workers(2)
  world.controller(Widget, async ({ metadata }) => void calls.push(metadata.name), { name: 'sound' })
  await world.start()
  assert.equal(calls.splice(0), ['a', 'b', 'c'])
  await world.clock.advance(60_000)
  world.api.put(Widget, widget('b', 2))
  await world.idle()
  assert.equal(calls, ['b'])
})

test.run()
