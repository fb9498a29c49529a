// Series of events, as a real server accepts them.

import { Client, connect, EventRecorder } from 'opwright/runtime'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { TestCluster } from '../support/test-cluster.js'

test('an event that happens again is one object, from the first on or from a later one', async () => {
  const cluster = TestCluster.ofThisRun()
  const namespace = await cluster.makeNamespace()
  const transport = await connect({ name: 'tester', kubeconfig: cluster.kubeconfig })
  try {
    const client = new Client({ transport, fieldManager: 'tester' })
    const recorder = new EventRecorder({ client, reportingController: 'example.com/tester' })
    const about = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name, uid: name } })
    const note = { type: 'Warning', reason: 'Failed', note: 'not now' } as const
    recorder.record(about('later'), note)
    for (let time = 0; time < 3; time++) recorder.record(about('at-once'), note)
    await recorder.flush()
    for (let time = 0; time < 4; time++) recorder.record(about('later'), note)
    await recorder.flush()
    const { items } = await cluster.requests.get(`/apis/events.k8s.io/v1/namespaces/${namespace}/events`)
    const counts = items.map((event: { regarding: { name: string }; series?: { count: number } }) => [
      event.regarding.name,
      event.series?.count,
    ])
    assert.equal(counts.sort(), [
      ['at-once', 3],
      ['later', 5],
    ])
  } finally {
    transport.close()
    await cluster.deleteNamespace(namespace)
    cluster.close()
  }
})

test.run()
