import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createOrApply, createOrUpdate } from '../../../runtime/client/create-or-update.js'
import type { Cached } from '../../../runtime/api/deep-readonly.js'
import { Widget, widget, World, Zone } from '../controller/world.js'
import { rejection } from '../transport/local-server.js'

const a = { namespace: 'default', name: 'a' }

function create() {
  const { api, client } = new World()
  return { api, client, news: () => api.requests.splice(0).map(request => request.split(' ')[0]) }
}

const ofSize = (size: number) => (current: Cached<Widget> | undefined) =>
  ({ ...current, spec: { ...current?.spec, size } }) as Cached<Widget>

test('an object is made, changed where it differs, and left alone where it does not', async () => {
  const { api, client, news } = create()
  const table: [size: number, outcome: string, requests: string[]][] = [
    [1, 'created', ['GET', 'POST']],
    [1, 'unchanged', ['GET']],
    [2, 'updated', ['GET', 'PUT']],
    [2, 'unchanged', ['GET']],
  ]
  for (const [size, want, requests] of table) {
    const { outcome, object } = await createOrUpdate(client, Widget, a, ofSize(size))
    assert.equal([outcome, object.spec.size, news()], [want, size, requests])
    assert.equal(api.get(Widget, a)?.['spec'], { size })
  }
})

test('what is left out stays as it is', async () => {
  const { api, client } = create()
  api.put(Widget, { ...widget('a', 1, { labels: { x: '1' }, annotations: { y: '2' } }), status: { ready: true } })
  const labels = { z: '3' }
  const { outcome, object } = await createOrUpdate(
    client,
    Widget,
    a,
    () => ({ metadata: { labels } }) as unknown as Cached<Widget>,
  )
  assert.is(outcome, 'updated')
  assert.equal([object.metadata.labels, object.metadata.annotations], [labels, { y: '2' }])
  assert.equal([object.spec, object.status], [{ size: 1 }, { ready: true }])
  const nothing = { metadata: { finalizers: undefined }, more: undefined } as unknown as Cached<Widget>
  assert.is((await createOrUpdate(client, Widget, a, () => nothing)).outcome, 'unchanged', 'undefined, as in JSON')
})

test('the state of a cache costs no request, and a write upon an old one is refused', async () => {
  const { api, client, news } = create()
  api.put(Widget, widget('a'))
  const old = api.get(Widget, a) as unknown as Cached<Widget>
  const cache = { get: () => old as never }
  assert.is((await createOrUpdate(client, Widget, a, ofSize(1), { cache })).outcome, 'unchanged')
  assert.equal(news(), [])
  api.put(Widget, widget('a', 7))
  const conflict = await rejection(createOrUpdate(client, Widget, a, ofSize(2), { cache }))
  assert.is(conflict.status, 409)
  const empty = { get: () => undefined }
  const exists = await rejection(createOrUpdate(client, Widget, a, ofSize(2), { cache: empty }))
  assert.is(exists.reason, 'AlreadyExists')
  assert.equal(api.get(Widget, a)?.['spec'], { size: 7 })
})

test('an object of another name than was asked for is a mistake', async () => {
  const { client } = create()
  const other = await rejection(createOrUpdate(client, Widget, a, () => widget('b') as never))
  assert.is(other.message, 'default/b was built where default/a was asked for')
})

test('what cannot be read is not written', async () => {
  const { api, client, news } = create()
  api.failNext('GET', 403)
  assert.is((await rejection(createOrUpdate(client, Widget, a, ofSize(1)))).status, 403)
  assert.equal(news(), ['GET'])
})

test('a configuration is applied, and it is said what became of it', async () => {
  const { client, news } = create()
  const configuration = (size: number) => ({ metadata: a, spec: { size } })
  const table: [size: number, outcome: string][] = [
    [1, 'created'],
    [1, 'unchanged'],
    [2, 'updated'],
  ]
  for (const [size, want] of table) {
    const { outcome, object } = await createOrApply(client, Widget, configuration(size))
    assert.equal([outcome, object.spec.size, news()], [want, size, ['GET', 'PATCH']])
  }
  const zone = await createOrApply(client, Zone, { metadata: { name: 'z' } }, { cache: { get: () => undefined } })
  assert.equal([zone.outcome, news()], ['created', ['PATCH']])
})

test.run()
