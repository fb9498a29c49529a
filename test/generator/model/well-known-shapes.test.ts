/** Structures of Kubernetes have the names that people know, where they are what they look like. */

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import { folderOf, list, object, shapesOf, text } from './definition.js'

const withNames = (...names: readonly string[]) => object(Object.fromEntries(names.map(name => [name, text])))

const shapes: readonly (readonly [string, JsonSchemaProps, string])[] = [
  ['conditions', list(withNames('lastTransitionTime', 'message', 'reason', 'status', 'type')), 'Condition'],
  ['states', list(withNames('message', 'reason', 'status', 'type')), 'FooSpecState'],
  ['resources', object({ limits: withNames(), requests: withNames() }), 'ResourceRequirements'],
  ['emptyDir', withNames('medium', 'sizeLimit'), 'EmptyDirVolumeSource'],
  ['hostPath', withNames('path', 'type'), 'HostPathVolumeSource'],
  ['route', withNames('path', 'type'), 'FooSpecRoute'],
  ['secret', withNames('secretName'), 'SecretVolumeSource'],
  ['tls', withNames('secretName'), 'FooSpecTls'],
  ['claim', withNames('claimName', 'readOnly'), 'FooSpecClaim'],
  ['persistentVolumeClaim', withNames('claimName', 'readOnly'), 'PersistentVolumeClaimVolumeSource'],
  ['scaleTargetRef', withNames('apiVersion', 'kind', 'name'), 'CrossVersionObjectReference'],
  ['scaleTargetRef', withNames('apiVersion', 'kind', 'name', 'envSourceContainerName'), 'FooSpecScaleTargetRef'],
  ['credentialsSecretRef', withNames('name', 'namespace'), 'SecretReference'],
  ['parent', withNames('name', 'namespace'), 'FooSpecParent'],
  ['httpHeaders', list(withNames('name', 'value')), 'HTTPHeader'],
  ['seccompProfile', withNames('localhostProfile', 'type'), 'SeccompProfile'],
  ['profile', withNames('localhostProfile', 'type'), 'SecurityProfile'],
  ['sysctls', list(withNames('name', 'value')), 'Sysctl'],
  ['labels', list(withNames('name', 'value')), 'FooSpecLabel'],
  ['downwardAPI', object({ items: list(text) }), 'DownwardAPIProjection'],
  ['workloadRef', withNames('name', 'podGroup'), 'WorkloadReference'],
  ['taints', list(withNames('effect', 'key', 'value')), 'Taint'],
  ['secretKeyRef', withNames('key', 'name', 'optional'), 'SecretKeySelector'],
  ['configMapKeyRef', withNames('key', 'name', 'optional'), 'ConfigMapKeySelector'],
  ['valueRef', withNames('key', 'name', 'optional'), 'KeySelector'],
  ['os', withNames('name'), 'FooSpecOs'],
]

for (const [field, schema, want] of shapes) {
  const { properties = {} } = (schema.items as JsonSchemaProps | undefined) ?? schema
  test(`${field} of ${Object.keys(properties).join(', ')} is ${want}`, () => {
    const folder = folderOf({ schema: object({ spec: object({ [field]: schema }) }) })
    const [, shape] = shapesOf(folder).map(({ names }) => names.type)
    assert.is(shape, want)
  })
}

test('what Kubernetes has under two names has the one that goes with its holder', () => {
  const resources = object({ limits: withNames(), requests: withNames() })
  const claim = object({ accessModes: text, storageClassName: text, resources })
  const names = (schema: JsonSchemaProps) =>
    shapesOf(folderOf({ schema: object({ spec: object({ it: schema }) }) })).map(shape => shape.names.type)
  assert.ok(names(claim).includes('VolumeResourceRequirements'))
  assert.ok(names(object({ image: text, resources })).includes('ResourceRequirements'))
})

test('parts of the spec of a pod are called what Kubernetes calls them', () => {
  const parts = (properties: { readonly [name: string]: JsonSchemaProps }) => {
    const pod = object({ containers: list(text), ...properties })
    return shapesOf(folderOf({ schema: object({ spec: object({ it: pod }) }) }))
      .map(({ names }) => names.type)
      .filter(name => !name.startsWith('Foo'))
  }
  const gates = list(object({ name: text }, { description: 'PodSchedulingGate is one.', required: ['name'] }))
  assert.equal(parts({ os: object({ name: text }, { required: ['name'] }), schedulingGates: gates }), [
    'PodOSOrSchedulingGate',
  ])
  assert.equal(parts({ os: withNames('name'), schedulingGates: gates }), ['PodOS', 'PodSchedulingGate'])
  assert.equal(parts({ resourceClaims: list(withNames('name', 'resourceClaimName', 'resourceClaimTemplateName')) }), [
    'PodResourceClaim',
  ])
  assert.equal(parts({ schedulingGroup: withNames('podGroupName') }), ['PodSchedulingGroup'])
})

test('what holds the spec of a pod beside its metadata is the template of a pod', () => {
  const container = list(withNames('name', 'image'))
  const pod = object({
    containers: container,
    nodeSelector: text,
    serviceAccountName: text,
    tolerations: container,
    volumes: container,
    schedulingGroup: text,
  })
  const template = (spec: JsonSchemaProps) =>
    shapesOf(folderOf({ schema: object({ spec: object({ job: object({ metadata: withNames('a'), spec }) }) }) }))
      .map(({ names }) => names.type)
      .slice(1)
  assert.ok(template(pod).includes('PodTemplateSpec'))
  assert.ok(!template(withNames('containers')).includes('PodTemplateSpec'))
})

test.run()
