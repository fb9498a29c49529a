// Managers and their controllers, in this process, against a real server.

import { ConfigMap, Namespace } from 'opwright/kubernetes/core/v1'
import {
  generationChanged,
  setControllerReference,
  TerminalError,
  type Cached,
  type Context,
  type Manager,
  type ManagerOptions,
  type Reconciler,
} from 'opwright/runtime'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Backup } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import type { Json } from '../support/api-server/requests.js'
import { backup, backupDefinition, Backups } from '../support/backups.js'
import { RunningManager } from '../support/running-manager.js'
import { TestCluster, type RbacRule } from '../support/test-cluster.js'
import { until } from '../support/until.js'

const finalizer = 'backups.vault.example.com/finalizer'

let cluster: TestCluster
let actual: Backups
let running: RunningManager[] = []

test.before(async () => {
  cluster = TestCluster.ofThisRun()
  await cluster.install(backupDefinition)
})

test.before.each(async () => {
  actual = await Backups.inNewNamespace(cluster)
})

test.after.each(async () => {
  for (const manager of running) await manager.stop()
  running = []
  await actual.removeNamespace()
})

test.after(() => cluster.close())

test('an object has its finalizer before it is reconciled, and is finalized if it was deleted while nobody looked', async () => {
  const calls: string[] = []
  const reconciler: Reconciler<Backup> = {
    async reconcile({ metadata }) {
      calls.push(`reconcile ${metadata.name} with ${metadata.finalizers?.join(', ')}`)
    },
    async finalize({ metadata }) {
      calls.push(`finalize ${metadata.name} with ${metadata.finalizers?.join(', ')}`)
    },
  }
  const both = `example.com/other, ${finalizer}`
  await actual.create(backup('daily', { finalizers: ['example.com/other'] }))
  const first = await start(manager => manager.controller(Backup, reconciler))
  await until('it is reconciled', () => calls.length > 0)
  assert.is(calls[0], `reconcile daily with ${both}`)
  assert.is((await actual.find('daily')).metadata.finalizers.join(', '), both)

  await first.stop()
  calls.length = 0
  await actual.delete('daily')
  await start(manager => manager.controller(Backup, reconciler))
  await until('the finalizer is off', async () => (await actual.find('daily')).metadata.finalizers.length === 1)
  assert.equal((await actual.find('daily')).metadata.finalizers, ['example.com/other'])

  await actual.merge('daily', { metadata: { finalizers: null } })
  await synced(() => calls.some(call => call.includes('last')))
  assert.equal(
    calls.filter(call => call.includes('daily')),
    [`finalize daily with ${both}`],
  )
})

test('an object stays until it is finalized', async () => {
  const found: boolean[] = []
  await start(manager =>
    manager.controller(Backup, {
      async reconcile() {},
      async finalize() {
        found.push(Boolean(await actual.find('daily')))
        if (found.length === 1) throw new Error('the volume is busy')
        return found.length === 2 ? { requeueAfterMs: 20 } : undefined
      },
    }),
  )
  await actual.create('daily')
  await until('the finalizer is on', async () => (await actual.find('daily')).metadata.finalizers?.includes(finalizer))
  await actual.delete('daily')
  await until('it is gone', async () => !(await actual.find('daily')))
  assert.equal(found, [true, true, true])
})

test('what an object owns is brought back', async () => {
  await start(manager => manager.controller(Backup, new CopyKeeper()).owns(ConfigMap))
  await actual.create('daily')
  const made = await until('there is a ConfigMap', () => configMap('daily'))
  assert.equal(made.data, { copies: '3' })

  await cluster.requests.merge(configMapPath('daily'), { data: { copies: '99', more: '1' } })
  await until("it is as it was, but for what is somebody else's", async () => {
    const { data } = await configMap('daily')
    return data.copies === '3' && data.more === '1'
  })
  await cluster.requests.delete(configMapPath('daily'))
  await until('it is made again', async () => {
    const again = await configMap('daily')
    return again && again.metadata.uid !== made.metadata.uid
  })
  await actual.merge('daily', { spec: { copies: 4 } })
  await until('it follows', async () => (await configMap('daily')).data.copies === '4')
})

test('a change leads to the objects that the map function names, before and after it', async () => {
  const calls: string[] = []
  const target = ({ metadata: { namespace, labels } }: Cached<ConfigMap>) =>
    labels?.['target'] ? [{ namespace, name: labels['target'] }] : []
  await start(manager =>
    manager
      .controller(Backup, { reconcile: async ({ metadata }) => void calls.push(metadata.name) })
      .watches(ConfigMap, target),
  )
  for (const name of ['a', 'b', 'c']) await actual.create(name)
  await until('all are reconciled', () => calls.length === 3)

  const steps: [() => Promise<Json>, string[]][] = [
    [() => createConfigMap('map', { target: 'a' }), ['a']],
    [() => cluster.requests.merge(configMapPath('map'), { data: { x: '1' } }), ['a']],
    [() => cluster.requests.merge(configMapPath('map'), { metadata: { labels: { target: 'b' } } }), ['a', 'b']],
    [() => cluster.requests.delete(configMapPath('map')), ['b']],
    [() => createConfigMap('other', { target: 'none' }), []],
  ]
  for (const [step, want] of steps) {
    calls.length = 0
    await step()
    if (want.length === 0) await synced(() => calls.some(call => call.includes('last')))
    else await until(`${want.join(' and ')} are reconciled`, () => calls.length === want.length)
    assert.equal(calls.filter(name => !name.startsWith('last')).sort(), want)
  }
})

test('predicates pass over what does not matter', async () => {
  const calls: string[] = []
  const seen = async ({ metadata, spec }: Cached<Backup>) => void calls.push(`${metadata.name} ${spec.copies}`)
  await start(manager => manager.controller(Backup, { reconcile: seen }).predicates(generationChanged))
  await actual.create('daily')
  await until('it is reconciled', () => calls.includes('daily 3'))
  await actual.mergeStatus('daily', { copies: 1 })
  await actual.merge('daily', { metadata: { labels: { a: '1' } } })
  await synced(() => calls.some(call => call.includes('last')))
  await actual.merge('daily', { spec: { copies: 4 } })
  await until('it is reconciled', () => calls.includes('daily 4'))
  assert.equal(
    calls.filter(call => call.startsWith('daily')),
    ['daily 3', 'daily 4'],
  )
})

test('what becomes of a reconcile is for its result to say', async () => {
  const attempts = new Map<string, number[]>()
  await start(manager =>
    manager.controller(Backup, {
      async reconcile({ metadata: { name } }, { attempt }) {
        const before = attempts.get(name) ?? []
        attempts.set(name, [...before, attempt])
        if (name === 'terminal') throw new TerminalError('there is no such volume')
        if (name === 'failing' && before.length < 3) throw new Error('not now')
        if (name === 'waiting' && before.length < 3) return { requeueAfterMs: 10 }
      },
    }),
  )
  for (const name of ['terminal', 'failing', 'waiting']) await actual.create(name)
  await until('four times each', () => ['failing', 'waiting'].every(name => attempts.get(name)?.length === 4))
  await synced(() => attempts.has('last'))
  assert.equal(attempts.get('failing'), [1, 2, 3, 4])
  assert.equal(attempts.get('waiting'), [1, 1, 1, 1])
  assert.equal(attempts.get('terminal'), [1])
  await actual.merge('terminal', { spec: { copies: 4 } })
  await until('it is tried again', () => attempts.get('terminal')?.length === 2)
})

test('events are where kubectl looks for them', async () => {
  const label = { 'example.com/test': actual.namespace }
  const record = async (object: Cached<Backup> | Cached<Namespace>, { events }: Context) => {
    events.record(object, { type: 'Warning', reason: 'Checked', note: 'looked at', action: 'Look' })
  }
  await start(manager => {
    manager.controller(Backup, { reconcile: record })
    manager.controller(Namespace, { reconcile: record }).selector({ matchLabels: label })
  })
  const daily = await actual.create('daily')
  const namespacePath = `/api/v1/namespaces/${actual.namespace}`
  const namespace = await cluster.requests.merge(namespacePath, { metadata: { labels: label } })
  for (const { kind, metadata } of [daily, namespace]) {
    const { namespace = '', name, uid } = metadata
    const about = Object.entries({ kind, namespace, name, uid })
    const selector = about.map(([field, value]) => `involvedObject.${field}=${value}`).join(',')
    const where = namespace ? `/namespaces/${namespace}` : ''
    const [event] = await until(`there is an event about the ${kind}`, async () => {
      const { items } = await cluster.requests.get(`/api/v1${where}/events?fieldSelector=${selector}`)
      return items.length > 0 && items
    })
    const { type, reason, message, action, reportingComponent } = event
    assert.equal(
      { type, reason, message, action, reportingComponent },
      {
        type: 'Warning',
        reason: 'Checked',
        message: 'looked at',
        action: 'Look',
        reportingComponent: 'test-operator',
      },
    )
    await cluster.requests.delete(`/api/v1/namespaces/${event.metadata.namespace}/events/${event.metadata.name}`)
  }
})

test('the rights that the guide lists are enough', async () => {
  const rules: RbacRule[] = [
    { apiGroups: ['vault.example.com'], resources: ['backups'], verbs: ['get', 'list', 'watch', 'patch'] },
    { apiGroups: ['vault.example.com'], resources: ['backups/status'], verbs: ['patch'] },
    { apiGroups: ['vault.example.com'], resources: ['backups/finalizers'], verbs: ['update'] },
    { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
    // What the reconciler does.
    { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'patch'] },
  ]
  const kubeconfig = await cluster.makeUser(actual.namespace, rules)
  const operator = await start(manager => manager.controller(Backup, new FinalizingCopyKeeper()).owns(ConfigMap), {
    kubeconfig,
  })
  await actual.create('daily')
  await until('the status is there', async () => (await actual.find('daily')).status?.copies === 3)
  await until('there is an event', async () => {
    const { items } = await cluster.requests.get(`/apis/events.k8s.io/v1/namespaces/${actual.namespace}/events`)
    return items.some((event: Json) => event.reason === 'Kept')
  })
  await actual.delete('daily')
  await until('it is gone', async () => !(await actual.find('daily')))
  assert.equal(operator.problems, [])
})

test('a manager that may not list is not ready, and says why', async () => {
  const kubeconfig = await cluster.makeUser(actual.namespace)
  const operator = await RunningManager.start({ kubeconfig, namespaces: [actual.namespace] }, manager =>
    manager.controller(Backup, new CopyKeeper()),
  )
  running.push(operator)
  const { text } = await until('it says why', async () => {
    const probe = await operator.probe('/readyz')
    return probe.text.includes('403') && probe
  })
  assert.match(text, /backups.vault.example.com.* failed: not synced: list failed: .* is forbidden/)
  assert.is((await operator.probe('/healthz')).status, 200)
})

/** Keeps the number of copies in a ConfigMap. */
class CopyKeeper implements Reconciler<Backup> {
  async reconcile(backup: Cached<Backup>, { client, events, signal }: Context): Promise<void> {
    const { namespace, name } = backup.metadata
    const { copies } = backup.spec
    const kept = setControllerReference(backup, { metadata: { namespace, name }, data: { copies: String(copies) } })
    await client.for(ConfigMap).apply(kept, { force: true, signal })
    await client
      .for(Backup)
      .namespace(namespace)
      .patchStatus(name, { merge: { status: { copies } } }, { signal })
    events.record(backup, { type: 'Normal', reason: 'Kept', note: `${copies} copies` })
  }
}

class FinalizingCopyKeeper extends CopyKeeper {
  async finalize(): Promise<void> {}
}

/** In the namespace of the test, until it is over. */
async function start(
  describe: (manager: Manager) => unknown,
  options: Partial<ManagerOptions> = {},
): Promise<RunningManager> {
  const { kubeconfig } = cluster
  const manager = await RunningManager.start({ kubeconfig, namespaces: [actual.namespace], ...options }, describe)
  running.push(manager)
  return manager.untilReady()
}

/** What came before has been seen: an object that comes after it, `last`, has been reconciled. */
async function synced(isReconciled: () => boolean): Promise<void> {
  await actual.create('last')
  await until('the last one is reconciled', isReconciled)
}

function createConfigMap(name: string, labels: object): Promise<Json> {
  return cluster.requests.create(`/api/v1/namespaces/${actual.namespace}/configmaps`, { metadata: { name, labels } })
}

function configMapPath(name: string): string {
  return `/api/v1/namespaces/${actual.namespace}/configmaps/${name}`
}

/** undefined where there is none. */
function configMap(name: string): Promise<Json | undefined> {
  return cluster.requests.find(configMapPath(name))
}

test.run()
