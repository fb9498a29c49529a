import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { inWorkspace } from '../workspace.js'
import { isTemporary, rounds, spawnGenerator, writeSets } from './interrupted-runs.js'

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

test.run()
