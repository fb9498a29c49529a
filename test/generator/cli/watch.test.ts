// --watch, as a process, on real files.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { definition, inWorkspace, type Workspace } from '../workspace.js'

const main = fileURLToPath(new URL('../../../generator/cli/main.ts', import.meta.url))

/** The command, and what it says. */
class Watching {
  readonly #child
  readonly #closed
  #said = ''
  #heard: (() => void) | undefined

  constructor(workspace: Workspace, args: readonly string[]) {
    this.#child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, '--watch', ...args], {
      cwd: workspace.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#closed = once(this.#child, 'close')
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#said += chunk.toString()
        this.#heard?.()
      })
    }
    this.#child.on('exit', () => this.#heard?.())
  }

  /** Resolves when all of it has been said since it was waited for something before. The two streams overtake each other. */
  async says(...words: readonly RegExp[]): Promise<void> {
    while (!words.every(each => each.test(this.#said))) {
      assert.is(this.#child.exitCode, null, `it has ended, and said ${this.#said}`)
      await new Promise<void>(resolve => (this.#heard = resolve))
    }
    this.#said = ''
  }

  async end(signal: NodeJS.Signals): Promise<unknown> {
    this.#child.kill(signal)
    const [status] = await this.#closed
    return status
  }
}

test(
  'generates again after each change, shows errors, carries on, and ends with 0 when it is interrupted',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget') })
    const watching = new Watching(workspace, ['crds'])
    try {
      await watching.says(/1 kind, 6 files created/, /watching crds; Ctrl-C ends it\n/)

      workspace.write({ 'crds/widget.json': definition('Widget', { fields: ['color'] }) })
      await watching.says(/1 kind, 0 files created, 2 updated, /)
      assert.match(workspace.read('generated/example.com/v1/widget.ts'), 'color?: string')

      workspace.write({ 'crds/new/gadget.json': definition('Gadget') })
      await watching.says(/2 kinds, 4 files created, /, /Registered in operator\/main.ts/)

      workspace.write({ 'crds/new/gadget.json': '{' })
      await watching.says(/crds\/new\/gadget\.json:\d+:\d+: error\[[^]*1 error; nothing was written\n/)
      assert.ok(workspace.has('generated/example.com/v1/gadget.ts'))

      workspace.write({ 'crds/new/gadget.json': definition('Gadget', { fields: ['length'] }) })
      await watching.says(/2 kinds, 0 files created, 2 updated, /)

      workspace.remove('crds')
      await watching.says(/crds: error\[input\/not-found\]/)
      workspace.write({ 'crds/widget.json': definition('Widget') })
      await watching.says(/1 kind, /)
      assert.is(await watching.end('SIGINT'), 0)
    } finally {
      await watching.end('SIGKILL')
    }
  }),
)

test(
  'follows what is recorded, and carries on after a first run that failed',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget') })
    await workspace.generate({ inputs: ['crds/*.json'], emit: ['models'] })
    workspace.write({ 'crds/widget.json': '' })
    const watching = new Watching(workspace, ['--quiet'])
    try {
      await watching.says(/error\[input\/empty\][^]*nothing was written\n/)
      workspace.write({ 'crds/widget.json': definition('Widget', { fields: ['color'] }) })
      workspace.write({ 'crds/gadget.json': '{' })
      await watching.says(/gadget\.json:\d+:\d+: error/)
      assert.is(await watching.end('SIGTERM'), 0)
    } finally {
      await watching.end('SIGKILL')
    }
  }),
)

test.run()
