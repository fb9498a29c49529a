/** Names of a run in the next one, case by case. */

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import { readNames } from '../../../generator/model/read-names.js'
import { recordNames, type RecordedNames } from '../../../generator/model/recorded-names.js'
import type { Model } from '../../../generator/model/resource-model.js'
import { buildAll, define, integer, list, object, shapesOf, text, type Given } from './definition.js'

const leaf = (name = 'a') => object({ [name]: text })
const said = (description: string): JsonSchemaProps => ({ ...leaf(), description })
const grown = (name = 'a') => object({ [name]: text, more: integer })

function spec(properties: { readonly [name: string]: JsonSchemaProps }, kind = 'Foo'): Given {
  return { kind, schema: object({ spec: object(properties) }) }
}

function typesIn({ versions }: Model): string[] {
  return versions.flatMap(version => shapesOf(version).map(({ names }) => names.type)).sort()
}

function record(given: readonly Given[], previous?: RecordedNames): RecordedNames {
  return recordNames(buildAll(given.map(define), { recorded: previous }).model, previous)
}

const followed: readonly {
  readonly title: string
  readonly before: readonly Given[]
  readonly after: readonly Given[]
  readonly want: readonly string[]
  /** What it would be without a record. */
  readonly anew: readonly string[]
}[] = [
  {
    title: 'a type that comes to be of two places keeps the path of the first',
    before: [spec({ hostPort: leaf() })],
    after: [spec({ hostPort: leaf(), b: object({ hostPort: leaf() }) })],
    want: ['FooSpec', 'FooSpecB', 'FooSpecHostPort'],
    anew: ['FooSpec', 'FooSpecB', 'HostPort'],
  },
  {
    title: 'a type of several places keeps its name when one is left',
    before: [spec({ hostPort: leaf(), b: object({ hostPort: leaf() }) })],
    after: [spec({ b: object({ hostPort: leaf() }) })],
    want: ['FooSpec', 'FooSpecB', 'HostPort'],
    anew: ['FooSpec', 'FooSpecB', 'FooSpecBHostPort'],
  },
  {
    title: 'a type that has changed everywhere keeps its name',
    before: [spec({ hostPort: leaf(), b: object({ hostPort: leaf() }) })],
    after: [spec({ b: object({ hostPort: grown() }) })],
    want: ['FooSpec', 'FooSpecB', 'HostPort'],
    anew: ['FooSpec', 'FooSpecB', 'FooSpecBHostPort'],
  },
  {
    title: 'of two types that were one, what did not change keeps the name',
    before: [spec({ hostPort: leaf(), b: object({ hostPort: leaf() }), c: object({ x: text, hostPort: leaf() }) })],
    after: [spec({ hostPort: leaf(), b: object({ hostPort: grown() }), c: object({ x: text, hostPort: grown() }) })],
    want: ['FooSpec', 'FooSpecB', 'FooSpecC', 'FooSpecHostPort', 'HostPort'],
    anew: ['FooSpec', 'FooSpecB', 'FooSpecC', 'FooSpecHostPort', 'HostPort'],
  },
  {
    title: 'of two types that were one and have both changed, the one of more places keeps the name',
    before: [spec({ hostPort: leaf(), b: object({ hostPort: leaf() }), c: object({ x: text, hostPort: leaf() }) })],
    after: [
      spec({
        hostPort: object({ b: text }),
        b: object({ hostPort: grown() }),
        c: object({ x: text, hostPort: grown() }),
      }),
    ],
    want: ['FooSpec', 'FooSpecB', 'FooSpecC', 'FooSpecHostPort', 'HostPort'],
    anew: ['FooSpec', 'FooSpecB', 'FooSpecC', 'FooSpecHostPort', 'HostPort'],
  },
  {
    title: 'where two types become one, it is called what the one that did not change was called',
    before: [spec({ port: grown(), zone: leaf() })],
    after: [spec({ port: leaf(), zone: leaf() })],
    want: ['FooSpec', 'FooSpecZone'],
    anew: ['FooSpec', 'FooSpecPortOrZone'],
  },
  {
    title: 'where two types become one, what they hold is called what it was called in either',
    before: [spec({ a: object({ rules: list(leaf('x')) }), b: object({ rules: list(said('RouteRule is one.')) }) })],
    after: [spec({ a: object({ rules: list(leaf()) }), b: object({ rules: list(leaf()) }) })],
    want: ['FooSpec', 'FooSpecB', 'RouteRule'],
    anew: ['FooSpec', 'FooSpecAOrB', 'FooSpecAOrBRule'],
  },
  {
    title: 'a new kind gives way to a type',
    before: [spec({ a: leaf() })],
    after: [spec({ a: leaf() }), { kind: 'FooSpec', schema: object({ data: leaf('b') }) }],
    want: ['FooSpec', 'FooSpecA', 'FooSpecResourceData'],
    anew: ['FooSpecData', 'FooResourceSpec', 'FooResourceSpecA'],
  },
  {
    title: 'a type that had to give way does not come back',
    before: [spec({ a: leaf() }), { kind: 'FooSpec', schema: object({ data: leaf('b') }) }],
    after: [spec({ a: leaf() })],
    want: ['FooResourceSpec', 'FooResourceSpecA'],
    anew: ['FooSpec', 'FooSpecA'],
  },
  {
    title: 'a field of another name is another place',
    before: [spec({ source: leaf() })],
    after: [spec({ target: leaf() })],
    want: ['FooSpec', 'FooSpecTarget'],
    anew: ['FooSpec', 'FooSpecTarget'],
  },
  {
    title: 'what changes within changes no name above it',
    before: [spec({ hostPort: object({ c: leaf() }), b: object({ hostPort: object({ c: leaf() }) }) })],
    after: [spec({ hostPort: object({ c: grown() }), b: object({ hostPort: object({ c: leaf() }) }) })],
    want: ['FooSpec', 'FooSpecB', 'FooSpecHostPort', 'FooSpecHostPortC', 'HostPort', 'HostPortC'],
    anew: ['FooSpec', 'FooSpecB', 'FooSpecBHostPort', 'FooSpecBHostPortC', 'FooSpecHostPort', 'FooSpecHostPortC'],
  },
]

for (const { title, before, after, want, anew } of followed) {
  test(title, () => {
    const recorded = record(before)
    assert.equal(typesIn(buildAll(after.map(define), { recorded }).model), [...want].sort())
    assert.equal(typesIn(buildAll(after.map(define)).model), [...anew].sort())
  })
}

test('a view that is new gives way to a type', () => {
  const withDefault = object({ x: { ...text, default: 'x' } })
  const before = [spec({ a: object({ x: text }), aInput: leaf() })]
  const after = [spec({ a: withDefault, aInput: leaf() })]
  const first = record(before)
  const viewsOf = (given: readonly Given[], recorded: RecordedNames) => {
    const { model } = buildAll(given.map(define), { recorded })
    const shape = model.versions.flatMap(shapesOf).find(({ names }) => names.type === 'FooSpecA')
    return [shape?.names.input, recordNames(model, recorded)] as const
  }
  const [view, second] = viewsOf(after, first)
  assert.is(view, 'FooSpecAInputView')
  assert.is(viewsOf([spec({ a: withDefault })], second)[0], 'FooSpecAInputView', 'and stays when there is room')
})

const version = (name: string, storage: boolean) => {
  return { name, storage, schema: object({ spec: object({ hostPort: leaf(), b: object({ hostPort: leaf() }) }) }) }
}

test('versions that come and go change no names of the others', () => {
  const one: Given = { versions: [version('v1', true)] }
  const two: Given = { versions: [version('v1beta1', false), version('v1', true)] }
  const first = record([one])
  const second = record([two], first)
  assert.equal(second.versions['example.com/v1'], first.versions['example.com/v1'])
  assert.equal(record([one], second), first)
})

test('a reconciler keeps its name when a kind of that name comes, also when its own kind has gone', () => {
  const controllersOf = ({ controllers }: RecordedNames) => Object.values(controllers).sort()
  const first = record([{}])
  assert.equal(controllersOf(first), ['foo-reconciler#MyFooReconciler'])
  const second = record([{}, { group: 'clash.example.com' }], first)
  const both = ['clash-foo-reconciler#MyClashFooReconciler', 'foo-reconciler#MyFooReconciler']
  assert.equal(controllersOf(second), both)
  const gone = record([{ kind: 'Bar' }], first)
  assert.equal(
    controllersOf(record([{ group: 'clash.example.com' }], gone)),
    [...both, 'bar-reconciler#MyBarReconciler'].sort(),
  )
})

test('files and clients keep their names when a kind comes that would have them', () => {
  const first = record([{}])
  const { model } = buildAll([{}, { kind: 'FooClient' }, { kind: 'FOO', plural: 'oofs' }].map(define), {
    recorded: first,
  })
  const resources = model.versions.flatMap(({ resources }) => resources)
  assert.equal(
    resources.map(({ names, files }) => `${names.type} ${names.client} ${files.model} ${files.client}`).sort(),
    [
      'FOO FOOClient foo-oofs foo-oofs-client',
      'Foo FooClient foo foo-client',
      'FooClientResource FooClientResourceClient foo-client-resource foo-client-resource-client',
    ],
  )
})

test('a record of two branches, merged: each place has its name, and what changed does not matter', () => {
  const trunk = record([spec({ a: leaf() })])
  const ours = record(
    [spec({ a: leaf(), b: object({ hostPort: leaf('x') }), c: object({ y: text, hostPort: leaf('x') }) })],
    trunk,
  )
  const theirs = record([spec({ a: grown(), d: leaf('d') })], trunk)
  const key = 'example.com/v1'
  const merged = {
    ...trunk,
    versions: {
      [key]: { kinds: { Foo: {} }, types: { ...ours.versions[key]?.types, ...theirs.versions[key]?.types } },
    },
  }
  const given = spec({
    a: grown(),
    b: object({ hostPort: leaf('x') }),
    c: object({ y: text, hostPort: leaf('x') }),
    d: leaf('d'),
  })
  assert.equal(typesIn(buildAll([define(given)], { recorded: merged }).model), [
    'FooSpec',
    'FooSpecA',
    'FooSpecB',
    'FooSpecC',
    'FooSpecD',
    'HostPort',
  ])
})

const good = record([spec({ hostPort: leaf(), b: object({ hostPort: leaf() }) })])

function changed(change: object): unknown {
  return { ...good, versions: { 'example.com/v1': { ...good.versions['example.com/v1'], ...change } } }
}

const none = (what: unknown) => `names of "example.com/v1": ${JSON.stringify(what)} does not belong there`

const mangled: readonly (readonly [string, unknown, string])[] = [
  ['a list', [], 'the names are no object'],
  ['what no run records', { ...good, more: {} }, 'names: "more" does not belong there'],
  ['versions that are a list', { ...good, versions: [] }, 'the names of versions are no object'],
  ['no reconcilers', { versions: {} }, 'the names of reconcilers are no object'],
  ['a way out of the folder', changed({ folder: '../../etc' }), none('../../etc')],
  ['a folder in a folder', changed({ folder: 'a/b/c' }), none('a/b/c')],
  ['a kind that is no identifier', changed({ kinds: { Foo: { type: 'Foo {}' } } }), none('Foo {}')],
  ['a file with a way out', changed({ kinds: { Foo: { files: { model: '../foo' } } } }), none('../foo')],
  ['a file that is there', changed({ kinds: { Foo: { files: { model: 'shared' } } } }), none('shared')],
  ['a device', changed({ kinds: { Foo: { files: { model: 'con' } } } }), none('con')],
  ['a name that a kind does not have', changed({ kinds: { Foo: { alias: 'Bar' } } }), none('alias')],
  ['a type that is no identifier', changed({ types: { 'A; evil()': '4037fb08' } }), none('A; evil()')],
  ['a type of another case', changed({ types: { string: '4037fb08' } }), none('string')],
  ['no structure', changed({ types: { A: [] } }), 'names of "example.com/v1": undefined does not belong there'],
  ['a place that is a number', changed({ types: { A: ['4037fb08', 7] } }), none(7)],
  ['a view that is no identifier', changed({ views: ['*/'] }), none('*/')],
  [
    'a reconciler in another folder',
    { ...good, controllers: { 'foos.example.com': '../foo#Foo' } },
    'the reconciler of "foos.example.com" is no class in a file',
  ],
  [
    'a reconciler in the entry point',
    { ...good, controllers: { 'foos.example.com': 'main#Foo' } },
    'the reconciler of "foos.example.com" is no class in a file',
  ],
]

const fail = (problem: string): never => {
  throw new Error(problem)
}

for (const [title, given, want] of mangled) {
  test(`a record with ${title} is refused`, () => {
    const told: string[] = []
    assert.is(
      readNames(given, problem => told.push(problem)),
      undefined,
    )
    assert.equal(told, [want])
  })
}

test('a record as it is written is read', () => {
  const written: unknown = JSON.parse(JSON.stringify(good))
  assert.is(readNames(written, fail), written)
  assert.is(readNames(undefined, fail), undefined)
})

const edited: readonly (readonly [string, object, readonly string[]])[] = [
  ['without types', { types: {} }, ['FooSpec', 'FooSpecB', 'HostPort']],
  [
    'with a name that somebody wrote in',
    { types: { Port: ['00000000', 'FooSpec.hostPort'] } },
    ['FooSpec', 'FooSpecB', 'Port'],
  ],
  ['with a global', { types: { Promise: ['4037fb08', 'FooSpec.hostPort'] } }, ['FooSpec', 'FooSpecB', 'HostPort']],
  [
    'with a name of its kind',
    { types: { Foo: ['4037fb08', 'FooSpec.hostPort'] } },
    ['FooSpec', 'FooSpecB', 'HostPort'],
  ],
  [
    'with places that are not there',
    { types: { Gone: ['4037fb08', 'Bar.spec', '', '.'] } },
    ['FooSpec', 'FooSpecB', 'HostPort'],
  ],
  ['without kinds', { kinds: {} }, ['FooSpec', 'FooSpecB', 'HostPort']],
]

for (const [title, change, want] of edited) {
  test(`a record ${title} does what it can`, () => {
    const recorded = readNames(
      changed({ ...change, ...('types' in change && { types: { FooSpec: 'ffffffff', ...(change.types as object) } }) }),
      fail,
    )
    assert.ok(recorded)
    const given = define(spec({ hostPort: leaf(), b: object({ hostPort: leaf() }) }))
    assert.equal(typesIn(buildAll([given], { recorded }).model), want)
  })
}

test('a name that another rule gave stays', () => {
  const given = [spec({ nameConstraints: object({ critical: text, excluded: leaf(), permitted: leaf() }) })]
  const anew = record(given)
  const former = JSON.parse(
    JSON.stringify(anew).replaceAll('NameConstraintItem', 'FooSpecNameConstraintsExcluded'),
  ) as RecordedNames
  assert.not.equal(former, anew)
  assert.equal(record(given, former), former)
})

test.run()
