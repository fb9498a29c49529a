// What the user's files import of what a run removes, and what became of kinds.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ImportExtension } from '../../../generator/index.js'
import { definition, inWorkspace, type Workspace } from '../workspace.js'

const folder = 'generated/example.com/v1'
const reconciler = 'operator/gadget-reconciler.ts'

function it(name: string, body: (workspace: Workspace) => Promise<void>): void {
  test(
    name,
    inWorkspace(async workspace => {
      workspace.write({ 'crds/widget.json': definition('Widget'), 'crds/gadget.json': definition('Gadget') })
      const { outcome } = await workspace.generate({ inputs: ['crds'] })
      assert.is(outcome, 'done')
      await body(workspace)
    }),
  )
}

/** A note for each import, by `file:line` and what it imports. */
const broken = (...imports: readonly (readonly [place: string, file: string])[]) =>
  imports.map(([place, file]) => `${place} imports ${file}, which is gone`)

/** Of the files as they were made. */
const scaffolded = broken(
  [`${reconciler}:2`, `${folder}/gadget-reconciler.ts`],
  [`${reconciler}:3`, `${folder}/gadget.ts`],
  ['operator/main.ts:2', `${folder}/gadget.ts`],
)

it('a kind that is gone leaves imports that are told, and files as they were', async workspace => {
  workspace.remove('crds/gadget.json')
  const before = workspace.files('operator')
  for (const mode of ['check', 'dry-run', 'write'] as const) {
    assert.equal((await workspace.generate({ mode })).notes, scaffolded)
  }
  assert.equal(workspace.files('operator'), before)
  assert.equal((await workspace.generate()).notes, [])
})

it('they are told on a terminal and to machines', async workspace => {
  workspace.remove('crds/gadget.json')
  assert.equal(JSON.parse((await workspace.run(['--json', '--check'])).out).notes, scaffolded)
  assert.match((await workspace.run([])).out, `Note: ${scaffolded[0]}.\n`)
})

it('a reconciler that was there before its kind is left to its author, once', async workspace => {
  workspace.write({ 'crds/gizmo.json': definition('Gizmo'), 'operator/gizmo-reconciler.ts': '// mine\n' })
  const main = workspace.read('operator/main.ts')
  const told =
    'operator/gizmo-reconciler.ts was there before its kind: register it in operator/main.ts, if you have not'
  assert.equal((await workspace.generate({ mode: 'check' })).notes, [told])
  assert.equal((await workspace.generate()).notes, [told])
  assert.is(workspace.read('operator/main.ts'), main)
  assert.equal((await workspace.generate()).notes, [])
  assert.equal((await workspace.generate({ force: true })).notes, [])
})

it('a kind that has another name, which keeps its reconciler', async workspace => {
  workspace.edit('crds/gadget.json', text => text.replace('"kind":"Gadget"', '"kind":"Gizmo"'))
  const { files, notes } = await workspace.generate()
  assert.equal(files.scaffolded, [])
  assert.equal(notes, [
    `Gadget is now called Gizmo: no new reconciler is made, since ${reconciler} is there to be changed`,
    ...scaffolded,
  ])
})

it('a kind that has another name, without reconcilers', async workspace => {
  await workspace.generate({ emit: ['models'] })
  workspace.remove('operator')
  workspace.edit('crds/gadget.json', text => text.replace('"kind":"Gadget"', '"kind":"Gizmo"'))
  assert.equal((await workspace.generate()).notes, ['Gadget is now called Gizmo'])
})

it('a version that is gone, where there is another one', async workspace => {
  workspace.edit('crds/gadget.json', text => text.replace('"name":"v1"', '"name":"v2"'))
  assert.equal((await workspace.generate()).notes, ['Gadget is no longer generated in v1, but in v2', ...scaffolded])
})

it('reconcilers that are left out', async workspace => {
  const { notes } = await workspace.generate({ emit: ['models', 'client'] })
  assert.equal(notes, [
    '--emit is models,client now, and was everything in the run before',
    ...broken(
      [`${reconciler}:2`, `${folder}/gadget-reconciler.ts`],
      ['operator/widget-reconciler.ts:2', `${folder}/widget-reconciler.ts`],
    ),
  ])
})

const written: readonly { readonly text: string; readonly lines: readonly number[] }[] = [
  { text: "import { Gadget } from '../generated/example.com/v1/gadget.js'\n", lines: [1] },
  { text: 'import { Gadget } from "../generated/example.com/v1/gadget"\n', lines: [1] },
  { text: "import type { Gadget } from '../generated/example.com/v1/gadget.ts'\n", lines: [1] },
  { text: "\uFEFF\r\nimport {\r\n  type Gadget,\r\n} from './../generated/example.com/v1/gadget.js'\r\n", lines: [4] },
  { text: "import '../generated/example.com/v1/gadget.js'\n", lines: [1] },
  { text: "export * from '../generated/example.com/v1/gadget.js'\n", lines: [1] },
  { text: "export type G =\n  import('../generated/example.com/v1/gadget.js').Gadget\n", lines: [2] },
  { text: "const g = await import('../generated/example.com/v1/gadget.js')\n", lines: [1] },
  { text: "const g = require('../generated/example.com/v1/gadget.js')\n", lines: [1] },
  {
    text: "const =\nimport { Gadget } from '../generated/example.com/v1/gadget.js'\nexport * from '../generated/example.com/v1/gadget.js'\n",
    lines: [2, 3],
  },
  { text: "// import { Gadget } from '../generated/example.com/v1/gadget.js'\n", lines: [] },
  { text: "export const at = '../generated/example.com/v1/gadget.js'\n", lines: [] },
  { text: "import { Gadget } from '../generated/other.com/v1/gadget.js'\n", lines: [] },
  { text: "import { Widget } from '../generated/example.com/v1/widget.js'\n", lines: [] },
  { text: "import { Gadget } from './generated/example.com/v1/gadget.js'\n", lines: [] },
]

for (const { text, lines } of written) {
  it(`written as ${JSON.stringify(text)}`, async workspace => {
    workspace.remove('operator')
    workspace.remove('crds/gadget.json')
    workspace.write({ 'operator/mine.ts': text })
    const { notes } = await workspace.generate()
    const want = lines.map(line => [`operator/mine.ts:${line}`, `${folder}/gadget.ts`] as const)
    assert.equal(notes, broken(...want))
  })
}

const layouts: readonly {
  readonly out?: string
  readonly operator?: string
  readonly importExtension?: ImportExtension
}[] = [
  { out: 'src/api', operator: 'src/controllers' },
  { out: 'src', operator: 'src/operator' },
  { out: 'src/operator/generated', operator: 'src/operator' },
  { importExtension: '.ts' },
  { importExtension: 'none' },
]

for (const layout of layouts) {
  const { out = 'generated', operator = 'operator' } = layout
  test(
    `where folders and imports are ${JSON.stringify(layout)}`,
    inWorkspace(async workspace => {
      workspace.write({ 'crds/widget.json': definition('Widget'), 'crds/gadget.json': definition('Gadget') })
      await workspace.generate({ inputs: ['crds'], ...layout })
      workspace.write({ [`${operator}/below/mine.mts`]: '' })
      workspace.remove('crds/gadget.json')
      const { notes } = await workspace.generate({ out })
      const whatever = (each: readonly string[]) => each.map(note => note.replace(/:\d+ /, ' ')).sort()
      const want = scaffolded.map(note => note.replace('operator', operator).replace('generated', out))
      assert.equal(whatever(notes), whatever(want))
    }),
  )
}

it('of many imports, the first few are told', async workspace => {
  workspace.remove('operator')
  workspace.write({ 'operator/mine.ts': "export * from '../generated/example.com/v1/gadget.js'\n".repeat(30) })
  workspace.remove('crds/gadget.json')
  const { notes } = await workspace.generate()
  assert.is(notes.length, 21)
  assert.is(notes[19], `operator/mine.ts:20 imports ${folder}/gadget.ts, which is gone`)
  assert.is(notes[20], '10 more imports are of files that are gone')
})

it('a record that a merge has mangled tells of imports alone', async workspace => {
  workspace.edit('generated/opwright.json', text => {
    const { answer, ...record } = JSON.parse(text)
    return JSON.stringify({ ...record, answer: { ...answer, kinds: { 'example.com/v1': ['Gadget'], v1: 3 } } })
  })
  workspace.edit('crds/gadget.json', text => text.replace('"kind":"Gadget"', '"kind":"Gizmo"'))
  assert.equal((await workspace.generate()).notes, scaffolded)
})

test.run()
