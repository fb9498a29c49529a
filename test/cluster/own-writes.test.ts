// What a reconciler writes itself, on a real server: it sees it at once, and knows it again.

import { ConfigMap } from 'opwright/kubernetes/core/v1'
import { controllerReference, createOrUpdate, setCondition } from 'opwright/runtime'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Backup } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import { backupDefinition, Backups } from '../support/backups.js'
import { RunningManager } from '../support/running-manager.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

let cluster: TestCluster
let actual: Backups
let running: RunningManager | undefined

test.before(async () => {
  cluster = TestCluster.ofThisRun()
  await cluster.install(backupDefinition)
})

test.before.each(async () => {
  actual = await Backups.inNewNamespace(cluster)
})

test.after.each(async () => {
  await running?.stop()
  running = undefined
  await actual.removeNamespace()
})

test.after(() => cluster.close())

test('each write shows in the next read, with several workers, and is told once', async () => {
  const { namespace } = actual
  const rounds = 20
  const problems: string[] = []
  const told: { readonly version: string; readonly own: boolean }[] = []
  const written = new Set<string>()
  const done = new Map<string, number>()
  running = await RunningManager.start({ kubeconfig: cluster.kubeconfig, namespaces: [namespace] }, manager =>
    manager
      .controller(Backup, {
        async reconcile(backup, { client, cache, key, signal }) {
          const { name } = backup.metadata
          const copies = backup.status?.copies ?? 0
          if (copies !== (done.get(name) ?? 0)) problems.push(`${name} has ${copies} of ${done.get(name)}`)
          if (copies === rounds) return
          const merge = { status: { copies: copies + 1 } }
          const { metadata } = await client.for(Backup).namespace(namespace).patchStatus(name, { merge }, { signal })
          written.add(metadata.resourceVersion!)
          done.set(name, copies + 1)
          const { status } = cache.get(Backup, key)!
          if (status?.copies !== copies + 1) problems.push(`${name} shows ${status?.copies} after ${copies + 1}`)
          const ownerReferences = [controllerReference(backup, Backup)]
          const data = { copies: String(copies + 1) }
          const { object } = await createOrUpdate(
            client,
            ConfigMap,
            { namespace, name },
            () => ({ metadata: { ownerReferences }, data }),
            { cache, signal },
          )
          const shown = cache.get(ConfigMap, { namespace, name })
          if (shown?.metadata.resourceVersion !== object.metadata.resourceVersion)
            problems.push(`${name}: no ConfigMap`)
        },
      })
      .owns(ConfigMap)
      .predicates(change => {
        const own = change.type === 'updated' && change.own === true
        told.push({ version: change.object.metadata.resourceVersion!, own })
        return true
      })
      .workers(5),
  )
  const names = Array.from({ length: 10 }, (_, index) => `b${index}`)
  for (const name of names) await actual.create(name)
  await until('all is written', () => names.every(name => done.get(name) === rounds))
  // The watch tells, which may be behind the answers.
  const versions = () => new Set(told.map(({ version }) => version))
  await until('all is told', () => [...written].every(version => versions().has(version)))
  assert.equal(problems, [])
  assert.is(written.size, names.length * rounds)
  assert.is(versions().size, told.length, 'each once')
  const own = told.filter(change => change.own).map(({ version }) => version)
  assert.equal(
    own.sort(),
    [...written].sort(),
    'those and no others, whether the watch was faster than the answer or not',
  )
})

test('an error that is written into the status makes no loop, though nothing passes over its change', async () => {
  const { namespace } = actual
  let attempts = 0
  let reports = 0
  running = await RunningManager.start({ kubeconfig: cluster.kubeconfig, namespaces: [namespace] }, manager =>
    manager.controller(Backup, {
      async reconcile() {
        attempts++
        throw new Error('no luck')
      },
      async reportError({ metadata: { name }, status }, error, { client, signal }) {
        reports++
        const { message } = error as Error
        const update = { type: 'Ready', status: 'False', reason: 'Failed', message } as const
        const merge = { status: { conditions: setCondition(status?.conditions, update) } }
        await client.for(Backup).namespace(namespace).patchStatus(name, { merge }, { signal })
      },
    }),
  )
  await running.untilReady()
  await actual.create('daily')
  await until('it has failed often', () => attempts >= 8)
  // 5 ms, doubling: the eighth attempt follows 635 ms after the first, the eleventh 5 s.
  await new Promise(resolve => setTimeout(resolve, 1000))
  assert.ok(attempts <= 11, `${attempts} attempts`)
  assert.ok(attempts - reports <= 1, `${reports} reports of ${attempts} attempts`)
  const [condition, ...others] = (await actual.find('daily')).status.conditions
  assert.equal([condition.type, condition.status, condition.message, others], ['Ready', 'False', 'no luck', []])
  assert.ok(
    running.problems.every(problem => problem === 'reconcile failed: no luck'),
    running.problems.join('\n'),
  )
})

test.run()
