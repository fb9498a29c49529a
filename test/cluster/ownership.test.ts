// Who owns objects and their fields, on a real server.

import { ConfigMap } from 'opwright/kubernetes/core/v1'
import {
  adopt,
  Client,
  createOrUpdate,
  isConflict,
  isControlledBy,
  migrateFieldManager,
  orphan,
} from 'opwright/runtime'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { connectClient, type ConnectedClient } from '../support/connected-client.js'
import { rejection } from '../support/rejection.js'
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

const maps = () => client.for(ConfigMap).namespace(namespace)
const make = (name: string) => maps().create({ metadata: { name }, data: { a: '1', b: '2' } })

test('an object is adopted, and given up; not another one of its name, nor in an old version', async () => {
  const owner = await make('owner')
  const first = await make('owned')
  const adopted = await adopt(client, ConfigMap, first, owner)
  assert.ok(isControlledBy(adopted, owner))
  assert.equal(adopted.data, first.data)

  const stranger = await make('stranger')
  assert.is(
    String(await rejection(adopt(client, ConfigMap, adopted, stranger))),
    `AlreadyOwnedError: ${namespace}/owned is controlled by ConfigMap owner already`,
  )
  const old = await rejection(adopt(client, ConfigMap, first, stranger))
  assert.ok(isConflict(old), String(old))

  const free = await orphan(client, ConfigMap, adopted, owner)
  assert.equal(free.metadata.ownerReferences, undefined)
  await maps().delete('owned')
  const again = await make('owned')
  const error = await rejection(adopt(client, ConfigMap, free, owner))
  assert.ok(isConflict(error), String(error))
  assert.is((await maps().get('owned')).metadata.resourceVersion, again.metadata.resourceVersion)
})

test('what was written before is removed by an apply once it counts as applied', async () => {
  const key = { namespace, name: 'migrated' }
  const build = () => ({ metadata: {}, data: { a: '1', b: '2' } })
  const { object } = await createOrUpdate(client, ConfigMap, key, build)
  await cluster.requests.merge(`/api/v1/namespaces/${namespace}/configmaps/migrated`, { data: { theirs: '3' } })
  const apply = () => client.for(ConfigMap).apply({ metadata: key, data: { a: '1' } }, { force: true })
  assert.equal((await apply()).data, { a: '1', b: '2', theirs: '3' }, 'b belongs to the update')

  const { outcome, object: migrated } = await migrateFieldManager(client, ConfigMap, key)
  assert.is(outcome, 'updated')
  assert.is(migrated.metadata.uid, object.metadata.uid)
  assert.equal((await apply()).data, { a: '1', theirs: '3' })
  assert.is((await migrateFieldManager(client, ConfigMap, key)).outcome, 'unchanged')
})

test('what another manager wrote may be taken over, and changes meanwhile are not lost', async () => {
  const key = { namespace, name: 'taken' }
  await maps().create({ metadata: { name: 'taken' }, data: { a: '1', b: '2' } }, { fieldManager: 'old-tool' })
  let isFirst = true
  const racing = new Client({
    fieldManager: 'tester',
    transport: {
      async send(request) {
        const response = await connection.transport.send(request)
        if (request.method === 'GET' && isFirst) {
          isFirst = false
          await cluster.requests.merge(`/api/v1/namespaces/${namespace}/configmaps/taken`, { data: { c: '3' } })
        }
        return response
      },
      close: () => {},
    },
  })
  const { object } = await migrateFieldManager(racing, ConfigMap, key, { from: ['old-tool'] })
  assert.equal(object.data, { a: '1', b: '2', c: '3' })
  const applied = await client.for(ConfigMap).apply({ metadata: key, data: { b: '2' } })
  assert.equal(applied.data, { b: '2', c: '3' })
})

test.run()
