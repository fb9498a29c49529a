import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { definition, inWorkspace, problems, type Workspace } from '../workspace.js'

const widget = 'generated/example.com/v1/widget.ts'
const gadget = 'generated/example.com/v1/gadget.ts'

const partsOf = (kind: string) =>
  ['-client', '-reconciler', ''].map(part => `generated/example.com/v1/${kind}${part}.ts`)

function it(name: string, body: (workspace: Workspace) => Promise<void>): void {
  test(
    name,
    inWorkspace(async workspace => {
      workspace.write({ 'crds/widget.json': definition('Widget') })
      const { outcome } = await workspace.generate({ inputs: ['crds'] })
      assert.is(outcome, 'done')
      await body(workspace)
    }),
  )
}

it('a second run changes nothing', async workspace => {
  const before = workspace.files()
  const { outcome, files, notes } = await workspace.generate({ inputs: ['crds'] })
  assert.is(outcome, 'done')
  assert.equal(files, {
    created: [],
    updated: [],
    unchanged: [...partsOf('widget'), 'generated/opwright.json'],
    removed: [],
    kept: ['operator/main.ts', 'operator/widget-reconciler.ts'],
    scaffolded: [],
    extended: [],
  })
  assert.equal(notes, [])
  assert.equal(workspace.files(), before)
})

it('a changed field updates what shows it', async workspace => {
  workspace.write({ 'crds/widget.json': definition('Widget', { fields: ['size', 'color'] }) })
  const { files } = await workspace.generate()
  assert.equal(files.updated, [widget, 'generated/opwright.json'])
  assert.equal(files.created, [])
  assert.equal(files.removed, [])
  assert.match(workspace.read(widget), 'color?: string')
})

it('what a run reports is sorted by path, whatever root it is in', async workspace => {
  workspace.write({ 'crds/gadget.json': definition('Gadget') })
  const { files } = await workspace.generate({ inputs: ['crds'], out: 'src/types', operator: 'src/controllers' })
  assert.equal(files.created, [...files.created].sort())
  assert.is(files.created[0], 'src/controllers/gadget-reconciler.ts')
})

it('the files of a kind that is gone are removed, and folders that hold nothing then', async workspace => {
  workspace.write({ 'crds/other.json': definition('Thing', { group: 'other.example.com' }) })
  await workspace.generate()
  assert.ok(workspace.has('generated/other.example.com/v1/thing.ts'))
  workspace.remove('crds/other.json')
  const { outcome, files } = await workspace.generate()
  assert.is(outcome, 'done')
  assert.equal(
    files.removed,
    ['-client', '-reconciler', ''].map(part => `generated/other.example.com/v1/thing${part}.ts`),
  )
  assert.not.ok(workspace.has('generated/other.example.com'))
  assert.ok(workspace.has('operator/thing-reconciler.ts'), "the user's own file is left")
})

it("a folder that holds something of the user's stays", async workspace => {
  workspace.write({ 'crds/other.json': definition('Thing', { group: 'other.example.com' }) })
  await workspace.generate()
  workspace.write({ 'generated/other.example.com/notes.txt': 'mine' })
  workspace.remove('crds/other.json')
  await workspace.generate()
  assert.equal(workspace.names('generated/other.example.com'), ['generated/other.example.com/notes.txt'])
})

it('a file that is gone already is no trouble when its kind is gone', async workspace => {
  workspace.write({ 'crds/gadget.json': definition('Gadget') })
  await workspace.generate()
  workspace.remove(gadget)
  workspace.remove('crds/gadget.json')
  const { outcome, files } = await workspace.generate()
  assert.is(outcome, 'done')
  assert.equal(files.removed, partsOf('gadget').slice(0, 2))
})

const conflicts: {
  readonly title: string
  readonly prepare: (workspace: Workspace) => Promise<void> | void
  readonly at: string
  readonly forced: 'updated' | 'removed'
}[] = [
  {
    title: 'a hand edit',
    prepare: workspace => workspace.edit(widget, text => `${text}// mine\n`),
    at: widget,
    forced: 'updated',
  },
  {
    title: 'a hand edit where there is also something new',
    prepare: workspace => {
      workspace.edit(widget, text => `${text}// mine\n`)
      workspace.write({ 'crds/widget.json': definition('Widget', { fields: ['color'] }) })
    },
    at: widget,
    forced: 'updated',
  },
  {
    title: 'a hand edit in a file whose kind is gone',
    prepare: async workspace => {
      workspace.write({ 'crds/gadget.json': definition('Gadget') })
      await workspace.generate()
      workspace.edit(gadget, text => `${text}// mine\n`)
      workspace.remove('crds/gadget.json')
    },
    at: gadget,
    forced: 'removed',
  },
  {
    title: 'a file of others in the way',
    prepare: workspace => workspace.write({ 'crds/gadget.json': definition('Gadget'), [gadget]: 'mine\n' }),
    at: gadget,
    forced: 'updated',
  },
]

for (const { title, prepare, at, forced } of conflicts) {
  it(`${title} is a conflict, and nothing is written`, async workspace => {
    await prepare(workspace)
    const before = workspace.files()
    for (const mode of ['write', 'check', 'dry-run'] as const) {
      const result = await workspace.generate({ mode })
      assert.is(result.outcome, 'failed')
      assert.equal(problems(result), [`error write/conflict ${at}`])
      assert.equal(workspace.files(), before)
    }
  })

  it(`${title} is overwritten by force`, async workspace => {
    await prepare(workspace)
    const { outcome, files } = await workspace.generate({ force: true })
    assert.is(outcome, 'done')
    assert.ok(files[forced].includes(at))
    const again = await workspace.generate({ mode: 'check' })
    assert.is(again.outcome, 'done')
    assert.is(workspace.has(at), forced === 'updated')
  })
}

it('a hand edit that makes what would be written is no conflict', async workspace => {
  const old = workspace.read(widget)
  workspace.write({ 'crds/widget.json': definition('Widget', { fields: ['color'] }) })
  await workspace.generate()
  const want = workspace.files()
  workspace.write({ 'crds/widget.json': definition('Widget'), [widget]: old })
  assert.is((await workspace.generate()).outcome, 'done')
  workspace.write({ 'crds/widget.json': definition('Widget', { fields: ['color'] }), [widget]: want[widget] ?? '' })
  assert.is((await workspace.generate()).outcome, 'done')
  assert.equal(workspace.files(), want)
})

it('a checkout with other line ends is neither a conflict nor a change', async workspace => {
  for (const file of workspace.names('generated')) workspace.edit(file, text => text.replaceAll('\n', '\r\n'))
  const before = workspace.files()
  const { outcome, files } = await workspace.generate({ inputs: ['crds'] })
  assert.is(outcome, 'done')
  assert.equal([files.updated, files.created], [[], []])
  assert.equal(workspace.files(), before)
  workspace.write({ 'crds/widget.json': definition('Widget', { fields: ['color'] }) })
  assert.equal((await workspace.generate()).files.updated, [widget, 'generated/opwright.json'])
})

it('an edited record is written again without a word', async workspace => {
  const before = workspace.files()
  workspace.edit('generated/opwright.json', text => JSON.stringify(JSON.parse(text)))
  const { outcome, files } = await workspace.generate()
  assert.is(outcome, 'done')
  assert.equal(files.updated, ['generated/opwright.json'])
  assert.equal(workspace.files(), before)
})

it("the user's files are written once", async workspace => {
  workspace.write({ 'operator/main.ts': '// mine\n' })
  workspace.remove('operator/widget-reconciler.ts')
  for (const force of [false, true]) {
    const { files } = await workspace.generate({ inputs: ['crds'], force })
    assert.equal(files.kept, ['operator/main.ts', 'operator/widget-reconciler.ts'])
    assert.equal(workspace.names('operator'), ['operator/main.ts'])
    assert.is(workspace.read('operator/main.ts'), '// mine\n')
  }
})

it("the user's files that are gone are made anew where the record does not have them", async workspace => {
  const before = workspace.files('operator')
  const forget = (files: readonly string[]) =>
    workspace.edit('generated/opwright.json', text => {
      const record = JSON.parse(text)
      const operatorFiles = record.operatorFiles.filter((file: string) => !files.includes(file))
      return JSON.stringify({ ...record, operatorFiles }, null, 2)
    })
  workspace.remove('operator')
  forget(['main.ts', 'widget-reconciler.ts'])
  assert.equal((await workspace.generate()).files.scaffolded, ['operator/main.ts', 'operator/widget-reconciler.ts'])
  assert.equal(workspace.files('operator'), before)
  workspace.remove('operator/widget-reconciler.ts')
  forget(['widget-reconciler.ts'])
  const { files, notes } = await workspace.generate()
  assert.equal([files.scaffolded, files.extended, notes], [['operator/widget-reconciler.ts'], [], []])
  assert.equal(workspace.files('operator'), before)
})

it("the user's files are known to be theirs without a record as well", async workspace => {
  workspace.write({ 'operator/main.ts': '// mine\n' })
  workspace.remove('generated')
  const { files } = await workspace.generate({ inputs: ['crds'] })
  assert.equal(files.kept, ['operator/main.ts', 'operator/widget-reconciler.ts'])
  assert.is(workspace.read('operator/main.ts'), '// mine\n')
})

it('a kind that comes back does not bring back the file that the user removed', async workspace => {
  workspace.write({ 'crds/gadget.json': definition('Gadget') })
  await workspace.generate()
  workspace.remove('crds/gadget.json')
  await workspace.generate()
  workspace.remove('operator/gadget-reconciler.ts')
  workspace.write({ 'crds/gadget.json': definition('Gadget') })
  await workspace.generate()
  assert.not.ok(workspace.has('operator/gadget-reconciler.ts'))
})

it('another operator folder gets files of its own', async workspace => {
  const { files, notes } = await workspace.generate({ operator: 'controllers' })
  assert.equal(files.scaffolded, ['controllers/main.ts', 'controllers/widget-reconciler.ts'])
  assert.equal(notes, ['--operator is controllers now, and was operator in the run before'])
  assert.ok(workspace.has('operator/main.ts'), 'the files of the folder before are left')
  assert.equal((await workspace.generate()).notes, [])
})

it('leaving reconcilers out removes the generated ones and leaves the others', async workspace => {
  const { files } = await workspace.generate({ emit: ['models', 'client'] })
  assert.equal(files.removed, ['generated/example.com/v1/widget-reconciler.ts'])
  assert.equal(workspace.names('operator'), ['operator/main.ts', 'operator/widget-reconciler.ts'])
})

for (const mode of ['check', 'dry-run'] as const) {
  it(`${mode} says what would be done, and does nothing`, async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget', { fields: ['color'] }) })
    workspace.write({ 'crds/gadget.json': definition('Gadget') })
    const before = workspace.files()
    const planned = await workspace.generate({ mode })
    assert.equal(workspace.files(), before)
    assert.is(planned.outcome, mode === 'check' ? 'outdated' : 'done')
    const done = await workspace.generate()
    assert.equal(done.files, planned.files)
    assert.is((await workspace.generate({ mode })).outcome, 'done')
  })
}

test.run()
