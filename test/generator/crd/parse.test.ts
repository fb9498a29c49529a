import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readObjects, readText, type Read } from './read.js'
import { crdHead } from '../../support/crd-head.js'

type Data = { readonly [key: string]: unknown }

const string = { type: 'string' }

function definition(spec: Data = {}, fields: Data = {}): Data {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      ...spec,
    },
    ...fields,
  }
}

const v1beta1 = (spec: Data) =>
  definition({ versions: undefined, ...spec }, { apiVersion: 'apiextensions.k8s.io/v1beta1' })
const codes = ({ diagnostics }: Read) => diagnostics.map(({ severity, code }) => `${severity} ${code}`)
const only = ({ definitions }: Read) => {
  assert.is(definitions.length, 1)
  return definitions[0]!
}

const forms = suite('the form of a definition')

forms('has what the API server fills in', async () => {
  const { names, versions, scope, name } = only(await readObjects(definition()))
  assert.equal(names, {
    kind: 'Widget',
    listKind: 'WidgetList',
    plural: 'widgets',
    singular: 'widget',
    shortNames: [],
    categories: [],
  })
  assert.is(scope, 'Namespaced')
  assert.is(name, 'widgets.example.com')
  assert.equal(versions, [
    {
      name: 'v1',
      served: true,
      storage: true,
      deprecated: false,
      schema: { type: 'object' },
      schemaPath: ['spec', 'versions', 0, 'schema', 'openAPIV3Schema'],
      subresources: { status: false },
    },
  ])
})

forms('keeps what the file says', async () => {
  const names = {
    kind: 'Widget',
    listKind: 'Widgets',
    plural: 'widgets',
    singular: 'wid',
    shortNames: ['w'],
    categories: ['all'],
  }
  const scale = { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n', labelSelectorPath: '.status.selector' }
  const version = {
    name: 'v1alpha1',
    served: false,
    storage: true,
    deprecated: true,
    deprecationWarning: 'use v1',
    schema: { openAPIV3Schema: { type: 'object', properties: { spec: string } } },
    subresources: { status: {}, scale },
  }
  const read = only(await readObjects(definition({ scope: 'Cluster', names, versions: [version] })))
  assert.equal(read.names, names)
  assert.is(read.scope, 'Cluster')
  const { schema, ...others } = version
  assert.equal(read.versions, [
    {
      ...others,
      schema: schema.openAPIV3Schema,
      schemaPath: ['spec', 'versions', 0, 'schema', 'openAPIV3Schema'],
      subresources: { status: true, scale },
    },
  ])
})

forms('of a version without a schema has none, and says so', async () => {
  const read = await readObjects(definition({ versions: [{ name: 'v1', served: true, storage: true }] }))
  assert.equal(codes(read), ['warning structural/missing-schema'])
  assert.is(only(read).versions[0]?.schema, undefined)
})

forms('is the same for the items of a List', async () => {
  const other = definition(
    { names: { kind: 'Gadget', plural: 'gadgets' } },
    { metadata: { name: 'gadgets.example.com' } },
  )
  for (const kind of ['List', 'CustomResourceDefinitionList']) {
    const read = await readObjects({ apiVersion: 'v1', kind, items: [definition(), other] })
    assert.equal(codes(read), [])
    assert.equal(
      read.definitions.map(({ names }) => names.kind),
      ['Widget', 'Gadget'],
    )
  }
})

forms.run()

const old = suite('v1beta1')

const schemaOf = (name: string) => ({ openAPIV3Schema: { properties: { [name]: string } } })

old('has its single version and what stands at the top in a version', async () => {
  const read = await readObjects(
    v1beta1({ version: 'v1alpha1', validation: schemaOf('top'), subresources: { status: {} }, scope: undefined }),
  )
  assert.equal(codes(read), ['warning crd/v1beta1'])
  const { versions, scope, apiVersion } = only(read)
  assert.is(apiVersion, 'apiextensions.k8s.io/v1beta1')
  assert.is(scope, 'Namespaced')
  assert.equal(versions, [
    {
      name: 'v1alpha1',
      served: true,
      storage: true,
      deprecated: false,
      schema: schemaOf('top').openAPIV3Schema,
      schemaPath: ['spec', 'validation', 'openAPIV3Schema'],
      subresources: { status: true },
    },
  ])
})

old('has what stands at the top in each version that has none of its own', async () => {
  const versions = [
    { name: 'v1', served: true, storage: true, schema: schemaOf('own'), subresources: { scale: null } },
    { name: 'v2', served: true, storage: false },
  ]
  const read = only(
    await readObjects(v1beta1({ version: 'v1', validation: schemaOf('top'), subresources: { status: {} }, versions })),
  )
  assert.equal(
    read.versions.map(({ schema, schemaPath, subresources }) => [schema, schemaPath.length, subresources.status]),
    [
      [schemaOf('own').openAPIV3Schema, 5, false],
      [schemaOf('top').openAPIV3Schema, 3, true],
    ],
  )
})

old('stores the first version where it does not say which', async () => {
  const versions = [
    { name: 'v1', served: true },
    { name: 'v2', served: true },
  ]
  const read = only(await readObjects(v1beta1({ versions })))
  assert.equal(
    read.versions.map(({ name, storage }) => [name, storage]),
    [
      ['v1', true],
      ['v2', false],
    ],
  )
})

old('keeps at every depth what no schema names, where it says so', async () => {
  const item = { type: 'object', properties: { b: { type: 'string' } } }
  const schema = { type: 'object', properties: { a: { type: 'array', items: item }, c: { type: 'integer' } } }
  const definition = (more: object) => v1beta1({ version: 'v1', validation: { openAPIV3Schema: schema }, ...more })
  const read = async (more: object) => only(await readObjects(definition(more))).versions[0]?.schema
  const kept = { 'x-kubernetes-preserve-unknown-fields': true }
  assert.equal(await read({ preserveUnknownFields: true }), {
    ...schema,
    ...kept,
    properties: { ...schema.properties, a: { type: 'array', items: { ...item, ...kept } } },
  })
  for (const more of [{}, { preserveUnknownFields: false }]) assert.equal(await read(more), schema)
})

old('keeps what an object holds of which nothing is named, unless it says otherwise', async () => {
  const schema = { type: 'object', properties: { a: { type: 'object' } } }
  const read = async (more: object) =>
    only(await readObjects(v1beta1({ version: 'v1', validation: { openAPIV3Schema: schema }, ...more }))).versions[0]
      ?.schema
  const kept = { type: 'object', properties: { a: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }
  assert.equal(await read({}), kept)
  assert.equal(await read({ preserveUnknownFields: false }), schema)
})

old('says when what it keeps is told by no boolean, and takes it for not said', async () => {
  const schema = { type: 'object', properties: { a: { type: 'object' } } }
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }]
  const kept = { type: 'object', properties: { a: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }
  const told = ['warning crd/type']
  for (const preserveUnknownFields of ['false', 'true', 1, {}]) {
    const read = await readObjects(definition({ versions, preserveUnknownFields }))
    assert.equal([codes(read), only(read).versions[0]?.schema], [told, schema])
    const before = await readObjects(v1beta1({ versions, preserveUnknownFields }))
    assert.equal([codes(before), only(before).versions[0]?.schema], [['warning crd/v1beta1', ...told], kept])
  }
})

old('is not held to the rules of structural schemas', async () => {
  const schema = { openAPIV3Schema: { properties: { a: { items: {} }, b: { additionalProperties: true } } } }
  assert.equal(codes(await readObjects(v1beta1({ version: 'v1', validation: schema, preserveUnknownFields: true }))), [
    'warning crd/v1beta1',
  ])
})

old.run()

const others = suite('documents that are no definition')

const configMap = { apiVersion: 'v1', kind: 'ConfigMap' }
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment' }

others('are counted, the most frequent first', async () => {
  const read = await readObjects(deployment, configMap, definition(), configMap, { a: 1 }, 5)
  assert.equal(codes(read), [])
  assert.equal(read.passedOver, [
    { kind: 'v1 ConfigMap', count: 2 },
    { kind: 'without a kind', count: 2 },
    { kind: 'apps/v1 Deployment', count: 1 },
  ])
})

others('are told where there is nothing else', async () => {
  const { printed, definitions } = await readObjects(deployment, configMap, configMap)
  assert.equal(definitions, [])
  assert.equal(printed, [
    'error[crd/none]: no CustomResourceDefinition was found, but 2 v1 ConfigMap, 1 apps/v1 Deployment',
  ])
})

others('are not all told where there are many', async () => {
  const kinds = Array.from({ length: 8 }, (_, index) => ({ apiVersion: 'v1', kind: `K${index}` }))
  const { printed } = await readObjects(...kinds)
  assert.match(printed[0] ?? '', /1 v1 K4 and 3 other kinds$/)
})

others('are those of the kind in a group of its own', async () => {
  const read = await readObjects(definition(), { ...definition(), apiVersion: 'example.com/v1' })
  assert.equal(read.passedOver, [{ kind: 'example.com/v1 CustomResourceDefinition', count: 1 }])
})

others('are not definitions of an unknown version', async () => {
  assert.equal((await readObjects({ ...definition(), apiVersion: 'apiextensions.k8s.io/v2' })).printed, [
    '-:1:2: error[crd/api-version]: apiVersion apiextensions.k8s.io/v2 is not known\n' +
      '  help: Known are apiextensions.k8s.io/v1 and apiextensions.k8s.io/v1beta1.',
  ])
})

others('are not told beside an input that cannot be read', async () => {
  assert.equal(codes(await readText('a: [')), ['error yaml/syntax'])
})

others.run()

const claims = suite('two definitions')

claims('that are the same are one', async () => {
  const read = await readObjects(definition(), definition())
  assert.equal(codes(read), [])
  only(read)
})

const file = (kind: string, plural: string, group = 'example.com') =>
  `${crdHead(kind, { plural, group })}        type: object\n`

const help = '\n  help: Leave one of the two out of the input.'
const pairs: readonly (readonly [what: string, first: string, second: string, ...printed: string[]])[] = [
  [
    'of one kind',
    file('Widget', 'widgets'),
    file('Widget', 'wids'),
    `-:27:5: error[crd/duplicate]: the kind Widget of example.com is claimed by -:9 as well${help}`,
  ],
  [
    'of one plural',
    file('Widget', 'widgets'),
    file('Gadget', 'widgets'),
    `-:28:5: error[crd/duplicate]: the plural widgets of example.com is claimed by -:10 as well${help}`,
  ],
  ['of one kind in two groups', file('Widget', 'widgets'), file('Widget', 'widgets', 'example.org')],
  ['of kinds that differ in case', file('Widget', 'widgets'), file('WIDGET', 'others')],
]

for (const [what, first, second, ...printed] of pairs) {
  claims(`${what}: ${printed.length > 0 ? 'a conflict' : 'none'}`, async () => {
    const read = await readText(`${first}---\n${second}`)
    assert.equal(read.printed, printed)
    assert.is(read.definitions.length, 2 - printed.length)
  })
}

claims.run()

const limits = suite('a default beyond a limit')

for (const [schema, want] of [
  [{ minimum: 5, default: 4 }, 'at least 5'],
  [{ minimum: 5, exclusiveMinimum: true, default: 5 }, 'greater than 5'],
  [{ maximum: 5, default: 6 }, 'at most 5'],
  [{ maximum: 5, exclusiveMaximum: true, default: 5 }, 'less than 5'],
] as const) {
  limits(`is told to be ${want}`, async () => {
    const it = { type: 'integer', ...schema }
    const openAPIV3Schema = { type: 'object', properties: { spec: { type: 'object', properties: { it } } } }
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }]
    const { diagnostics } = await readObjects(definition({ versions }))
    const [{ message = '' } = {}] = diagnostics
    assert.match(message, new RegExp(`default must be ${want}$`))
  })
}

limits.run()

const scales = suite('a scale subresource')

for (const [field, path, roots] of [
  ['specReplicasPath', '.status.n', '.spec.'],
  ['statusReplicasPath', '.spec.n', '.status.'],
  ['labelSelectorPath', '.secret.x', '.spec. or .status.'],
] as const) {
  scales(`says where ${field} begins`, async () => {
    const scale = { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n', [field]: path }
    const schema = { openAPIV3Schema: { type: 'object' } }
    const versions = [{ name: 'v1', served: true, storage: true, schema, subresources: { scale } }]
    const { diagnostics } = await readObjects(definition({ versions }))
    assert.equal(
      diagnostics.map(({ message }) => message),
      [
        `spec.versions[0].subresources.scale.${field} must be a JSON path that begins with ${roots}, without array notation`,
      ],
    )
  })
}

scales.run()

const places = suite('problems')

const faulty = `# Two problems in metadata and names, the rest in the schema.
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.org
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets, shortNames: [w, W]}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              list:
                type: array
              "any thing": {description: words}
              pattern: {type: string, pattern: '^(?=a)'}
              size:
                type: integer
                minimum: 1
                default: 0
`

places('are told at their lines, by their rules, all of them', async () => {
  const { printed } = await readText(faulty)
  const it = 'spec.versions[0].schema.openAPIV3Schema.properties.spec.properties'
  assert.equal(printed, [
    '-:5:3: warning[crd/name]: metadata.name must be spec.names.plural+"."+spec.group: widgets.example.com',
    '-:9:58: warning[crd/name]: spec.names.shortNames[1] must be a DNS-1035 label: lower case letters, digits and `-`, ' +
      'beginning with a letter, ending with a letter or a digit, 63 at most',
    `-:21:15: warning[structural/missing-items]: ${it}.list.items must be specified`,
    `-:23:15: warning[structural/missing-type]: ${it}.any thing.type must not be empty for specified object fields\n` +
      '  help: Its values are typed as unknown unless it has properties.',
    `-:24:39: warning[structural/pattern]: ${it}.pattern.pattern must be a valid regular expression, but isn't: ` +
      'invalid or unsupported Perl syntax: `(?=`',
    `-:28:17: warning[structural/default]: ${it}.size.default must be at least 1`,
  ])
})

for (const [style, schemaOf] of [
  [
    'written out',
    (indent: string) => `\n${indent}type: array\n${indent}nullable: 5\n${indent}not:\n${indent}  type: string`,
  ],
  [
    'by an alias',
    (_: string, index: number) => (index === 0 ? ' &a {type: array, nullable: 5, not: {type: string}}' : ' *a'),
  ],
] as const) {
  places(`of a schema that stands in several places, ${style}, are all told`, async () => {
    const names = ['a', 'b', 'c']
    const properties = names.map((name, index) => `          ${name}:${schemaOf('            ', index)}\n`).join('')
    const version = (name: string, storage: boolean) => `  - name: ${name}
    served: true
    storage: ${storage}
    schema:
      openAPIV3Schema:
        type: object
        properties:
${storage ? properties : properties.replace(' &a {type', ' &b {type').replaceAll('*a', '*b')}`
    const { diagnostics } = await readText(`apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: foos.example.com
spec:
  group: example.com
  names:
    kind: Foo
    plural: foos
  scope: Namespaced
  versions:
${version('v1', true)}${version('v2', false)}`)
    const places = [0, 1].flatMap(index => names.map(name => [index, name] as const))
    for (const [code, at] of [
      ['crd/type', '.nullable '],
      ['structural/missing-items', '.items '],
      ['structural/forbidden-in-junctor', '.not.type '],
    ] as const) {
      const told = diagnostics.filter(each => each.code === code).map(({ message }) => message)
      assert.equal(told.length, places.length, code)
      for (const [index, name] of places) {
        const place = `spec.versions[${index}].schema.openAPIV3Schema.properties.${name}${at}`
        assert.ok(
          told.some(message => message.startsWith(place)),
          place,
        )
      }
    }
  })
}

const missing: readonly (readonly [what: string, definition: Data, ...codes: string[]])[] = [
  [
    'everything',
    { kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', spec: {} },
    'error crd/required spec.group',
    'error crd/required spec.names.kind',
    'error crd/required spec.names.plural',
    'error crd/required spec.scope',
    'error crd/required spec.versions',
    'warning crd/name metadata.name',
  ],
  ['spec', definition({}, { spec: undefined }), 'error crd/required spec'],
  [
    'a group, with a bad schema',
    definition({ group: null, versions: [{ name: '', served: true, storage: true }] }),
    'error crd/required spec.group',
    'error crd/required spec.versions[0].name',
    'warning structural/missing-schema spec.versions[0].schema.openAPIV3Schema',
  ],
]

for (const [what, given, ...want] of missing) {
  places(`where ${what} is missing are told together`, async () => {
    const { diagnostics, definitions } = await readObjects(given)
    assert.equal(
      diagnostics.map(({ severity, code, message }) => `${severity} ${code} ${message.split(' ')[0]}`).sort(),
      want,
    )
    assert.equal(definitions, [])
  })
}

places('of one document are not told without end', async () => {
  const properties = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`p${index}`, {}]))
  const schema = { openAPIV3Schema: { type: 'object', properties } }
  const { diagnostics, printed } = await readObjects(
    definition({ versions: [{ name: 'v1', served: true, storage: true, schema }] }),
  )
  assert.is(diagnostics.length, 501)
  assert.match(
    printed.find(line => line.includes('crd/more')) ?? '',
    '-:1:1: warning[crd/more]: 1500 more problems in this document, of which 0 are errors',
  )
})

places.run()
