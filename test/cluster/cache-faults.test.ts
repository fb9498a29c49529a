// Caches of a custom kind, whose server fails and forgets.

import { isExpired } from 'opwright/runtime'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Backup } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import { ApiProxy } from '../support/api-proxy.js'
import { ApiServer } from '../support/api-server/api-server.js'
import { listen, namesIn, RunningCaches } from '../support/backup-caches.js'
import { backupDefinition, Backups } from '../support/backups.js'
import { recordingLogger } from '../support/recording-logger.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

const caches = new RunningCaches()
let server: ApiServer
let cluster: TestCluster
let actual: Backups

test.before(async () => {
  // Pages come from etcd, which forgets when it is told to, and not from what the server remembers.
  server = await ApiServer.start({ serverArguments: ['--feature-gates=ListFromCacheSnapshot=false'] })
  cluster = new TestCluster(server.kubeconfig())
  await cluster.install(backupDefinition)
})

test.before.each(async () => {
  actual = await Backups.inNewNamespace(cluster)
})

test.after.each(() => caches.close())

test.after(async () => {
  cluster.close()
  await server.stop()
})

test('an outage makes a cache old, not empty', async () => {
  await actual.create('a')
  const cache = await caches.start(server.kubeconfig())
  const { informer, told } = listen(cache)
  await cache.untilSynced()
  assert.is(informer.lastError(), undefined)

  await server.killServer()
  const error = await until('it knows', () => informer.lastError() as Error | undefined)
  assert.is(error.name, 'ReflectorError')
  assert.ok(informer.hasSynced())
  assert.equal(namesIn(cache, actual.namespace), ['a'])

  await server.restartServer()
  await until('it is fresh again', () => informer.lastError() === undefined)
  await actual.create('b')
  await until('it goes on', () => told.includes('added b'))
  assert.equal(told, ['added a, initial', 'added b'])
})

test('what an outage has hidden is found by a new list', async () => {
  for (const name of ['kept', 'changed', 'deleted', 'remade']) await actual.create(name)
  const proxy = await ApiProxy.start(server.kubeconfig())
  caches.closeLater(() => proxy.stop())
  const logger = recordingLogger()
  const cache = await caches.start(proxy.kubeconfig, { logger, namespaces: [actual.namespace] })
  const { told } = listen(cache)
  await cache.untilSynced()
  told.length = 0

  // Nothing that happens from here on is seen, and the server that comes back knows no version that far back.
  const requests = proxy.hold(() => true)
  proxy.breakConnections()
  await actual.merge('changed', { spec: { copies: 5 } })
  await actual.delete('deleted')
  await actual.delete('remade')
  await actual.create('remade')
  await actual.create('added')
  await server.killServer()
  await server.restartServer()
  requests.release()

  await until('it is as it should be', () => told.length === 5)
  const remade = ['deleted remade, tombstone', 'added remade']
  assert.equal(
    told.filter(line => line.includes('remade')),
    remade,
  )
  assert.equal(told.filter(line => !remade.includes(line)).sort(), [
    'added added',
    'deleted deleted, tombstone',
    'updated changed: 3 to 5',
  ])
  assert.equal(namesIn(cache, actual.namespace), await actual.names())
  assert.ok(logger.lines.some(({ message }) => message === 'watch expired, listing again'))
})

test('pages that expire while they are read', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  for (const name of names) await actual.create(name)
  const client = await caches.client(server.kubeconfig())
  const forget = async () => {
    const { metadata } = await actual.create('late')
    await actual.delete('late')
    await server.compact(metadata.resourceVersion)
  }

  const items: string[] = []
  for await (const { metadata } of client.for(Backup).namespace(actual.namespace).items({ limit: 3 })) {
    if (items.push(metadata.name) === 3) await forget()
  }
  assert.equal(items, names)

  const requests: unknown[] = []
  const cache = caches.run({
    namespaces: [actual.namespace],
    listerWatcher(resource, selection) {
      const { list, watch } = client.listerWatcher(resource, selection)
      return {
        watch,
        async list(request) {
          const page = await list({ ...request, ...(request.limit && { limit: 3 }) }).catch((error: Error) => {
            requests.push(error)
            throw error
          })
          requests.push(page.items.length)
          if (requests.length === 1) await forget()
          return page
        },
      }
    },
  })
  const { told } = listen(cache)
  await cache.untilSynced()
  assert.equal(
    told,
    names.map(name => `added ${name}, initial`),
  )
  assert.equal([requests[0], requests[2]], [3, 7])
  assert.ok(isExpired(requests[1]))
})

test.run()
