import * as fs from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { FileMemory } from '../../generator/file-memory.js'
import { defaultLimits } from '../../generator/load/limits.js'
import { inWorkspace } from './workspace.js'

const file = 'crds/widget.json'
const later = (ms: number) => () => Date.now() + ms

test(
  'a file that nobody has touched is not read again',
  inWorkspace(async workspace => {
    workspace.write({ [file]: 'one' })
    const memory = new FileMemory(later(60_000))
    const first = await memory.readBytes(workspace.path(file), defaultLimits)
    assert.is(await memory.readBytes(workspace.path(file), defaultLimits), first)
  }),
)

test(
  'one that is so new that it may change unseen is read again',
  inWorkspace(async workspace => {
    workspace.write({ [file]: 'one' })
    const memory = new FileMemory(later(1000))
    const first = await memory.readBytes(workspace.path(file), defaultLimits)
    assert.is.not(await memory.readBytes(workspace.path(file), defaultLimits), first)
    assert.equal(await memory.readBytes(workspace.path(file), defaultLimits), first)
  }),
)

test(
  'one whose time was set back after a change is read again',
  inWorkspace(async workspace => {
    workspace.write({ [file]: 'one' })
    const { atime, mtime } = fs.statSync(workspace.path(file))
    const memory = new FileMemory(later(60_000))
    const [bytes, hash] = [
      await memory.readBytes(workspace.path(file), defaultLimits),
      memory.hashFile(workspace.path(file), fs.statSync(workspace.path(file))),
    ]
    await new Promise(resolve => setTimeout(resolve, 20))
    workspace.write({ [file]: 'two' })
    fs.utimesSync(workspace.path(file), atime, mtime)
    assert.is(Buffer.from(bytes ?? []).toString(), 'one')
    assert.is(Buffer.from((await memory.readBytes(workspace.path(file), defaultLimits)) ?? []).toString(), 'two')
    assert.is.not(memory.hashFile(workspace.path(file), fs.statSync(workspace.path(file))), hash)
  }),
)

test('a record is read again where its text is another', () => {
  const content = {
    opwright: '1.0.0',
    inputs: ['../crds'],
    options: {},
    files: { 'example.com/v1/widget.ts': 'sha256-1' },
    operatorFiles: [],
  }
  const text = JSON.stringify(content)
  const memory = new FileMemory()
  memory.keepManifest({ path: 'opwright.json', root: 'output', ownership: 'tool', text, content })
  assert.is(memory.parseManifest(text), content)
  const edited = text.replace('sha256-1', 'sha256-2')
  assert.equal(memory.parseManifest(edited).files, { 'example.com/v1/widget.ts': 'sha256-2' })
  assert.throws(() => memory.parseManifest('{'), /no JSON/)
  assert.equal(memory.parseManifest(text), content)
})

test(
  'one that is larger than the limit is not remembered',
  inWorkspace(async workspace => {
    workspace.write({ [file]: 'one' })
    const memory = new FileMemory(later(60_000))
    assert.is(await memory.readBytes(workspace.path(file), { ...defaultLimits, bytes: 2 }), undefined)
    assert.is((await memory.readBytes(workspace.path(file), defaultLimits))?.length, 3)
  }),
)

test.run()
