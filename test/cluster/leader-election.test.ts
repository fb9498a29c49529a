// Processes that compete for a lease on a real server. One is stopped in its tracks, one is killed, one ends in order.

import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { OperatorProcess } from '../support/operator-process.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

const program = fileURLToPath(new URL('../runtime/leader-election/operator.ts', import.meta.url))

let cluster: TestCluster
let namespace: string
let operators: OperatorProcess[] = []

test.before(() => {
  cluster = TestCluster.ofThisRun()
})

test.before.each(async () => {
  namespace = await cluster.makeNamespace()
})

test.after.each(async () => {
  for (const operator of operators) {
    operator.signal('SIGCONT')
    operator.signal('SIGKILL')
  }
  operators = []
  await cluster.deleteNamespace(namespace)
})

test.after(() => cluster.close())

const configMaps = () => `/api/v1/namespaces/${namespace}/configmaps`
const create = (name: string, data: object = {}) => cluster.requests.create(configMaps(), { metadata: { name }, data })
const find = (name: string) => cluster.requests.get(`${configMaps()}/${name}`)
const lease = () => cluster.requests.get(`/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/test-operator`)

function start(identity: string): OperatorProcess {
  const operator = new OperatorProcess(program, cluster.kubeconfig, {
    NODE_OPTIONS: '--import tsx',
    OPERATOR: `${identity} ${namespace}`,
  })
  operators.push(operator)
  return operator
}

test('a leader that ends in order, or is killed, has a successor', async () => {
  const a = start('a')
  await until('a works', () => a.log.includes('a works'))
  const b = start('b')
  await until('b waits', () => b.log.includes('another process is the leader'))
  await create('first')
  await until('it is done by a', async () => (await find('first')).data.by === 'a')

  const left = Date.now()
  await a.stop()
  assert.match(a.log, 'stopped')
  await until('b works', () => b.log.includes('b works'))
  const afterRelease = Date.now() - left
  await until('it is done by b', async () => (await find('first')).data.by === 'b')
  assert.ok(afterRelease < 10_000, `${afterRelease} ms`)
  assert.is((await lease()).spec.leaseTransitions, 1)

  const c = start('c')
  await until('c waits', () => c.log.includes('another process is the leader'))
  const killed = Date.now()
  b.signal('SIGKILL')
  await until('c works', () => c.log.includes('c works'))
  const afterKill = Date.now() - killed
  assert.ok(afterKill > 10_000, `c began ${afterKill} ms after b was killed: the lease could not have ended`)
  console.error(`failover: ${afterRelease} ms after a release, ${afterKill} ms after a kill`)
})

test('a leader that stood still for 30 seconds writes nothing when it goes on, and ends', async () => {
  await create('marks')
  const a = start('a')
  await until('a works', () => a.log.includes('a works'))
  await until('a has written', async () => (await find('marks')).data?.['mark-of-a'])
  const b = start('b')
  await until('b waits', () => b.log.includes('another process is the leader'))
  a.signal('SIGSTOP')
  const stopped = Date.now()
  await until('b works', () => b.log.includes('b works'))
  await new Promise(resolve => setTimeout(resolve, Math.max(0, stopped + 30_000 - Date.now())))
  const last = (await find('marks')).data['mark-of-a']

  a.signal('SIGCONT')
  await until('a says so', () => a.log.includes('LeadershipLostError'))
  await until('a has ended', () => !a.isRunning)
  assert.is((await find('marks')).data['mark-of-a'], last)
  assert.is((await lease()).spec.holderIdentity, 'b')
})

test.run()
