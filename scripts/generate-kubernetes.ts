// Writes kubernetes/: types and descriptors of the built-in kinds, as a real kube-apiserver describes them. With --check it
// writes nothing, and fails where kubernetes/ is not what the server says.

import * as fs from 'node:fs'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { emitBuiltIns } from '../generator/openapi/emit.js'
import type { OpenApiDocument } from '../generator/openapi/openapi-document.js'
import { ApiServer } from '../test/support/api-server/api-server.js'
import { ApiRequests } from '../test/support/api-server/requests.js'

const folder = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'kubernetes')
const { documents, version } = await describe()
const units = await emitBuiltIns(documents, {
  source: `the OpenAPI documents of kube-apiserver ${version}`,
  reference: ({ group, version: apiVersion, name }) =>
    `https://kubernetes.io/docs/reference/generated/kubernetes-api/v${version}/#` +
    `${name.toLowerCase()}-${apiVersion}-${(group || 'core').replaceAll('.', '-')}`,
  runtime: '../runtime/api/index.js',
})
const wanted = new Map(units.map(unit => [path.normalize(unit.path), unit.text]))
const changed = [...wanted].filter(([file, text]) => read(file) !== text).map(([file]) => file)
const gone = existing().filter(file => !wanted.has(file))

if (process.argv.includes('--check')) {
  for (const file of changed) console.error(`kubernetes/${file} is not what the API server says`)
  for (const file of gone) console.error(`kubernetes/${file} should not be there`)
  process.exitCode = changed.length + gone.length > 0 ? 1 : 0
} else {
  for (const file of gone) fs.rmSync(path.join(folder, file))
  for (const file of changed) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    fs.writeFileSync(path.join(folder, file), wanted.get(file) ?? '')
  }
  console.log(`kubernetes/: ${wanted.size} files, ${changed.length} changed, ${gone.length} removed`)
}

/** Everything that this version of the server knows, alpha and beta included. */
async function describe(): Promise<{ documents: OpenApiDocument[]; version: string }> {
  const server = await ApiServer.start({
    serverArguments: ['--runtime-config=api/all=true', '--feature-gates=AllAlpha=true,AllBeta=true'],
  })
  const requests = new ApiRequests(server.kubeconfig())
  try {
    const { major, minor } = await requests.get('/version')
    const documents: OpenApiDocument[] = []
    for (const name of await groupVersions(requests)) documents.push(await document(requests, name))
    return { documents, version: `${major}.${minor}` }
  } finally {
    requests.close()
    await server.stop()
  }
}

/** Where the groups' versions are: `api/v1`, `apis/apps/v1`. */
async function groupVersions(requests: ApiRequests): Promise<string[]> {
  const { groups } = (await requests.get('/apis')) as { groups: { versions: { groupVersion: string }[] }[] }
  const names = groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => `apis/${groupVersion}`))
  return ['api/v1', ...names].sort()
}

/** A server that has just started describes its groups one after another. */
async function document(requests: ApiRequests, name: string): Promise<OpenApiDocument> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(200)) {
    // The server calls this one text/plain.
    const { paths } = JSON.parse(await requests.get('/openapi/v3'))
    const url = paths?.[name]?.serverRelativeURL
    if (url) return requests.get(url)
  }
  throw new Error(`the API server does not describe ${name}`)
}

function read(file: string): string | undefined {
  const target = path.join(folder, file)
  return fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : undefined
}

function existing(): string[] {
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
}
