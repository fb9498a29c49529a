/** What is written for the definitions of real projects beside the repository, where they are there. */

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as yaml from 'js-yaml'
import * as prettier from 'prettier'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CustomResourceDefinition } from '../../../generator/crd/custom-resource-definition.js'
import { emit } from '../../../generator/emit/emit.js'
import type { SourceUnit } from '../../../generator/emit/source-unit.js'
import { build } from '../../../generator/model/build.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = path.join(root, '..', 'shared', 'crds')
const verdicts = path.join(folder, 'VERDICTS.tsv')

/** The set for a single run: kinds of distinct names that a server accepts. */
function readOneRun(): CustomResourceDefinition[] {
  const [, ...lines] = fs.readFileSync(verdicts, 'utf8').trim().split('\n')
  const documents = new Map<string, readonly unknown[]>()
  return lines.flatMap(line => {
    const [file = '', index, , , , oneRun] = line.split('\t')
    if (oneRun !== 'yes') return []
    const parsed = documents.get(file) ?? yaml.loadAll(fs.readFileSync(path.join(folder, file), 'utf8'))
    documents.set(file, parsed)
    return [read(file, parsed[Number(index)])]
  })
}

// What a server accepts has this form; the stage that checks it has tests of its own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function read(file: string, value: any): CustomResourceDefinition {
  const { spec } = value
  const { kind } = spec.names
  const versions = spec.versions ?? [{ name: spec.version, served: true, storage: true }]
  return {
    document: { source: { name: file, text: '' }, value, position: () => ({ line: 1, column: 1 }) },
    apiVersion: value.apiVersion,
    name: value.metadata.name,
    group: spec.group,
    scope: spec.scope ?? 'Namespaced',
    names: { listKind: `${kind}List`, singular: kind.toLowerCase(), shortNames: [], categories: [], ...spec.names },
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    versions: versions.map(({ name, served, storage, deprecated, schema, subresources = spec.subresources }: any) => ({
      name,
      served,
      storage,
      deprecated: deprecated ?? false,
      schema: schema?.openAPIV3Schema ?? spec.validation?.openAPIV3Schema,
      schemaPath: [],
      subresources: { status: subresources?.status !== undefined, scale: subresources?.scale },
    })),
  }
}

if (fs.existsSync(verdicts)) {
  let units: SourceUnit[] = []

  test('every kind is written, and nothing twice', async () => {
    units = await emit(build(readOneRun(), { versions: 'all' }, () => {}))
    assert.ok(units.length > 2000, `${units.length} files`)
    assert.is(new Set(units.map(unit => `${unit.root}/${unit.path}`.toLowerCase())).size, units.length)
  })

  // Every file takes ten seconds; a third of them, spread over all folders, has every construct in it.
  test('Prettier leaves it alone', async () => {
    for (let index = 0; index < units.length; index += 3) {
      const { path: file, text } = units[index] as SourceUnit
      assert.ok((await prettier.format(text, { parser: 'typescript' })) === text, file)
    }
  })

  test('all of it compiles in one strict program', () => {
    const project = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-emit-'))
    try {
      const folders = { output: 'generated', operator: 'operator' }
      for (const unit of units) write(path.join(project, folders[unit.root], unit.path), unit.text)
      write(path.join(project, 'package.json'), '{ "type": "module" }')
      write(
        path.join(project, 'tsconfig.json'),
        JSON.stringify({
          extends: path.join(root, 'tsconfig.base.json'),
          compilerOptions: {
            noEmit: true,
            noUnusedLocals: true,
            noUnusedParameters: true,
            skipLibCheck: false,
            typeRoots: [path.join(root, 'node_modules', '@types')],
            paths: { 'opwright/runtime': [path.join(root, 'runtime', 'index.ts')] },
          },
        }),
      )
      const { status, stdout } = spawnSync(path.join(root, 'node_modules', '.bin', 'tsc'), ['-p', project], {
        encoding: 'utf8',
      })
      assert.is(status, 0, stdout.slice(0, 5000))
    } finally {
      fs.rmSync(project, { recursive: true, force: true })
    }
  })
} else {
  test.skip('the definitions of real projects are not there', () => {})
}

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}

test.run()
