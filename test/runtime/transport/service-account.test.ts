import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isInPod, serviceAccountCluster } from '../../../runtime/transport/service-account.js'
import { rejection } from './local-server.js'

let folder: string
const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' }

test.before.each(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'service-account-'))
  fs.writeFileSync(path.join(folder, 'token'), 'first\n')
  fs.writeFileSync(path.join(folder, 'ca.crt'), 'certificate')
  fs.writeFileSync(path.join(folder, 'namespace'), 'operators')
})

test.after.each(() => fs.rmSync(folder, { recursive: true }))

for (const [host, port, url] of [
  ['10.0.0.1', '443', 'https://10.0.0.1/'],
  ['fd00::1', '6443', 'https://[fd00::1]:6443/'],
  ['kubernetes.default', '443', 'https://kubernetes.default/'],
] as const) {
  test(`${host} and ${port} are ${url}`, async () => {
    const { server } = await serviceAccountCluster({
      folder,
      env: { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port },
    })
    assert.is(server.href, url)
  })
}

test('reads the token each time, because it rotates', async () => {
  const cluster = await serviceAccountCluster({ folder, env })
  assert.is(cluster.namespace, 'operators')
  const first = await cluster.authenticate()
  assert.equal(first.headers, { authorization: 'Bearer first' })
  assert.equal(first.tls, { ca: Buffer.from('certificate') })
  fs.writeFileSync(path.join(folder, 'token'), 'second\n')
  assert.equal((await cluster.authenticate()).headers, { authorization: 'Bearer second' })
})

test('does without a namespace file', async () => {
  fs.rmSync(path.join(folder, 'namespace'))
  assert.is((await serviceAccountCluster({ folder, env })).namespace, 'default')
})

test('knows whether it is in a pod', async () => {
  assert.ok(isInPod({ folder, env }))
  assert.not.ok(isInPod({ folder, env: {} }))
  assert.not.ok(isInPod({ folder: path.join(folder, 'none'), env }))
  assert.match((await rejection(serviceAccountCluster({ folder, env: {} }))).message, /^not in a pod/)
})

test.run()
