// A cache of metadata alone, on a real server.

import { Secret } from 'opwright/kubernetes/core/v1'
import { Cache, Client, connect, createLogger, metadataOf } from 'opwright/runtime'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

test('the metadata of Secrets comes by list and by watch, and nothing else of them', async () => {
  const cluster = TestCluster.ofThisRun()
  const namespace = await cluster.makeNamespace()
  const secrets = `/api/v1/namespaces/${namespace}/secrets`
  const create = (name: string) =>
    cluster.requests.create(secrets, { metadata: { name, labels: { app: name } }, stringData: { password: 'x' } })
  const transport = await connect({ name: 'tester', kubeconfig: cluster.kubeconfig })
  const logger = createLogger({ level: 'error' })
  const client = new Client({ transport, fieldManager: 'tester', logger })
  const cache = new Cache({
    listerWatcher: (resource, selection) => client.listerWatcher(resource, selection),
    logger,
    namespaces: [namespace],
  })
  client.onWrite((...write) => cache.wrote(...write))
  const stop = new AbortController()
  try {
    await create('first')
    cache.informer(metadataOf(Secret))
    const stopped = cache.run(stop.signal)
    await cache.untilSynced()
    await create('second')
    const second = await until('the watch tells', () => cache.get(metadataOf(Secret), { namespace, name: 'second' }))
    assert.equal(Object.keys(second).sort(), ['apiVersion', 'kind', 'metadata'])
    const all = cache.list(metadataOf(Secret))
    assert.equal(
      all.map(({ kind, apiVersion, metadata }) => [apiVersion, kind, metadata.name, metadata.labels?.['app']]).sort(),
      [
        ['v1', 'Secret', 'first', 'first'],
        ['v1', 'Secret', 'second', 'second'],
      ],
    )
    await client
      .for(Secret)
      .namespace(namespace)
      .patch('first', { merge: { metadata: { labels: { app: 'new' } } } })
    const first = cache.get(metadataOf(Secret), { namespace, name: 'first' })
    assert.is(first?.metadata.labels?.['app'], 'new')
    assert.not.ok(JSON.stringify(first).includes('password'))
    stop.abort()
    await stopped
  } finally {
    stop.abort()
    transport.close()
    await cluster.deleteNamespace(namespace)
    cluster.close()
  }
})

test.run()
