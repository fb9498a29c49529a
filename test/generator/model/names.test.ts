import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { buildAll, define, folderOf, type Given } from './definition.js'

const identifiers: readonly (readonly [string, readonly Given[], readonly string[]])[] = [
  ['a kind', [{ kind: 'HTTPRoute' }], ['HTTPRoute HTTPRouteInput HTTPRouteApply HTTPRouteClient HTTPRouteReconciler']],
  [
    'a global',
    [{ kind: 'Promise' }],
    ['PromiseResource PromiseResourceInput PromiseResourceApply PromiseResourceClient PromiseResourceReconciler'],
  ],
  [
    'a name of the runtime',
    [{ kind: 'Client' }],
    ['ClientResource ClientResourceInput ClientResourceApply ClientResourceClient ClientResourceReconciler'],
  ],
  [
    'a type that becomes a global',
    [{ kind: 'string' }],
    ['StringResource StringResourceInput StringResourceApply StringResourceClient StringResourceReconciler'],
  ],
  [
    'a kind `Object`',
    [{ kind: 'Object' }],
    ['ObjectResource ObjectResourceInput ObjectResourceApply ObjectResourceClient ObjectResourceReconciler'],
  ],
  [
    'a kind `Function`',
    [{ kind: 'Function' }],
    ['FunctionResource FunctionResourceInput FunctionResourceApply FunctionResourceClient FunctionResourceReconciler'],
  ],
  [
    'a kind `string`',
    [{ kind: 'string' }],
    ['StringResource StringResourceInput StringResourceApply StringResourceClient StringResourceReconciler'],
  ],
  ['a kind `default`', [{ kind: 'default' }], ['Default DefaultInput DefaultApply DefaultClient DefaultReconciler']],
  ['no identifier', [{ kind: 'foo-bar' }], ['FooBar FooBarInput FooBarApply FooBarClient FooBarReconciler']],
  [
    'a digit first',
    [{ kind: '3scale' }],
    ['Kind3scale Kind3scaleInput Kind3scaleApply Kind3scaleClient Kind3scaleReconciler'],
  ],
  [
    'kinds that are what others make',
    [{ kind: 'Foo' }, { kind: 'FooClient' }, { kind: 'FooInput' }],
    [
      'Foo FooResourceInput FooApply FooResourceClient FooReconciler',
      'FooClient FooClientInput FooClientApply FooClientClient FooClientReconciler',
      'FooInput FooInputInput FooInputApply FooInputClient FooInputReconciler',
    ],
  ],
  [
    'kinds that differ by signs alone',
    [
      { kind: 'FooBar', plural: 'a' },
      { kind: 'Foo-bar', plural: 'b' },
    ],
    [
      'FooBarResource FooBarResourceInput FooBarResourceApply FooBarResourceClient FooBarResourceReconciler',
      'FooBar FooBarInput FooBarApply FooBarClient FooBarReconciler',
    ],
  ],
]

for (const [name, given, want] of identifiers) {
  test(`identifiers of ${name}`, () => {
    const { versions } = buildAll(given.map(define)).model
    const found = versions.flatMap(({ resources }) =>
      resources.map(({ names: { namespaceClient: _, ...names } }) => Object.values(names).join(' ')),
    )
    assert.equal(found.sort(), [...want].sort())
  })
}

test('a kind gives way to what its name means in the code that is written, and to nothing else', () => {
  const taken =
    'Object Promise String Record Omit Partial Error Cached Context Client Manager Reconciler Result ObjectMeta'
  const free = 'Event Resource Shared Main Index Options Scale Status List Node'
  for (const kind of taken.split(' ')) assert.is(folderOf({ kind }).resources[0]?.names.type, `${kind}Resource`)
  for (const kind of free.split(' ')) assert.is(folderOf({ kind }).resources[0]?.names.type, kind)
})

const namespaceClients: readonly (readonly [string, readonly Given[], readonly (string | undefined)[]])[] = [
  ['a kind', [{ kind: 'Foo' }], ['FooNamespaceClient']],
  ['a kind in no namespace', [{ kind: 'Foo', scope: 'Cluster' }], [undefined]],
  [
    'a kind whose name is the beginning of another',
    [{ kind: 'Foo' }, { kind: 'FooNamespace' }],
    ['FooResourceNamespaceClient', 'FooNamespaceNamespaceClient'],
  ],
]

for (const [name, given, want] of namespaceClients) {
  test(`the client of ${name} in one namespace`, () => {
    assert.equal(
      folderOf(...given).resources.map(({ names }) => names.namespaceClient),
      want,
    )
  })
}

const files: readonly (readonly [string, readonly Given[], readonly string[]])[] = [
  [
    'a kind',
    [{ kind: 'KafkaMirrorMaker2' }],
    ['kafka-mirror-maker2 kafka-mirror-maker2-client kafka-mirror-maker2-reconciler'],
  ],
  ['a device', [{ kind: 'Con' }], ['con-resource con-resource-client con-resource-reconciler']],
  ['a file that there is', [{ kind: 'Shared' }], ['shared-resource shared-resource-client shared-resource-reconciler']],
  [
    'kinds that differ by case alone',
    [
      { kind: 'Foo', plural: 'foos' },
      { kind: 'FOO', plural: 'oofs' },
    ],
    ['foo-foos foo-foos-client foo-foos-reconciler', 'foo-oofs foo-oofs-client foo-oofs-reconciler'],
  ],
  [
    'a kind that is what another makes',
    [{ kind: 'Foo' }, { kind: 'FooClient' }],
    ['foo foo-resource-client foo-reconciler', 'foo-client foo-client-client foo-client-reconciler'],
  ],
  ['nothing that a file could be called', [{ kind: '../..', plural: 'x' }], ['kind kind-client kind-reconciler']],
]

for (const [name, given, want] of files) {
  test(`files of ${name}`, () => {
    assert.equal(
      folderOf(...given).resources.map(({ files }) => Object.values(files).join(' ')),
      want,
    )
  })
}

const folders: readonly (readonly [string, string, string, string])[] = [
  ['a group', 'samplecontroller.k8s.io', 'v1alpha1', 'samplecontroller.k8s.io/v1alpha1'],
  ['the core group', '', 'v1', 'core/v1'],
  ['a way out', '../../etc', '..', 'etc/version'],
  ['an absolute path', '/etc/passwd', 'v1', 'etc-passwd/v1'],
  ['a drive', 'C:\\x', '\\\\host', 'c-x/host'],
  ['a device', 'aux.example.com', 'nul', 'core-aux.example.com/version-nul'],
  ['a hidden folder', '.git', 'v1.', 'git/v1'],
  ['a device with an extension', 'con.example.com', 'COM1.v1', 'core-con.example.com/version-com1.v1'],
  ['what is a device nowhere', 'console.example.com', 'com10', 'console.example.com/com10'],
  ['dots and spaces at the end', 'a. .', 'v1 ', 'a/v1'],
  ['the record', 'opwright.json', 'v1', 'core-opwright.json/v1'],
  ['the record in capitals', 'Opwright.JSON', 'v1', 'core-opwright.json/v1'],
  ['packages', 'node_modules', 'v1', 'core-node_modules/v1'],
  ['dots within', 'a..b', 'v1', 'a.b/v1'],
  ['a zero byte', 'a\0b', 'v1', 'a-b/v1'],
]

for (const [name, group, version, want] of folders) {
  test(`folder of ${name}`, () => {
    const { model } = buildAll([define({ group, versions: [{ name: version }] })])
    assert.equal(
      model.versions.map(({ folder }) => folder),
      [want],
    )
  })
}

test('folders that would be one are two', () => {
  const { model } = buildAll(['a.b', 'a..b', 'A.b'].map(group => define({ group })))
  assert.equal(model.versions.map(({ folder }) => folder).sort(), ['a.b/v1', 'a.b/v1-2', 'a.b/v1-3'])
})

test('no part of a folder is longer than a disk allows', () => {
  const given = ['x', 'con.x'].flatMap(start => [`${start}${'x'.repeat(300)}1`, `${start}${'x'.repeat(300)}2`])
  const { model } = buildAll(given.map(text => define({ group: text, versions: [{ name: text }] })))
  const folders = model.versions.map(({ folder }) => folder)
  assert.is(new Set(folders).size, given.length)
  for (const part of folders.flatMap(folder => folder.split('/'))) assert.ok(part.length <= 255, part)
})

const controllers: readonly (readonly [string, string | undefined, readonly Given[], readonly string[]])[] = [
  ['default', undefined, [{}], ['MyFooReconciler foo-reconciler']],
  ['of a named operator', 'sample-operator', [{}], ['SampleFooReconciler foo-reconciler']],
  ['of a folder in a folder', './src/cert_operator/', [{}], ['CertFooReconciler foo-reconciler']],
  ['of a folder that is no operator', 'src\\controllers', [{}], ['ControllersFooReconciler foo-reconciler']],
  ['of a word that ends so', 'cooperator', [{}], ['CooperatorFooReconciler foo-reconciler']],
  ['of a folder with a digit first', '3scale', [{}], ['My3scaleFooReconciler foo-reconciler']],
  ['of no folder', '..', [{}], ['MyFooReconciler foo-reconciler']],
  [
    'of one kind in two groups',
    'operator',
    [{ group: 'a.example.com' }, { group: 'b-c.example.com' }],
    ['MyAFooReconciler a-foo-reconciler', 'MyBCFooReconciler b-c-foo-reconciler'],
  ],
  [
    'of groups that begin alike',
    'operator',
    [{ group: 'helm.example.io' }, { group: 'helm.m.example.io' }],
    ['MyHelmExampleFooReconciler helm-example-foo-reconciler', 'MyHelmMFooReconciler helm-m-foo-reconciler'],
  ],
  [
    'of a group that begins another',
    'operator',
    [{ group: 'helm.io' }, { group: 'helm.io.example' }],
    ['MyHelmIoFooReconciler helm-io-foo-reconciler', 'MyHelmIoExampleFooReconciler helm-io-example-foo-reconciler'],
  ],
  [
    'of groups that no file could be called',
    'operator',
    [{ group: 'ａ' }, { group: '../..' }],
    ['MyFooReconciler foo-reconciler', 'MyFoosFooReconciler foos-foo-reconciler'],
  ],
  [
    'of groups that are longer than a file name',
    'operator',
    [{ group: 'x'.repeat(300) }, { group: 'y'.repeat(300) }],
    [
      `MyX${'x'.repeat(299)}FooReconciler ${'x'.repeat(100)}-foo-reconciler`,
      `MyY${'y'.repeat(299)}FooReconciler ${'y'.repeat(100)}-foo-reconciler`,
    ],
  ],
]

for (const [name, operatorFolder, given, want] of controllers) {
  test(`reconcilers ${name}`, () => {
    const { model } = buildAll(given.map(define), operatorFolder === undefined ? {} : { operatorFolder })
    assert.equal(
      model.controllers.map(({ className, file }) => `${className} ${file}`),
      want,
    )
  })
}

test.run()
