// The command as a process: its streams, signals and exit status.

import { spawn, spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { definition, inWorkspace, type Workspace } from '../workspace.js'

const main = fileURLToPath(new URL('../../../generator/cli/main.ts', import.meta.url))
const command = ['--import', import.meta.resolve('tsx'), main]

function opwright(workspace: Workspace, args: readonly string[], options: SpawnSyncOptions = {}) {
  const given = { cwd: workspace.folder, ...options, encoding: 'utf8' } as const
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...command, ...args], given)
  return { status, signal, stdout, stderr }
}

test(
  'reads standard input, writes, and ends with 0',
  inWorkspace(workspace => {
    const ran = opwright(workspace, ['-', '--emit', 'models'], { input: definition('Widget') })
    assert.is(ran.stderr, '')
    assert.match(ran.stdout, /^1 kind, 2 files created, 0 updated, 0 unchanged, 0 removed \(\d+\.\d s\)\n$/)
    assert.is(ran.status, 0)
  }),
)

test(
  'ends with 1 where the input is wrong, and with 2 where the command line is',
  inWorkspace(workspace => {
    assert.equal(opwright(workspace, ['-'], { input: '' }), {
      status: 1,
      signal: null,
      stdout: '',
      stderr: 'error[input/empty]: the input holds no documents\n1 error; nothing was written\n',
    })
    assert.is(opwright(workspace, ['--nonsense']).status, 2)
  }),
)

test(
  'ends in peace when its reader stops in the middle',
  inWorkspace(async workspace => {
    // The answer names each kind, and is more than a pipe holds.
    const others = Array.from({ length: 3000 }, (_, index) => `kind: Kind${index}${'x'.repeat(400)}\n`)
    workspace.write({ 'crds/widget.json': definition('Widget'), 'crds/others.yaml': others.join('---\n') })
    const child = spawn(process.execPath, [...command, 'crds', '--emit', 'models', '--json'], {
      cwd: workspace.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stderr = ''
    child.stderr.on('data', chunk => (stderr += chunk))
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const [status] = await once(child, 'close')
    assert.equal([status, stderr], [0, ''])
  }),
)

const full = '/dev/full'
;(fs.existsSync(full) ? test : test.skip)(
  'says that its answer cannot be written, and ends with 1',
  inWorkspace(workspace => {
    const descriptor = fs.openSync(full, 'w')
    const ran = opwright(workspace, ['--help'], { stdio: ['ignore', descriptor, 'pipe'] })
    fs.closeSync(descriptor)
    assert.match(ran.stderr, /^opwright: standard output cannot be written: ENOSPC[^\n]*\n$/)
    assert.is(ran.status, 1)
  }),
)

test(
  'an interrupt ends it at once, and nothing is half done',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget') })
    const child = spawn(process.execPath, [...command, 'crds', '-'], {
      cwd: workspace.folder,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let stderr = ''
    child.stderr.on('data', chunk => (stderr += chunk))
    // It waits for its input: once that is asked for, the pipe is drained.
    child.stdin.write(`#${'x'.repeat(5_000_000)}\n`)
    await once(child.stdin, 'drain')
    child.kill('SIGINT')
    const [status, signal] = await once(child, 'close')
    assert.ok(status === 130 || signal === 'SIGINT', `${status} ${signal}`)
    assert.is(stderr, '')
    assert.equal(workspace.names(), ['crds/widget.json'])
  }),
)

test.run()
