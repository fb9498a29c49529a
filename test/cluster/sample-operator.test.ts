import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { OperatorProcess } from '../support/operator-process.js'
import {
  compileSampleOperator,
  FooWorld,
  prepareForSampleOperator,
  startSampleOperator,
} from '../support/sample-operator.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

let cluster: TestCluster
let operator: OperatorProcess
let world: FooWorld
let settledTimes = 0

test.before(async () => {
  cluster = TestCluster.ofThisRun()
  compileSampleOperator()
  await prepareForSampleOperator(cluster)
  operator = startSampleOperator(cluster)
})

test.before.each(async () => {
  world = await FooWorld.make(cluster)
  settledTimes = 0
})

test.after.each(async () => {
  assert.ok(operator.isRunning, `the operator has ended:\n${operator.log}`)
  await world.remove()
})

test.after(async () => {
  await operator.stop()
  cluster.requests.close()
  console.error(`the operator's log:\n${operator.log.slice(-20_000)}`) // the runner shows it where a test has failed
})

test('creates a Deployment for a Foo', async () => {
  const foo = await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 1 })
  const deployment = await until('there is a Deployment', () => world.deployment('test-deployment'))
  const labels = { app: 'nginx', controller: 'test' }
  assert.is(deployment.spec.replicas, 1)
  assert.equal(deployment.spec.selector, { matchLabels: labels })
  assert.equal(deployment.spec.template.metadata.labels, labels)
  assert.equal(
    deployment.spec.template.spec.containers.map((container: { name: string; image: string }) => [
      container.name,
      container.image,
    ]),
    [['nginx', 'nginx:latest']],
  )
  const owner = { apiVersion: 'samplecontroller.k8s.io/v1alpha1', kind: 'Foo', name: 'test', uid: foo.metadata.uid }
  assert.equal(deployment.metadata.ownerReferences, [{ ...owner, controller: true, blockOwnerDeletion: true }])
  const [event] = await synced('test')
  assert.is(event.type, 'Normal')
  assert.is(event.regarding.uid, foo.metadata.uid)
  assert.is((await world.foo('test')).status.availableReplicas, 0)
})

test('does nothing where all is as it should be, after a restart as well', async () => {
  await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 2 })
  await synced('test')
  await settled()
  const foo = await world.foo('test')
  const deployment = await world.deployment('test-deployment')

  assert.equal(await operator.stop(), { code: 0, signal: null })
  operator = startSampleOperator(cluster)
  await settled()

  assert.equal(await world.foo('test'), foo)
  assert.equal(await world.deployment('test-deployment'), deployment)
})

test('updates the Deployment when the Foo changes', async () => {
  await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 1 })
  const { metadata } = await until('there is a Deployment', () => world.deployment('test-deployment'))
  await world.changeFoo('test', { replicas: 2 })
  await replicasAre('test-deployment', 2)
  assert.is((await world.deployment('test-deployment')).metadata.uid, metadata.uid)
})

test('leaves a Deployment alone that it does not control', async () => {
  const foreign = await world.createDeployment('test-deployment')
  await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 5 })
  const [event] = await until('there is a warning', () => nonEmpty(world.events('test', 'ErrResourceExists')))
  assert.is(event.type, 'Warning')
  await settled()
  assert.equal(await world.deployment('test-deployment'), foreign)
  assert.is((await world.foo('test')).status, undefined)
  assert.equal(await world.events('test', 'Synced'), [])
  assert.match(logLinesOf('test').join('\n'), 'error')
})

test('leaves a Deployment alone that another Foo controls', async () => {
  await world.createFoo('first', { deploymentName: 'contended', replicas: 1 })
  await synced('first')
  await world.createFoo('second', { deploymentName: 'contended', replicas: 7 })
  await until('there is a warning', () => nonEmpty(world.events('second', 'ErrResourceExists')))
  await settled()
  assert.is((await world.deployment('contended')).spec.replicas, 1)
})

test('does not bring back what belonged to a Foo that is gone', async () => {
  await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 1 })
  await synced('test')
  await world.deleteFoo('test')
  await until('the Deployment is collected', async () => !(await world.deployment('test-deployment')))
  await settled()
  assert.is(await world.deployment('test-deployment'), undefined)
})

test('says that a deploymentName is empty, once, and goes on when it is not', async () => {
  await world.createFoo('test', { deploymentName: '', replicas: 1 })
  await until('it is said', () => logLinesOf('test').some(line => line.includes('deploymentName')))
  await settled()
  assert.is(logLinesOf('test').filter(line => line.includes('deploymentName')).length, 1)
  const owners = (await world.allDeployments()).map(deployment => deployment.metadata.ownerReferences[0].name)
  assert.not.ok(owners.includes('test'))
  await world.changeFoo('test', { deploymentName: 'test-deployment' })
  await until('there is a Deployment', () => world.deployment('test-deployment'))
})

test('leaves replicas that a Foo leaves out to others', async () => {
  await world.createFoo('test', { deploymentName: 'test-deployment' })
  await replicasAre('test-deployment', 1)
  await world.changeDeployment('test-deployment', { spec: { replicas: 3 } })
  await settled()
  await replicasAre('test-deployment', 3)
  await world.changeFoo('test', { replicas: 2 })
  await replicasAre('test-deployment', 2)
})

test('is not moved by a Deployment whose owner is no Foo', async () => {
  await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 1 })
  await synced('test')
  const configMaps = `/api/v1/namespaces/${world.namespace}/configmaps`
  const { metadata } = await cluster.requests.create(configMaps, { metadata: { name: 'test' } })
  await settled()
  const before = await world.events('test', 'Synced')

  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'test', uid: metadata.uid, controller: true }
  await world.createDeployment('other', { ownerReferences: [owner] })
  await world.changeDeployment('other', { spec: { replicas: 2 } })
  await settled()
  assert.equal(await world.events('test', 'Synced'), before)
})

test('carries a change from the user to the cluster, and what comes of it back', async () => {
  await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 2 })
  await replicasAre('test-deployment', 2)
  await world.reportAvailable('test-deployment', 2)
  await availableAre('test', 2)
  await world.changeFoo('test', { replicas: 5 })
  await replicasAre('test-deployment', 5)
  await world.reportAvailable('test-deployment', 5)
  await availableAre('test', 5)
  await world.reportAvailable('test-deployment', 0)
  await availableAre('test', 0)
})

test('repairs a Deployment that was edited by hand', async () => {
  await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 2 })
  await replicasAre('test-deployment', 2)
  await world.changeDeployment('test-deployment', { spec: { replicas: 9 } })
  await replicasAre('test-deployment', 2)
})

test('makes a Deployment again that was deleted by hand', async () => {
  await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 2 })
  const { metadata } = await until('there is a Deployment', () => world.deployment('test-deployment'))
  await world.deleteDeployment('test-deployment')
  const again = await until('there is another one', async () => {
    const deployment = await world.deployment('test-deployment')
    return deployment?.metadata.uid !== metadata.uid && deployment
  })
  assert.is(again.spec.replicas, 2)
})

test('keeps Foos of one name in two namespaces apart', async () => {
  const other = await FooWorld.make(cluster)
  const worlds = [world, other]
  await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 1 })
  await other.createFoo('test', { deploymentName: 'test-deployment', replicas: 2 })
  for (const [index, { namespace }] of worlds.entries()) {
    const foos = worlds[index]!
    await until(
      `there is one in ${namespace}`,
      async () => (await foos.deployment('test-deployment'))?.spec.replicas === index + 1,
    )
  }
  await world.deleteFoo('test')
  await until('the one is collected', async () => !(await world.deployment('test-deployment')))
  assert.is((await other.deployment('test-deployment')).spec.replicas, 2)
  await other.remove()
})

test('serves 500 Foos', async () => {
  const names = Array.from({ length: 500 }, (_, index) => `foo-${index}`)
  for (let start = 0; start < names.length; start += 20) {
    const batch = names.slice(start, start + 20)
    await Promise.all(
      batch.map((name, index) => world.createFoo(name, { deploymentName: name, replicas: 1 + (index % 10) })),
    )
  }
  await until(
    'all have a status',
    async () => (await world.allFoos()).every(foo => foo.status?.availableReplicas === 0),
    500,
  )
  const deployments = new Map((await world.allDeployments()).map(deployment => [deployment.metadata.name, deployment]))
  assert.is(deployments.size, 500)
  for (const foo of await world.allFoos()) {
    const deployment = deployments.get(foo.spec.deploymentName)
    assert.is(deployment.spec.replicas, foo.spec.replicas)
    assert.is(deployment.metadata.ownerReferences[0].uid, foo.metadata.uid)
  }
})

/** Everything that came before has been worked on: a Foo that comes after it, and stands behind it in the queue, has been. */
async function settled(): Promise<void> {
  const name = `last-${settledTimes++}`
  await world.createFoo(name, { deploymentName: name, replicas: 1 })
  await synced(name)
}

function synced(name: string) {
  return until(`${name} is synced`, () => nonEmpty(world.events(name, 'Synced')))
}

async function nonEmpty<T>(list: Promise<T[]>): Promise<T[] | undefined> {
  const items = await list
  return items.length > 0 ? items : undefined
}

function replicasAre(deployment: string, replicas: number) {
  return until(
    `${deployment} has ${replicas} replicas`,
    async () => (await world.deployment(deployment))?.spec.replicas === replicas,
  )
}

function availableAre(foo: string, replicas: number) {
  return until(
    `${foo} has ${replicas} available`,
    async () => (await world.foo(foo)).status?.availableReplicas === replicas,
  )
}

function logLinesOf(foo: string): string[] {
  return operator.log.split('\n').filter(line => line.includes(world.namespace) && line.includes(foo))
}

test.run()
