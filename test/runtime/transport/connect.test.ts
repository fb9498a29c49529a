import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { connect, findCluster, type FindClusterOptions } from '../../../runtime/transport/connect.js'
import { json, LocalServer, rejection } from './local-server.js'

let folder: string
let home: string

test.before.each(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'connect-'))
  home = path.join(folder, 'home')
  fs.mkdirSync(path.join(home, '.kube'), { recursive: true })
})
test.after.each(() => fs.rmSync(folder, { recursive: true }))

/** A kubeconfig of one cluster, at `https://<name>/`, with contexts `<name>` and `other`. */
function kubeconfig(file: string, name: string): string {
  fs.writeFileSync(
    file,
    JSON.stringify({
      clusters: [{ name, cluster: { server: `https://${name}` } }],
      users: [{ name, user: { token: 't' } }],
      contexts: [
        { name, context: { cluster: name, user: name } },
        { name: 'other', context: { cluster: name, user: name, namespace: `${name}-other` } },
      ],
      'current-context': name,
    }),
  )
  return file
}

function serviceAccount(): void {
  fs.writeFileSync(path.join(folder, 'token'), 't')
  fs.writeFileSync(path.join(folder, 'ca.crt'), 'c')
}

const inPod = { KUBERNETES_SERVICE_HOST: 'pod', KUBERNETES_SERVICE_PORT: '443' }

interface There {
  readonly KUBECONFIG?: readonly string[]
  readonly pod?: boolean
  readonly home?: boolean
}

const rows: readonly (readonly [what: string, there: There, options: FindClusterOptions, server: string | RegExp])[] = [
  ['one that is given', { KUBECONFIG: ['env'], pod: true, home: true }, { kubeconfig: 'given' }, 'given'],
  ['KUBECONFIG', { KUBECONFIG: ['env'], pod: true, home: true }, {}, 'env'],
  ['the first of several', { KUBECONFIG: ['missing', 'env', 'more'], pod: true, home: true }, {}, 'env'],
  ['the pod', { pod: true, home: true }, {}, 'pod'],
  ['that of the user', { home: true }, {}, 'home'],
  ['no pod where a context is meant', { pod: true, home: true }, { context: 'other' }, 'home'],
  [
    'none',
    {},
    {},
    /^no cluster: KUBECONFIG is not set, this is no pod with a service account, and there is no .*config$/,
  ],
  [
    'none where KUBECONFIG leads nowhere',
    { KUBECONFIG: ['missing'], pod: true, home: true },
    {},
    /^there is no kubeconfig/,
  ],
]

for (const [what, there, { kubeconfig: given, context }, server] of rows) {
  test(`finds ${what}`, async () => {
    for (const name of ['given', 'env', 'more']) kubeconfig(path.join(folder, name), name)
    if (there.home) kubeconfig(path.join(home, '.kube', 'config'), 'home')
    if (there.pod) serviceAccount()
    const list = there.KUBECONFIG?.map(name => path.join(folder, name)).join(path.delimiter)
    const found = findCluster(
      { ...(given && { kubeconfig: path.join(folder, given) }), ...(context && { context }) },
      { env: { ...(there.pod && inPod), ...(list && { KUBECONFIG: list }) }, home, folder },
    )
    if (server instanceof RegExp) return assert.match((await rejection(found)).message, server)
    const { server: url, namespace } = await found
    assert.is(url.hostname, server)
    assert.is(namespace, context ? `${server}-other` : 'default')
  })
}

test('an empty KUBECONFIG is none', async () => {
  kubeconfig(path.join(home, '.kube', 'config'), 'home')
  assert.is((await findCluster({}, { env: { KUBECONFIG: path.delimiter }, home, folder })).server.hostname, 'home')
})

test('connects as who the kubeconfig says, names itself, and waits where the server asks for it', async () => {
  const server = await LocalServer.start((request, response) => {
    const first = server.requests.length === 1
    json({ ok: true }, first ? 429 : 200, first ? { 'retry-after': '0' } : {})(request, response)
  })
  const file = kubeconfig(path.join(folder, 'config'), 'x')
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('https://x', server.url.href))
  const transport = await connect({ kubeconfig: file, name: 'my operator', version: '1.2.3' })
  try {
    assert.equal(server.requests, [], 'nothing is sent before somebody asks')
    const { status, body } = await transport.send({ method: 'GET', path: '/version' })
    assert.is(status, 200)
    body.destroy()
    assert.is(server.requests.length, 2)
    const headers = server.requests[1]?.headers
    assert.is(headers?.authorization, 'Bearer t')
    assert.match(headers?.['user-agent'] ?? '', /^my-operator\/1\.2\.3 \(opwright\/\S+; node\/\S+; \w+\/\w+\)$/)
  } finally {
    transport.close()
    await server.stop()
  }
})

test.run()
