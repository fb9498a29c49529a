import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as readline from 'node:readline'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

/** A manager in a process of its own, in the middle of a reconcile. */
async function startOperator() {
  const operator = fileURLToPath(new URL('operator.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', operator], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines: string[] = []
  const output = readline.createInterface(child.stdout)
  output.on('line', line => lines.push(line))
  const exited = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  await once(output, 'line')
  return { child, lines, output, exited }
}

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const) {
  test(`${signal}: what is under way may end, and then the process ends by itself`, async () => {
    const { child, lines, output, exited } = await startOperator()
    child.kill(signal)
    await once(output, 'line')
    child.stdin.write('end\n')
    assert.equal(await exited, [0, null])
    assert.equal(lines, ['reconciling', 'stopping', 'stopped'])
  })

  test(`a second ${signal} ends the process at once`, async () => {
    const { child, lines, output, exited } = await startOperator()
    child.kill('SIGTERM')
    await once(output, 'line')
    child.kill(signal)
    assert.equal(await exited, [code, null])
    assert.equal(lines, ['reconciling', 'stopping'])
  })
}

test.run()
