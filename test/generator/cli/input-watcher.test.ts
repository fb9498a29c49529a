import * as fs from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { InputWatcher } from '../../../generator/cli/input-watcher.js'
import { inWorkspace, type Workspace } from '../workspace.js'

function watch(workspace: Workspace, inputs: readonly string[]): InputWatcher {
  const watcher = new InputWatcher({
    cwd: workspace.folder,
    output: workspace.path('generated'),
    onProblem: (folder, error) => assert.unreachable(`${folder}: ${String(error)}`),
  })
  watcher.follow(inputs)
  return watcher
}

const files = {
  'crds/a.yaml': 'a',
  'crds/below/b.json': 'b',
  'crds/argoproj.io/b.json': 'b',
  'crds/node_modules/c.yaml': 'c',
  'crds/.hidden/d.yaml': 'd',
  'generated/opwright.json': '{}',
  'other/e.yaml': 'e',
}

interface Case {
  readonly title: string
  readonly inputs: readonly string[]
  readonly change: (workspace: Workspace) => void
}

const noticed: readonly Case[] = [
  { title: 'a file that is written', inputs: ['crds/a.yaml'], change: it => it.write({ 'crds/a.yaml': 'x' }) },
  {
    title: 'a file that is put in the place of one',
    inputs: ['crds/a.yaml'],
    change: it => {
      it.write({ 'crds/a.yaml.tmp': 'x' })
      fs.renameSync(it.path('crds/a.yaml.tmp'), it.path('crds/a.yaml'))
    },
  },
  { title: 'a file that is removed', inputs: ['crds'], change: it => it.remove('crds/a.yaml') },
  { title: 'a new file in a folder', inputs: ['crds'], change: it => it.write({ 'crds/new.yml': 'x' }) },
  { title: 'a file in a folder below', inputs: ['crds'], change: it => it.write({ 'crds/below/b.json': 'x' }) },
  { title: 'a new folder', inputs: ['crds'], change: it => it.write({ 'crds/new/x.yaml': 'x' }) },
  {
    title: 'a new folder that is named after a group',
    inputs: ['crds'],
    change: it => it.write({ 'crds/cert-manager.io/x.yaml': 'x' }),
  },
  {
    title: 'a folder that is moved away',
    inputs: ['crds'],
    change: it => fs.renameSync(it.path('crds/argoproj.io'), it.path('argoproj.io')),
  },
  { title: 'a file in capitals', inputs: ['crds'], change: it => it.write({ 'crds/NEW.YAML': 'x' }) },
  { title: 'a folder that is gone', inputs: ['crds'], change: it => it.remove('crds') },
  { title: 'what a pattern names', inputs: ['*/*.yaml'], change: it => it.write({ 'other/new.yaml': 'x' }) },
  { title: 'an input that comes to be', inputs: ['x/y/z.yaml'], change: it => it.write({ 'x/y/z.yaml': 'x' }) },
  { title: 'any of several inputs', inputs: ['crds/a.yaml', 'other'], change: it => it.write({ 'other/e.yaml': 'x' }) },
]

const changes = suite('changes')

for (const { title, inputs, change } of noticed) {
  changes(
    `${title} is noticed`,
    inWorkspace(async workspace => {
      workspace.write(files)
      const watcher = watch(workspace, inputs)
      try {
        change(workspace)
        await watcher.changed()
      } finally {
        watcher.close()
      }
    }),
  )
}

const passedOver: readonly Case[] = [
  { title: 'a file of another kind', inputs: ['crds'], change: it => it.write({ 'crds/readme.md': 'x' }) },
  { title: 'a file without an end', inputs: ['crds'], change: it => it.write({ 'crds/README': 'x' }) },
  { title: 'a new folder of packages', inputs: ['crds'], change: it => it.write({ 'crds/below/node_modules/x': 'x' }) },
  { title: 'a new hidden folder', inputs: ['crds'], change: it => it.write({ 'crds/below/.git/x.yaml': 'x' }) },
  { title: 'a file beside the input', inputs: ['crds/a.yaml'], change: it => it.write({ 'crds/b.yaml': 'x' }) },
  { title: 'a folder beside the input', inputs: ['crds'], change: it => it.write({ 'other/e.yaml': 'x' }) },
  { title: 'a package', inputs: ['crds'], change: it => it.write({ 'crds/node_modules/c.yaml': 'x' }) },
  { title: 'a hidden folder', inputs: ['crds'], change: it => it.write({ 'crds/.hidden/d.yaml': 'x' }) },
  { title: 'what is generated', inputs: ['generated'], change: it => it.write({ 'generated/opwright.json': 'x' }) },
]

for (const { title, inputs, change } of passedOver) {
  changes(
    `${title} is passed over`,
    inWorkspace(async workspace => {
      workspace.write({ ...files, 'last/x.yaml': '' })
      const watcher = watch(workspace, inputs)
      // Sees what comes after it, so that there is something to wait for.
      const witness = watch(workspace, ['last'])
      let isNoticed = false
      void watcher.changed().then(() => (isNoticed = true))
      try {
        change(workspace)
        workspace.write({ 'last/x.yaml': 'x' })
        await witness.changed()
        assert.not.ok(isNoticed)
      } finally {
        watcher.close()
        witness.close()
      }
    }),
  )
}

changes(
  'what happens while a change is dealt with is noticed too, in folders that are new as well',
  inWorkspace(async workspace => {
    workspace.write(files)
    const watcher = watch(workspace, ['crds'])
    try {
      fs.mkdirSync(workspace.path('crds/new'))
      await watcher.changed()
      watcher.follow(['crds'])
      workspace.write({ 'crds/new/x.yaml': 'x' })
      await watcher.changed()
      workspace.remove('crds')
      await watcher.changed()
      watcher.follow(['crds'])
      workspace.write(files)
      await watcher.changed()
      watcher.follow(['crds'])
      workspace.write({ 'crds/below/b.json': 'y' })
      await watcher.changed()
    } finally {
      watcher.close()
    }
  }),
)

changes.run()
