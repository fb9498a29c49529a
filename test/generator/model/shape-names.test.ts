import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import { folderOf, integer, list, map, object, shapeNamed, shapesOf, text, type Given } from './definition.js'

const leaf = (name = 'a') => object({ [name]: text })
const specOf = (properties: { readonly [name: string]: JsonSchemaProps }): JsonSchemaProps => {
  return object({ spec: object(properties) })
}

const said = (description: string, it = leaf()): JsonSchemaProps => ({ ...it, description })

const names: readonly (readonly [string, readonly Given[], readonly string[]])[] = [
  ['by path', [{ schema: specOf({ template: leaf() }) }], ['FooSpec', 'FooSpecTemplate']],
  ['items in the singular', [{ schema: specOf({ addresses: list(leaf()) }) }], ['FooSpec', 'FooSpecAddress']],
  ['values in the singular', [{ schema: specOf({ policies: map(leaf()) }) }], ['FooSpec', 'FooSpecPolicy']],
  ['items of items', [{ schema: specOf({ rows: list(list(leaf())) }) }], ['FooSpec', 'FooSpecRowItem']],
  ['lists of a map', [{ schema: specOf({ rows: map(list(leaf())) }) }], ['FooSpec', 'FooSpecRowItem']],
  [
    'acronyms',
    [{ schema: specOf({ apiURL: leaf('a'), dnsNames: leaf('b') }) }],
    ['FooSpec', 'FooSpecApiURL', 'FooSpecDnsNames'],
  ],
  ['no letters', [{ schema: specOf({ 日本: leaf() }) }], ['FooSpec', 'FooSpecField']],
  ['digits first', [{ schema: specOf({ '2fa': leaf() }) }], ['FooSpec', 'FooSpec2fa']],

  [
    'one kind, one word',
    [{ schema: specOf({ filters: list(leaf()), b: object({ filter: leaf() }) }) }],
    ['FooFilter', 'FooSpec', 'FooSpecB'],
  ],
  [
    'one kind, a vague word',
    [{ schema: specOf({ a: object({ spec: leaf() }), b: object({ x: text, spec: leaf() }) }) }],
    ['FooSpec', 'FooSpecA', 'FooSpecASpec', 'FooSpecB'],
  ],
  ['common words', [{ schema: specOf({ keySecretRef: leaf(), tokenSecretRef: leaf() }) }], ['FooSpec', 'SecretRef']],
  [
    'common words at the beginning',
    [{ schema: specOf({ hostRuleAllow: leaf(), hostRuleDeny: leaf() }) }],
    ['FooSpec', 'HostRule'],
  ],
  [
    'several kinds',
    [
      { kind: 'Issuer', schema: specOf({ issuerRef: leaf('x'), a: text }) },
      { kind: 'ClusterIssuer', schema: specOf({ issuerRef: leaf('x'), b: text }) },
    ],
    ['ClusterIssuerSpec', 'IssuerRef', 'IssuerSpec'],
  ],
  [
    'one word of several kinds',
    [
      { kind: 'Foo', schema: specOf({ port: leaf(), a: text }) },
      { kind: 'Bar', schema: specOf({ port: leaf(), b: text }) },
    ],
    ['BarSpec', 'FooSpec', 'Port'],
  ],
  [
    'a version is no name',
    [
      { kind: 'Foo', schema: object({ status: object({ v1beta2: leaf(), a: text }) }) },
      { kind: 'Bar', schema: object({ status: object({ v1beta2: leaf(), b: text }) }) },
    ],
    ['BarStatus', 'FooStatus', 'StatusV1beta2'],
  ],
  [
    'items as their author calls them',
    [{ schema: specOf({ rules: list(said('RouteRule is one.')) }) }],
    ['FooSpec', 'RouteRule'],
  ],
  [
    'values as their author calls them',
    [{ schema: specOf({ rules: map(said('A RouteRule holds.')) }) }],
    ['FooSpec', 'RouteRule'],
  ],
  ['not after a single word', [{ schema: specOf({ rules: list(said('Rule is one.')) }) }], ['FooSpec', 'FooSpecRule']],
  [
    'not after what is no name',
    [{ schema: specOf({ repos: list(said('GitHub repositories.')) }) }],
    ['FooSpec', 'FooSpecRepo'],
  ],
  [
    'items of which only some are called what the author calls them',
    [{ schema: specOf({ arguments: list(said('Argument of a list.')), rules: list(said('RouteRule is one.')) }) }],
    ['FooSpec', 'FooSpecArgumentOrRule'],
  ],
  [
    'objects of one name that are known by what they have to have',
    [
      {
        schema: specOf({
          a: object({ x: leaf('name'), y: leaf('name'), z: leaf('name') }),
          b: object(
            Object.fromEntries(
              ['u', 'v', 'w', 'q'].map(name => [name, object({ name: text }, { required: ['name'] })]),
            ),
          ),
        }),
      },
      { kind: 'Bar', schema: specOf({ r: leaf('name'), s: object({ name: text }, { required: ['name'] }) }) },
    ],
    ['BarSpec', 'FooSpec', 'FooSpecA', 'FooSpecB', 'LocalObjectReference', 'LocalObjectReferenceWithName'],
  ],
  [
    'fields that say what their type is called',
    [
      {
        schema: specOf({
          auth: said('VaultAuth configures it.'),
          targetRef: said('TargetReference is it.', leaf('b')),
        }),
      },
    ],
    ['FooSpec', 'TargetReference', 'VaultAuth'],
  ],
  [
    'fields that say what they are called',
    [{ schema: specOf({ keyRef: said('KeyRef is it.'), selector: said('PodLabels selects.', leaf('b')) }) }],
    ['FooSpec', 'FooSpecKeyRef', 'FooSpecSelector'],
  ],
  [
    'types that are alike after what their names have in common',
    [
      { kind: 'Foo', schema: specOf({ rules: list(said('TCPRouteRule is one.')), a: text }) },
      { kind: 'Bar', schema: specOf({ rules: list(said('UDPRouteRule is one.')), b: text }) },
    ],
    ['BarSpec', 'FooSpec', 'RouteRule'],
  ],
  [
    'two types of one author’s name by path',
    [{ schema: specOf({ as: list(said('RouteRule is one.')), bs: list(said('RouteRule is one.', leaf('b'))) }) }],
    ['FooSpec', 'FooSpecA', 'FooSpecB'],
  ],
  [
    'what a kind holds is its own',
    [{ schema: object({ spec: said('BarSpec defines a bar.'), items: list(said('RouteRule is one.', leaf('b'))) }) }],
    ['FooItem', 'FooSpec'],
  ],
  [
    'what most places have in common',
    [
      { kind: 'Foo', schema: specOf({ podTemplate: object({ metadata: leaf(), x: text }), secretTemplate: leaf() }) },
      { kind: 'Bar', schema: specOf({ jobTemplate: object({ metadata: leaf(), y: text }) }) },
    ],
    ['BarSpec', 'BarSpecJobTemplate', 'FooSpec', 'FooSpecPodTemplate', 'TemplateMetadata'],
  ],
  [
    'many names in what is called the same',
    [
      {
        schema: specOf({
          foo: object({ template: object({ pod: leaf(), serviceAccount: leaf(), route: leaf() }) }),
          bar: object({ template: object({ serviceAccount: leaf(), roleBinding: leaf(), b: text }) }),
        }),
      },
    ],
    ['FooSpec', 'FooSpecBar', 'FooSpecBarTemplate', 'FooSpecFoo', 'FooSpecFooTemplate', 'TemplatePart'],
  ],
  [
    'many names in what is no part of a kind',
    [{ schema: specOf({ ingress: leaf(), gateway: leaf(), oneRoute: leaf(), route: leaf(), a: text }) }],
    ['FooSpec', 'FooSpecItem'],
  ],
  [
    'the kinds have common words',
    [
      { kind: 'Issuer', schema: specOf({ a: text }) },
      { kind: 'ClusterIssuer', schema: specOf({ a: text }) },
    ],
    ['IssuerSpec'],
  ],
  [
    'the kinds have nothing in common',
    [
      { kind: 'Foo', schema: specOf({ a: text }) },
      { kind: 'Bar', schema: specOf({ a: text }) },
    ],
    ['SharedSpec'],
  ],
  [
    'one kind is the beginning of the other',
    [
      { kind: 'Foo', schema: specOf({ a: text }) },
      { kind: 'FooTemplate', schema: specOf({ a: text }) },
    ],
    ['FooSpec'],
  ],
  [
    'the shape of more places has the shorter name',
    [
      {
        kind: 'Foo',
        schema: specOf({ hostPort: leaf(), b: object({ hostPort: leaf() }), c: object({ x: text, hostPort: leaf() }) }),
      },
      {
        kind: 'Bar',
        schema: specOf({ b: object({ hostPort: leaf('y') }), c: object({ z: text, hostPort: leaf('y') }) }),
      },
    ],
    ['BarSpec', 'BarSpecB', 'BarSpecC', 'BarSpecHostPort', 'FooSpec', 'FooSpecB', 'FooSpecC', 'HostPort'],
  ],
  [
    'shapes of as many places have longer ones',
    [
      { kind: 'Foo', schema: specOf({ hostPort: leaf(), b: object({ hostPort: leaf() }) }) },
      { kind: 'Bar', schema: specOf({ hostPort: leaf('y'), b: object({ hostPort: leaf('y') }) }) },
    ],
    ['BarSpec', 'BarSpecB', 'BarSpecHostPort', 'FooSpec', 'FooSpecB', 'FooSpecHostPort'],
  ],
  [
    'a shape of the status stands behind',
    [
      {
        schema: object({
          spec: object({ hostPort: leaf(), b: object({ hostPort: leaf() }) }),
          status: object({
            hostPort: leaf('y'),
            b: object({ hostPort: leaf('y') }),
            c: object({ z: text, hostPort: leaf('y') }),
          }),
        }),
      },
    ],
    ['FooSpec', 'FooSpecB', 'FooStatus', 'FooStatusB', 'FooStatusC', 'FooStatusHostPort', 'HostPort'],
  ],
  [
    'what Kubernetes has a name for',
    [
      {
        schema: specOf({
          selector: object({
            matchLabels: map(text),
            matchExpressions: list(object({ key: text, operator: text, values: list(text) })),
          }),
        }),
      },
    ],
    ['FooSpec', 'LabelSelector', 'LabelSelectorRequirement'],
  ],
  [
    'a name alone is a reference where it is called one',
    [{ schema: specOf({ tokenRef: leaf('name'), owner: object({ name: text, x: text }) }) }],
    ['FooSpec', 'FooSpecOwner', 'LocalObjectReference'],
  ],

  [
    'a kind has its name first',
    [{ schema: specOf({ a: leaf() }) }, { kind: 'FooSpec', schema: object({ data: leaf('b') }) }],
    ['FooSpecData', 'FooResourceSpec', 'FooResourceSpecA'],
  ],
  [
    'a list beside its singular',
    [{ schema: specOf({ container: leaf('a'), containers: list(leaf('b')) }) }],
    ['FooSpec', 'FooSpecContainer', 'FooSpecContainerItem'],
  ],
  [
    'a property beside a view',
    [{ schema: specOf({ a: object({ x: { ...text, default: 'x' } }), aInput: leaf() }) }],
    ['FooSpec', 'FooSpecA', 'FooSpecAInputObject'],
  ],
  [
    'names that differ by signs alone',
    [{ schema: specOf({ a_b: leaf('x'), aB: leaf('y'), 'a-b': leaf('z') }) }],
    ['FooSpec', 'FooSpecAB', 'FooSpecABObject', 'FooSpecABObject2'],
  ],
  [
    'a global',
    [
      { kind: 'Foo', schema: specOf({ promise: leaf(), a: text }) },
      { kind: 'Bar', schema: specOf({ promise: leaf(), b: text }) },
    ],
    ['BarSpec', 'FooSpec', 'SpecPromise'],
  ],
]

for (const [name, given, want] of names) {
  test(name, () => {
    const found = shapesOf(folderOf(...given)).map(shape => shape.names.type)
    assert.equal(found.sort(), [...want].sort())
  })
}

test('a spec is not what it looks like', () => {
  const [shape] = shapesOf(folderOf({ schema: specOf({ key: text, name: text, optional: { type: 'boolean' } }) }))
  assert.is(shape?.names.type, 'FooSpec')
})

test('what cannot be read any more is named by its end', () => {
  let schema: JsonSchemaProps = object({ matchPolicy: leaf() })
  for (const name of ['template', 'configuration', 'administration', 'observability'])
    schema = object({ [name]: schema })
  const found = shapesOf(folderOf({ schema: object({ spec: schema }) })).map(shape => shape.names.type)
  assert.is(found.at(-2), 'FooAdministrationConfigurationTemplate')
  assert.is(found.at(-1), 'FooMatchPolicy')
})

test('a property name without end makes no name without end', () => {
  const [, shape] = shapesOf(folderOf({ schema: specOf({ ['x'.repeat(10_000)]: leaf() }) }))
  assert.ok(shape && shape.names.type.length < 200)
})

test('shapes of one kind are its own, in reading order; those of several are shared, by name', () => {
  const own = specOf({ b: leaf('b'), a: object({ c: leaf('c') }), port: leaf() })
  const folder = folderOf({ schema: own }, { kind: 'Bar', schema: specOf({ port: leaf(), host: leaf('h') }) })
  const [bar, foo] = folder.resources.map(resource => resource.shapes.map(shape => shape.names.type))
  assert.equal(bar, ['BarSpec', 'BarSpecHost'])
  assert.equal(foo, ['FooSpec', 'FooSpecB', 'FooSpecA', 'FooSpecAC'])
  assert.equal(
    folder.shared.map(shape => shape.names.type),
    ['Port'],
  )
})

test('a reference says where its shape is', () => {
  const folder = folderOf(
    { schema: specOf({ port: leaf(), b: leaf('b') }) },
    { kind: 'Bar', schema: specOf({ port: leaf() }) },
  )
  const modules = shapeNamed(folder, 'FooSpec').properties.map(({ type }) => type.kind === 'reference' && type.module)
  assert.equal(modules, ['shared', 'foo'])
})

const same: readonly (readonly [string, JsonSchemaProps, boolean])[] = [
  [
    'prose',
    object({ a: { ...text, description: 'A', title: 'B', example: 'c' }, b: integer }, { description: 'D' }),
    true,
  ],
  ['nothing at all', object({ a: text, b: integer }), true],
  ['the order of properties', object({ b: integer, a: text }), true],
  ['a type', object({ a: integer, b: integer }), false],
  ['a limit', object({ a: { ...text, maxLength: 1 }, b: integer }), false],
  ['what is required', object({ a: text, b: integer }, { required: ['a'] }), false],
  ['a default', object({ a: { ...text, default: 'a' }, b: integer }), false],
  ['a rule', object({ a: text, b: integer }, { 'x-kubernetes-validations': [{ rule: 'has(self.a)' }] }), false],
  ['a limit of the object', object({ a: text, b: integer }, { minProperties: 1 }), false],
  ['what else may be there', object({ a: text, b: integer }, { 'x-kubernetes-preserve-unknown-fields': true }), false],
]

for (const [name, other, want] of same) {
  test(`schemas that differ in ${name} are ${want ? 'one shape' : 'two'}`, () => {
    const schema = specOf({ firstPart: object({ a: text, b: integer }), part: other })
    assert.is(shapesOf(folderOf({ schema })).length, want ? 2 : 3)
  })
}

test.run()
