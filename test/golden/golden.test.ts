// Each folder beside this file is a case: what `opwright input.yaml` writes for its input.yaml is in expected/, to the byte. Options
// that it is given stand in options.txt, where a case is about the models alone.
// After a change that is meant, write them again and read the difference:
//
//   GOLDEN=write npm test -- golden

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const folder = fileURLToPath(new URL('.', import.meta.url))
const root = path.join(folder, '..', '..')
const command = path.join(root, 'dist', 'esm', 'generator', 'cli', 'main.js')
const isWriting = process.env['GOLDEN'] === 'write'

const cases = fs.readdirSync(folder).filter(name => fs.existsSync(path.join(folder, name, 'input.yaml')))

for (const name of cases) {
  test(name, () => {
    const expected = path.join(folder, name, 'expected')
    const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-golden-'))
    try {
      fs.copyFileSync(path.join(folder, name, 'input.yaml'), path.join(workspace, 'input.yaml'))
      const { status, stderr } = run(process.execPath, [command, 'input.yaml', ...optionsOf(name)], workspace)
      assert.is(status, 0, stderr)
      fs.rmSync(path.join(workspace, 'input.yaml'))
      if (isWriting) {
        fs.rmSync(expected, { recursive: true, force: true })
        fs.cpSync(workspace, expected, { recursive: true })
      }
      const got = filesOf(workspace)
      const want = filesOf(expected)
      assert.equal([...got.keys()], [...want.keys()])
      for (const [file, text] of want) assert.ok(got.get(file) === text, differenceOf(file, got.get(file) ?? '', text))
    } finally {
      fs.rmSync(workspace, { recursive: true, force: true })
    }
  })
}

test('what is expected compiles, all of it in one strict program', () => {
  const { status, stdout } = run(path.join(root, 'node_modules', '.bin', 'tsc'), ['-p', folder], root)
  assert.is(status, 0, stdout)
})

test('there is something to compare', () => {
  assert.ok(cases.length > 0)
  for (const name of cases) assert.ok(filesOf(path.join(folder, name, 'expected')).size > 0, `${name} expects nothing`)
})

function optionsOf(name: string): string[] {
  const file = path.join(folder, name, 'options.txt')
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split(' ') : []
}

function run(program: string, args: readonly string[], cwd: string) {
  return spawnSync(program, args, { cwd, encoding: 'utf8' })
}

/** Text by path, sorted. */
function filesOf(start: string): Map<string, string> {
  const files = fs.existsSync(start) ? fs.readdirSync(start, { recursive: true, encoding: 'utf8' }) : []
  const texts = new Map<string, string>()
  for (const file of files.toSorted()) {
    const full = path.join(start, file)
    if (fs.statSync(full).isFile()) texts.set(file, fs.readFileSync(full, 'utf8'))
  }
  return texts
}

function differenceOf(file: string, got: string, want: string): string {
  const gotLines = got.split('\n')
  const wantLines = want.split('\n')
  const at = wantLines.findIndex((line, index) => line !== gotLines[index])
  const line = at === -1 ? wantLines.length : at
  return `${file}:${line + 1}\n  got:  ${gotLines[line] ?? '(the end)'}\n  want: ${wantLines[line] ?? '(the end)'}`
}

test.run()
