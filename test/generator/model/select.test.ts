import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { BuildOptions } from '../../../generator/model/build.js'
import { compareVersions } from '../../../generator/model/version-priority.js'
import { buildAll, define } from './definition.js'

const definitions = [
  define({
    kind: 'Foo',
    versions: [
      { name: 'v1', storage: true },
      { name: 'v2beta1', storage: false },
      { name: 'v1alpha1', served: false, storage: false },
    ],
  }),
  define({ kind: 'Bar', group: 'other.io' }),
  define({ kind: 'Foo', group: 'other.io' }),
]

const selections: readonly (readonly [string, BuildOptions, readonly string[]])[] = [
  ['served', {}, ['example.com/v1/Foo', 'example.com/v2beta1/Foo', 'other.io/v1/Bar', 'other.io/v1/Foo']],
  ['storage', { versions: 'storage' }, ['example.com/v1/Foo', 'other.io/v1/Bar', 'other.io/v1/Foo']],
  ['a kind', { only: ['foo'], versions: 'storage' }, ['example.com/v1/Foo', 'other.io/v1/Foo']],
  ['a group', { only: ['other.io'] }, ['other.io/v1/Bar', 'other.io/v1/Foo']],
  ['a kind of a group', { only: ['Foo.other.io', 'Bar'] }, ['other.io/v1/Bar', 'other.io/v1/Foo']],
  ['a definition by its name', { only: ['bars.other.io'] }, ['other.io/v1/Bar']],
  [
    'all versions',
    { versions: 'all', only: ['Foo.example.com'] },
    ['example.com/v1/Foo', 'example.com/v1alpha1/Foo', 'example.com/v2beta1/Foo'],
  ],
]

for (const [name, options, want] of selections) {
  test(`select ${name}`, () => {
    const { model, diagnostics } = buildAll(definitions, options)
    const found = model.versions.flatMap(({ apiVersion, resources }) => {
      return resources.map(({ resourceKind }) => `${apiVersion}/${resourceKind}`)
    })
    assert.equal(found, want)
    assert.equal(diagnostics, [])
  })
}

test('a selection that names nothing is an error', () => {
  const { diagnostics } = buildAll(definitions, { only: ['Foo', 'Fooo', 'Bar.example.com'] })
  assert.equal(
    diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
    [
      'error select/unknown: no kind or group of the input is called "Fooo"',
      'error select/unknown: no kind or group of the input is called "Bar.example.com"',
    ],
  )
})

test('a kind of which nothing is selected is a warning at its versions', () => {
  const { model, diagnostics } = buildAll([define({ versions: [{ name: 'v1', served: false }] })])
  assert.equal(model.versions, [])
  assert.equal(
    diagnostics.map(({ severity, code, file, position }) => ({ severity, code, file, position })),
    [{ severity: 'warning', code: 'select/no-version', file: 'foos.yaml', position: { line: 7, column: 3 } }],
  )
})

test('a reconciler works on the storage version, or else on the newest', () => {
  const versions = [{ name: 'v1alpha1' }, { name: 'v1' }, { name: 'v1beta1' }]
  for (const [storage, want] of [
    ['v1beta1', 'v1beta1'],
    [undefined, 'v1'],
  ]) {
    const given = versions.map(version => ({ ...version, storage: version.name === storage }))
    const { controllers } = buildAll([define({ versions: given })]).model
    assert.equal(
      controllers.map(({ resource, folder }) => [resource.version, folder]),
      [[want, `example.com/${want}`]],
    )
  }
})

test('versions in the order of Kubernetes', () => {
  const want = ['v10', 'v2', 'v1', 'v11beta2', 'v10beta3', 'v3beta1', 'v12alpha1', 'v11alpha2', 'foo1', 'foo10']
  assert.equal([...want].sort().sort(compareVersions), want)
})

test.run()
