// Nothing is written or read through a symbolic link below the folders that are named, and nothing that it leads to is changed.

import * as fs from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { definition, inWorkspace, problems, type Workspace } from '../workspace.js'

const outside = 'outside/precious.txt'

function it(name: string, body: (workspace: Workspace) => Promise<void>): void {
  test(
    name,
    inWorkspace(async workspace => {
      workspace.write({ 'project/crds/widget.json': definition('Widget'), [outside]: 'precious' })
      await body(workspace)
      assert.is(workspace.read(outside), 'precious')
      assert.equal(workspace.names('outside'), [outside])
    }),
  )
}

const generate = (workspace: Workspace, options = {}) =>
  workspace.generate({ inputs: ['crds'], cwd: workspace.path('project'), ...options })

const blocked: readonly { readonly title: string; readonly link: string; readonly to: string; readonly at?: string }[] =
  [
    { title: "a link at a file's place", link: 'generated/example.com/v1/widget.ts', to: `../../../../${outside}` },
    {
      title: "a dangling link at a file's place",
      link: 'generated/example.com/v1/widget.ts',
      to: '../../../../outside/new',
    },
    { title: 'a link that leads to itself', link: 'generated/example.com/v1/widget.ts', to: 'widget.ts' },
    { title: 'a link at a folder on the way', link: 'generated/example.com', to: '../../outside' },
    { title: 'a dangling link on the way', link: 'generated/example.com', to: '../../outside/new' },
    { title: 'a link within the output folder', link: 'generated/example.com', to: '.' },
    { title: 'a link in place of the record', link: 'generated/opwright.json', to: `../../${outside}` },
    { title: "a link at the place of the user's file", link: 'operator/widget-reconciler.ts', to: `../../${outside}` },
    { title: "a dangling link at the place of the user's file", link: 'operator/main.ts', to: '../../outside/new' },
    { title: 'an output folder that is a dangling link', link: 'generated', to: '../outside/new' },
    { title: 'an output folder that is a link to a file', link: 'generated', to: `../${outside}` },
    { title: 'an operator folder that is a dangling link', link: 'operator', to: '../outside/new' },
  ]

for (const { title, link, to } of blocked) {
  it(`${title} stops the run`, async workspace => {
    workspace.link(`project/${link}`, to)
    const before = workspace.files()
    for (const force of [false, true]) {
      const result = await generate(workspace, { force })
      assert.is(result.outcome, 'failed')
      assert.equal(problems(result), [`error write/blocked ${link}`])
      assert.equal(workspace.files(), before)
    }
  })
}

it('an output folder that is itself a link is written to', async workspace => {
  fs.mkdirSync(workspace.path('elsewhere'))
  workspace.link('project/generated', '../elsewhere')
  assert.is((await generate(workspace)).outcome, 'done')
  assert.ok(workspace.has('elsewhere/example.com/v1/widget.ts'))
  assert.equal((await generate(workspace, { inputs: [] })).files.created, [])
})

it('a link in place of the note of what is being written stops the run', async workspace => {
  workspace.link('project/generated/.opwright-pending', `../../${outside}`)
  const before = workspace.files()
  const result = await generate(workspace)
  assert.equal(problems(result), ['error write/failed generated'])
  assert.match(result.diagnostics[0]?.message ?? '', '.opwright-pending is a symbolic link')
  assert.equal(workspace.files(), before)
})

it('what stands where a temporary file would is not written through', async workspace => {
  const planted = `project/generated/.opwright-${process.pid}-0.tmp`
  workspace.link(planted, `../../${outside}`)
  fs.mkdirSync(workspace.path(`project/generated/example.com/v1/.opwright-${process.pid}-1.tmp`), { recursive: true })
  assert.is((await generate(workspace)).outcome, 'done')
  assert.ok(workspace.has('project/generated/example.com/v1/widget.ts'))
})

it('a file that a link has taken the place of is not removed with its kind', async workspace => {
  workspace.write({ 'project/crds/gadget.json': definition('Gadget') })
  await generate(workspace)
  workspace.remove('project/generated/example.com/v1/gadget.ts')
  workspace.link('project/generated/example.com/v1/gadget.ts', `../../../../${outside}`)
  workspace.remove('project/crds/gadget.json')
  assert.is((await generate(workspace)).outcome, 'done')
  assert.is(fs.readlinkSync(workspace.path('project/generated/example.com/v1/gadget.ts')), `../../../../${outside}`)
})

test.run()
