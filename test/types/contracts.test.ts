// Each other file beside this one is a contract: it has to compile as it stands, and what must not compile stands in it below
// `@ts-expect-error`, which is an error itself where there is nothing to expect.

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const folder = fileURLToPath(new URL('.', import.meta.url))
const root = path.join(folder, '..', '..')
const contracts = fs.readdirSync(folder).filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))

let errors: string[] = []

test.before(() => {
  const tsc = path.join(root, 'node_modules', '.bin', 'tsc')
  const { stdout } = spawnSync(tsc, ['-p', path.join('test', 'types')], { cwd: root, encoding: 'utf8' })
  errors = stdout.split(/\n(?=\S)/).filter(error => error.trim() !== '')
})

for (const file of contracts) {
  test(file, () => {
    const own = errors.filter(error => error.startsWith(`test/types/${file}(`))
    assert.is(own.length, 0, own.join('\n'))
  })
}

test('they expect errors, and nothing else is wrong', () => {
  const texts = contracts.map(file => fs.readFileSync(path.join(folder, file), 'utf8'))
  assert.ok(texts.some(text => text.includes('@ts-expect-error')))
  const others = errors.filter(error => !contracts.some(file => error.startsWith(`test/types/${file}(`)))
  assert.equal(others, [])
})

test.run()
