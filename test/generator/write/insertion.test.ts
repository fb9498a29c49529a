// What is new, on its way into the entry point that is the user's.

import * as fs from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { definition, inWorkspace, problems, type Workspace } from '../workspace.js'

const main = 'operator/main.ts'

function it(name: string, body: (workspace: Workspace) => Promise<void>): void {
  test(
    name,
    inWorkspace(async workspace => {
      workspace.write({ 'crds/widget.json': definition('Widget') })
      const { outcome } = await workspace.generate({ inputs: ['crds'] })
      assert.is(outcome, 'done')
      workspace.write({ 'crds/gadget.json': definition('Gadget') })
      await body(workspace)
    }),
  )
}

const call = 'manager.controller(Gadget, new MyGadgetReconciler());\n'
const imports = `import { Gadget } from "../generated/example.com/v1/gadget.js";
import { MyGadgetReconciler } from "./gadget-reconciler.js";
`

it('a new kind is registered in the entry point', async workspace => {
  const before = workspace.read(main)
  const { files, notes } = await workspace.generate()
  assert.equal(files.extended, [main])
  assert.equal(files.kept, ['operator/widget-reconciler.ts'])
  assert.equal(notes, [])
  const after = workspace.read(main)
  assert.match(after, imports)
  assert.match(after, call)
  assert.is(after.replace(imports, '').replace(`  ${call}`, ''), before)
})

it('a second run inserts nothing', async workspace => {
  await workspace.generate()
  const before = workspace.files()
  const { files } = await workspace.generate()
  assert.equal(files.extended, [])
  assert.equal(workspace.files(), before)
})

it('a registration that the user took out does not come back', async workspace => {
  await workspace.generate()
  workspace.edit(main, text => text.replace(call, ''))
  const mine = workspace.read(main)
  workspace.write({ 'crds/gadget.json': definition('Gadget', { fields: ['color'] }) })
  const { outcome, files, notes } = await workspace.generate({ force: true })
  assert.equal([outcome, files.extended, notes], ['done', [], []])
  assert.is(workspace.read(main), mine)
})

it('a check and a dry run say so, and do nothing', async workspace => {
  const before = workspace.files()
  const check = await workspace.run(['--check'])
  const dryRun = await workspace.run(['--dry-run'])
  assert.equal([check.status, dryRun.status], [1, 0])
  for (const { out } of [check, dryRun]) assert.match(out, `\ninsert  ${main}\n`)
  assert.equal(workspace.files(), before)
})

it('a run says what it did', async workspace => {
  const { out } = await workspace.run([])
  assert.match(out, `Registered in ${main}, where nothing else was changed.\n`)
})

it('where there is no safe place, what to add is printed', async workspace => {
  const broken = `${workspace.read(main)}\nconst =\n`
  workspace.write({ [main]: broken, 'crds/thing.json': definition('Thing') })
  const { status, out } = await workspace.run([])
  assert.is(status, 0)
  assert.match(
    out,
    `Note: ${main} needs your hand, because it has syntax errors; add what is new there:
  import { Gadget } from "../generated/example.com/v1/gadget.js";
  import { MyGadgetReconciler } from "./gadget-reconciler.js";
  import { Thing } from "../generated/example.com/v1/thing.js";
  import { MyThingReconciler } from "./thing-reconciler.js";
  manager.controller(Gadget, new MyGadgetReconciler());
  manager.controller(Thing, new MyThingReconciler());
`,
  )
  assert.is(workspace.read(main), broken)
})

const unsafe: readonly {
  readonly title: string
  readonly prepare: (workspace: Workspace) => void
  readonly reason: string
}[] = [
  {
    title: 'that is gone',
    prepare: workspace => workspace.remove(main),
    reason: 'it is not there, or is no file in UTF-8',
  },
  {
    title: 'that is a link',
    prepare: workspace => {
      workspace.write({ 'elsewhere/main.ts': workspace.read(main) })
      workspace.remove(main)
      workspace.link(main, '../elsewhere/main.ts')
    },
    reason: 'it is not there, or is no file in UTF-8',
  },
  {
    title: 'that is no UTF-8',
    prepare: workspace => fs.appendFileSync(workspace.path(main), Buffer.from([0x2f, 0x2f, 0xff, 0x0a])),
    reason: 'it is not there, or is no file in UTF-8',
  },
]

for (const { title, prepare, reason } of unsafe) {
  it(`an entry point ${title} is left alone`, async workspace => {
    prepare(workspace)
    const bytes = () => (workspace.has(main) ? fs.readFileSync(workspace.path(main), 'latin1') : undefined)
    const before = bytes()
    const { outcome, files, notes } = await workspace.generate()
    assert.equal([outcome, files.extended], ['done', []])
    assert.match(notes.join('\n'), `because ${reason};`)
    assert.is(bytes(), before)
  })
}

it('a registration in another file is found', async workspace => {
  const registered = `import { Gadget as G } from '../../generated/example.com/v1/gadget'
import type { Manager } from 'opwright/runtime'
export const add = (m: Manager) => m.controller(G, { reconcile: async () => {} })
`
  workspace.write({ 'operator/controllers/all.ts': registered })
  const before = workspace.read(main)
  const { files, notes } = await workspace.generate()
  assert.equal([files.extended, notes], [[], []])
  assert.is(workspace.read(main), before)
})

it('its permissions stay as they are', async workspace => {
  fs.chmodSync(workspace.path(main), 0o750)
  await workspace.generate()
  assert.match(workspace.read(main), call)
  assert.is(fs.statSync(workspace.path(main)).mode & 0o777, 0o750)
})

it('where it has changed since it was read, nothing is written', async workspace => {
  let before = workspace.files()
  const onProgress = (stage: string) => {
    if (stage !== 'writing') return
    workspace.edit(main, text => `// mine\n${text}`)
    before = workspace.files()
  }
  const result = await workspace.generate({ onProgress })
  assert.is(result.outcome, 'failed')
  assert.equal(problems(result), [`error write/failed ${main}`])
  assert.equal(workspace.files(), before)
  assert.equal((await workspace.generate()).files.extended, [main])
  assert.match(workspace.read(main), /^\/\/ mine\n[^]*MyGadgetReconciler/)
})

it('a run that was killed after it has inserted is put right by the next one', async workspace => {
  const before = workspace.files()
  await workspace.generate()
  const want = workspace.files()
  for (const file of Object.keys(want)) {
    const text = before[file]
    if (file !== main && text === undefined) workspace.remove(file)
    else if (file !== main && text !== undefined) workspace.write({ [file]: text })
  }
  assert.equal((await workspace.generate()).files.extended, [])
  assert.equal(workspace.files(), want)
})

test.run()
