// Dependent resources on a real server, which fills in defaults: what is sent, and what becomes of it.

import { Deployment } from 'opwright/kubernetes/apps/v1'
import { ConfigMap, Service } from 'opwright/kubernetes/core/v1'
import { connect, DependentResource, type Desired, type Transport, type WatchOptions } from 'opwright/runtime'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Backup } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import type { Json } from '../support/api-server/requests.js'
import { backupDefinition, Backups } from '../support/backups.js'
import { countingTransport } from '../support/counting-transport.js'
import { RunningManager } from '../support/running-manager.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

let cluster: TestCluster
let actual: Backups
let transport: Transport
let running: RunningManager[] = []

test.before(async () => {
  cluster = TestCluster.ofThisRun()
  await cluster.install(backupDefinition)
  transport = await connect({ name: 'test-operator', kubeconfig: cluster.kubeconfig })
})

test.before.each(async () => {
  actual = await Backups.inNewNamespace(cluster)
})

test.after.each(async () => {
  for (const manager of running) await manager.stop()
  running = []
  await actual.removeNamespace()
})

test.after(() => {
  transport.close()
  cluster.close()
})

/** Every kind of list, and nothing that the server stores in other words. */
const plainDeployment = ({ env, replicas = 2 }: { env?: Record<string, string>; replicas?: number } = {}) => ({
  metadata: { labels: { app: 'x' } },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'x' } },
    template: {
      metadata: { labels: { app: 'x' } },
      spec: {
        containers: [
          {
            name: 'main',
            image: 'nginx',
            args: ['-v'],
            ports: [{ containerPort: 80 }, { containerPort: 81, protocol: 'UDP' as const }],
            ...(env && { env: Object.entries(env).map(([name, value]) => ({ name, value })) }),
          },
          { name: 'side', image: 'busybox', resources: { requests: { cpu: '100m' } } },
        ],
      },
    },
  },
})

/** What the server stores in other words, or fills in below what is one value to it. */
const normalizedDeployment = () => {
  const { metadata, spec } = plainDeployment()
  const container = {
    name: 'main',
    image: 'nginx',
    resources: { requests: { cpu: '1000m', memory: '1024Mi' } },
    env: [
      { name: 'EMPTY', value: '' },
      { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ],
  }
  const template = { ...spec.template, spec: { containers: [container], volumes: [{ name: 'v', emptyDir: {} }] } }
  return { metadata, spec: { ...spec, strategy: {}, template } }
}

const service = () => ({
  metadata: { annotations: { 'example.com/note': 'ours' } },
  spec: {
    selector: { app: 'x' },
    ports: [
      { name: 'web', port: 80 },
      { name: 'more', port: 81, targetPort: 8081 },
    ],
  },
})

/** What is wanted for each Backup, which a test may change. */
interface Wanted {
  deployment: Desired<typeof Deployment> | undefined
  service: Desired<typeof Service> | undefined
}

/** An operator that keeps a Deployment and a Service for each Backup. */
async function start(wanted: Wanted, ofDeployments: WatchOptions<Deployment> = {}) {
  const counting = countingTransport(transport)
  const deployments = new DependentResource(Deployment)
  const services = new DependentResource(Service)
  let reconciles = 0
  const errors: string[] = []
  const { namespace } = actual
  const manager = await RunningManager.start({ transport: counting, namespaces: [namespace] }, described =>
    described
      .controller(Backup, {
        async reconcile(backup, context) {
          try {
            await deployments.reconcile(backup, backup.metadata, wanted.deployment, context)
            await services.reconcile(backup, backup.metadata, wanted.service, context)
          } finally {
            reconciles++
          }
        },
        async reportError(_backup, error) {
          errors.push((error as Error).message)
        },
      })
      .owns(Deployment, ofDeployments)
      .owns(Service)
      .workers(5),
  )
  running.push(manager)
  await manager.untilReady()
  return {
    manager,
    errors,
    /** The requests about the dependents since the last time, once nothing happens any more. */
    async requests(): Promise<string[]> {
      let last: number
      do {
        last = reconciles
        await new Promise(resolve => setTimeout(resolve, 250))
      } while (reconciles !== last)
      return counting.requests.splice(0).filter(request => !request.includes('/backups'))
    },
    /** Has the Backup reconciled once more, or oftener. */
    async reconcileAgain(times = 1): Promise<void> {
      for (let time = 0; time < times; time++) {
        const before = reconciles
        await actual.merge('daily', { metadata: { annotations: { 'example.com/touched': String(Math.random()) } } })
        await until('it is reconciled again', () => reconciles > before)
      }
    },
    async stop(): Promise<void> {
      await manager.stop()
      running = running.filter(each => each !== manager)
    },
  }
}

const deploymentPath = () => `/apis/apps/v1/namespaces/${actual.namespace}/deployments`
const servicePath = () => `/api/v1/namespaces/${actual.namespace}/services`
const patchOfDeployment = () => [`PATCH ${deploymentPath()}/daily`]
const patchOfService = () => [`PATCH ${servicePath()}/daily`]

test('they are made once, and then nothing is sent: while it runs, whatever others add, and after a restart', async () => {
  const wanted: Wanted = { deployment: plainDeployment({ env: { A: '1', B: '2' } }), service: service() }
  const first = await start(wanted)
  await actual.create('daily')
  await until('there is a Service', () => cluster.requests.find(`${servicePath()}/daily`))
  assert.equal(await first.requests(), [
    `GET ${deploymentPath()}/daily`,
    `PATCH ${deploymentPath()}/daily`,
    `GET ${servicePath()}/daily`,
    `PATCH ${servicePath()}/daily`,
  ])
  const deployment = await cluster.requests.get(`${deploymentPath()}/daily`)
  const [owner] = deployment.metadata.ownerReferences
  assert.equal([owner.kind, owner.name, owner.controller], ['Backup', 'daily', true])
  assert.is(deployment.spec.strategy.type, 'RollingUpdate', 'the server has filled in defaults')

  await first.reconcileAgain(5)
  assert.equal(await first.requests(), [])

  await cluster.requests.merge(`${deploymentPath()}/daily`, {
    metadata: { labels: { theirs: '1' } },
    spec: { paused: true, revisionHistoryLimit: 3 },
  })
  await cluster.requests.merge(`${servicePath()}/daily`, { metadata: { annotations: { theirs: '1' } } })
  await first.reconcileAgain()
  assert.equal(await first.requests(), [])
  await first.stop()

  const second = await start(wanted)
  await second.reconcileAgain(2)
  assert.equal(await second.requests(), [])
  const after = await cluster.requests.get(`${deploymentPath()}/daily`)
  assert.equal([after.metadata.labels.theirs, after.spec.revisionHistoryLimit], ['1', 3])
  assert.equal(second.errors, [])
})

test('each drift is put right with one write, and so is each change of what is wanted', async () => {
  const wanted: Wanted = { deployment: plainDeployment({ env: { A: '1', B: '2' } }), service: service() }
  const operator = await start(wanted)
  await actual.create('daily')
  await until('there is a Service', () => cluster.requests.find(`${servicePath()}/daily`))
  await operator.requests()
  const live = () => cluster.requests.get(`${deploymentPath()}/daily`)

  await cluster.requests.merge(`${deploymentPath()}/daily`, { spec: { replicas: 7 } })
  assert.equal(await operator.requests(), patchOfDeployment())
  assert.is((await live()).spec.replicas, 2)

  const { spec } = await live()
  const [main, side] = spec.template.spec.containers
  const containers = [{ ...main, image: 'evil', env: [] }, side, { name: 'third', image: 'theirs' }]
  await cluster.requests.merge(`${deploymentPath()}/daily`, { spec: { template: { spec: { containers } } } })
  assert.equal(await operator.requests(), patchOfDeployment())
  const repaired = (await live()).spec.template.spec.containers
  assert.equal(
    repaired.map((container: Json) => container.image).sort(),
    ['busybox', 'nginx', 'theirs'],
    'what others add stays',
  )

  await cluster.requests.merge(`${servicePath()}/daily`, { metadata: { annotations: { 'example.com/note': null } } })
  assert.equal(await operator.requests(), patchOfService())

  wanted.deployment = plainDeployment({ env: { B: '3' } })
  await operator.reconcileAgain()
  assert.equal(await operator.requests(), patchOfDeployment())
  const env = (await live()).spec.template.spec.containers.find(({ name }: Json) => name === 'main').env
  assert.equal(env, [{ name: 'B', value: '3' }], 'what is wanted no longer goes')

  await cluster.requests.delete(`${deploymentPath()}/daily`)
  await until('it is there again', () => cluster.requests.find(`${deploymentPath()}/daily`))
  assert.equal(await operator.requests(), [`GET ${deploymentPath()}/daily`, ...patchOfDeployment()])
  await operator.reconcileAgain(2)
  assert.equal(await operator.requests(), [])
  assert.equal(operator.errors, [])
})

test('of many owners each costs two requests for what is made, one for each drift, and none else', async () => {
  const count = 40
  const operator = await start({ deployment: plainDeployment(), service: service() })
  const names = Array.from({ length: count }, (_, index) => `b${index}`)
  await Promise.all(names.map(name => actual.create(name)))
  const all = async () => (await cluster.requests.get(servicePath())).items as Json[]
  await until('all Services are there', async () => (await all()).length === count)
  assert.is((await operator.requests()).length, count * 4)

  const drift = { spec: { replicas: 9, template: { spec: { terminationGracePeriodSeconds: 7 } } } }
  await Promise.all(names.map(name => cluster.requests.merge(`${deploymentPath()}/${name}`, drift)))
  const repairs = await operator.requests()
  assert.equal(repairs.sort(), names.map(name => `PATCH ${deploymentPath()}/${name}`).sort())
  const { items } = await cluster.requests.get(deploymentPath())
  assert.ok(
    items.every(({ spec }: Json) => spec.replicas === 2 && spec.template.spec.terminationGracePeriodSeconds === 7),
  )
  await operator.stop()

  const second = await start({ deployment: plainDeployment(), service: service() })
  assert.equal(await second.requests(), [], 'nor after a restart')
  assert.equal(second.errors, [])
})

test('what the server stores in other words is no drift; after a restart one request finds that out, and changes nothing', async () => {
  const wanted: Wanted = { deployment: normalizedDeployment(), service: undefined }
  const first = await start(wanted)
  await actual.create('daily')
  const made = await until('there is a Deployment', () => cluster.requests.find(`${deploymentPath()}/daily`))
  assert.is(made.spec.template.spec.containers[0].resources.requests.cpu, '1')
  await first.requests()
  await first.reconcileAgain(3)
  assert.equal(await first.requests(), [])
  await cluster.requests.merge(`${deploymentPath()}/daily`, {
    spec: { strategy: { type: 'Recreate', rollingUpdate: null } },
  })
  await first.requests()
  await first.reconcileAgain(2)
  assert.equal(await first.requests(), [], 'what is applied empty is filled in by others')
  await first.stop()

  const { metadata } = await cluster.requests.get(`${deploymentPath()}/daily`)
  const second = await start(wanted)
  assert.equal(await second.requests(), patchOfDeployment())
  await second.reconcileAgain(3)
  assert.equal(await second.requests(), [])
  const after = await cluster.requests.get(`${deploymentPath()}/daily`)
  assert.is(after.metadata.resourceVersion, metadata.resourceVersion)
})

test('a cache that keeps no managedFields knows it from what was applied last', async () => {
  const wanted: Wanted = { deployment: normalizedDeployment(), service: undefined }
  const transform = (deployment: Deployment) => {
    delete deployment.metadata.managedFields
    return deployment
  }
  const operator = await start(wanted, { transform })
  await actual.create('daily')
  await until('there is a Deployment', () => cluster.requests.find(`${deploymentPath()}/daily`))
  await operator.requests()
  await operator.reconcileAgain(3)
  assert.equal(await operator.requests(), [])
  await cluster.requests.merge(`${deploymentPath()}/daily`, { spec: { replicas: 7, revisionHistoryLimit: 3 } })
  assert.equal(await operator.requests(), patchOfDeployment())
  await operator.reconcileAgain(3)
  assert.equal(await operator.requests(), [])
})

test('what is wanted no longer is deleted, once', async () => {
  const wanted: Wanted = { deployment: plainDeployment(), service: service() }
  const operator = await start(wanted)
  await actual.create('daily')
  await until('there is a Service', () => cluster.requests.find(`${servicePath()}/daily`))
  await operator.requests()
  await cluster.requests.merge(`${servicePath()}/daily`, { metadata: { finalizers: ['example.com/slow'] } })
  wanted.service = undefined
  await operator.reconcileAgain(3)
  assert.equal(await operator.requests(), [`DELETE ${servicePath()}/daily`])
  wanted.service = service()
  await operator.reconcileAgain()
  assert.equal(await operator.requests(), [], 'it waits for the end of the old one')
  await cluster.requests.merge(`${servicePath()}/daily`, { metadata: { finalizers: null } })
  await until('another one is there', async () => {
    const found = await cluster.requests.find(`${servicePath()}/daily`)
    return found && !found.metadata.deletionTimestamp
  })
  assert.equal(operator.errors, [])
})

test('what others control, or nobody, is left alone', async () => {
  const { metadata } = await cluster.requests.create(`/api/v1/namespaces/${actual.namespace}/configmaps`, {
    metadata: { name: 'other' },
  })
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: metadata.uid, controller: true }
  const { spec } = plainDeployment()
  await cluster.requests.create(deploymentPath(), { metadata: { name: 'daily', ownerReferences: [owner] }, spec })
  const operator = await start({ deployment: plainDeployment(), service: undefined })
  await actual.create('daily')
  await until('it is refused', () => operator.errors.length > 0)
  assert.is(operator.errors[0], `${actual.namespace}/daily is controlled by ConfigMap other already`)

  await cluster.requests.merge(`${deploymentPath()}/daily`, { metadata: { ownerReferences: null } })
  await until('it is refused for another reason', () => /has no controller/.test(operator.errors.at(-1)!))
  assert.ok((await operator.requests()).every(request => request.startsWith('GET')))
})

test('the rights that the guide lists are enough', async () => {
  const { namespace } = actual
  const kubeconfig = await cluster.makeUser(namespace, [
    { apiGroups: ['vault.example.com'], resources: ['backups'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['vault.example.com'], resources: ['backups/finalizers'], verbs: ['update'] },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch', 'create', 'patch', 'delete'] },
  ])
  const maps = new DependentResource(ConfigMap)
  const outcomes: string[] = []
  const manager = await RunningManager.start({ kubeconfig, namespaces: [namespace] }, described =>
    described
      .controller(Backup, {
        async reconcile(backup, context) {
          const desired = backup.metadata.labels?.['map'] === 'none' ? undefined : { data: { size: '1' } }
          outcomes.push((await maps.reconcile(backup, backup.metadata, desired, context)).outcome)
        },
      })
      .owns(ConfigMap),
  )
  running.push(manager)
  await actual.create('daily')
  await until('it is made', () => outcomes.includes('created'))
  await actual.merge('daily', { metadata: { labels: { map: 'none' } } })
  await until('it is deleted', () => outcomes.includes('deleted'))
  assert.equal(manager.problems, [])
})

test('an owner takes over what nobody controls if it says so, from a cache that does not know of it too', async () => {
  const counting = countingTransport(transport)
  const { namespace } = actual
  const maps = new DependentResource(ConfigMap, { adopt: true })
  const outcomes: string[] = []
  const path = `/api/v1/namespaces/${namespace}/configmaps/daily`
  await cluster.requests.create(`/api/v1/namespaces/${namespace}/configmaps`, {
    metadata: { name: 'daily' },
    data: { theirs: '1', size: '9' },
  })
  const manager = await RunningManager.start({ transport: counting, namespaces: [namespace] }, described =>
    described
      .controller(Backup, {
        async reconcile(backup, context) {
          const { outcome } = await maps.reconcile(backup, backup.metadata, { data: { size: '1' } }, context)
          outcomes.push(outcome)
        },
      })
      .owns(ConfigMap, { labelSelector: 'none=matches' }),
  )
  running.push(manager)
  const { metadata } = await actual.create('daily')
  await until('it is reconciled', () => outcomes.length > 0)
  assert.is(outcomes[0], 'updated')
  const taken = await cluster.requests.get(path)
  assert.equal(taken.data, { theirs: '1', size: '1' })
  assert.is(taken.metadata.ownerReferences[0].uid, metadata.uid)
})

test.run()
