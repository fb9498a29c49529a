// A process with a manager that competes for the lead, for tests on a real server: writes who it is on each ConfigMap of a namespace,
// and says what becomes of it on its standard output.
//
//     OPERATOR='<identity> <namespace>'

import { ConfigMap } from '../../../kubernetes/core/v1/index.js'
import { Manager } from '../../../runtime/manager/manager.js'

const [identity = '', namespace = ''] = (process.env['OPERATOR'] ?? '').split(' ')
const say = (line: string) => process.stdout.write(`${line}\n`)

const manager = await Manager.create({
  name: 'test-operator',
  namespaces: [namespace],
  leaderElection: { identity, namespace },
  healthAddress: '127.0.0.1:0',
})
manager.controller(ConfigMap, {
  async reconcile({ metadata: { name }, data }, { client, signal }) {
    if (data?.['by'] === identity || name === 'kube-root-ca.crt') return
    await client
      .for(ConfigMap)
      .namespace(namespace)
      .patch(name, { merge: { data: { by: identity } } }, { signal })
  },
})
manager.add({
  async start() {
    say(`${identity} works`)
  },
})
const client = manager.client.for(ConfigMap).namespace(namespace)
// Whatever the manager does, this one writes: it stands for code that has not heard of the end.
const busy = setInterval(() => {
  const mark = { merge: { data: { [`mark-of-${identity}`]: String(Date.now()) } } }
  void client.patch('marks', mark).catch(() => {})
}, 200)
try {
  await manager.run()
  say('stopped')
} catch (error) {
  say((error as Error).name)
  // Long enough for a test to see that nothing is written.
  await new Promise(resolve => setTimeout(resolve, 3_000))
} finally {
  clearInterval(busy)
}
