import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { PENDING } from '../../../generator/write/pending.js'
import { inWorkspace, Workspace } from '../workspace.js'
import { isTemporary, rounds, sets, spawnGenerator, writeSets, type Set } from './interrupted-runs.js'

const record = 'generated/opwright.json'

/** What stands in the output folder when a set has been generated undisturbed. */
async function undisturbed(set: Set): Promise<{ readonly [file: string]: string }> {
  const workspace = new Workspace()
  try {
    writeSets(workspace)
    await workspace.generate({ inputs: [`crds-${set}`] })
    return workspace.files('generated')
  } finally {
    workspace.dispose()
  }
}

const isText = (file: string) => !isTemporary(file) && !file.endsWith('/') && file !== record

test(
  'killed at any moment, it leaves each file old or new, and the next run puts everything right',
  inWorkspace(async workspace => {
    writeSets(workspace)
    const want = { a: await undisturbed('a'), b: await undisturbed('b') }
    const filesOf = (set: Set) => JSON.parse(want[set][record] ?? '').files
    let interrupted = 0

    let next = spawnGenerator(workspace, ['a', 'b'])
    try {
      for (let round = 0; round < rounds; round++) {
        const { child, closed } = next
        next = spawnGenerator(workspace, round % 2 === 0 ? ['b', 'a'] : ['a', 'b'])
        child.stdin.write('go\n')
        await once(child.stdout, 'data')
        const delay = Math.random() * 60
        await setTimeout(delay)
        child.kill('SIGKILL')
        await closed
        const title = `round ${round}, killed after ${delay.toFixed(1)} ms`

        const left = workspace.files('generated')
        if (`generated/${PENDING}` in left) interrupted++
        for (const [file, text] of Object.entries(left)) {
          if (isText(file)) assert.ok(text === want.a[file] || text === want.b[file], `${title}: ${file} is neither`)
        }
        for (const [file, text] of Object.entries(workspace.files('operator'))) {
          assert.ok(isTemporary(file) || text.endsWith('}\n') || text.endsWith('});\n'), `${title}: ${file} is cut off`)
        }
        // Every third time another run is killed before anybody puts things right.
        if (round % 3 === 1) continue
        const set = sets[Math.floor(Math.random() * 2)] ?? 'a'
        const { outcome, diagnostics } = await workspace.generate({ inputs: [`crds-${set}`] })
        assert.is(outcome, 'done', `${title}: ${JSON.stringify(diagnostics)}`)
        const got = workspace.files('generated')
        assert.equal(Object.keys(got), Object.keys(want[set]), title)
        for (const file of Object.keys(got).filter(isText))
          assert.ok(got[file] === want[set][file], `${title}: ${file}`)
        assert.equal(JSON.parse(got[record] ?? '').files, filesOf(set), title)
        assert.equal(workspace.names('operator').filter(isTemporary), [], title)
      }
    } finally {
      next.child.kill('SIGKILL')
      await next.closed
    }
    assert.ok(interrupted > 0, 'no run was killed while it was writing')
  }),
)

test(
  'two runs at once give what one gives',
  inWorkspace(async workspace => {
    writeSets(workspace)
    const want = await undisturbed('a')
    await workspace.generate({ inputs: ['crds-b'] })
    const runs = [spawnGenerator(workspace, ['a', 'a']), spawnGenerator(workspace, ['a', 'a'])]
    for (const { child } of runs) child.stdin.write('go\n')
    for (const { child } of runs) await once(child.stdout, 'data')
    await setTimeout(300)
    const exitCodes = runs.map(({ child }) => child.exitCode)
    for (const { child, closed } of runs) {
      child.kill('SIGKILL')
      await closed
    }
    assert.equal(exitCodes, [null, null], 'a run has failed')
    const { outcome } = await workspace.generate({ inputs: ['crds-a'] })
    assert.is(outcome, 'done')
    const got = workspace.files('generated')
    assert.equal(Object.keys(got), Object.keys(want))
    for (const file of Object.keys(got).filter(isText)) assert.ok(got[file] === want[file], file)
  }),
)

test(
  'a run that is killed after another one has ended leaves nothing behind',
  inWorkspace(async workspace => {
    writeSets(workspace)
    await workspace.generate({ inputs: ['crds-b'] })
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const closed = once(other, 'close')
    try {
      const [file = ''] = Object.keys(JSON.parse(workspace.read(record)).files)
      const leftover = `generated/${path.posix.dirname(file)}/.opwright-${other.pid}-0.tmp`
      workspace.write({ [leftover]: 'half', [`generated/${PENDING}`]: `\nsha256-x output ${file}\n` })
      assert.is((await workspace.generate({ inputs: ['crds-b'] })).outcome, 'done')
      assert.ok(workspace.has(leftover), 'it may still be at work')
      other.kill('SIGKILL')
      await closed
      assert.is((await workspace.generate({ inputs: ['crds-b'] })).outcome, 'done')
      assert.equal(workspace.names('generated').filter(isTemporary), [])
    } finally {
      other.kill('SIGKILL')
      await closed
    }
  }),
)

test.run()
