import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { PENDING } from '../../../generator/write/pending.js'
import { definition, inWorkspace, Workspace } from '../workspace.js'

const sets = ['a', 'b'] as const
type Set = (typeof sets)[number]

const rounds = 20
const record = 'generated/opwright.json'

/**
 * Two sets that share some kinds, which differ in a field, and that each have some that the other has not. No two kinds share a
 * type, whose name would depend on the runs before.
 */
function writeSets(workspace: Workspace): void {
  for (const [set, from, to] of [
    ['a', 0, 24],
    ['b', 12, 36],
  ] as const) {
    for (let index = from; index < to; index++) {
      const group = `group${index % 4}.example.com`
      const text = definition(`Kind${index}`, { group, fields: [`size${index}`, `only${set}${index}`] })
      workspace.write({ [`crds-${set}/${index}.json`]: text })
    }
  }
}

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

function spawnGenerator(workspace: Workspace, order: readonly string[]) {
  const script = fileURLToPath(new URL('restless-generator.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...order], {
    cwd: workspace.folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return { child, closed: once(child, 'close') }
}

const isTemporary = (file: string) => /\.opwright-/.test(file)
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
  'killed at any moment, it leaves each file of the user old or new, and the next run puts everything right',
  inWorkspace(async workspace => {
    writeSets(workspace)
    await workspace.generate({ inputs: ['crds-a'] })
    const edited = edit(workspace.read('operator/main.ts'))
    workspace.write({ 'operator/main.ts': edited })
    const before = workspace.files()
    await workspace.generate({ inputs: ['crds-b'] })
    const want = workspace.files('operator')
    assert.not.equal(want['operator/main.ts'], edited)
    const seen = { old: 0, new: 0 }

    // A slow machine gets there later.
    for (let round = 0; round < rounds || (round < 4 * rounds && seen.old * seen.new === 0); round++) {
      for (const folder of ['generated', 'operator']) workspace.remove(folder)
      workspace.write(before)
      const { child, closed } = spawnGenerator(workspace, ['b', 'b'])
      child.stdin.write('go\n')
      await once(child.stdout, 'data')
      const delay = ((round % rounds) / rounds) * 200 * 2 ** Math.floor(round / rounds)
      await setTimeout(delay)
      child.kill('SIGKILL')
      await closed
      const title = `round ${round}, killed after ${delay.toFixed(1)} ms`
      for (const [file, text] of Object.entries(workspace.files('operator')).filter(([file]) => !isTemporary(file))) {
        assert.ok(text === want[file] || text === before[file], `${title}: ${file} is neither`)
      }
      seen[workspace.read('operator/main.ts') === edited ? 'old' : 'new']++
      assert.is((await workspace.generate({ inputs: ['crds-b'] })).outcome, 'done', title)
      assert.equal(workspace.files('operator'), want, title)
    }
    assert.ok(seen.old > 0 && seen.new > 0, JSON.stringify(seen))
  }),
)

/** As somebody may have edited it who does not think as we do. */
function edit(main: string): string {
  return `\uFEFF// Ours.\r\n${main.replaceAll('\n', '\r\n').replaceAll('  ', '\t')}\r\n\t// The end, without a newline.`
}

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
