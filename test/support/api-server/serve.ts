// One API server for a whole test run, or to try something on by hand:
//
//   node --import tsx test/support/api-server/serve.ts
//
// Prints one line of JSON and serves until its standard input ends: `{"kubeconfig": ..., "users": {...}}`, or `{"none": reason}`
// where there is none to be had.

import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { backupDefinition } from '../backups.js'
import { TestCluster } from '../test-cluster.js'
import { ApiServer } from './api-server.js'
import { NoAssetsError } from './build-assets.js'

/** Users that the cluster tests' operators run as. */
const users = ['sample-operator']

try {
  const server = await ApiServer.start({ users })
  const cluster = new TestCluster(server.kubeconfig())
  for (const file of definitions()) await cluster.install(file)
  cluster.requests.close()
  server.startControllers(['garbagecollector', 'namespace'])
  const kubeconfigs = users.map(user => [user, server.kubeconfig(user)])
  console.log(JSON.stringify({ kubeconfig: server.kubeconfig(), users: Object.fromEntries(kubeconfigs) }))
  process.stdin.resume()
  await new Promise(resolve => process.stdin.once('end', resolve))
  await server.stop()
} catch (error) {
  if (!(error instanceof NoAssetsError)) throw error
  console.log(JSON.stringify({ none: error.message }))
}

/** The kinds that cluster tests work with. Before the controllers: the garbage collector is slow to notice new kinds. */
function definitions(): string[] {
  const folder = fileURLToPath(new URL('../../../schemas', import.meta.url))
  return [...fs.readdirSync(folder).map(file => path.join(folder, file)), backupDefinition]
}
