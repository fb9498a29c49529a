/** The definitions of real projects beside the repository, where they are there, and what a real API server said to them. */

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { formatDiagnostic, type Diagnostic } from '../../../generator/diagnostic.js'
import { readVerdicts, realCrds, type Verdict } from '../../support/real-crds.js'
import { read } from './read.js'

/** The reason of each that is refused: a part of the message, and what it has to point at in the file. */
type Reason = readonly [code: string, line: number, message: string]

const noSchema = (line: number): Reason[] => [
  ['structural/missing-schema', line, 'spec.versions[0].schema.openAPIV3Schema is required'],
  ['crd/preserve-unknown-fields', line - 3, 'spec.preserveUnknownFields cannot be true'],
]
const misnamed: Reason[] = [
  ['crd/approval', 3, 'protected groups must have approval annotation'],
  ['crd/name', 4, 'metadata.name must be spec.names.plural+"."+spec.group'],
  ['crd/versions', 13, 'spec.versions must have exactly one version marked as storage version'],
]
const noGroup: Reason[] = [
  ['crd/name', 7, 'metadata.name must be a DNS-1123 subdomain'],
  ['crd/required', 9, 'spec.group is required'],
]

const reasons = new Map<string, readonly Reason[]>([
  ...['healthy', 'installing-progressing', 'names-not-accepted-degraded', 'no-conditions-progressing'].map(
    name => [`argo-cd/crd-v1-${name}.yaml`, noSchema(19)] as const,
  ),
  ...['non-structual-degraded', 'not-established-degraded', 'terminating-condition-progressing'].map(
    name => [`argo-cd/crd-v1-${name}.yaml`, noSchema(19)] as const,
  ),
  ['argo-cd/crd-v1-terminating-timestamp-progressing.yaml', noSchema(20)],
  [
    'containerized-data-importer/crds_generated.yaml',
    [
      ['crd/versions', 19, 'spec.versions must have exactly one version marked as storage version'],
      ['structural/missing-type', 29, 'openAPIV3Schema.type must not be empty at the root'],
      ['structural/missing-type', 49, 'properties.spec.type must not be empty for specified object fields'],
    ],
  ],
  ['controller-tools-v0.3.0/kubebuilder-example-crd.v1.yaml', misnamed],
  ['controller-tools-v0.3.0/kubebuilder-unchanged-crd.yaml', misnamed],
  ['controller-tools/invalid__kubebuilder-example-crd.v1.yaml', misnamed],
  ['controller-tools/kubebuilder-example-crd.v1.yaml', misnamed],
  ['controller-tools/kubebuilder-unchanged-crd.yaml', misnamed],
  ['controller-tools/valid__kubebuilder-unchanged-crd.yaml', misnamed],
  ['controller-tools/testdata._cronjobs.yaml', noGroup],
  [
    'gatekeeper/_.yaml',
    [
      ['crd/name', 4, 'metadata.name is required'],
      ['crd/required', 8, 'spec.group is required'],
      ['crd/required', 10, 'spec.names.kind is required'],
      ['crd/required', 11, 'spec.names.plural is required'],
      ['crd/required', 12, 'spec.scope is required'],
      ['crd/required', 13, 'spec.versions is required'],
    ],
  ],
  ...['assignimages', 'assignmetadata', 'assigns', 'expansiontemplate', 'modifysets'].map(
    name => [`gatekeeper/_${name}.yaml`, noGroup] as const,
  ),
  [
    'provider-kubernetes/kubernetes.crossplane.io_objects.yaml',
    [
      ['crd/conversion', 12, 'service.name is required'],
      ['crd/conversion', 12, 'service.namespace is required'],
    ],
  ],
])

/** By file, with what is said to each of its documents. */
async function readAll(verdicts: readonly Verdict[]) {
  const all = new Map<string, { diagnostics: readonly Diagnostic[]; names: readonly string[] }>()
  for (const file of new Set(verdicts.map(verdict => verdict.file))) {
    const { diagnostics, definitions } = await read([file], realCrds)
    all.set(file, { diagnostics, names: definitions.map(({ name }) => name) })
  }
  return all
}

const verdicts = readVerdicts()
if (verdicts.length > 0) {
  const all = await readAll(verdicts)
  const of = (wanted: string) => verdicts.filter(({ verdict }) => verdict === wanted)
  const refused = new Set(of('refused').map(({ file }) => file))
  const said = (file: string) => all.get(file)?.diagnostics ?? []

  test('what a server accepts is read, and nothing is said', () => {
    assert.ok(of('accepted').length > 500)
    for (const { file, name } of of('accepted')) {
      assert.ok(all.get(file)?.names.includes(name), `${name} in ${file}`)
      if (!refused.has(file)) assert.equal(said(file).map(formatDiagnostic), [])
    }
  })

  test('what only an old server read is read, and it is said that it is old', () => {
    assert.ok(of('v1beta1').length > 100)
    for (const { file, name } of of('v1beta1')) {
      assert.ok(all.get(file)?.names.includes(name), `${name} in ${file}`)
      // Test data of controller-tools, which its own server refused for the name.
      const others = said(file).filter(({ code }) => code !== 'crd/v1beta1')
      const wanted = file.startsWith('controller-tools') ? others.filter(({ code }) => code === 'crd/name') : []
      assert.equal(others.map(formatDiagnostic), wanted.map(formatDiagnostic))
      assert.is(said(file).length - others.length, of('v1beta1').filter(each => each.file === file).length)
    }
  })

  test('what a server refuses is told with its reason at its line', () => {
    assert.equal([...reasons.keys()].sort(), [...refused].sort())
    for (const [file, wanted] of reasons) {
      for (const [code, line, message] of wanted) {
        const found = said(file).some(
          each => each.code === code && each.position?.line === line && each.message.includes(message),
        )
        assert.ok(found, `${file}:${line}: ${message}\n${said(file).map(formatDiagnostic).join('\n')}`)
      }
    }
  })

  test('what a server refuses is read, where it has a group and names', () => {
    for (const { file, name } of of('refused')) {
      const isError = said(file).some(({ severity }) => severity === 'error')
      assert.is(all.get(file)?.names.includes(name), !isError, file)
      assert.is(
        isError,
        reasons.get(file)?.some(([code]) => code === 'crd/required'),
        file,
      )
    }
  })
} else {
  test.skip('the definitions of real projects are not beside the repository', () => {})
}

test.run()
