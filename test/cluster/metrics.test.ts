// What a manager at work says of itself, asked for as the dashboards that Kubebuilder publishes ask.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Backup } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import { parseSamples } from '../runtime/metrics/samples.js'
import { backupDefinition, Backups } from '../support/backups.js'
import { RunningManager } from '../support/running-manager.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

/** Series that the dashboards select, sum up by `controller`, `name` or `le`, or take quantiles of. */
const series: [name: string, labels: readonly string[]][] = [
  ['controller_runtime_reconcile_total', ['controller', 'result']],
  ['controller_runtime_reconcile_errors_total', ['controller']],
  ['controller_runtime_terminal_reconcile_errors_total', ['controller']],
  ['controller_runtime_reconcile_panics_total', ['controller']],
  ['controller_runtime_reconcile_timeouts_total', ['controller']],
  ['controller_runtime_reconcile_time_seconds_bucket', ['controller', 'le']],
  ['controller_runtime_max_concurrent_reconciles', ['controller']],
  ['controller_runtime_active_workers', ['controller']],
  ['workqueue_depth', ['controller', 'name', 'priority']],
  ['workqueue_adds_total', ['controller', 'name']],
  ['workqueue_queue_duration_seconds_bucket', ['controller', 'le', 'name']],
  ['workqueue_work_duration_seconds_bucket', ['controller', 'le', 'name']],
  ['workqueue_unfinished_work_seconds', ['controller', 'name']],
  ['workqueue_longest_running_processor_seconds', ['controller', 'name']],
  ['workqueue_retries_total', ['controller', 'name']],
  ['rest_client_requests_total', ['code', 'host', 'method']],
  ['leader_election_master_status', ['name']],
  ['leader_election_slowpath_total', ['name']],
  ['process_cpu_seconds_total', []],
  ['process_resident_memory_bytes', []],
]

test('the queries of published dashboards find data', async () => {
  const cluster = TestCluster.ofThisRun()
  await cluster.install(backupDefinition)
  const actual = await Backups.inNewNamespace(cluster)
  let calls = 0
  const { kubeconfig } = cluster
  const { namespace } = actual
  const running = await RunningManager.start(
    { kubeconfig, namespaces: [namespace], leaderElection: { namespace } },
    manager =>
      manager.controller(Backup, {
        async reconcile({ metadata }, { client }) {
          if (++calls === 1) throw new Error('not at the first time')
          await client
            .for(Backup)
            .namespace(metadata.namespace)
            .patchStatus(metadata.name, { merge: { status: { copies: 1 } } })
        },
      }),
  )
  try {
    await running.untilReady()
    await actual.create('daily')
    await until('it has succeeded', () => calls > 2)
    const samples = await until('the last one is counted', async () => {
      const response = await fetch(`http://${running.manager.metricsAddress}/metrics`)
      const found = parseSamples(await response.text())
      return found.get('workqueue_unfinished_work_seconds{controller="backup",name="backup"}') === 0 && found
    })
    for (const [name, labels] of series) {
      const found = [...samples.keys()].filter(key => key.split('{')[0] === name)
      assert.ok(found.length > 0, name)
      for (const key of found) {
        const names = Array.from(key.matchAll(/[{,]([a-z]+)="/g), ([, label = '']) => label)
        assert.equal(names.sort(), labels, key)
      }
    }
    const positive = [
      'controller_runtime_reconcile_total{controller="backup",result="success"}',
      'controller_runtime_reconcile_errors_total{controller="backup"}',
      'controller_runtime_reconcile_time_seconds_bucket{controller="backup",le="60"}',
      'workqueue_adds_total{controller="backup",name="backup"}',
      'workqueue_retries_total{controller="backup",name="backup"}',
      'leader_election_master_status{name="test-operator"}',
    ]
    for (const name of positive) assert.ok((samples.get(name) ?? 0) > 0, name)
    const requests = [...samples.keys()].filter(key => key.startsWith('rest_client_requests_total{code="200",host="'))
    assert.ok(
      requests.some(key => /host="[^"]+:\d+",method="PATCH"/.test(key)),
      requests.join('\n'),
    )
  } finally {
    await running.stop()
    await actual.removeNamespace()
    cluster.close()
  }
})

test.run()
