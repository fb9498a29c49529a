// CRDs that were made up at random, by a grammar of everything that may stand in one, hostile names and texts included. More of
// them, or one of them again:
//
//   OPWRIGHT_ROUNDS=20000 npm test -- --no-build --time-limit 3600 fuzz
//   OPWRIGHT_ROUNDS=1 OPWRIGHT_SEED=417 npm test -- --no-build fuzz

import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Compiler } from './compiler.js'
import { runRound, type Verdict } from './round.js'

const rounds = Number(process.env['OPWRIGHT_ROUNDS'] ?? 2_000)
const firstSeed = Number(process.env['OPWRIGHT_SEED'] ?? 1)
/** So many are compiled in one program, while the next ones are generated. */
const batchSize = 250

const work = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-fuzz-')))
const projects = path.join(work, 'projects')
const counts: { [outcome in Verdict['outcome']]: number } = { done: 0, outdated: 0, failed: 0, threw: 0 }
const compiler = Compiler.create(path.join(work, 'declarations'))
let compiling: Promise<readonly string[]> = Promise.resolve([])

for (let first = firstSeed; first < firstSeed + rounds; first += batchSize) {
  const end = Math.min(first + batchSize, firstSeed + rounds)
  test(`seeds ${first} to ${end - 1} keep what is promised`, async () => {
    const problems: string[] = []
    const batch = path.join(projects, String(first))
    for (let seed = first; seed < end; seed++) {
      const verdict = await runRound(seed, path.join(batch, String(seed)))
      counts[verdict.outcome]++
      problems.push(...verdict.problems.map(problem => `seed ${seed}: ${problem}`))
    }
    assert.equal(fs.readdirSync(work).toSorted(), ['declarations', 'projects'])
    assert.is(fs.readdirSync(batch).length, end - first, 'something was written beside the projects')
    compiling = compileAfter(compiling, batch)
    expectNone(problems)
  })
}

async function compileAfter(earlier: typeof compiling, batch: string): Promise<readonly string[]> {
  const before = await earlier
  const found = await (await compiler).problemsIn(batch)
  fs.rmSync(batch, { recursive: true })
  return [...before, ...found]
}

test('all of it compiles', async () => {
  const problems = await compiling
  expectNone(problems.map(problem => `seed ${problem}`))
})

test('some were refused, and most were not', () => {
  if (rounds < 100) return
  assert.ok(counts.done > rounds / 2 && counts.failed > rounds / 100, JSON.stringify(counts))
})

function expectNone(problems: readonly string[]): void {
  assert.ok(problems.length === 0, `${problems.length} problems\n${problems.slice(0, 10).join('\n')}`)
}

test.after(() => fs.rmSync(work, { recursive: true, force: true }))

test.run()
