// What one writes on @kubernetes/client-node: its informer and a set of names that wait.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CustomObjectsApi, KubeConfig, makeInformer } from '@kubernetes/client-node'
import { arrived, asked, done, synced } from './report.mjs'

const config = new KubeConfig()
config.loadFromOptions({
  clusters: [{ name: 'c', server: asked.server, caFile: join(asked.account, 'ca.crt') }],
  users: [{ name: 'u', token: readFileSync(join(asked.account, 'token'), 'utf8') }],
  contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
  currentContext: 'x',
})
const api = config.makeApiClient(CustomObjectsApi)
const where = { group: 'bench.opwright.dev', version: 'v1', namespace: asked.namespace, plural: 'records' }
const path = `/apis/${where.group}/${where.version}/namespaces/${where.namespace}/${where.plural}`

const waiting = new Set()
const idle = []
const informer = makeInformer(config, path, () => api.listNamespacedCustomObject(where))
if (asked.mode !== 'sync') for (const event of ['add', 'update']) informer.on(event, enqueue)
informer.on('error', error => {
  throw error
})
await informer.start()
synced(informer.list().length)
await Promise.all(Array.from({ length: asked.workers }, work))

function enqueue({ metadata: { name } }) {
  waiting.add(name)
  for (const wake of idle.splice(0)) wake()
}

async function work() {
  for (;;) {
    const [name] = waiting
    if (name === undefined) await new Promise(resolve => idle.push(resolve))
    else {
      waiting.delete(name)
      await reconcile(name)
    }
  }
}

async function reconcile(name) {
  const begun = performance.now()
  const record = informer.get(name, asked.namespace)
  if (asked.mode === 'noop') done(begun)
  else if (asked.mode === 'latency') arrived(record)
  else if (asked.mode === 'write' && record.status.round !== asked.round) {
    const body = { ...record, status: { ...record.status, round: asked.round } }
    await api.replaceNamespacedCustomObjectStatus({ ...where, name, body })
    done(begun)
  }
}
