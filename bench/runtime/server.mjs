// A kube-apiserver of the benchmark's own, and what a pod's folder with its credentials has.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiServer } from '../../test/support/api-server/api-server.ts'

export async function startServer() {
  const server = await ApiServer.start()
  const { clusters, users } = JSON.parse(readFileSync(server.kubeconfig(), 'utf8'))
  const account = mkdtempSync(join(tmpdir(), 'opwright-bench-'))
  process.once('exit', () => rmSync(account, { recursive: true, force: true }))
  writeFileSync(join(account, 'token'), users[0].user.token, { mode: 0o600 })
  writeFileSync(join(account, 'ca.crt'), Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64'))
  writeFileSync(join(account, 'namespace'), 'default')
  return {
    url: server.url,
    account,
    stop: () => server.stop(),
  }
}
