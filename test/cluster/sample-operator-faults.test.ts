import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ApiProxy } from '../support/api-proxy.js'
import { ApiServer } from '../support/api-server/api-server.js'
import {
  compileSampleOperator,
  FooWorld,
  prepareForSampleOperator,
  startSampleOperator,
} from '../support/sample-operator.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

const termination = suite('termination')
const serverFaults = suite('server faults')

termination.before(compileSampleOperator)

termination('a SIGTERM in the middle of a reconcile, and another start', async () => {
  const cluster = TestCluster.ofThisRun()
  await prepareForSampleOperator(cluster)
  const proxy = await ApiProxy.start(cluster.kubeconfigOf('sample-operator'))
  const world = await FooWorld.make(cluster)
  const writes = proxy.hold((method, path) => method === 'POST' && path.includes('/deployments'))
  let operator = startSampleOperator(cluster, proxy.kubeconfig)
  try {
    const foo = await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 3 })
    await until('the operator is about to write', () => writes.count > 0)
    const stopped = operator.stop()
    writes.release()
    assert.equal(await stopped, { code: 0, signal: null }, operator.log)

    operator = startSampleOperator(cluster, proxy.kubeconfig)
    await until('the status is there', async () => (await world.foo('test')).status?.availableReplicas === 0)
    const deployments = await world.allDeployments()
    assert.is(deployments.length, 1)
    assert.is(deployments[0].spec.replicas, 3)
    assert.is(deployments[0].metadata.ownerReferences[0].uid, foo.metadata.uid)
  } finally {
    await operator.stop()
    await proxy.stop()
    await world.remove()
    cluster.requests.close()
  }
})

termination('a SIGTERM with many Foos waiting, and another start', async () => {
  const cluster = TestCluster.ofThisRun()
  await prepareForSampleOperator(cluster)
  const world = await FooWorld.make(cluster)
  const names = Array.from({ length: 60 }, (_, index) => `foo-${index}`)
  await Promise.all(names.map(name => world.createFoo(name, { deploymentName: name, replicas: 2 })))
  let operator = startSampleOperator(cluster)
  try {
    await until('some are made', async () => (await world.allDeployments()).length > 3, 5)
    assert.equal(await operator.stop(), { code: 0, signal: null }, operator.log)
    operator = startSampleOperator(cluster)
    await until('all are', async () => (await world.allFoos()).every(foo => foo.status?.availableReplicas === 0))
    assert.is((await world.allDeployments()).length, names.length)
  } finally {
    await operator.stop()
    await world.remove()
    cluster.requests.close()
  }
})

serverFaults.before(compileSampleOperator)

serverFaults('the API server is killed and started again', async () => {
  await withOwnServer(async ({ server, world, operator }) => {
    await world.createFoo('before', { deploymentName: 'before', replicas: 1 })
    await until('it is made', () => world.deployment('before'))

    await server.killServer()
    await server.restartServer()

    await world.createFoo('after', { deploymentName: 'after', replicas: 1 })
    await until('another one is made', () => world.deployment('after'))
    await world.changeFoo('before', { replicas: 4 })
    await until('the first one follows', async () => (await world.deployment('before')).spec.replicas === 4)
    await world.deleteDeployment('after')
    await until('it is made again', () => world.deployment('after'))
    assert.ok(operator.isRunning)
  })
})

serverFaults('a deletion that no watch has seen', async () => {
  await withOwnServer(async ({ server, world, operator }) => {
    await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 1 })
    await until('it is made', () => world.deployment('test-deployment'))
    await until('the status is there', async () => (await world.foo('test')).status?.availableReplicas === 0)

    // While the operator is stalled its watch ends, and the server that comes back remembers nothing that far back: the operator
    // has to list again, and finds that the Deployment is not there.
    operator.signal('SIGSTOP')
    await world.createDeployment('unrelated')
    await server.killServer()
    await server.restartServer()
    await world.deleteDeployment('test-deployment')
    operator.signal('SIGCONT')

    await until('it is made again', () => world.deployment('test-deployment'))
    assert.ok(operator.isRunning)
  })
})

serverFaults('an operator that starts before its API server', async () => {
  await withOwnServer(async ({ server, world, operator }) => {
    await operator.stop()
    await server.killServer()
    const early = startSampleOperator(world.cluster)
    try {
      await server.restartServer()
      await world.createFoo('test', { deploymentName: 'test-deployment', replicas: 1 })
      await until('it is made', () => world.deployment('test-deployment'))
      assert.equal(await early.stop(), { code: 0, signal: null }, early.log)
    } finally {
      await early.stop()
    }
  })
})

interface Given {
  readonly server: ApiServer
  readonly world: FooWorld
  readonly operator: ReturnType<typeof startSampleOperator>
}

/** Faults of a server are for a server that nobody else uses. */
async function withOwnServer(body: (given: Given) => Promise<void>): Promise<void> {
  const server = await ApiServer.start({ users: ['sample-operator'] })
  const cluster = new TestCluster(server.kubeconfig(), { 'sample-operator': server.kubeconfig('sample-operator') })
  try {
    await prepareForSampleOperator(cluster)
    const world = await FooWorld.make(cluster)
    const operator = startSampleOperator(cluster)
    try {
      await body({ server, world, operator })
    } catch (error) {
      throw new Error(`${(error as Error).message}\nthe operator's log:\n${operator.log.slice(-4000)}`, {
        cause: error,
      })
    } finally {
      operator.signal('SIGCONT')
      await operator.stop()
    }
  } finally {
    cluster.requests.close()
    await server.stop()
  }
}

termination.run()
serverFaults.run()
