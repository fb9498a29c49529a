import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const root = fileURLToPath(new URL('../..', import.meta.url))

// With a server of its own, which serves what is off by default as well.
test('the built-in kinds are those of the API server', () => {
  const args = ['--import', 'tsx', 'scripts/generate-kubernetes.ts', '--check']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  assert.is(status, 0, `${stdout}${stderr}`)
})

test.run()
