// What is generated of CRDs that were made up at random does not depend on the order in which they come; nor do names on the order
// in which a schema has its properties. More of them, or one of them again:
//
//   OPWRIGHT_ROUNDS=20000 npm test -- --no-build --time-limit 3600 fuzz/order
//   OPWRIGHT_ROUNDS=1 OPWRIGHT_SEED=417 npm test -- --no-build fuzz/order

import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { generate, type GenerateResult } from '../../generator/index.js'
import { Chance } from '../support/chance.js'
import { DefinitionGrammar } from './definitions.js'
import type { Files } from './sources.js'

const rounds = Number(process.env['OPWRIGHT_ROUNDS'] ?? 60)
const firstSeed = Number(process.env['OPWRIGHT_SEED'] ?? 1)
const work = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-order-')))
/** Of rounds, by what became of them first. */
const counts: { [outcome in GenerateResult['outcome']]: number } = { done: 0, outdated: 0, failed: 0 }

interface Output {
  readonly result: GenerateResult
  /** Texts of files, and in the record what is not about the input. */
  readonly files: ReadonlyMap<string, string>
}

test(`seeds ${firstSeed} to ${firstSeed + rounds - 1} give the same in another order`, async () => {
  const problems: string[] = []
  for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
    const folder = path.join(work, String(seed))
    const found = await runRound(new Chance(seed), folder)
    problems.push(...found.map(problem => `seed ${seed}: ${problem}`))
    fs.rmSync(folder, { recursive: true })
  }
  assert.ok(problems.length === 0, `${problems.length} problems\n${problems.slice(0, 10).join('\n')}`)
})

test('some were refused, and most were not', () => {
  if (process.env['OPWRIGHT_ROUNDS']) console.log(counts)
  assert.is(counts.done + counts.failed, rounds)
  if (rounds < 50) return
  assert.ok(counts.done > 0.7 * rounds && counts.failed > 0.03 * rounds, JSON.stringify(counts))
})

async function runRound(chance: Chance, folder: string): Promise<string[]> {
  const grammar = new DefinitionGrammar(chance)
  const definitions = [grammar.definition(), grammar.definition(), ...chance.some(2, () => grammar.definition())]
  const inOneFile = chance.percent(50)
  const inputOf = (all: readonly unknown[]): Files =>
    inOneFile
      ? { 'crds.yaml': documents(all) }
      : Object.fromEntries(all.map((each, index) => [`crd-${index}.yaml`, documents([each])]))
  const files = inputOf(definitions)
  const names = Object.keys(files)
  const one = await output(path.join(folder, 'one'), files, names)
  counts[one.result.outcome]++
  const other = inOneFile
    ? await output(path.join(folder, 'other'), inputOf(chance.shuffled(definitions)), names)
    : await output(path.join(folder, 'other'), files, chance.shuffled(names))
  const inside = inputOf(definitions.map(each => reordered(each, chance)))
  const third = await output(path.join(folder, 'third'), inside, names)
  return [
    ...differences(one, other),
    ...differences({ ...one, files: namesIn(one) }, { ...third, files: namesIn(third) }),
  ]
}

function documents(definitions: readonly unknown[]): string {
  return definitions.map(each => `${JSON.stringify(each)}\n`).join('---\n')
}

async function output(folder: string, files: Files, names: readonly string[]): Promise<Output> {
  fs.mkdirSync(path.join(folder, 'crds'), { recursive: true })
  for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, 'crds', file), text)
  const result = await generate({ cwd: folder, inputs: names.map(name => `crds/${name}`), versions: 'all' })
  const written = ['generated', 'operator'].flatMap(root =>
    filesBelow(path.join(folder, root)).map(file => `${root}/${file}`),
  )
  const read = (file: string) => fs.readFileSync(path.join(folder, file), 'utf8')
  return {
    result,
    files: new Map(written.map(file => [file, file.endsWith('.json') ? lasting(read(file)) : read(file)])),
  }
}

/** What a record says of names and files. */
function lasting(record: string): string {
  const { names, files, operatorFiles } = JSON.parse(record) as { [key: string]: unknown }
  return JSON.stringify({ names, files, operatorFiles }, null, 2)
}

function differences(one: Output, other: Output): string[] {
  const [was, is] = [one.result.outcome, other.result.outcome]
  if (was !== is) return [`it is ${was}, and in another order ${is}: ${said(one)} | ${said(other)}`]
  if (said(one) !== said(other)) return [`it says ${said(one)}, and in another order ${said(other)}`]
  const names = [...new Set([...one.files.keys(), ...other.files.keys()])].sort()
  return names
    .filter(name => one.files.get(name) !== other.files.get(name))
    .map(name => `${name} differs: ${firstDifference(one.files.get(name) ?? '', other.files.get(name) ?? '')}`)
}

/** Positions differ, and where two are in each other's way, who is told. */
function said({ result }: Output): string {
  return [...new Set(result.diagnostics.map(({ code }) => code))].sort().join(', ')
}

/** The declarations of each file, in no order. */
function namesIn({ files }: Output): ReadonlyMap<string, string> {
  return new Map(
    [...files]
      .filter(([file]) => file.endsWith('.ts'))
      .map(([file, text]) => [
        file,
        [...text.matchAll(/^export \w+ \w+/gm)]
          .map(([name]) => name)
          .sort()
          .join('\n'),
      ]),
  )
}

/** The same to a server: other orders of keys, versions and required fields. */
function reordered(value: unknown, chance: Chance, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map(item => reordered(item, chance))
    return key === 'versions' || key === 'required' ? chance.shuffled(items) : items
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, child]) => [name, reordered(child, chance, name)] as const)
  return Object.fromEntries(chance.shuffled(entries))
}

function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
}

function firstDifference(text: string, other: string): string {
  const [lines, others] = [text.split('\n'), other.split('\n')]
  const at = lines.findIndex((line, index) => line !== others[index])
  return `line ${at + 1}: ${lines[at] ?? ''} | ${others[at] ?? ''}`
}

test.after(() => fs.rmSync(work, { recursive: true, force: true }))

test.run()
