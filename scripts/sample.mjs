// npm run sample: compiles the sample operator as its user would, and starts it with the current kubeconfig.

import { spawn, spawnSync } from 'node:child_process'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const tsc = path.join(root, 'node_modules', '.bin', 'tsc')

const { status } = spawnSync(tsc, ['-p', 'sample-operator'], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(1)

// The same process group: Ctrl-C in a terminal reaches the operator as well, and this process leaves the answer to it.
const operator = spawn(process.execPath, [path.join(root, 'sample-operator', 'dist', 'sample-operator', 'main.js')], {
  stdio: 'inherit',
})
process.on('SIGINT', () => {})
process.on('SIGTERM', () => operator.kill('SIGTERM'))
operator.once('exit', (code, signal) => {
  process.exitCode = code ?? 1
  if (signal) console.error(`the operator was ended by ${signal}`)
})
