import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { EventChannel } from '../../../runtime/controller/event-channel.js'
import { Widget, widget, World, Zone } from './world.js'

test('an event from outside leads to the object that it names, in every controller that watches', async () => {
  const world = new World()
  const channel = new EventChannel()
  const calls: string[] = []
  for (const name of ['a', 'b']) world.api.put(Widget, widget(name))
  for (const controller of ['first', 'second']) {
    world
      .controller(Widget, async ({ metadata }) => void calls.push(`${controller} ${metadata.name}`), {
        name: controller,
      })
      .watchesChannel(channel)
  }
  channel.push({ namespace: 'default', name: 'a' })
  await world.start()
  assert.equal(calls.splice(0).sort(), ['first a', 'first b', 'second a', 'second b'])

  channel.push({ namespace: 'default', name: 'b' })
  await world.idle()
  assert.equal(calls.splice(0), ['first b', 'second b'])

  channel.push({ namespace: 'default', name: 'nobody' })
  await world.idle()
  assert.equal(calls, [], 'there is no such object')
  await world.stop()
  channel.push({ namespace: 'default', name: 'a' })
  await world.idle()
  assert.equal(calls, [])
})

test('an event may be anything, and lead to any number of objects', async () => {
  const world = new World({ namespaces: ['default'] })
  const channel = new EventChannel<{ readonly sizes: readonly number[] }>()
  const calls: string[] = []
  world.api.put(Widget, widget('a', 1))
  world.api.put(Widget, widget('b', 2))
  world
    .controller(Widget, async ({ metadata }) => void calls.push(metadata.name))
    .watchesChannel(channel, ({ sizes }) => {
      if (sizes.length === 0) throw new Error('no size')
      const widgets = world.cache.list(Widget).filter(({ spec }) => sizes.includes(spec.size))
      return [...widgets.map(({ metadata }) => metadata), { namespace: 'elsewhere', name: 'x' }, { name: 'y' }]
    })
  await world.start()
  calls.splice(0)
  channel.push({ sizes: [1, 2] })
  channel.push({ sizes: [] })
  channel.push({ sizes: [2, 7] })
  await world.idle()
  assert.equal(calls, ['a', 'b'])
  assert.equal(world.logged('error'), [
    'a map function names an object without a namespace',
    'a map function failed: the event is lost: no size',
    'a map function names an object without a namespace',
  ])
  await world.stop()
})

test('an event during a reconcile leads to another one after it', async () => {
  const world = new World()
  const channel = new EventChannel()
  let calls = 0
  world.api.put(Zone, { metadata: { name: 'z' } })
  world
    .controller(Zone, async ({ metadata }) => {
      if (++calls === 1) channel.push({ name: metadata.name })
    })
    .watchesChannel(channel)
  await world.start()
  assert.is(calls, 2)
  await world.stop()
})

test.run()
