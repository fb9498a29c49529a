// Caches of a custom kind, kept up to date by a real server.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Backup } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import { ApiProxy } from '../support/api-proxy.js'
import { listen, namesIn, RunningCaches } from '../support/backup-caches.js'
import { backup, backupDefinition, Backups } from '../support/backups.js'
import { recordingLogger } from '../support/recording-logger.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

const caches = new RunningCaches()
let cluster: TestCluster
let actual: Backups
let elsewhere: Backups

test.before(async () => {
  cluster = TestCluster.ofThisRun()
  await cluster.install(backupDefinition)
})

test.before.each(async () => {
  actual = await Backups.inNewNamespace(cluster)
  elsewhere = await Backups.inNewNamespace(cluster)
})

test.after.each(async () => {
  await caches.close()
  await actual.removeNamespace()
  await elsewhere.removeNamespace()
})

test.after(() => cluster.close())

test('handlers are told of what is there, and of each change with what was before it', async () => {
  await actual.create('a')
  const cache = await caches.start(cluster.kubeconfig, { namespaces: [actual.namespace] })
  const { informer, told } = listen(cache)
  await cache.untilSynced()
  assert.equal(told, ['added a, initial'])

  await actual.create('b')
  await actual.merge('a', { spec: { copies: 5 } })
  await actual.mergeStatus('a', { copies: 2 })
  await actual.delete('b')
  await until('all is told', () => told.length === 5)
  assert.equal(told.slice(1), ['added b', 'updated a: 3 to 5', 'updated a: 5 to 5', 'deleted b'])

  const { managedFields, ...metadata } = (await actual.find('a')).metadata
  assert.ok(managedFields)
  assert.equal(informer.list(), [{ ...(await actual.find('a')), metadata }])
  assert.is(informer.get({ namespace: actual.namespace, name: 'b' }), undefined)
})

for (const [listMode, requests] of [
  ['whole', ['list', 'watch']],
  ['paged', ['list', 'watch']],
  ['watch-list', ['watch']],
] as const) {
  test(`what there is can be asked for by ${listMode}, and what changes follows`, async () => {
    for (const name of ['a', 'b', 'c']) await actual.create(name)
    const client = await caches.client(cluster.kubeconfig)
    const sent: string[] = []
    const cache = caches.run({
      namespaces: [actual.namespace],
      listMode,
      listerWatcher(resource, selection) {
        const { list, watch } = client.listerWatcher(resource, selection)
        return {
          list: request => (sent.push('list'), list(request)),
          watch: request => (sent.push('watch'), watch(request)),
        }
      },
    })
    const { told } = listen(cache)
    await cache.untilSynced()
    assert.equal(told.slice().sort(), ['added a, initial', 'added b, initial', 'added c, initial'])

    await actual.create('d')
    await actual.merge('b', { spec: { copies: 5 } })
    await actual.delete('c')
    await until('all is told', () => told.length === 6)
    assert.equal(told.slice(3), ['added d', 'updated b: 3 to 5', 'deleted c'])
    assert.equal(sent, requests)
  })
}

test('an object that is made again at once is deleted and added', async () => {
  const old = await actual.create('a')
  const cache = await caches.start(cluster.kubeconfig, { namespaces: [actual.namespace] })
  const { informer, told } = listen(cache)
  await cache.untilSynced()
  await actual.delete('a')
  const again = await actual.create('a')
  await until('both are told', () => told.length === 3)
  assert.equal(told, ['added a, initial', 'deleted a', 'added a'])
  assert.is.not(again.metadata.uid, old.metadata.uid)
  assert.is(informer.get({ namespace: actual.namespace, name: 'a' })?.metadata.uid, again.metadata.uid)
})

test('it keeps to its namespaces', async () => {
  const third = await Backups.inNewNamespace(cluster)
  await actual.create('a')
  await third.create('c')
  const cache = await caches.start(cluster.kubeconfig, { namespaces: [actual.namespace, elsewhere.namespace] })
  const { told } = listen(cache)
  await cache.untilSynced()
  await third.create('cc')
  await elsewhere.create('b')
  await until('the other one is told', () => told.includes('added b'))
  assert.equal(told, ['added a, initial', 'added b'])
  assert.equal(namesIn(cache, elsewhere.namespace), ['b'])
  assert.throws(() => cache.get(Backup, { namespace: third.namespace, name: 'c' }), 'are not in the cache')
  await third.removeNamespace()
})

test('it keeps to its selectors, and an object that leaves them is deleted', async () => {
  const labels = { tier: 'gold' }
  await actual.create(backup('a', { labels }))
  await actual.create('b')
  const cache = await caches.start(cluster.kubeconfig, { namespaces: [actual.namespace] })
  const byLabel = listen(cache, { labelSelector: { matchLabels: labels } })
  const byName = listen(cache, { fieldSelector: 'metadata.name=b' })
  await cache.untilSynced()
  assert.equal([byLabel.told, byName.told], [['added a, initial'], ['added b, initial']])

  await actual.merge('b', { metadata: { labels } })
  await actual.merge('a', { metadata: { labels: { tier: null } } })
  await until('all is told', () => byLabel.told.length === 3 && byName.told.length === 2)
  assert.equal(byLabel.told.slice(1), ['added b', 'deleted a'])
  assert.equal(byName.told.slice(1), ['updated b: 3 to 3'])
})

test('what changes while its pages are read is not missed', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  for (const name of names) await actual.create(name)
  const client = await caches.client(cluster.kubeconfig)
  const pages: number[] = []
  const cache = caches.run({
    namespaces: [actual.namespace],
    listMode: 'paged',
    listerWatcher(resource, selection) {
      const { list, watch } = client.listerWatcher(resource, selection)
      return {
        watch,
        async list({ onItems: _, ...request }) {
          const page = await list({ ...request, limit: 3 })
          if (pages.push(page.items.length) > 1) return page
          await actual.delete('a') // has been read
          await actual.delete('g') // has not
          await actual.create('bb')
          await actual.merge('f', { spec: { copies: 6 } })
          return page
        },
      }
    },
  })
  const { told } = listen(cache)
  const wanted = ['b', 'bb', 'c', 'd', 'e', 'f']
  await until('it is as it should be', () => String(namesIn(cache, actual.namespace)) === String(wanted))
  assert.equal(pages, [3, 3, 1])
  await until('all is told', () => told.includes('updated f: 3 to 6'))
  assert.equal(
    told.filter(line => !line.endsWith('initial')),
    ['deleted a', 'deleted g', 'added bb', 'updated f: 3 to 6'],
  )
})

test('a watch goes on from a bookmark', async () => {
  const client = await caches.client(cluster.kubeconfig)
  const versions: bigint[] = []
  const logger = recordingLogger()
  const cache = caches.run({
    logger,
    namespaces: [actual.namespace],
    listerWatcher(resource, selection) {
      const { list, watch } = client.listerWatcher(resource, selection)
      return {
        list,
        watch(request) {
          versions.push(BigInt(request.resourceVersion ?? 0))
          // Servers send a bookmark two seconds before the end.
          return watch({ ...request, timeoutSeconds: 6 })
        },
      }
    },
  })
  const { told } = listen(cache)
  await cache.untilSynced()
  const { metadata } = await elsewhere.create('unseen')
  await until('the watch has begun anew', () => versions.length > 1)
  assert.ok(
    versions[1]! >= BigInt(metadata.resourceVersion),
    `${versions.join(', ')} after ${metadata.resourceVersion}`,
  )
  await actual.create('a')
  await until('the change is told', () => told.length === 1)
  assert.equal(told, ['added a'])
  assert.equal(logger.lines, [])
})

test('a version that has expired leads to a new list', async () => {
  const client = await caches.client(cluster.kubeconfig)
  const logger = recordingLogger()
  let lists = 0
  const cache = caches.run({
    logger,
    namespaces: [actual.namespace],
    listerWatcher(resource, selection) {
      const { list, watch } = client.listerWatcher(resource, selection)
      return {
        watch,
        async list(request) {
          const page = await list(request)
          return lists++ > 0 ? page : { ...page, metadata: { ...page.metadata, resourceVersion: '1' } }
        },
      }
    },
  })
  const { told } = listen(cache)
  await cache.untilSynced()
  await actual.create('a')
  await until('it is told', () => told.length === 1)
  assert.is(lists, 2)
  assert.equal(
    logger.lines.map(({ message }) => message),
    ['watch expired, listing again'],
  )
})

test('it has synced when all of it has been listed and told', async () => {
  await actual.create('a')
  await elsewhere.create('b')
  const proxy = await ApiProxy.start(cluster.kubeconfig)
  caches.closeLater(() => proxy.stop())
  const lists = proxy.hold((_, path) => path.includes(elsewhere.namespace) && !path.includes('watch=true'))
  const cache = await caches.start(proxy.kubeconfig, { namespaces: [actual.namespace, elsewhere.namespace] })
  const { informer, told } = listen(cache)
  await until('one is told, the other awaited', () => told.length === 1 && lists.count === 1)
  assert.not.ok(informer.hasSynced() || cache.hasSynced())

  const atSync = informer.untilSynced().then(() => [...told])
  lists.release()
  assert.equal(await atSync, ['added a, initial', 'added b, initial'])
  assert.ok(cache.hasSynced())
})

test.run()
