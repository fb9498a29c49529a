import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readKubeconfig } from '../../../runtime/transport/kubeconfig.js'
import { rejection } from './local-server.js'

let folder: string

test.before.each(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kubeconfig-'))
})

test.after.each(() => fs.rmSync(folder, { recursive: true }))

interface Parts {
  readonly cluster?: object
  readonly user?: object
  readonly name?: string
  readonly file?: string
  readonly current?: string
  readonly namespace?: string
}

function write({
  cluster = {},
  user = {},
  name = 'a',
  file = 'config',
  current = name,
  namespace,
}: Parts = {}): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: `https://${name}.example:6443`, ...cluster } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name, ...(namespace && { namespace }) } }],
    ...(current && { 'current-context': current }),
  }
  const written = path.join(folder, file)
  fs.writeFileSync(written, JSON.stringify(config))
  return written
}

async function headersOf(user: object) {
  const cluster = await readKubeconfig([write({ user })])
  return (await cluster.authenticate()).headers
}

test('the current context, or the one named', async () => {
  const [first, second] = [write({ namespace: 'here' }), write({ name: 'b', file: 'second' })]
  const cluster = await readKubeconfig([first, second])
  assert.is(cluster.server.href, 'https://a.example:6443/')
  assert.is(cluster.namespace, 'here')
  const other = await readKubeconfig([first, second], 'b')
  assert.is(other.server.href, 'https://b.example:6443/')
  assert.is(other.namespace, 'default')
})

test('of several files the first that says something counts; one that is missing is passed over', async () => {
  const files = [
    path.join(folder, 'none'),
    write({ current: '', file: 'first' }),
    write({ cluster: { server: 'https://shadowed.example' }, file: 'second' }),
  ]
  assert.is((await readKubeconfig(files)).server.href, 'https://a.example:6443/')
})

const problems: readonly (readonly [
  name: string,
  given: () => [files: string[], context?: string],
  message: RegExp,
])[] = [
  ['no file', () => [[path.join(folder, 'none')]], /^there is no kubeconfig .*none$/],
  ['no current context', () => [[write({ current: '' })]], /^there is no current context in .*: name one$/],
  ['no such context', () => [[write()], 'z'], /^there is no context z in /],
  ['no server', () => [[write({ cluster: { server: '' } })]], /^cluster a has no server in /],
]
for (const [name, given, message] of problems) {
  test(`says so: ${name}`, async () => {
    assert.match((await rejection(readKubeconfig(...given()))).message, message)
  })
}

test('says so: no YAML', async () => {
  const file = path.join(folder, 'config')
  fs.writeFileSync(file, 'a: [')
  assert.match((await rejection(readKubeconfig([file]))).message, /config is no kubeconfig: /)
  fs.writeFileSync(file, 'text')
  assert.match((await rejection(readKubeconfig([file]))).message, /config is no kubeconfig$/)
})

test('a token', async () => {
  assert.equal(await headersOf({ token: 'secret' }), { Authorization: 'Bearer secret' })
})

test('a user name and password', async () => {
  const { authorization } = (await headersOf({ username: 'u', password: 'p' })) as Record<string, string>
  assert.is(authorization, `Basic ${Buffer.from('u:p').toString('base64')}`)
})

test('somebody else, with groups', async () => {
  assert.equal(await headersOf({ token: 't', as: 'other', 'as-groups': ['g', 'h'], 'as-uid': '1' }), {
    Authorization: 'Bearer t',
    'Impersonate-User': 'other',
    'impersonate-uid': '1',
    'impersonate-group': ['g', 'h'],
  })
})

test('a token file, beside the kubeconfig, read each time', async () => {
  fs.writeFileSync(path.join(folder, 'token'), 'first\n')
  const cluster = await readKubeconfig([write({ user: { tokenFile: 'token' } })])
  assert.equal((await cluster.authenticate()).headers, { authorization: 'Bearer first' })
  fs.writeFileSync(path.join(folder, 'token'), 'second\n')
  assert.equal((await cluster.authenticate()).headers, { authorization: 'Bearer second' })
})

test('certificates, as data and as files beside the kubeconfig', async () => {
  fs.writeFileSync(path.join(folder, 'ca.crt'), 'the CA')
  const data = (text: string) => Buffer.from(text).toString('base64')
  const file = write({
    cluster: { 'certificate-authority': 'ca.crt', 'tls-server-name': 'real.example' },
    user: { 'client-certificate-data': data('the certificate'), 'client-key-data': data('the key') },
  })
  assert.equal((await (await readKubeconfig([file])).authenticate()).tls, {
    ca: Buffer.from('the CA'),
    cert: Buffer.from('the certificate'),
    key: Buffer.from('the key'),
    servername: 'real.example',
  })
})

test('a server whose certificate is not looked at, and one without TLS', async () => {
  const careless = await readKubeconfig([write({ cluster: { 'insecure-skip-tls-verify': true } })])
  assert.equal((await careless.authenticate()).tls, { rejectUnauthorized: false })
  const plain = await readKubeconfig([write({ cluster: { server: 'http://127.0.0.1:8001' } })])
  assert.is(plain.server.protocol, 'http:')
  await plain.authenticate()
})

test('a proxy', async () => {
  const cluster = await readKubeconfig([write({ cluster: { 'proxy-url': 'http://proxy.example:3128' } })])
  assert.is(typeof (await cluster.authenticate()).proxy, 'function')
  assert.is((await (await readKubeconfig([write()])).authenticate()).proxy, undefined)
})

test('a plugin is run once, told what is wanted, and run again when the server refuses its token', async () => {
  const plugin = path.join(folder, 'plugin')
  const runs = path.join(folder, 'runs')
  fs.writeFileSync(
    plugin,
    `#!${process.execPath}
const fs = require('node:fs')
fs.appendFileSync(${JSON.stringify(runs)}, process.env.KUBERNETES_EXEC_INFO + '\\n')
const token = process.argv[2] + process.env.EXTRA + fs.readFileSync(${JSON.stringify(runs)}, 'utf8').split('\\n').length
console.log(JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } }))`,
    { mode: 0o755 },
  )
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: './plugin',
    args: ['token'],
    env: [{ name: 'EXTRA', value: '-' }],
    provideClusterInfo: true,
  }
  const cluster = await readKubeconfig([write({ user: { exec } })])
  assert.is(cluster.authenticationMs, Number.POSITIVE_INFINITY)
  const first = await cluster.authenticate()
  assert.equal(first.headers, { Authorization: 'Bearer token-2' })
  assert.equal((await cluster.authenticate(first)).headers, { Authorization: 'Bearer token-3' })
  assert.equal(JSON.parse(fs.readFileSync(runs, 'utf8').split('\n')[0] ?? ''), {
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false, cluster: { server: 'https://a.example:6443' } },
  })
})

test('a plugin that fails is an error that shows what it said', async () => {
  const exec = {
    apiVersion: 'v1',
    command: process.execPath,
    args: ['-e', 'console.error("log in first"); process.exit(1)'],
  }
  const cluster = await readKubeconfig([write({ user: { exec } })])
  assert.match((await rejection(cluster.authenticate())).message, /log in first/)
})

test('a token that was refused is read from the file again', async () => {
  const file = write({ user: { token: 'old' } })
  const cluster = await readKubeconfig([file])
  const refused = await cluster.authenticate()
  write({ user: { token: 'new' } })
  assert.equal((await cluster.authenticate()).headers, { Authorization: 'Bearer old' })
  assert.equal((await cluster.authenticate(refused)).headers, { Authorization: 'Bearer new' })
})

test.run()
