// Names from one run to the next, as files on the disk have them.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { definition, inWorkspace, problems, type Workspace } from './workspace.js'

const record = 'generated/opwright.json'

interface Record {
  readonly names: {
    readonly versions: { readonly [apiVersion: string]: { readonly types?: { readonly [name: string]: unknown } } }
    readonly controllers: { readonly [definition: string]: string }
  }
}

function recordIn(workspace: Workspace): Record {
  return JSON.parse(workspace.read(record)) as Record
}

function it(name: string, body: (workspace: Workspace) => Promise<void>): void {
  test(
    name,
    inWorkspace(async workspace => {
      workspace.write({ 'crds/foo.json': definition('Foo') })
      const { outcome } = await workspace.generate({ inputs: ['crds'] })
      assert.is(outcome, 'done')
      await body(workspace)
    }),
  )
}

it('a second kind of that name changes no file of the first', async workspace => {
  const before = workspace.files()
  workspace.write({ 'crds/other.json': definition('Foo', { group: 'clash.example.com', fields: ['other'] }) })
  const { files } = await workspace.generate()
  assert.equal(files.updated, [record])
  assert.equal(files.removed, [])
  assert.equal(files.created, [
    'generated/clash.example.com/v1/foo-client.ts',
    'generated/clash.example.com/v1/foo-reconciler.ts',
    'generated/clash.example.com/v1/foo.ts',
    'operator/clash-foo-reconciler.ts',
  ])
  // The second one is registered in the entry point: an insertion, which other tests look at.
  const others = [record, 'operator/main.ts']
  for (const [file, text] of Object.entries(before)) {
    if (!others.includes(file)) assert.is(workspace.read(file), text, file)
  }
})

it('the names of a reconciler outlive its kind and a move of its folder', async workspace => {
  workspace.remove('crds/foo.json')
  workspace.write({ 'crds/bar.json': definition('Bar') })
  await workspace.generate()
  workspace.write({ 'crds/foo.json': definition('Foo', { group: 'clash.example.com' }) })
  await workspace.generate({ inputs: ['crds'], operator: 'src/controllers' })
  assert.equal(recordIn(workspace).names.controllers, {
    'bars.example.com': 'bar-reconciler#MyBarReconciler',
    'foos.clash.example.com': 'clash-foo-reconciler#ControllersClashFooReconciler',
    'foos.example.com': 'foo-reconciler#MyFooReconciler',
  })
})

it('a name that is changed in the record is the name from then on', async workspace => {
  workspace.edit(record, text =>
    text.replace('"FooSpec": ', '"FooWishes": [').replace(/("FooWishes": \[)("[0-9a-f]{8}")/, '$1$2, "Foo.spec"]'),
  )
  const { outcome } = await workspace.generate()
  assert.is(outcome, 'done')
  assert.match(workspace.read('generated/example.com/v1/foo.ts'), /export interface FooWishes \{/)
  assert.equal(Object.keys(recordIn(workspace).names.versions['example.com/v1']?.types ?? {}), [
    'FooStatus',
    'FooWishes',
  ])
  assert.is((await workspace.generate({ mode: 'check' })).outcome, 'done')
})

it('a record without names has names given anew, and says so in nothing but itself', async workspace => {
  const before = workspace.files()
  workspace.edit(record, text => {
    const { names: _, ...others } = JSON.parse(text)
    return JSON.stringify(others)
  })
  const { files } = await workspace.generate()
  assert.equal(files.updated, [record])
  assert.equal(workspace.files(), before)
})

it('names that lead out of their folder are an error, and nothing is touched', async workspace => {
  const mangled: readonly (readonly [RegExp, string])[] = [
    [/"FooSpec":/, '"Foo { } /*":'],
    [/"foo-reconciler#MyFooReconciler"/, '"../../foo#MyFooReconciler"'],
    [/"Foo": \{\}/, '"Foo": { "files": { "model": "../../foo" } }'],
    [/"kinds": \{/, '"folder": "../..", "kinds": {'],
  ]
  const good = workspace.read(record)
  for (const [pattern, replacement] of mangled) {
    const text = good.replace(pattern, replacement)
    assert.is.not(text, good)
    workspace.write({ [record]: text })
    const before = workspace.files()
    const result = await workspace.generate({ inputs: ['crds'], force: true })
    assert.equal(problems(result), [`error write/manifest ${record}`])
    assert.equal(workspace.files(), before)
  }
})

it('a run that writes less keeps the names of what it writes', async workspace => {
  workspace.write({ 'crds/other.json': definition('Foo', { group: 'clash.example.com', fields: ['other'] }) })
  await workspace.generate()
  const { controllers } = recordIn(workspace).names
  await workspace.generate({ only: ['Foo.clash.example.com'], emit: ['models'] })
  assert.equal(recordIn(workspace).names.controllers, controllers)
})

test.run()
