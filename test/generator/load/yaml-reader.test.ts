// Whatever our own reader reads, it reads as js-yaml does, places included. What it does not read is js-yaml's, so that it may give up
// whenever it likes: a difference is a failure, giving up is none, but for what CRDs are made of.

import { deepStrictEqual } from 'node:assert'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { dump } from 'js-yaml'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ValuePath } from '../../../generator/load/document.js'
import { TooMany } from '../../../generator/load/excess.js'
import { defaultLimits } from '../../../generator/load/limits.js'
import { locate } from '../../../generator/load/positions.js'
import { loadAll } from '../../../generator/load/schema.js'
import { readYaml } from '../../../generator/load/yaml-reader.js'
import { corners } from './yaml-corners.js'
import { randomIntegers } from '../../support/random.js'
import { mutate } from './yaml-mutations.js'

/** Compares with js-yaml; `paths` of each text are looked up as well. */
function compare(text: string, paths = Infinity): 'read' | 'handed over' {
  const reading = readYaml(text, defaultLimits)
  if (!reading) return 'handed over'
  const values = loadAll(text, defaultLimits)
  deepStrictEqual(reading.values, values)
  assert.is(JSON.stringify(reading.values), JSON.stringify(values), 'the order of keys')
  const located = locate(text, defaultLimits)
  for (const [document, value] of values.entries()) {
    if (value === null) continue
    for (const where of sample([...pathsIn(value)], paths)) {
      assert.equal(
        reading.position(document, where),
        located[document]?.position(where),
        `the place of ${where.join('/')}`,
      )
    }
  }
  return 'read'
}

function* pathsIn(value: unknown, parent: ValuePath = []): Generator<ValuePath> {
  yield parent
  yield [...parent, 'not there']
  yield [...parent, 0]
  if (typeof value !== 'object' || value === null) return
  const children = Array.isArray(value) ? value.entries() : Object.entries(value)
  for (const [step, child] of children) yield* pathsIn(child, [...parent, step])
}

function sample<T>(all: readonly T[], count: number): readonly T[] {
  if (all.length <= count) return all
  const next = randomIntegers(all.length)
  return Array.from({ length: count }, () => all[next(all.length)] as T)
}

const table = suite('the corners of YAML')

for (const [text, want] of corners) {
  table(JSON.stringify(text), () => assert.is(compare(text), want))
}

table('nesting up to the limit is read, and handed over beyond it', () => {
  const nested = (levels: number) => Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('')
  const limits = { ...defaultLimits, depth: 20 }
  assert.ok(readYaml(nested(19), limits))
  loadAll(nested(19), limits)
  assert.not.ok(readYaml(nested(20), limits))
  assert.throws(() => loadAll(nested(20), limits), /nesting exceeded/)
})

table('scalars of any length and of any number of pieces are read as js-yaml reads them', () => {
  for (const times of [1, 5000, 20_000]) {
    for (const text of [
      `a: "${'x\\ny '.repeat(times)}"\nb: 1\n`,
      `a: '${"it''s\n\n  ".repeat(times)}'\nb: 1\n`,
      `a: >\n${'  word\n\n   deeper\n'.repeat(times)}\nb: 1\n`,
      `a: |+\n${'  line\n'.repeat(times)}\n\nb: 1\n`,
      `a: plain\n${'  and more\n\n'.repeat(times)}b: |-\n  short\n`,
    ]) {
      assert.is(compare(text), 'read')
    }
  }
})

table('no more values are read than the limit', () => {
  const limits = { ...defaultLimits, values: 3 }
  assert.ok(readYaml('a: 1\nb: 2', limits))
  assert.throws(
    () => readYaml('a: 1\nb: 2\nc: 3', limits),
    (error: unknown) => error instanceof TooMany,
  )
})

table('a hundred thousand properties are read and found', () => {
  const text = Array.from({ length: 100_000 }, (_, index) => `key${index}: ${index}\n`).join('')
  const reading = readYaml(text, defaultLimits)
  assert.is(Object.keys(reading?.values[0] as object).length, 100_000)
  assert.equal(reading?.position(0, ['key99999']), { line: 100_000, column: 1 })
})

table.run()

const shared = fileURLToPath(new URL('../../../../shared', import.meta.url))
const own = fileURLToPath(new URL('../../..', import.meta.url))

function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return []
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => /\.ya?ml$/.test(file))
  return files.sort().map(file => path.join(folder, file))
}

const real = suite('real files')

// Ours are full of flow collections, which are js-yaml's.
for (const folder of ['schemas', 'test/golden']) {
  real(`of ${folder}, written without flow collections, are read as js-yaml reads them`, () => {
    const files = filesBelow(path.join(own, folder))
    assert.ok(files.length > 0)
    for (const file of files) {
      const documents = loadAll(fs.readFileSync(file, 'utf8'), defaultLimits)
      const isEmpty = (text: string) => /(?:\{\}|\[\])$/m.test(text)
      const texts = documents.map(each => dump(each, { noRefs: true })).filter(text => !isEmpty(text))
      if (texts.length > 0) assert.is(compare(texts.join('---\n')), 'read', file)
    }
  })
}

/** The share of files that has to be read without js-yaml. */
const folders: readonly (readonly [folder: string, share: number])[] = [
  [path.join(shared, 'crds'), 0.98],
  [path.join(shared, 'pairs'), 1],
  [path.join(shared, 'instances'), 0.9],
]

for (const [folder, share] of folders) {
  const files = filesBelow(folder)
  const name = `of ${path.relative(path.dirname(own), folder)} are read as js-yaml reads them`
  if (files.length === 0) {
    real.skip(name, () => {})
    continue
  }
  real(name, () => {
    let handedOver = 0
    for (const file of files) {
      try {
        if (compare(fs.readFileSync(file, 'utf8'), 40) === 'handed over') handedOver++
      } catch (error) {
        throw new Error(file, { cause: error })
      }
    }
    console.log(`${path.basename(folder)}: ${files.length} files, ${handedOver} handed over`)
    assert.ok(files.length - handedOver >= share * files.length, `${handedOver} of ${files.length} handed over`)
  })
}

real.run()

const mutants = suite('mutants')

const rounds = 20_000

mutants('of real texts are read as js-yaml reads them', () => {
  const next = randomIntegers(1)
  const texts = [path.join(own, 'schemas'), path.join(own, 'test/golden'), path.join(shared, 'crds')]
    .flatMap(filesBelow)
    .map(file => fs.readFileSync(file, 'utf8').split('\n'))
  const made = corners.map(([text]) => text)
  let read = 0
  for (let round = 0; round < rounds; round++) {
    const lines = texts[next(texts.length)] ?? []
    const first = next(lines.length)
    const whole = round % 4 === 0 ? (made[next(made.length)] ?? '') : outdent(lines.slice(first, first + 1 + next(40)))
    const text = mutate(whole, next)
    try {
      if (compare(text, 10) === 'read') read++
    } catch (error) {
      throw new Error(`round ${round}: ${JSON.stringify(text)}`, { cause: error })
    }
  }
  // Or it would be no test of what is read.
  assert.ok(read > rounds / 5, `${read} of ${rounds} were read`)
})

/** A piece from the middle of a document, so that it may be one of its own. */
function outdent(lines: readonly string[]): string {
  const width = Math.min(...lines.filter(line => line.trim() !== '').map(line => line.search(/[^ ]/)))
  return lines.map(line => line.slice(Number.isFinite(width) ? width : 0)).join('\n')
}

mutants.run()
