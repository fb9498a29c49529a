/** What is written for the definitions of real projects beside the repository, where they are there. */

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as prettier from 'prettier'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CustomResourceDefinition } from '../../../generator/crd/custom-resource-definition.js'
import { emit } from '../../../generator/emit/emit.js'
import type { SourceUnit } from '../../../generator/emit/source-unit.js'
import { build } from '../../../generator/model/build.js'
import { readRealSet, type RealDefinition } from '../model/real-set.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const all = await readRealSet()

if (all.length > 0) {
  const oneRun = all.filter(real => real.oneRun).map(({ definition }) => definition)
  let units: readonly SourceUnit[] = []

  test('every kind is written, and nothing twice', async () => {
    units = await write(oneRun)
    assert.ok(units.length > 2000, `${units.length} files`)
    assert.is(new Set(units.map(unit => `${unit.root}/${unit.path}`.toLowerCase())).size, units.length)
  })

  // Every file takes half a minute; a third of them, spread over all folders, has every construct in it.
  test('Prettier leaves every third file alone', async () => {
    assert.ok(units.length > 0)
    for (let index = 0; index < units.length; index += 3) {
      const { path: file, text } = units[index] as SourceUnit
      assert.ok((await prettier.format(text, { parser: 'typescript' })) === text, file)
    }
  })

  test('all of it compiles in one strict program, and what does not go together compiles by itself', async () => {
    assert.ok(units.length > 0)
    const projects = new Map<string, readonly SourceUnit[]>([['one-run', units]])
    for (const [index, definitions] of othersByFile(all).entries()) {
      projects.set(String(index), await write(definitions))
    }
    assert.is(compile(projects), '')
  })
} else {
  test.skip('the definitions of real projects are not beside the repository', () => {})
}

function write(definitions: readonly CustomResourceDefinition[]): Promise<SourceUnit[]> {
  return emit(build(definitions, { versions: 'all' }, () => {}))
}

function othersByFile(real: readonly RealDefinition[]): CustomResourceDefinition[][] {
  const files = new Map<string, CustomResourceDefinition[]>()
  for (const { file, definition, oneRun } of real) {
    if (!oneRun) files.set(file, [...(files.get(file) ?? []), definition])
  }
  return [...files.values()]
}

/** What the compiler has to say, with the runtime as its package declares it. */
function compile(projects: ReadonlyMap<string, readonly SourceUnit[]>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-emit-'))
  const options = { extends: path.join(root, 'tsconfig.base.json'), include: ['**/*.ts'] }
  const tsc = (config: object, name: string) => {
    const file = path.join(folder, name)
    fs.writeFileSync(file, JSON.stringify({ ...options, ...config }))
    const command = path.join(root, 'node_modules', '.bin', 'tsc')
    const { status, signal, stdout } = spawnSync(command, ['-p', file], { encoding: 'utf8', maxBuffer: 2 ** 30 })
    return status === 0 ? '' : `the compiler ended with ${status ?? signal}: ${stdout.slice(0, 5000)}`
  }
  try {
    const problems = tsc(
      {
        include: [path.join(root, 'runtime')],
        compilerOptions: {
          declaration: true,
          emitDeclarationOnly: true,
          rootDir: root,
          outDir: path.join(folder, 'declarations'),
          typeRoots: [path.join(root, 'node_modules', '@types')],
        },
      },
      'declarations.json',
    )
    if (problems) return problems
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }')
    for (const [name, units] of projects) {
      for (const unit of units) {
        const target = path.join(folder, name, { output: 'generated', operator: 'operator' }[unit.root], unit.path)
        fs.mkdirSync(path.dirname(target), { recursive: true })
        fs.writeFileSync(target, unit.text)
      }
    }
    return tsc(
      {
        compilerOptions: {
          noEmit: true,
          noUnusedLocals: true,
          noUnusedParameters: true,
          skipLibCheck: false,
          typeRoots: [path.join(root, 'node_modules', '@types')],
          paths: { 'opwright/runtime': [path.join(folder, 'declarations', 'runtime', 'index.d.ts')] },
        },
      },
      'projects.json',
    )
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

test.run()
