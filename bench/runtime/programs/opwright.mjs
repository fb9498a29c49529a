// An operator on opwright/runtime, as it is built.
import {
  Cache,
  Client,
  createLogger,
  createOrUpdate,
  defineResource,
  findCluster,
  HttpTransport,
  Manager,
  RetryingTransport,
  setControllerReference,
} from 'opwright/runtime'
import { Deployment } from 'opwright/kubernetes/apps/v1'
import { deploymentSpec } from '../record.mjs'
import { arrived, asked, done, synced, tally } from './report.mjs'

const Record = defineResource()({
  group: 'bench.opwright.dev',
  version: 'v1',
  kind: 'Record',
  plural: 'records',
  scope: 'Namespaced',
  subresources: { status: true },
})

const { hostname, port } = new URL(asked.server)
const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port }
const cluster = await findCluster({}, { env, folder: asked.account })
const transport = new RetryingTransport(new HttpTransport({ cluster, userAgent: 'bench' }))
const logger = createLogger({ level: 'error' })

if (asked.mode === 'sync') {
  const client = new Client({ transport, fieldManager: 'bench', logger })
  const cache = new Cache({
    listerWatcher: (resource, selection) => client.listerWatcher(resource, selection),
    namespaces: [asked.namespace],
    listMode: process.env.BENCH_LIST_MODE || 'whole',
    logger,
  })
  const informer = cache.informer(Record)
  void cache.run(new AbortController().signal)
  await informer.untilSynced()
  synced(informer.list().length)
} else {
  const isIdle = asked.mode === 'idle'
  const manager = await Manager.create({
    name: 'bench',
    transport,
    namespaces: [asked.namespace],
    logger,
    healthAddress: isIdle ? '127.0.0.1:0' : '0',
    metricsAddress: isIdle ? '127.0.0.1:0' : '0',
  })
  const reconciler = {
    async reconcile(record, { client, cache, signal }) {
      const begun = performance.now()
      if (asked.mode === 'noop') done(begun)
      else if (asked.mode === 'latency') arrived(record)
      else if (asked.mode === 'write' && record.status.round !== asked.round) {
        const written = { ...record, status: { ...record.status, round: asked.round } }
        await client.for(Record).replaceStatus(written, { signal })
        done(begun)
      } else if (asked.mode === 'dependents') {
        const { namespace, name } = record.metadata
        const build = current => {
          const spec = { ...(current?.spec ?? deploymentSpec(name)), replicas: record.spec.replicas }
          return setControllerReference(record, { metadata: { namespace, name }, spec })
        }
        const { outcome } = await createOrUpdate(client, Deployment, { namespace, name }, build, { cache, signal })
        if (outcome === 'updated') tally('repaired')
        if (record.status?.round === asked.round) return
        const written = { ...record, status: { ...record.status, round: asked.round } }
        await client.for(Record).replaceStatus(written, { signal })
        tally('made')
      }
    },
  }
  const controller = manager.controller(Record, reconciler).workers(asked.workers)
  if (asked.mode === 'dependents') controller.owns(Deployment)
  const running = manager.run()
  await Promise.race([running, until(() => manager.cache.status().length > 0 && manager.cache.hasSynced())])
  synced(manager.cache.list(Record).length)
  await running
}

async function until(condition) {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 5))
}
