// Whether there is something to apply is decided without the server. Here the server is asked whether that was right, for configurations
// at random: what was held to be done must change nothing.

import { Deployment } from 'opwright/kubernetes/apps/v1'
import type { ApplyOf, Client, DeepReadonly } from 'opwright/runtime'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isHeld } from '../../runtime/client/field-set.js'
import { appliedFields } from '../../runtime/client/managed-fields.js'
import { Chance } from '../support/chance.js'
import { connectClient, type ConnectedClient } from '../support/connected-client.js'
import { TestCluster } from '../support/test-cluster.js'

type Configuration = DeepReadonly<ApplyOf<typeof Deployment>>

const rounds = 200
const seed = 7

let cluster: TestCluster
let namespace: string
let connection: ConnectedClient
let client: Client

test.before(async () => {
  cluster = TestCluster.ofThisRun()
  namespace = await cluster.makeNamespace()
  connection = await connectClient(cluster.kubeconfig, 'us')
  client = connection.client
})

test.after(async () => {
  connection.close()
  await cluster.deleteNamespace(namespace)
  cluster.close()
})

/** Each part is there or not, and has one of a few values, so that what is alike comes often. */
function configurationOf(chance: Chance, name: string): Configuration {
  const maybe = <T>(...values: readonly T[]): T | undefined => (chance.percent(50) ? chance.pick(values) : undefined)
  const entries = (...keys: readonly string[]) =>
    Object.fromEntries(keys.flatMap(key => (chance.percent(50) ? [[key, chance.pick(['1', '2', ''])]] : [])))
  const container = (of: string) => ({
    name: of,
    image: chance.pick(['nginx', 'busybox']),
    ...given('args', maybe<readonly string[]>([], ['a'], ['a', 'b'])),
    ...given(
      'env',
      maybe(
        [],
        [{ name: 'A', value: '1' }],
        [
          { name: 'B', value: '' },
          { name: 'A', value: '2' },
        ],
        [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      ),
    ),
    ...given(
      'ports',
      maybe(
        [{ containerPort: 80 }],
        [{ containerPort: 80, protocol: 'TCP' as const }],
        [
          { containerPort: 80, protocol: 'UDP' as const },
          { containerPort: 80, name: 'x' },
        ],
      ),
    ),
    ...given('resources', maybe({}, { requests: { cpu: '1000m' } }, { requests: { cpu: '1' }, limits: { cpu: '2' } })),
    ...given('securityContext', maybe({}, { capabilities: { drop: ['ALL'] } }, { runAsUser: 0 })),
  })
  return {
    metadata: {
      namespace,
      name,
      ...given('labels', maybe(entries('x', 'y'))),
      ...given('annotations', maybe(entries('x', 'y'))),
    },
    spec: {
      selector: { matchLabels: { app: 'x' } },
      ...given('replicas', maybe(0, 1, 3)),
      ...given('paused', maybe(true, false)),
      ...given('strategy', maybe({}, { type: 'RollingUpdate' as const })),
      template: {
        metadata: { labels: { app: 'x', ...entries('z') } },
        spec: {
          containers: chance.pick([['main'], ['main', 'side'], ['side', 'main']]).map(container),
          ...given('volumes', maybe([], [{ name: 'v', emptyDir: {} }], [{ name: 'w', configMap: { name: 'c' } }])),
          ...given('tolerations', maybe([], [{ key: 'a' }], [{ key: 'a' }, { key: 'b' }])),
          ...given('nodeSelector', maybe(entries('n'))),
        },
      },
    },
  }
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
}

/** What somebody else may do to it. */
const disturbances: readonly object[] = [
  { spec: { replicas: 7 } },
  { metadata: { labels: { x: 'theirs', others: '1' } } },
  { metadata: { annotations: { x: null } } },
  { spec: { paused: null } },
  { spec: { revisionHistoryLimit: 3 } },
  { spec: { template: { spec: { tolerations: [{ key: 'theirs' }] } } } },
  { spec: { template: { spec: { containers: [{ name: 'main', image: 'theirs' }] } } } },
  { spec: { template: { spec: { nodeSelector: { n: '1', theirs: '1' } } } } },
]

test('what is held to be done changes nothing when it is applied', async () => {
  const chance = new Chance(seed)
  const deployments = client.for(Deployment).namespace(namespace)
  let held = 0
  let different = 0
  for (let round = 0; round < rounds; round++) {
    const name = `d${round}`
    const first = configurationOf(chance, name)
    await deployments.apply(first, { force: true })
    if (chance.percent(40)) {
      await cluster.requests.merge(
        `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`,
        chance.pick(disturbances),
      )
    }
    const other = configurationOf(chance, name)
    // The same, one with another part, or a wholly different one.
    const spec = chance.oneOf(
      () => first.spec,
      () => ({ ...first.spec, ...given('replicas', other.spec?.replicas) }),
      () => other.spec,
    )
    const second: Configuration = { metadata: chance.percent(70) ? first.metadata : other.metadata, spec: spec! }
    const before = await deployments.get(name)
    const fields = appliedFields(before, 'us', Deployment.apiVersion)
    const isDone = fields !== undefined && isHeld(fields, second, before)
    const after = await deployments.apply(second, { force: true })
    const isSame = after.metadata.resourceVersion === before.metadata.resourceVersion
    assert.ok(
      isSame || !isDone,
      `seed ${seed}, round ${round}: ${JSON.stringify({ first, second, fields, before, after })}`,
    )
    if (isDone) held++
    if (!isSame) different++
  }
  assert.ok(held > rounds / 20, `${held} held to be done`)
  assert.ok(different > rounds / 4, `${different} changed something`)
})

test.run()
