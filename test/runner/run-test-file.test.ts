import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { runTestFile } from '../../scripts/test-runner/run-test-file.mjs'

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url))

interface Want {
  readonly passed: number
  readonly skipped?: number
  /** What each failure is named, and a part of what it says. */
  readonly failures?: readonly (readonly [name: string, says: string])[]
}

const table: Record<string, Want> = {
  passes: { passed: 3 },
  fails: {
    passed: 1,
    failures: [
      ['two', '"a"'],
      ['three', 'caused by: the cause'],
      ['four', 'a string'],
    ],
  },
  skips: { passed: 1, skipped: 1 },
  'skips-all': { passed: 0, skipped: 1 },
  only: { passed: 2, skipped: 2 },
  'throws-in-before': {
    passed: 0,
    failures: [
      ['one', 'no database'],
      ['two', 'no database'],
    ],
  },
  'throws-in-before-each': { passed: 0, failures: [['one', 'no table']] },
  'throws-in-after': { passed: 1, failures: [['(after hook)', 'left open']] },
  'throws-in-after-each': { passed: 1, failures: [['two', 'left dirty']] },
  'forgets-run': {
    passed: 0,
    failures: [
      ['one', '.run()'],
      ['two', '.run()'],
    ],
  },
  'forgets-second-run': { passed: 1, failures: [['second > two', '.run()']] },
  'declares-after-run': { passed: 1, failures: [['two', '.run()']] },
  empty: { passed: 0, failures: [['(file)', 'declares no test']] },
  'runs-nothing': { passed: 0, failures: [['(file)', 'declares no test']] },
  'crashes-at-import': { passed: 0, failures: [['one', 'exit code 1']] },
  'imports-what-is-missing': { passed: 0, failures: [['(file)', 'exit code 1']] },
  'never-resolves': { passed: 1, failures: [['is never resolved', 'did not finish']] },
  'exits-early': {
    passed: 1,
    failures: [
      ['exits', 'did not finish: the process ended with exit code'],
      ['three', 'did not start'],
    ],
  },
  'exits-at-import': { passed: 0, failures: [['one', 'did not start']] },
  'exits-in-after': { passed: 1, failures: [['(file)', 'ended']] },
  'rejects-after-the-run': { passed: 1, failures: [['(file)', 'exit code 1']] },
  'kills-itself': { passed: 0, failures: [['one', 'SIGKILL']] },
}

for (const [name, want] of Object.entries(table)) {
  test(name, async () => {
    const outcome = await runTestFile(fixture(name), { timeLimitMs: 60_000 })
    assertOutcome(outcome, want)
  })
}

test('a file that hangs is ended at its time limit', async () => {
  const outcome = await runTestFile(fixture('hangs'), { timeLimitMs: 3000 })
  assertOutcome(outcome, {
    passed: 1,
    failures: [
      ['waits for ever', 'did not finish: the process still ran after 3 s'],
      ['three', 'did not start'],
    ],
  })
})

test('a file that keeps its process alive after its tests has failed', async () => {
  const outcome = await runTestFile(fixture('leaves-a-timer'), { timeLimitMs: 3000 })
  assertOutcome(outcome, { passed: 1, failures: [['(file)', 'still ran after 3 s']] })
})

test('what a test that failed has left running holds nobody up', async () => {
  const outcome = await runTestFile(fixture('fails-and-leaves-a-timer'), { timeLimitMs: 60_000 })
  assertOutcome(outcome, { passed: 1, failures: [['one', 'no']] })
  assert.ok(outcome.ms < 30_000, `${outcome.ms} ms`)
})

test('tests that cannot be run are counted as skipped, hooks and all', async () => {
  for (const [name, skipped] of [
    ['throws-in-before', 2] as const,
    ['only', 4] as const,
    ['exits-in-after', 1] as const,
  ]) {
    const outcome = await runTestFile(fixture(name), { timeLimitMs: 60_000, skip: true })
    assertOutcome(outcome, { passed: 0, skipped })
  }
})

test('what a rejection after the run says is shown', async () => {
  const { broken, stderr } = await runTestFile(fixture('rejects-after-the-run'), { timeLimitMs: 60_000 })
  assert.ok(broken)
  assert.match(stderr, 'too late')
})

function assertOutcome(outcome: Awaited<ReturnType<typeof runTestFile>>, want: Want): void {
  const names = outcome.failures.map(failure => failure.name)
  assert.equal(names, want.failures?.map(([name]) => name) ?? [])
  assert.is(outcome.passed.length, want.passed)
  assert.is(outcome.skipped, want.skipped ?? 0)
  for (const [index, [name, says]] of (want.failures ?? []).entries()) {
    const message = outcome.failures[index]?.message ?? ''
    assert.ok(message.includes(says), `${name} says: ${message}`)
  }
}

function fixture(name: string): string {
  return path.join(fixtures, `${name}.ts`)
}

test.run()
