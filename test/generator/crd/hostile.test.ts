/** Definitions that no server ever wrote: whatever a field holds, it ends in a diagnostic or in something well typed. */

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { CustomResourceDefinition, JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import { randomNumbers } from '../../support/random.js'
import { mutate } from './mutations.js'
import { readObjects, readText } from './read.js'
import { verdicts } from './widgets.js'

/** What of a definition is not of its type. */
function faultsOf({ name, group, scope, names, versions }: CustomResourceDefinition): string[] {
  const faults: string[] = []
  const expect = (what: string, holds: boolean) => holds || faults.push(what)
  const isText = (value: unknown) => typeof value === 'string'
  const isFlag = (value: unknown) => typeof value === 'boolean'
  expect('name', isText(name))
  for (const text of [group, names.kind, names.listKind, names.plural, names.singular])
    expect('names', isText(text) && text !== '')
  expect('scope', scope === 'Namespaced' || scope === 'Cluster')
  expect('lists', [...names.shortNames, ...names.categories].every(isText))
  expect('versions', versions.length > 0)
  for (const version of versions) {
    expect('version', isText(version.name) && version.name !== '')
    expect('flags', [version.served, version.storage, version.deprecated, version.subresources.status].every(isFlag))
    expect('warning', version.deprecationWarning === undefined || isText(version.deprecationWarning))
    const { scale } = version.subresources
    expect('scale', scale === undefined || (isText(scale.specReplicasPath) && isText(scale.statusReplicasPath)))
    if (version.schema) checkSchema(version.schema)
  }
  return faults

  function checkSchema(schema: JsonSchemaProps): void {
    expect('schema', typeof schema === 'object' && schema !== null && !Array.isArray(schema))
    for (const [keyword, value] of Object.entries(schema) as [keyof JsonSchemaProps, unknown][]) {
      const check = Object.hasOwn(typeOf, keyword) ? typeOf[keyword] : undefined
      if (check) expect(keyword, check(value))
    }
    const { properties = {}, items, additionalProperties, allOf = [], anyOf = [], oneOf = [], not } = schema
    for (const child of [...Object.values(properties), ...allOf, ...anyOf, ...oneOf]) checkSchema(child)
    for (const child of [items ?? [], not ?? []].flat()) checkSchema(child)
    if (typeof additionalProperties === 'object') checkSchema(additionalProperties)
  }
}

const text = (value: unknown) => typeof value === 'string'
const flag = (value: unknown) => typeof value === 'boolean'
const number = (value: unknown) => typeof value === 'number'
const texts = (value: unknown) => Array.isArray(value) && value.every(text)
const typeOf: { readonly [keyword in keyof JsonSchemaProps]: (value: unknown) => boolean } = {
  type: text,
  format: text,
  title: text,
  description: text,
  pattern: text,
  required: texts,
  enum: Array.isArray,
  nullable: flag,
  exclusiveMinimum: flag,
  exclusiveMaximum: flag,
  uniqueItems: flag,
  deprecated: flag,
  minimum: number,
  maximum: number,
  multipleOf: number,
  minLength: number,
  maxItems: number,
  maxProperties: number,
  allOf: Array.isArray,
  anyOf: Array.isArray,
  oneOf: Array.isArray,
  properties: value => typeof value === 'object' && value !== null && !Array.isArray(value),
  'x-kubernetes-preserve-unknown-fields': flag,
  'x-kubernetes-embedded-resource': flag,
  'x-kubernetes-int-or-string': flag,
  'x-kubernetes-list-map-keys': texts,
  'x-kubernetes-list-type': value => value === 'atomic' || value === 'set' || value === 'map',
  'x-kubernetes-map-type': value => value === 'atomic' || value === 'granular',
}

const head = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
}
const names = { kind: 'Widget', plural: 'widgets' }
const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }
const spec = { group: 'example.com', scope: 'Namespaced', names, versions: [version] }
const withSpec = (fields: object) => ({ ...head, spec: { ...spec, ...fields } })
const withVersion = (fields: object) => withSpec({ versions: [{ ...version, ...fields }] })
const withField = (schema: unknown) =>
  withVersion({ schema: { openAPIV3Schema: { type: 'object', properties: { spec: schema } } } })

const values = suite('values of the wrong type')

/** An error where the types depend on it. */
const wrong: readonly (readonly [what: string, definition: unknown, ...codes: string[]])[] = [
  ['spec', { ...head, spec: [] }, 'error crd/type'],
  ['metadata', { ...withSpec({}), metadata: 5 }, 'warning crd/type', 'warning crd/name'],
  ['apiVersion', { ...withSpec({}), apiVersion: 1 }, 'error crd/type'],
  ['names', withSpec({ names: 'widgets' }), 'error crd/type'],
  ['group', withSpec({ group: 5 }), 'error crd/type'],
  ['kind', withSpec({ names: { ...names, kind: ['Widget'] } }), 'error crd/type'],
  ['singular', withSpec({ names: { ...names, singular: 5 } }), 'warning crd/type'],
  ['shortNames', withSpec({ names: { ...names, shortNames: 'w' } }), 'warning crd/type'],
  ['a category', withSpec({ names: { ...names, categories: [1, 'all'] } }), 'warning crd/type'],
  ['versions', withSpec({ versions: { v1: version } }), 'error crd/type', 'warning crd/unknown-field'],
  ['a version', withSpec({ versions: [version, 'v2'] }), 'error crd/type'],
  ['a version of nothing', withSpec({ versions: [version, null] }), 'error crd/type'],
  ['served', withVersion({ served: 'true' }), 'error crd/type'],
  ['deprecated', withVersion({ deprecated: 'true' }), 'warning crd/type'],
  ['schema', withVersion({ schema: 'object' }), 'error crd/type'],
  ['openAPIV3Schema', withVersion({ schema: { openAPIV3Schema: [] } }), 'error crd/type'],
  ['status', withVersion({ subresources: { status: true } }), 'error crd/type'],
  ['a schema', withField(5), 'warning crd/type', 'warning structural/missing-type'],
  ['properties', withField({ type: 'object', properties: ['a'] }), 'warning crd/type'],
  [
    'a property',
    withField({ type: 'object', properties: { a: 'string' } }),
    'warning crd/type',
    'warning structural/missing-type',
  ],
  ['items', withField({ type: 'array', items: 5 }), 'warning crd/type', 'warning structural/missing-type'],
  ['required', withField({ type: 'object', required: 'a' }), 'warning crd/type'],
  ['anyOf', withField({ type: 'object', anyOf: { required: ['a'] } }), 'warning crd/type'],
  ['enum', withField({ type: 'string', enum: 'a' }), 'warning crd/type'],
  ['a rule', withField({ type: 'string', 'x-kubernetes-validations': ['true'] }), 'warning crd/type'],
  ['required twice', withField({ type: 'object', required: ['a', 'a'] })],
]

for (const [what, definition, ...codes] of wrong) {
  values(`${what}: ${codes.join(', ') || 'nothing'}`, async () => {
    const { diagnostics, definitions } = await readObjects(definition)
    assert.equal(diagnostics.map(({ severity, code }) => `${severity} ${code}`).sort(), codes.toSorted())
    assert.equal(definitions.flatMap(faultsOf), [])
  })
}

values('have keys of every name', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']
  const properties = names.map(name => `${JSON.stringify(name)}: {"type": "string", "default": 5}`).join(', ')
  const schema = `{"type": "object", "properties": {"spec": {"type": "object", "properties": {${properties}}}}}`
  const text = JSON.stringify(withVersion({ schema: { openAPIV3Schema: 'HERE' } })).replace('"HERE"', schema)
  const { diagnostics, definitions } = await readText(text)
  assert.is(diagnostics.filter(({ code }) => code === 'structural/default').length, names.length)
  assert.is(diagnostics.length, names.length)
  const read = definitions[0]?.versions[0]?.schema?.properties?.['spec']?.properties ?? {}
  assert.equal(Object.keys(read), names)
  assert.is(Object.getPrototypeOf({ ...read }), Object.prototype)
  assert.is(({} as { type?: unknown }).type, undefined)
})

values.run()

const old = withSpec({
  versions: undefined,
  version: 'v1',
  validation: { openAPIV3Schema: { properties: { a: { type: 'string' } } } },
})
const seeds = [...verdicts.map(({ definition }) => definition), { ...old, apiVersion: 'apiextensions.k8s.io/v1beta1' }]

const inherited = suite('names that every object has')

for (const name of ['constructor', 'hasOwnProperty', 'toString', '__proto__', 'valueOf']) {
  inherited(`${name}, wherever it may stand, is told in words`, async () => {
    const [first] = seeds
    const text = JSON.stringify(first)
    let told = 0
    for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at + 1)) {
      const comma = text[at + 1] === '}' ? '' : ','
      const { definitions, diagnostics } = await readText(
        `${text.slice(0, at)}{"${name}":{}${comma}${text.slice(at + 1)}`,
      )
      assert.equal(definitions.flatMap(faultsOf), [])
      assert.equal(JSON.parse(JSON.stringify(diagnostics)), diagnostics)
      for (const { message } of diagnostics) assert.not.match(message, /undefined|native code|\[object/)
      if (diagnostics.some(({ message }) => message.includes(name))) told++
    }
    // In `properties` it is a name like others.
    assert.ok(told > 5, `told at ${told} places`)
  })
}

inherited.run()

const size = suite('size')

const count = 50_000
const numbers = Array.from({ length: count }, (_, index) => index)
const keys = numbers.map(number => `k${number}`)

/** Each would take minutes if what it takes grew with the square of what is given. */
const large: readonly (readonly [what: string, schema: unknown, codes: number])[] = [
  [
    'an enum, and a default of many items',
    { type: 'array', items: { type: 'integer', enum: numbers }, default: numbers.toReversed() },
    0,
  ],
  [
    'keys of a map',
    {
      type: 'array',
      items: {
        type: 'object',
        required: keys,
        properties: Object.fromEntries(keys.map(key => [key, { type: 'string' }])),
      },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': keys,
    },
    0,
  ],
  ['alternatives', { type: 'object', anyOf: numbers.map(number => ({ minProperties: number })) }, 0],
  [
    'alternatives deep inside',
    deep({ type: 'object', anyOf: numbers.map(number => ({ maxProperties: number })) }, 400),
    0,
  ],
  ['classes in a pattern', { type: 'string', pattern: '\\p{Greek}[^\\pL]'.repeat(count) }, 0],
  ['groups in a pattern', { type: 'string', pattern: '('.repeat(count) }, 1],
  ['properties without a type', { type: 'object', properties: Object.fromEntries(keys.map(key => [key, {}])) }, 501],
]

function deep(schema: object, levels: number): object {
  return levels === 0 ? schema : { type: 'object', properties: { a: deep(schema, levels - 1) } }
}

for (const [what, schema, want] of large) {
  size(`of ${what} does not matter`, async () => {
    const { diagnostics } = await readObjects(withField(schema))
    assert.is(diagnostics.length, want)
  })
}

size('of a definition is what a server takes, and that of a name too', async () => {
  const long = 'x'.repeat(3 * 1024 * 1024)
  const cases: readonly (readonly [unknown, ...codes: string[]])[] = [
    [withField({ type: 'string', description: long }), 'error crd/large'],
    [withField({ type: 'object', properties: { [long]: { type: 'string' } } }), 'error crd/large'],
    [withSpec({ names: { ...names, kind: 'W'.repeat(1001) } }), 'error crd/name'],
    [withSpec({ group: 'g'.repeat(1001) }), 'error crd/name'],
    [withVersion({ name: 'v'.repeat(1001) }), 'error crd/name', 'warning crd/name'],
  ]
  for (const [given, ...codes] of cases) {
    const { definitions, diagnostics } = await readObjects(given)
    assert.equal(definitions, [])
    assert.equal(diagnostics.map(({ severity, code }) => `${severity} ${code}`).sort(), codes)
    for (const { message } of diagnostics) assert.ok(message.length < 2100)
  }
})

size('of a message is what people read', async () => {
  const { diagnostics } = await readObjects(withField({ type: 'string', default: 'x', enum: ['y'.repeat(100_000)] }))
  assert.equal(
    diagnostics.map(({ code, message }) => `${code} ${message.length}`),
    ['structural/default 2001'],
  )
})

size('of all definitions together has a limit, which counts versions', async () => {
  const versions = Array.from({ length: 101 }, (_, index) => ({ ...version, name: `v${index}`, storage: index === 0 }))
  const definitions = Array.from({ length: 100 }, (_, index) => {
    const plural = `widgets${index}`
    const own = withSpec({ names: { kind: `Widget${index}`, plural }, versions })
    return { ...own, metadata: { name: `${plural}.example.com` } }
  })
  const most = await readObjects(...definitions.slice(1))
  assert.is(most.definitions.length, 99)
  assert.equal(most.diagnostics, [])
  const more = await readObjects(...definitions)
  assert.is(more.definitions.length, 0)
  assert.equal(
    more.diagnostics.map(({ severity, code }) => `${severity} ${code}`),
    ['error crd/many'],
  )
})

size.run()

const random = suite('definitions changed at random')

const rounds = 4000
const isError = ({ severity }: { severity: string }) => severity === 'error'

random(`in ${rounds} ways are refused or well typed`, async () => {
  const next = randomNumbers(20_260_101)
  let accepted = 0
  for (let round = 0; round < rounds; round++) {
    const definition = mutate(seeds[Math.floor(next() * seeds.length)], next)
    const { definitions, diagnostics } = await readObjects(definition)
    assert.equal(definitions.flatMap(faultsOf), [], JSON.stringify(definition))
    if (definitions.length > 0) accepted++
    else assert.ok(diagnostics.some(isError), JSON.stringify(definition))
  }
  assert.ok(accepted > rounds / 4 && accepted < rounds, `${accepted} were accepted`)
})

random.run()
