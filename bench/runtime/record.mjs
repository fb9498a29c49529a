// The kind that the runtime benchmarks keep: an object has about 2 KB as the server tells it.

export const group = 'bench.opwright.dev'
export const apiVersion = `${group}/v1`
export const plural = 'records'

/** The definition without a status subresource takes objects with their status at once, which fills a server in half the time. */
export function definition({ status }) {
  const schema = { type: 'object', properties: { spec: anyObject, status: anyObject } }
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind: 'Record', listKind: 'RecordList', plural, singular: 'record' },
      versions: [{ ...version, ...(status && { subresources: { status: {} } }) }],
    },
  }
}

export function record(index) {
  const name = `record-${String(index).padStart(6, '0')}`
  const shard = index % 40
  return {
    apiVersion,
    kind: 'Record',
    metadata: {
      name,
      labels: {
        'app.kubernetes.io/name': 'record',
        'app.kubernetes.io/managed-by': 'bench',
        'app.kubernetes.io/part-of': `shard-${shard}`,
      },
      annotations: { 'bench.opwright.dev/owner': `team-${shard}@example.com` },
    },
    spec: {
      image: `registry.example.com/records/worker:v1.${shard}.0`,
      replicas: 1 + (index % 5),
      command: ['/usr/local/bin/worker', `--shard=${shard}`, '--log-level=info'],
      selector: { 'app.kubernetes.io/name': 'record', 'app.kubernetes.io/instance': name },
      variables: [
        { name: 'DATABASE_URL', value: `postgres://records-${shard}.example.com:5432/records` },
        { name: 'RECORD_NAME', value: name },
        { name: 'REGION', value: 'eu-central-1' },
      ],
      limits: { cpu: '500m', memory: '256Mi' },
      note: `Record ${index}. `.repeat(12),
    },
    status: { phase: 'Ready', conditions: ['Ready', 'Progressing'].map(type => condition(type, name)) },
  }
}

/** Of a Deployment that a record owns, but for its replicas, which are the record's. */
export function deploymentSpec(name) {
  const labels = { 'app.kubernetes.io/instance': name }
  const container = { name: 'worker', image: 'registry.example.com/records/worker:v1' }
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } }
}

function condition(type, name) {
  const lastTransitionTime = '2026-01-01T00:00:00Z'
  return { type, status: 'True', reason: 'AsExpected', message: `${type}: ${name}`, lastTransitionTime }
}

const anyObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
