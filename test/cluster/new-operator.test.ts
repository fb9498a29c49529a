// What `opwright crd.yaml` writes for somebody's first minute, compiled and started as it stands.

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { OperatorProcess } from '../support/operator-process.js'
import { FooWorld, prepareForSampleOperator } from '../support/sample-operator.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const command = path.join(root, 'dist', 'esm', 'generator', 'cli', 'main.js')
const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc')

let cluster: TestCluster
let project: string

test.before(async () => {
  cluster = TestCluster.ofThisRun()
  await prepareForSampleOperator(cluster)
  project = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'opwright-new-'))
})

test.after(() => {
  fs.rmSync(project, { recursive: true, force: true })
  cluster.requests.close()
})

test('a new operator compiles, runs, and ends in peace', async () => {
  fs.mkdirSync(path.join(project, 'node_modules'))
  fs.symlinkSync(root, path.join(project, 'node_modules', 'opwright'))
  fs.writeFileSync(path.join(project, 'package.json'), '{ "name": "newcomer", "type": "module" }')
  const options = { strict: true, module: 'nodenext', target: 'es2022', outDir: 'dist', rootDir: '.' }
  fs.writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }))
  node(command, path.join(root, 'schemas'))
  node(tsc, '-p', '.')

  const world = await FooWorld.make(cluster)
  await world.createFoo('first', { deploymentName: 'x' })
  const main = path.join(project, 'dist', 'operator', 'main.js')
  assert.match(node(main, '--help'), /--leader-elect +let one of several processes work/)
  const operator = new OperatorProcess(main, cluster.kubeconfigOf('sample-operator'), { HEALTH_ADDRESS: '127.0.0.1:0' })
  try {
    const isSeen = () =>
      operator.log.split('\n').some(line => line.includes('Nothing to do yet') && line.includes('first'))
    await until('it has seen the Foo', isSeen)
  } finally {
    assert.equal(await operator.stop(), { code: 0, signal: null }, operator.log)
  }
  await world.remove()
})

function node(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' })
  assert.is(status, 0, `${stdout}${stderr}`)
  return stdout
}

test.run()
