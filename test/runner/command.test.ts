import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const root = fileURLToPath(new URL('../../', import.meta.url))

const table: { given: readonly string[]; lastLine: string; exitCode: number }[] = [
  { given: ['passes'], lastLine: '3 passed, 0 failed', exitCode: 0 },
  { given: ['fails'], lastLine: '1 passed, 3 failed', exitCode: 1 },
  { given: ['passes', 'fails', 'skips'], lastLine: '5 passed, 3 failed, 1 skipped', exitCode: 1 },
  { given: ['passes', 'only'], lastLine: '5 passed, 0 failed, 2 skipped', exitCode: 0 },
  { given: ['skips-all'], lastLine: '0 passed, 0 failed, 1 skipped', exitCode: 1 },
  { given: ['empty'], lastLine: '0 passed, 1 failed', exitCode: 1 },
  { given: ['forgets-run'], lastLine: '0 passed, 2 failed', exitCode: 1 },
]

for (const { given, lastLine, exitCode } of table) {
  test(`a run of ${given.join(', ')}`, () => {
    const { status, stdout } = run(given.map(name => `test/runner/fixtures/${name}.ts`))
    assert.is(stdout.trimEnd().split('\n').at(-1), lastLine)
    assert.is(status, exitCode)
  })
}

test('a failure is shown in full at the end', () => {
  const { stdout } = run(['test/runner/fixtures/fails.ts'])
  assert.match(stdout, 'no such thing')
  assert.match(stdout, 'fails.ts:7')
})

test('a word that selects nothing is a usage error', () => {
  const { status, stderr } = run(['clutser'])
  assert.is(status, 2)
  assert.match(stderr, 'clutser')
})

function run(words: readonly string[]) {
  return spawnSync(process.execPath, ['scripts/test.mjs', '--no-build', ...words], { cwd: root, encoding: 'utf8' })
}

test.run()
