import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compare } from '../../../generator/diff/compare.js'
import { readObjects } from '../crd/read.js'
import { field, widget, type Node } from './widget.js'

const condition: Node = {
  type: 'object',
  properties: {
    type: {
      type: 'string',
      maxLength: 316,
      pattern:
        '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$',
    },
    status: { type: 'string', enum: ['Unknown', 'False', 'True'] },
    observedGeneration: { type: 'integer', format: 'int64', minimum: 0 },
    lastTransitionTime: { type: 'string', format: 'date-time' },
    reason: { type: 'string', maxLength: 1024, pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$' },
    message: { type: 'string', maxLength: 32768 },
  },
}
const conditions: Node = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: condition,
}

const list = { type: 'array', 'x-kubernetes-list-type': 'atomic', items: { type: 'string' } }

const add =
  (schema: Node, holder = 'spec', name = 'added') =>
  (crd: Node) => {
    field(crd, holder)['properties'][name] = schema
  }

const withoutConditions = (crd: Node) => delete field(crd, 'status')['properties'].conditions

const cases: readonly {
  readonly name: string
  readonly from?: (crd: Node) => void
  readonly edit: (crd: Node) => void
  readonly want: readonly string[]
}[] = [
  { name: 'nothing changed', edit: () => {}, want: [] },
  { name: 'a string', edit: add({ type: 'string' }), want: [] },
  { name: 'an integer', edit: add({ type: 'integer', format: 'int64' }), want: [] },
  { name: 'a boolean', edit: add({ type: 'boolean' }), want: ['spec.added boolean'] },
  { name: 'a number', edit: add({ type: 'number' }), want: ['spec.added float'] },
  { name: 'an unsigned integer', edit: add({ type: 'integer', format: 'uint32' }), want: ['spec.added unsigned'] },
  { name: 'a map of strings', edit: add({ type: 'object', additionalProperties: { type: 'string' } }), want: [] },
  {
    name: 'a map of objects',
    edit: add({ type: 'object', additionalProperties: { type: 'object', properties: { on: { type: 'boolean' } } } }),
    want: ['spec.added map', 'spec.added.*.on boolean'],
  },
  {
    name: 'a list that does not say how it is merged',
    edit: add({ type: 'array', items: { type: 'number' } }),
    want: ['spec.added list-type', 'spec.added[] float'],
  },
  {
    name: 'a list that does',
    edit: add({ type: 'array', 'x-kubernetes-list-type': 'atomic', items: { type: 'string' } }),
    want: [],
  },
  {
    name: 'a field that becomes a boolean',
    edit: crd => (field(crd, 'spec.name')['type'] = 'boolean'),
    want: ['spec.name boolean'],
  },
  { name: 'conditions', from: withoutConditions, edit: add(conditions, 'status', 'conditions'), want: [] },
  {
    name: 'conditions that are not of a status',
    edit: add({ ...conditions, items: { type: 'string' } }, 'spec', 'conditions'),
    want: [],
  },
  {
    name: 'conditions that are in a template, with fields of their own',
    edit: add(
      {
        ...conditions,
        items: { ...condition, properties: { ...condition['properties'], observedGeneration: undefined } },
      },
      'spec',
      'conditions',
    ),
    want: [],
  },
  {
    name: 'conditions that are in a template, as a set of its own',
    edit: add(
      { ...conditions, 'x-kubernetes-list-type': 'atomic', 'x-kubernetes-list-map-keys': undefined },
      'spec',
      'conditions',
    ),
    want: ['spec.conditions conditions: they are no list of the type map with the key "type"'],
  },
  {
    name: 'conditions to wait for, of which there may be several of a type',
    edit: add(
      {
        type: 'array',
        'x-kubernetes-list-type': 'atomic',
        items: { type: 'object', properties: { type: { type: 'string' }, status: { type: 'string' } } },
      },
      'spec',
      'conditions',
    ),
    want: [],
  },
  {
    name: 'a rule that compares all with all',
    edit: add({ ...list, 'x-kubernetes-validations': [{ rule: 'self.all(x, self.exists(y, x == y))' }] }),
    want: ['spec.added rule-cost', ' rule-cost'],
  },
  {
    name: 'a rule that does so with few',
    edit: add({ ...list, maxItems: 3, 'x-kubernetes-validations': [{ rule: 'self.all(x, self.exists(y, x < y))' }] }),
    want: [],
  },
  {
    name: 'a rule that costs too much beside one that did, and that one with a longer list',
    from: add({
      ...list,
      maxItems: 1000,
      'x-kubernetes-validations': [{ rule: 'self.all(x, self.exists(y, x == y))' }],
    }),
    edit: add({
      ...list,
      maxItems: 1001,
      'x-kubernetes-validations': [
        { rule: 'self.all(x, self.exists(y, x == y))' },
        { rule: 'self.exists(x, self.all(y, x == y))' },
      ],
    }),
    want: ['spec.added rule-cost'],
  },
  {
    name: 'conditions with other items, merged by another key',
    from: withoutConditions,
    edit: add(
      {
        ...conditions,
        'x-kubernetes-list-map-keys': ['status'],
        items: {
          type: 'object',
          properties: {
            ...condition['properties'],
            reason: undefined,
            status: { type: 'string', enum: ['True', 'False'] },
            message: { type: 'string' },
          },
        },
      },
      'status',
      'conditions',
    ),
    want: [
      'status.conditions conditions: they are no list of the type map with the key "type", status has another enum, reason is missing, message has another maxLength',
    ],
  },
  {
    name: 'a status that is no subresource any more',
    edit: crd => delete crd['spec'].versions[0].subresources,
    want: ['status status-subresource'],
  },
]

for (const { name, from = () => {}, edit, want } of cases) {
  test(name, async () => assert.equal(await broken(changed(from), changed(edit)), want))
}

test('of a new kind all is told, and nothing of one that is gone', async () => {
  const found = await broken(undefined, widget())
  assert.ok(found.includes('spec.flag boolean') && found.includes('spec.ratio float'), found.join('\n'))
  assert.equal(await broken(widget(), undefined), [])
})

test('of a new version that is told which no other had', async () => {
  const after = changed(crd => {
    const [first] = crd['spec'].versions
    const next = JSON.parse(JSON.stringify({ ...first, name: 'v2', storage: false }))
    next.schema.openAPIV3Schema.properties.spec.properties.added = { type: 'boolean' }
    crd['spec'].versions.push(next)
  })
  assert.equal(await broken(widget(), after), ['spec.added boolean'])
})

function changed(edit: (crd: Node) => void): Node {
  const crd = widget()
  edit(crd)
  return crd
}

/** What is told of conventions, when it is asked for: and nothing when it is not. */
async function broken(before: Node | undefined, after: Node | undefined): Promise<string[]> {
  const [old, now] = await Promise.all(
    [before, after].map(async crd => (crd ? (await readObjects(crd)).definitions : [])),
  )
  const tell = (conventions: boolean) =>
    compare(old ?? [], now ?? [], { versions: 'all', conventions }, ({ message }) =>
      assert.unreachable(message),
    ).flatMap(({ findings }) =>
      findings.flatMap(({ path, changes, breaks }) =>
        changes
          .filter(({ code }) => code.startsWith('convention/'))
          .map(({ code, message }) => {
            assert.ok(breaks)
            const [, why] = /know(: .*)$/.exec(message) ?? []
            return `${path} ${code.slice('convention/'.length)}${why ?? ''}`
          }),
      ),
    )
  assert.equal(tell(false), [])
  return tell(true)
}

test.run()
