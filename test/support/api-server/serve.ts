// One API server for a whole test run, or to try something on by hand:
//
//   node --import tsx test/support/api-server/serve.ts
//
// Prints one line of JSON and serves until its standard input ends: `{"kubeconfig": ..., "users": {...}}`, or `{"none": reason}`
// where there is none to be had.

import { NoAssetsError } from './build-assets.js'
import { ApiServer } from './api-server.js'

/** Users that the cluster tests' operators run as. */
const users = ['sample-operator']

try {
  const server = await ApiServer.start({ users, controllers: ['garbagecollector', 'namespace'] })
  const kubeconfigs = users.map(user => [user, server.kubeconfig(user)])
  console.log(JSON.stringify({ kubeconfig: server.kubeconfig(), users: Object.fromEntries(kubeconfigs) }))
  process.stdin.resume()
  await new Promise(resolve => process.stdin.once('end', resolve))
  await server.stop()
} catch (error) {
  if (!(error instanceof NoAssetsError)) throw error
  console.log(JSON.stringify({ none: error.message }))
}
