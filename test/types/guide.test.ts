// Every TypeScript example of the guide compiles, as a file of this repository would.

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const root = fileURLToPath(new URL('../..', import.meta.url))
const guide = fs.readFileSync(path.join(root, 'docs', 'guide.md'), 'utf8')
const examples = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = '']) => text)

test('the examples compile', () => {
  assert.ok(examples.length >= 5)
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'opwright-guide-'))
  try {
    // As deep as the folder that the examples import from.
    const place = path.join(folder, 'example')
    fs.mkdirSync(place)
    fs.mkdirSync(path.join(folder, 'node_modules'))
    const links = {
      generated: 'generated',
      'sample-operator': 'sample-operator',
      'node_modules/opwright': '.',
      'node_modules/@types': 'node_modules/@types',
    }
    for (const [link, target] of Object.entries(links)) {
      fs.symlinkSync(path.join(root, target), path.join(folder, link))
    }
    examples.forEach((text, index) => fs.writeFileSync(path.join(place, `example-${index + 1}.ts`), text))
    const config = {
      extends: path.join(root, 'tsconfig.base.json'),
      compilerOptions: { noEmit: true, noUnusedLocals: true },
      include: ['example'],
    }
    fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config))
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }')
    const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { cwd: root, encoding: 'utf8' })
    assert.is(status, 0, stdout)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
})

test.run()
