/** Names of types that stand in several places, or far down. */

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import { pathName } from '../../../generator/model/places.js'
import { folderOf, integer, list, object, shapesOf, text, type Given } from './definition.js'

const leaf = (name = 'a') => object({ [name]: text })
const said = (description: string, it = leaf()): JsonSchemaProps => ({ ...it, description })

function spec(properties: { readonly [name: string]: JsonSchemaProps }, kind = 'Foo'): Given {
  return { kind, schema: object({ spec: object(properties) }) }
}

const probe = object({
  exec: object({ command: list(text) }),
  failureThreshold: integer,
  httpGet: object({
    host: text,
    httpHeaders: list(object({ name: text, value: text })),
    path: text,
    port: text,
    scheme: text,
  }),
  initialDelaySeconds: integer,
  periodSeconds: integer,
  successThreshold: integer,
  tcpSocket: object({ host: text, port: text }),
  timeoutSeconds: integer,
})

const names: readonly (readonly [string, readonly Given[], readonly string[]])[] = [
  [
    'two fields of one object that have nothing in common',
    [spec({ source: leaf(), target: leaf() })],
    ['FooSpec', 'FooSpecSourceOrTarget'],
  ],
  ['one and many', [spec({ option: leaf(), options: leaf() })], ['FooSpec', 'FooSpecOption']],
  [
    'many of what the object is',
    [spec({ resources: object({ cpu: leaf(), gpu: leaf(), memory: leaf() }) })],
    ['FooSpec', 'FooSpecResource', 'FooSpecResources'],
  ],
  [
    'three fields that have nothing in common',
    [spec({ alpha: leaf(), beta: leaf(), gamma: leaf() })],
    ['FooSpec', 'FooSpecAlphaBetaOrGamma'],
  ],
  [
    'four fields that have nothing in common',
    [spec({ server: object({ alpha: leaf(), beta: leaf(), gamma: leaf(), delta: leaf() }) })],
    ['FooSpec', 'FooSpecServer', 'ServerPart'],
  ],
  [
    'two fields of an object whose path is long',
    [spec({ updateStrategy: object({ rollingUpdate: object({ partitionBefore: leaf(), remainderAfter: leaf() }) }) })],
    ['FooPartitionBeforeOrRemainderAfter', 'FooSpec', 'FooSpecUpdateStrategy', 'FooSpecUpdateStrategyRollingUpdate'],
  ],
  ['a field and its former name', [spec({ reconcile: leaf(), reconciling: leaf() })], ['FooSpec', 'FooSpecReconcile']],
  [
    'some of what an object calls many',
    [spec({ nameConstraints: object({ critical: text, excluded: leaf(), permitted: leaf() }) })],
    ['FooSpec', 'FooSpecNameConstraints', 'NameConstraintItem'],
  ],
  [
    'the one or the other, of several holders',
    [
      spec({ x: text, mirror: leaf(), sources: list(leaf()) }),
      spec({ y: text, mirror: leaf(), sources: list(leaf()) }, 'Bar'),
    ],
    ['BarSpec', 'FooSpec', 'MirrorOrSource'],
  ],
  [
    'a reference that most call otherwise than the most frequent name has it',
    [
      spec({
        a: object({ x: text, imagePullSecret: leaf('name') }),
        b: object({ y: text, imagePullSecret: leaf('name') }),
        c: object({ z: text, template: leaf('name') }),
        d: object({ w: text, pool: leaf('name') }),
      }),
    ],
    ['FooSpec', 'FooSpecA', 'FooSpecB', 'FooSpecC', 'FooSpecD', 'LocalObjectReference'],
  ],
  [
    'a type that a field says more of than most would',
    [
      spec({
        auth: said('VaultAuth configures it.'),
        login: object({ x: text, auth: leaf() }),
        a: object({ y: text, token: leaf() }),
        b: object({ z: text, key: leaf() }),
      }),
    ],
    ['FooSpec', 'FooSpecA', 'FooSpecAuth', 'FooSpecB', 'FooSpecLogin'],
  ],
  [
    'a type that all fields say, none of which is called so',
    [
      spec({
        certificate: said('TLSDocument describes a document.'),
        privateKey: said('TLSDocument describes a document.'),
        rootCA: said('TLSDocument describes a document.'),
      }),
    ],
    ['FooSpec', 'TLSDocument'],
  ],
  [
    'a field that says its own name, which is longer than that of another',
    [spec({ imageInfo: leaf(), targetImageInfo: said('TargetImageInfo is what is wanted.') })],
    ['FooSpec', 'ImageInfo'],
  ],
  [
    'fields of one object that end alike, in a vague word',
    [spec({ source: object({ configMapRef: leaf(), secretRef: leaf() }) })],
    ['FooSpec', 'FooSpecSource', 'FooSpecSourceRef'],
  ],
  [
    'a structure of Kubernetes whose name a kind has',
    [
      spec({ container: object({ livenessProbe: probe, startupProbe: probe }) }),
      spec({ x: text, container: object({ livenessProbe: probe, startupProbe: probe }) }, 'Bar'),
      { kind: 'Probe', schema: object({ spec: leaf('url') }) },
    ],
    [
      'BarSpec',
      'Container',
      'ContainerProbe',
      'ExecAction',
      'FooSpec',
      'HTTPGetAction',
      'HTTPHeader',
      'ProbeSpec',
      'TCPSocketAction',
    ],
  ],
  [
    'what is the same everywhere, and called otherwise everywhere',
    [
      spec({
        a: object({ owner: object({ name: text, namespace: text }) }),
        b: object({ x: text, certificate: object({ name: text, namespace: text }) }),
        os: object({ name: text }),
        c: object({ y: text, gate: object({ name: text }) }),
      }),
    ],
    ['FooSpec', 'FooSpecA', 'FooSpecB', 'FooSpecC', 'FooSpecOs', 'NamespacedName'],
  ],
  [
    'holders that begin alike',
    [
      spec({
        backupPlan: object({ template: leaf() }),
        backupJob: object({ x: text, template: leaf() }),
        otherPlan: object({ template: leaf('b') }),
        otherJob: object({ x: text, template: leaf('b') }),
      }),
    ],
    [
      'FooSpec',
      'FooSpecBackupJob',
      'FooSpecBackupPlan',
      'FooSpecBackupTemplate',
      'FooSpecOtherJob',
      'FooSpecOtherPlan',
      'FooSpecOtherTemplate',
    ],
  ],
  [
    'what has one property more than what has the name',
    [
      spec({
        authorization: object({ type: text }),
        c: object({ authorization: object({ type: text }) }),
        a: object({ x: text, authorization: object({ type: text, file: text }) }),
      }),
      spec(
        {
          authorization: object({ type: text }),
          b: object({ y: text, authorization: object({ type: text, file: text }) }),
        },
        'Bar',
      ),
    ],
    ['Authorization', 'AuthorizationWithFile', 'BarSpec', 'BarSpecB', 'FooSpec', 'FooSpecA', 'FooSpecC'],
  ],
  [
    'a spec is that of its kind, and not what something else is said to be',
    [
      spec({ a: text }),
      spec({ template: object({ spec: said('FooSpec is that of a foo.', leaf('b')), x: text }) }, 'Bar'),
    ],
    ['BarSpec', 'BarSpecTemplate', 'BarSpecTemplateSpec', 'FooSpec'],
  ],
  [
    'a spec that another kind has for a template is that of its own kind',
    [spec({ a: text }, 'JobRun'), spec({ jobRunSpec: object({ a: text }) }, 'Schedule')],
    ['JobRunSpec', 'ScheduleSpec'],
  ],
  [
    'a long path is cut where no other ends like it',
    [spec({ updateStrategy: object({ rollingUpdateConfiguration: object({ partitionSelector: leaf() }) }) })],
    ['FooPartitionSelector', 'FooRollingUpdateConfiguration', 'FooSpec', 'FooSpecUpdateStrategy'],
  ],
]

for (const [title, given, want] of names) {
  test(title, () => {
    const found = shapesOf(folderOf(...given)).map(shape => shape.names.type)
    assert.equal(found.sort(), [...want].sort())
  })
}

const paths: readonly (readonly [string, string, string])[] = [
  ['FooSpec', 'Template', 'FooSpecTemplate'],
  ['FooIngress', 'IngressTemplate', 'FooIngressTemplate'],
  ['FooConfigSync', 'ConfigSyncOnly', 'FooConfigSyncOnly'],
  ['Alertmanager', 'AlertmanagerConfiguration', 'AlertmanagerConfiguration'],
  ['FooReport', 'Report', 'FooReportReport'],
  ['FooReport', 'ReportingTime', 'FooReportReportingTime'],
  ['FooSubnet', 'NetPolicy', 'FooSubnetNetPolicy'],
]

for (const [holder, segment, want] of paths) {
  test(`${segment} in ${holder} is ${want}`, () => assert.is(pathName(holder, { segment }), want))
}

test('a name that has to be short begins with a letter, whatever the field begins with', () => {
  const long = 'aFieldWhoseNameIsLongerThanWhatAnybodyWouldLikeToReadToItsEnd'
  const inner = object({ [long]: object({ '1items': leaf() }) })
  const given = ['FirstOfTwoKinds', 'SecondOfTwoKinds'].map((kind, index) =>
    spec({ [`field${index}`]: text, settings: inner }, kind),
  )
  const found = shapesOf(folderOf(...given)).map(shape => shape.names.type)
  assert.equal(
    found.filter(name => !/^[A-Z]/.test(name)),
    [],
  )
})

test.run()
