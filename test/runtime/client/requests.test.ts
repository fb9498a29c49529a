import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Client } from '../../../runtime/client/client.js'
import type { Scale } from '../../../runtime/client/scale.js'
import { json, rejection } from '../transport/local-server.js'
import { ClientWorld, Review, widget, Widget, Zone } from './world.js'

let world: ClientWorld

test.before.each(async () => {
  world = await ClientWorld.start(json(widget('a')))
})
test.after.each(() => world.stop())

const base = '/apis/example.com/v1'
const item = `${base}/namespaces/default/widgets/a`
const meta = { name: 'a', namespace: 'default' }
const scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: meta, spec: { replicas: 2 } } as unknown as Scale

interface Sent {
  readonly contentType?: string
  readonly body?: unknown
}
const typed = { apiVersion: 'example.com/v1', kind: 'Widget' }
const deleteOptions = { apiVersion: 'v1', kind: 'DeleteOptions' }
const jsonBody = 'application/json'

const cases: readonly (readonly [
  name: string,
  call: (client: Client) => Promise<unknown>,
  request: string,
  sent?: Sent,
])[] = [
  ['get', c => c.for(Widget).namespace('default').get('a'), `GET ${item}`],
  [
    'get any version',
    c => c.for(Widget).namespace('default').get('a', { resourceVersion: '0' }),
    `GET ${item}?resourceVersion=0`,
  ],
  ['get of the core group', c => c.for(Zone).get('a:b'), 'GET /api/v1/zones/a:b'],
  ['list all namespaces', c => c.for(Widget).list(), `GET ${base}/widgets`],
  [
    'list one namespace with all options',
    c =>
      c.for(Widget).namespace('x').list({
        labelSelector: 'a in (b,c)',
        fieldSelector: 'metadata.name=a',
        limit: 5,
        continue: 'to+ken=',
        resourceVersion: '4',
        resourceVersionMatch: 'Exact',
      }),
    `GET ${base}/namespaces/x/widgets?labelSelector=a+in+(b,c)&fieldSelector=metadata.name=a&limit=5&continue=to+ken=&resourceVersion=4&resourceVersionMatch=Exact`,
  ],
  [
    'create takes the namespace from the object',
    c => c.for(Widget).create({ metadata: { name: 'a', namespace: 'x' }, spec: {} }),
    `POST ${base}/namespaces/x/widgets?fieldManager=tester`,
    { contentType: jsonBody, body: { metadata: { name: 'a', namespace: 'x' }, spec: {}, ...typed } },
  ],
  [
    'create in a namespace, with all options',
    c =>
      c
        .for(Widget)
        .namespace('x')
        .create(
          { metadata: { generateName: 'a-' }, spec: {} },
          { dryRun: true, fieldManager: 'me', fieldValidation: 'Strict' },
        ),
    `POST ${base}/namespaces/x/widgets?dryRun=All&fieldManager=me&fieldValidation=Strict`,
    { contentType: jsonBody, body: { metadata: { generateName: 'a-', namespace: 'x' }, spec: {}, ...typed } },
  ],
  [
    'create what has no name',
    c => c.for(Review).create({ spec: {} }),
    'POST /apis/review.example.com/v1/reviews?fieldManager=tester',
    { contentType: jsonBody, body: { spec: {}, apiVersion: 'review.example.com/v1', kind: 'Review' } },
  ],
  [
    'replace',
    c => c.for(Widget).replace(widget('a')),
    `PUT ${item}?fieldManager=tester`,
    { contentType: jsonBody, body: widget('a') },
  ],
  [
    'merge patch',
    c =>
      c
        .for(Widget)
        .namespace('default')
        .patch('a', { merge: { spec: { size: 3, tags: null } } }, { dryRun: true }),
    `PATCH ${item}?dryRun=All&fieldManager=tester`,
    { contentType: 'application/merge-patch+json', body: { spec: { size: 3, tags: null } } },
  ],
  [
    'JSON patch',
    c =>
      c
        .for(Widget)
        .namespace('default')
        .patch('a', { json: [{ op: 'remove', path: '/spec/tags' }] }),
    `PATCH ${item}?fieldManager=tester`,
    { contentType: 'application/json-patch+json', body: [{ op: 'remove', path: '/spec/tags' }] },
  ],
  [
    'apply',
    c =>
      c
        .for(Widget)
        .namespace('default')
        .apply({ metadata: { name: 'a' }, spec: { size: 2 } }, { force: true }),
    `PATCH ${item}?fieldManager=tester&force=true`,
    { contentType: 'application/apply-patch+yaml', body: { metadata: meta, spec: { size: 2 }, ...typed } },
  ],
  [
    'delete',
    c => c.for(Widget).namespace('default').delete('a'),
    `DELETE ${item}`,
    { contentType: jsonBody, body: deleteOptions },
  ],
  [
    'delete with all options',
    c =>
      c
        .for(Widget)
        .namespace('default')
        .delete('a', {
          propagationPolicy: 'Foreground',
          preconditions: { uid: 'u' },
          gracePeriodSeconds: 0,
          dryRun: true,
        }),
    `DELETE ${item}`,
    {
      contentType: jsonBody,
      body: {
        ...deleteOptions,
        propagationPolicy: 'Foreground',
        preconditions: { uid: 'u' },
        gracePeriodSeconds: 0,
        dryRun: ['All'],
      },
    },
  ],
  [
    'delete a collection',
    c => c.for(Widget).namespace('x').deleteCollection({ labelSelector: 'a=b', propagationPolicy: 'Orphan' }),
    `DELETE ${base}/namespaces/x/widgets?labelSelector=a=b`,
    { contentType: jsonBody, body: { ...deleteOptions, propagationPolicy: 'Orphan' } },
  ],
  ['get the status', c => c.for(Widget).namespace('default').getStatus('a'), `GET ${item}/status`],
  [
    'replace the status',
    c => c.for(Widget).replaceStatus(widget('a')),
    `PUT ${item}/status?fieldManager=tester`,
    { contentType: jsonBody, body: widget('a') },
  ],
  [
    'patch the status',
    c =>
      c
        .for(Widget)
        .namespace('default')
        .patchStatus('a', { merge: { status: { ready: true } } }),
    `PATCH ${item}/status?fieldManager=tester`,
    { contentType: 'application/merge-patch+json', body: { status: { ready: true } } },
  ],
  [
    'apply the status',
    c => c.for(Widget).applyStatus({ metadata: meta, status: { ready: true } }, { fieldManager: 'me' }),
    `PATCH ${item}/status?fieldManager=me`,
    { contentType: 'application/apply-patch+yaml', body: { metadata: meta, status: { ready: true }, ...typed } },
  ],
  ['get the scale', c => c.for(Widget).namespace('default').getScale('a'), `GET ${item}/scale`],
  [
    'replace the scale',
    c => c.for(Widget).namespace('default').replaceScale(scale),
    `PUT ${item}/scale?fieldManager=tester`,
    { contentType: jsonBody, body: scale },
  ],
  [
    'patch the scale',
    c =>
      c
        .for(Widget)
        .namespace('default')
        .patchScale('a', { merge: { spec: { replicas: 3 } } }),
    `PATCH ${item}/scale?fieldManager=tester`,
    { contentType: 'application/merge-patch+json', body: { spec: { replicas: 3 } } },
  ],
]

for (const [name, call, request, { contentType, body } = {}] of cases) {
  test(name, async () => {
    await call(world.client)
    assert.equal(world.requests, [request])
    const [received] = world.server.requests
    assert.is(received?.headers['content-type'], contentType)
    assert.equal(received?.body ? JSON.parse(received.body) : undefined, body)
  })
}

test('what is sent as YAML has nothing in it that YAML reads otherwise', async () => {
  const text = '\x7f\x85\x9f\u2028\u2029\ufeff\uffff é \u{1f600} \n'
  const metadata = { name: 'a', annotations: { text } }
  await world.client.for(Widget).namespace('default').apply({ metadata })
  const { body = '' } = world.server.requests[0] ?? {}
  assert.ok(body.includes('"\\u007f\\u0085\\u009f\\u2028\\u2029\\ufeff\\uffff é \u{1f600} \\n"'), body)
  assert.is(JSON.parse(body).metadata.annotations.text, text)
})

const mistakes: readonly (readonly [name: string, call: (client: Client) => unknown, message: RegExp])[] = [
  ['an empty name', c => c.for(Widget).namespace('x').get(''), /^"" is no name of an object$/],
  [
    'no name at all',
    c =>
      c
        .for(Widget)
        .namespace('x')
        .delete(undefined as never),
    /^"" is no name/,
  ],
  ['a name that climbs', c => c.for(Zone).get('..'), /^"\.\." is no name/],
  ['a name with a slash', c => c.for(Zone).delete('a/b'), /^"a\/b" is no name/],
  ['an empty namespace', c => c.for(Widget).namespace(''), /namespace is empty/],
  [
    'no namespace',
    c => c.for(Widget).create({ metadata: { name: 'a' }, spec: {} }),
    /^Widget a has no metadata\.namespace$/,
  ],
  [
    'another namespace',
    c => c.for(Widget).namespace('x').create({ metadata: meta, spec: {} }),
    /^Widget a has metadata\.namespace default, but the client is for x$/,
  ],
  [
    'a namespace where there is none',
    c => c.for(Zone).create({ metadata: meta }),
    /^Zone a has metadata\.namespace default, but is in no namespace$/,
  ],
  [
    'an object without a name',
    c => c.for(Widget).namespace('x').create({ metadata: {}, spec: {} }),
    /neither metadata\.name/,
  ],
  [
    'replacing an object without a name',
    c =>
      c
        .for(Widget)
        .namespace('x')
        .replace({ metadata: { generateName: 'a' }, spec: {} }),
    /^a Widget has no metadata\.name$/,
  ],
  [
    'an object of another kind',
    c => c.for(Zone).create({ kind: 'Widget', metadata: { name: 'a' } } as never),
    /^this client is for v1 Zone, and not for v1 Widget$/,
  ],
  ['two patches at once', c => c.for(Zone).patch('a', { merge: {}, json: [] } as never), /^a patch is either/],
]

for (const [name, call, message] of mistakes) {
  test(`is an error before any request: ${name}`, async () => {
    const error = await rejection((async () => call(world.client))())
    assert.instance(error, TypeError)
    assert.match(error.message, message)
    assert.equal(world.requests, [])
  })
}

test('what is sent is not changed', async () => {
  const object = Object.freeze({ metadata: Object.freeze({ name: 'a' }), spec: {} })
  await world.client.for(Widget).namespace('x').create(object)
  assert.equal(object, { metadata: { name: 'a' }, spec: {} })
})

test('delete answers with what is still there', async () => {
  const widgets = world.client.for(Widget).namespace('default')
  assert.is((await widgets.delete('a'))?.metadata.name, 'a')
  world.server.answer = json({ kind: 'Status', apiVersion: 'v1', status: 'Success', details: { name: 'a' } })
  assert.is(await widgets.delete('a'), undefined)
})

test('list items say what they are, also where the server leaves it out', async () => {
  const { apiVersion: _, kind: __, ...bare } = widget('a')
  world.server.answer = json({ kind: 'WidgetList', metadata: { resourceVersion: '9' }, items: [bare] })
  const page = await world.client.for(Widget).list()
  assert.equal(page, { items: [widget('a')], metadata: { resourceVersion: '9' } })
})

test('a list is parsed as it arrives', async () => {
  const text = JSON.stringify({ items: [widget('a'), widget('b')], metadata: { resourceVersion: '9' } })
  const half = text.indexOf('"b"')
  let finish = () => {}
  world.server.answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write(text.slice(0, half))
    finish = () => response.end(text.slice(half))
  }
  const arrived: string[] = []
  const page = await world.client.listerWatcher(Widget).list({
    onItems: items => {
      arrived.push(...items.map(({ metadata }) => metadata.name))
      if (arrived.length === 1) finish()
    },
  })
  assert.equal(arrived, ['a', 'b'])
  assert.equal(page, { items: [], metadata: { resourceVersion: '9' } })
})

for (const [what, text] of [
  ['ends early', '{"items":[{"metadata":{"name":"a"}},{"meta'],
  ['is none', '<html>"items":[</html>'],
] as const) {
  test(`a list that ${what} is an error of the request`, async () => {
    world.server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(text)
    }
    const error = await rejection(world.client.for(Widget).list())
    assert.match(error.message, /^list widgets\.example\.com.*JSON/)
  })
}

test('a list of nothing may be null', async () => {
  world.server.answer = json({ metadata: {}, items: null })
  assert.equal((await world.client.for(Widget).list()).items, [])
})

test('items asks for page after page', async () => {
  world.server.answer = ({ url }, response) => {
    const last = url.includes('continue')
    const metadata = last ? {} : { continue: 'next' }
    json({ metadata, items: [widget(last ? 'b' : 'a')] })({} as never, response)
  }
  const names = []
  for await (const { metadata } of world.client.for(Widget).items({ labelSelector: 'x', limit: undefined }))
    names.push(metadata.name)
  assert.equal(names, ['a', 'b'])
  assert.equal(world.requests, [
    `GET ${base}/widgets?limit=500&labelSelector=x`,
    `GET ${base}/widgets?limit=500&labelSelector=x&continue=next`,
  ])
})

test('items goes on from the token that comes with 410, and fails where none comes', async () => {
  const expired = (token: object) => ({
    kind: 'Status',
    code: 410,
    reason: 'Expired',
    message: 'too old',
    metadata: token,
  })
  world.server.answer = ({ url }, response) => {
    const [body, status] = url.includes('continue=fresh')
      ? [{ metadata: {}, items: [widget('b')] }, 200]
      : url.includes('continue=old')
        ? [expired({ continue: 'fresh' }), 410]
        : [{ metadata: { continue: 'old' }, items: [widget('a')] }, 200]
    json(body, status)({} as never, response)
  }
  const names = []
  for await (const { metadata } of world.client.for(Widget).items()) names.push(metadata.name)
  assert.equal(names, ['a', 'b'])

  world.server.answer = ({ url }, response) => {
    if (url.includes('continue')) json(expired({}), 410)({} as never, response)
    else json({ metadata: { continue: 'old' }, items: [] })({} as never, response)
  }
  const error = await rejection(
    (async () => {
      for await (const _ of world.client.for(Widget).items());
    })(),
  )
  assert.is(error.reason, 'Expired')
})

test('warnings are logged once each', async () => {
  const warning = '299 - "unknown field \\"spec.x\\"", 299 - "v1 is old, use v2"'
  world.server.answer = json(widget('a'), 200, { warning })
  const widgets = world.client.for(Widget).namespace('default')
  await widgets.get('a')
  await widgets.get('a')
  assert.equal(
    world.logger.lines.map(({ level, message, fields }) => [level, message, fields]),
    [
      ['warn', 'the server warns: unknown field "spec.x"', { request: 'get widgets.example.com default/a' }],
      ['warn', 'the server warns: v1 is old, use v2', { request: 'get widgets.example.com default/a' }],
    ],
  )
})

test('a field manager must have a name', () => {
  const { client } = world
  const make = (fieldManager: string) => () =>
    new (client.constructor as typeof Client)({ transport: {} as never, fieldManager })
  assert.throws(make(''), /it must have 1 to 128 characters/)
  assert.throws(make('x'.repeat(129)), /it must have 1 to 128 characters/)
})

test.run()
