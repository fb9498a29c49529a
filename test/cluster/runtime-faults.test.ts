// Managers and caches, whose server fails and forgets.

import { isExpired, type Cached, type Context, type Reconciler } from 'opwright/runtime'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Backup } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import { ApiProxy } from '../support/api-proxy.js'
import { ApiServer } from '../support/api-server/api-server.js'
import { listen, namesIn, RunningCaches } from '../support/backup-caches.js'
import { backupDefinition, Backups } from '../support/backups.js'
import { recordingLogger } from '../support/recording-logger.js'
import { RunningManager } from '../support/running-manager.js'
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

test('an outage makes a manager unready, leaves its cache as it was, and loses no reconcile', async () => {
  await actual.create('a')
  const proxy = await ApiProxy.start(server.kubeconfig())
  caches.closeLater(() => proxy.stop())
  const options = { kubeconfig: proxy.kubeconfig, namespaces: [actual.namespace] }
  const operator = await RunningManager.start(options, manager => manager.controller(Backup, new StatusKeeper()))
  caches.closeLater(() => operator.stop())
  await operator.untilReady()
  await until('the status is there', async () => (await actual.find('a')).status?.copies === 3)

  const writes = proxy.hold(method => method === 'PATCH')
  await actual.merge('a', { spec: { copies: 4 } })
  await until('a write is under way', () => writes.count === 1)
  await server.killServer()
  writes.release()
  const { text } = await until('it is not ready', async () => {
    const probe = await operator.probe('/readyz')
    return probe.status === 503 && probe
  })
  assert.match(text, /\[-\]cache backups\.vault\.example\.com.* failed: not fresh: watch failed: /)
  assert.is((await operator.probe('/healthz')).status, 200)
  const { cache } = operator.manager
  assert.ok(cache.hasSynced())
  assert.equal(namesIn(cache, actual.namespace), ['a'])
  await until('the write has failed', () => operator.problems.some(problem => problem.startsWith('reconcile failed')))

  await server.restartServer()
  await operator.untilReady()
  await until('it has succeeded', async () => (await actual.find('a')).status.copies === 4)
  await actual.create('b')
  await until('it goes on', async () => (await actual.find('b')).status?.copies === 3)
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
    listMode: 'paged',
    listerWatcher(resource, selection) {
      const { list, watch } = client.listerWatcher(resource, selection)
      return {
        watch,
        async list({ onItems: _, ...request }) {
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

class StatusKeeper implements Reconciler<Backup> {
  async reconcile({ metadata, spec }: Cached<Backup>, { client, signal }: Context): Promise<void> {
    const { namespace, name } = metadata
    const merge = { status: { copies: spec.copies } }
    await client.for(Backup).namespace(namespace).patchStatus(name, { merge }, { signal })
  }
}

test.run()
