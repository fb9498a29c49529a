// A run that is cut off after its first, second, third... change to the disk, and so at every point where a kill could hit it.

import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Stage } from '../../../generator/index.js'
import { definition, Workspace } from '../workspace.js'

const changing = ['mkdirSync', 'openSync', 'writeFileSync', 'renameSync', 'rmSync', 'unlinkSync', 'rmdirSync'] as const

/** Of all pairs, one in this many is tried: enough to meet each kind of change with each other one. */
const STEP = 3

const real = Object.fromEntries(changing.map(name => [name, fs[name] as (...args: unknown[]) => unknown]))

/** From now on the disk takes a number of changes, and refuses all that come after them. Answers how many are left. */
function limitChanges(allowed: number): () => number {
  let left = allowed
  for (const [name, call] of Object.entries(real)) {
    const limited = (...args: unknown[]) => {
      const isReading = name === 'openSync' && args[1] === 'r'
      if (isReading || left-- > 0) return call(...args)
      throw Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO' })
    }
    Object.assign(fs, { [name]: limited })
  }
  syncBuiltinESMExports()
  return () => left
}

function liftLimit(): void {
  Object.assign(fs, real)
  syncBuiltinESMExports()
}

type Files = { readonly [file: string]: string }

/** Each updates one kind, creates another and removes one of the other. */
const sets: { readonly [name: string]: Files } = {
  a: { 'crds/widget.json': definition('Widget', { fields: ['a'] }), 'crds/old.json': definition('Old') },
  b: {
    'crds/widget.json': definition('Widget', { fields: ['b'] }),
    'crds/new.json': definition('New', { group: 'b.io' }),
  },
  c: {
    'crds/widget.json': definition('Widget', { fields: ['c'] }),
    'crds/old.json': definition('Old', { fields: ['other'] }),
  },
}

const texts: { readonly [name: string]: Files } = {}

const tests = suite('a disk that dies')

tests.before(async () => {
  for (const name of Object.keys(sets)) {
    const workspace = new Workspace()
    await generateSet(workspace, name)
    Object.assign(texts, { [name]: generated(workspace) })
    workspace.dispose()
  }
})

async function generateSet(workspace: Workspace, name: string, changes = Infinity) {
  if (workspace.has('crds')) workspace.remove('crds')
  workspace.write(sets[name] ?? {})
  let changesLeft = () => changes
  try {
    const onProgress = (stage: Stage) => {
      if (stage === 'writing') changesLeft = limitChanges(changes)
    }
    const result = await workspace.generate({ inputs: ['crds'], emit: ['models'], onProgress })
    return { ...result, wasCut: changesLeft() < 0 }
  } finally {
    liftLimit()
  }
}

/** What has been generated, with the parts of the record left out that tell the past as well. */
function generated(workspace: Workspace): Files {
  const files = { ...workspace.files('generated') }
  const record = files['generated/opwright.json']
  if (record === undefined) return files
  return {
    ...files,
    'generated/opwright.json': JSON.stringify({ ...JSON.parse(record), fingerprint: '', operatorFiles: [], names: {} }),
  }
}

function assertWhole(workspace: Workspace, title: string): void {
  for (const [file, text] of Object.entries(generated(workspace))) {
    if (file.includes('.opwright-') || file.endsWith('/')) continue
    assert.ok(
      Object.values(texts).some(each => each[file] === text),
      `${title}: ${file} is neither old nor new`,
    )
  }
}

tests('a run is cut off at any change, and the next one puts everything right', async () => {
  let cuts = 0
  for (let changes = 0, wasCut = true; wasCut; changes++) {
    for (const next of Object.keys(sets)) {
      const workspace = new Workspace()
      const title = `cut off after ${changes} changes, then ${next}`
      await generateSet(workspace, 'a')
      wasCut = (await generateSet(workspace, 'b', changes)).wasCut
      if (wasCut) cuts++
      assertWhole(workspace, title)
      const { outcome, diagnostics } = await generateSet(workspace, next)
      assert.is(outcome, 'done', `${title}: ${JSON.stringify(diagnostics)}`)
      assert.equal(generated(workspace), texts[next], title)
      workspace.dispose()
    }
    assert.ok(changes < 1000)
  }
  assert.ok(cuts > 30, `${cuts} runs were cut off`)
})

tests('two runs are cut off, and the next one puts everything right', async () => {
  let cuts = 0
  for (let first = 0, firstWasCut = true; firstWasCut; first++) {
    for (let second = first % STEP, secondWasCut = true; secondWasCut; second += STEP) {
      const next = second % 2 === 0 ? 'c' : 'a'
      const workspace = new Workspace()
      const title = `cut off after ${first} and ${second} changes, then ${next}`
      await generateSet(workspace, 'a')
      firstWasCut = (await generateSet(workspace, 'b', first)).wasCut
      secondWasCut = (await generateSet(workspace, 'c', second)).wasCut
      if (firstWasCut && secondWasCut) cuts++
      assertWhole(workspace, title)
      const { outcome, diagnostics } = await generateSet(workspace, next)
      assert.is(outcome, 'done', `${title}: ${JSON.stringify(diagnostics)}`)
      assert.equal(generated(workspace), texts[next], title)
      workspace.dispose()
    }
  }
  assert.ok(cuts > 30, `${cuts} pairs of runs were cut off`)
})

tests('a run that could change nothing says so, and one that could change something says that', async () => {
  const codes = new Set<string>()
  for (let changes = 0, wasCut = true; wasCut; changes++) {
    const workspace = new Workspace()
    await generateSet(workspace, 'a')
    const before = generated(workspace)
    const { outcome, diagnostics, ...rest } = await generateSet(workspace, 'b', changes)
    wasCut = rest.wasCut
    for (const { code } of diagnostics) codes.add(code)
    const after = generated(workspace)
    const isSame = Object.entries(before).every(([file, text]) => after[file] === text)
    if (outcome === 'failed') assert.is(diagnostics[0]?.code, isSame ? 'write/failed' : 'write/incomplete')
    assert.is(outcome, wasCut ? 'failed' : 'done')
    workspace.dispose()
  }
  assert.equal([...codes].sort(), ['write/failed', 'write/incomplete'])
})

tests.run()
