// What a real server makes of objects that are made or changed as needed.

import { ConfigMap } from 'opwright/kubernetes/core/v1'
import { createOrApply, createOrUpdate, isConflict, type Client } from 'opwright/runtime'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { connectClient, type ConnectedClient } from '../support/connected-client.js'
import { TestCluster } from '../support/test-cluster.js'

let cluster: TestCluster
let namespace: string
let connection: ConnectedClient
let client: Client

test.before(async () => {
  cluster = TestCluster.ofThisRun()
  namespace = await cluster.makeNamespace()
  connection = await connectClient(cluster.kubeconfig, 'tester')
  client = connection.client
})

test.after(async () => {
  connection.close()
  await cluster.deleteNamespace(namespace)
  cluster.close()
})

test('createOrUpdate leaves alone what it does not name', async () => {
  const key = { namespace, name: 'updated' }
  const outcomes: string[] = []
  const put = async (size: string) => {
    const { outcome, object } = await createOrUpdate(client, ConfigMap, key, current => ({
      metadata: { labels: { ...current?.metadata.labels, app: 'x' } },
      data: { ...current?.data, size },
    }))
    outcomes.push(outcome)
    return object
  }
  await put('1')
  await put('1')
  const path = `/api/v1/namespaces/${namespace}/configmaps/updated`
  await cluster.requests.merge(path, { data: { other: 'stays' }, metadata: { labels: { theirs: '1' } } })
  await put('1')
  const last = await put('2')
  assert.equal(outcomes, ['created', 'unchanged', 'unchanged', 'updated'])
  assert.equal(last.data, { other: 'stays', size: '2' })
  assert.equal(last.metadata.labels, { app: 'x', theirs: '1' })

  const cache = { get: () => ({ ...last, metadata: { ...last.metadata, resourceVersion: '1' } }) as never }
  const error = await createOrUpdate(client, ConfigMap, key, () => ({ metadata: {}, data: {} }), { cache }).catch(
    (e: unknown) => e,
  )
  assert.ok(isConflict(error), String(error))
})

test('createOrApply insists on its fields, and knows when nothing has changed', async () => {
  const configuration = (size: string) => ({ metadata: { namespace, name: 'applied' }, data: { size } })
  const outcomes: string[] = []
  const put = async (size: string) =>
    outcomes.push((await createOrApply(client, ConfigMap, configuration(size))).outcome)
  await put('1')
  await put('1')
  await cluster.requests.merge(`/api/v1/namespaces/${namespace}/configmaps/applied`, { data: { size: '99' } })
  await put('1')
  await put('2')
  assert.equal(outcomes, ['created', 'unchanged', 'updated', 'updated'])
  const error = await createOrApply(client, ConfigMap, configuration('3'), {
    force: false,
    fieldManager: 'other',
  }).catch((e: unknown) => e)
  assert.ok(isConflict(error), String(error))
})

test.run()
