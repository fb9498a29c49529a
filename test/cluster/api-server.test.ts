import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as readline from 'node:readline'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ApiServer } from '../support/api-server/api-server.js'
import { ensureAssets } from '../support/api-server/assets.js'
import { ApiRequests, RequestError } from '../support/api-server/requests.js'
import { until } from '../support/until.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('two servers at once know nothing of each other', async () => {
  const servers = await Promise.all([ApiServer.start(), ApiServer.start()])
  const clients = servers.map(server => new ApiRequests(server.kubeconfig()))
  try {
    const [first, second] = clients as [ApiRequests, ApiRequests]
    await first.create('/api/v1/namespaces', { metadata: { name: 'mine' } })
    assert.ok(await first.find('/api/v1/namespaces/mine'))
    assert.is(await second.find('/api/v1/namespaces/mine'), undefined)
  } finally {
    for (const client of clients) client.close()
    await Promise.all(servers.map(server => server.stop()))
  }
})

test('a server that is killed and started again knows what it knew', async () => {
  const server = await ApiServer.start({ users: ['somebody'] })
  const admin = new ApiRequests(server.kubeconfig())
  const somebody = new ApiRequests(server.kubeconfig('somebody'))
  try {
    await admin.create('/api/v1/namespaces', { metadata: { name: 'mine' } })
    await server.killServer()
    assert.is(await statusOf(admin.get('/version')), 'ECONNREFUSED')
    await server.restartServer()
    assert.ok(await admin.find('/api/v1/namespaces/mine'))
    assert.is(await statusOf(somebody.get('/api/v1/namespaces')), 403)
  } finally {
    admin.close()
    somebody.close()
    await server.stop()
    await server.stop()
  }
})

test('the controllers that were asked for are at work', async () => {
  const server = await ApiServer.start({ controllers: ['garbagecollector', 'namespace'] })
  const admin = new ApiRequests(server.kubeconfig())
  try {
    await admin.create('/api/v1/namespaces', { metadata: { name: 'mine' } })
    const configMaps = '/api/v1/namespaces/mine/configmaps'
    const { metadata } = await admin.create(configMaps, { metadata: { name: 'owner' } })
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: metadata.uid }]
    await admin.create(configMaps, { metadata: { name: 'owned', ownerReferences } })
    await admin.delete(`${configMaps}/owner`)
    await until('what was owned is collected', async () => !(await admin.find(`${configMaps}/owned`)))
    await admin.delete('/api/v1/namespaces/mine')
    await until('the namespace is gone', async () => !(await admin.find('/api/v1/namespaces/mine')))
  } finally {
    admin.close()
    await server.stop()
  }
})

test('nothing is left of a server whose starter was killed', async () => {
  const starter = spawn(process.execPath, ['--import', 'tsx', 'test/support/api-server/serve.ts'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(readline.createInterface(starter.stdout), 'line')
  const { kubeconfig } = JSON.parse(line)
  const folder = kubeconfig.replace(/\/[^/]*$/, '')
  assert.is(processesWith(folder).length > 0, true)
  starter.kill('SIGKILL')
  await until('all its processes have ended', () => processesWith(folder).length === 0)

  const next = await ApiServer.start()
  await next.stop()
  assert.not.ok(fs.existsSync(folder), 'the next start sweeps the folder')
})

test('a program that is named and not there is an error, not a reason to look elsewhere', async () => {
  const table: [NodeJS.ProcessEnv, string][] = [
    [{ TEST_ASSET_ETCD: '/nowhere/etcd' }, 'TEST_ASSET_ETCD names /nowhere/etcd'],
    [{ KUBEBUILDER_ASSETS: '/nowhere' }, 'does not give etcd and kube-apiserver'],
  ]
  for (const [env, says] of table) {
    const message = await ensureAssets(env).then(
      () => 'no error',
      (error: Error) => error.message,
    )
    assert.match(message, says)
  }
})

test('without programs and without Go it is said how to get them', async () => {
  const error = await ensureAssets({ XDG_CACHE_HOME: '/nowhere', PATH: '/nowhere' }).catch((caught: Error) => caught)
  assert.is((error as Error).name, 'NoAssetsError')
  assert.match((error as Error).message, 'KUBEBUILDER_ASSETS')
})

function processesWith(text: string): string[] {
  const lines = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n')
  return lines.filter(line => line.includes(text))
}

async function statusOf(request: Promise<unknown>): Promise<unknown> {
  try {
    await request
    return 'no error'
  } catch (error) {
    return error instanceof RequestError ? error.status : (error as NodeJS.ErrnoException).code
  }
}

test.run()
