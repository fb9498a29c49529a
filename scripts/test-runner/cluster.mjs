import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as readline from 'node:readline'

/**
 * Starts the API server that the cluster tests of a run share, unless `USE_EXISTING_CLUSTER` says to use the current one.
 *
 * `ready` resolves with the environment that tells the tests where it is, or, where no server is to be had, with the reason.
 */
export function startCluster(root) {
  if (process.env.USE_EXISTING_CLUSTER === 'true') {
    return { ready: Promise.resolve({ env: {} }), stop: async () => {} }
  }
  const server = spawn(process.execPath, ['--import', 'tsx', 'test/support/api-server/serve.ts'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(server, 'exit')
  server.stdin.on('error', () => {}) // it has ended already
  return {
    ready: Promise.race([firstLine(server.stdout), exited.then(noServer)]),
    async stop() {
      server.stdin.end()
      await exited
    },
  }
}

async function firstLine(stream) {
  const [line] = await once(readline.createInterface(stream), 'line')
  const { kubeconfig, users, none } = JSON.parse(line)
  if (none) return { reason: none }
  return { env: { OPWRIGHT_TEST_CLUSTER: JSON.stringify({ kubeconfig, users }) } }
}

function noServer([code]) {
  throw new Error(`the API server did not start: exit code ${code}`)
}
