// What the command loads, which is most of the time that a short run takes.

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { crdHead } from '../../support/crd-head.js'
import { inWorkspace, type Workspace } from '../workspace.js'

const main = fileURLToPath(new URL('../../../generator/cli/main.ts', import.meta.url))
const { dependencies } = JSON.parse(fs.readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
const packages = Object.keys(dependencies).sort()

function definitionOf(kind: string, group?: string): string {
  return `${crdHead(kind, { ...(group && { group }) })}        type: object
        properties:
          spec:
            type: object
            properties:
              sizeOf${kind}:
                type: integer
`
}

/** Writes down every module that the generator imports; what a package requires is its own affair. */
function observer(file: string): string {
  const hooks = `
    import { appendFileSync } from 'node:fs'
    export async function resolve(specifier, context, next) {
      const found = await next(specifier, context)
      if (context.parentURL?.includes('/generator/')) appendFileSync(${JSON.stringify(file)}, found.url + '\\n')
      return found
    }`
  const module = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`
  return module(`import { register } from 'node:module'; register(${JSON.stringify(module(hooks))})`)
}

interface Loaded {
  readonly packages: readonly string[]
  /** Folders of the generator. */
  readonly stages: readonly string[]
}

function loadedBy(workspace: Workspace, args: readonly string[]): Loaded {
  const file = workspace.path('loaded.txt')
  workspace.write({ 'loaded.txt': '' })
  const command = ['--import', import.meta.resolve('tsx'), '--import', observer(file), main, ...args]
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: workspace.folder, encoding: 'utf8' })
  assert.is(status, 0, stderr)
  const urls = workspace.read('loaded.txt').trimEnd().split('\n')
  const stages = urls.map(url => /\/generator\/(\w+)\//.exec(url)?.[1]).filter(stage => stage !== undefined)
  return {
    packages: packages.filter(name => urls.some(url => url.includes(`/node_modules/${name}/`))),
    stages: [...new Set(stages)].sort(),
  }
}

test(
  'each run loads what it needs',
  inWorkspace(workspace => {
    workspace.write({ 'crds/widget.yaml': definitionOf('Widget') })
    const models = loadedBy(workspace, ['crds', '--emit', 'models', '-o', 'models'])
    assert.equal(models.packages, ['json-schema-to-typescript'])
    assert.equal(loadedBy(workspace, ['crds']).packages, ['handlebars', 'json-schema-to-typescript'])

    const again = loadedBy(workspace, ['--check'])
    assert.equal(again, { packages: [], stages: ['cli', 'format', 'load', 'record', 'write'] })

    workspace.write({ 'crds/gadget.yaml': definitionOf('Gadget') })
    const added = loadedBy(workspace, ['crds'])
    assert.equal(added.packages, ['handlebars', 'json-schema-to-typescript', 'ts-morph'])
  }),
)

/** What makes models of schemas is loaded where a group is made. */
const maker = 'json-schema-to-typescript'

const changes: readonly {
  readonly title: string
  readonly change: (workspace: Workspace) => void
  readonly isMade: boolean
}[] = [
  {
    title: 'a source that holds no CRD',
    change: workspace => workspace.write({ 'crds/pod.yaml': 'kind: Pod\n' }),
    isMade: false,
  },
  {
    title: 'a source that is gone, with its group',
    change: workspace => workspace.remove('crds/gadget.yaml'),
    isMade: false,
  },
  {
    title: 'a definition',
    change: workspace => workspace.edit('crds/gadget.yaml', text => text.replace('integer', 'string')),
    isMade: true,
  },
  {
    title: 'a definition of a new group',
    change: workspace => workspace.write({ 'crds/thing.yaml': definitionOf('Thing', 'things.example.com') }),
    isMade: true,
  },
  {
    title: 'a generated file that is gone',
    change: workspace => workspace.remove('models/example.com/v1/widget.ts'),
    isMade: true,
  },
]

for (const { title, change, isMade } of changes) {
  test(
    `what is made anew: ${title}`,
    inWorkspace(workspace => {
      workspace.write({
        'crds/widget.yaml': definitionOf('Widget'),
        'crds/gadget.yaml': definitionOf('Gadget', 'other.example.com'),
      })
      loadedBy(workspace, ['crds', '--emit', 'models', '-o', 'models'])
      change(workspace)
      assert.is(loadedBy(workspace, ['-o', 'models']).packages.includes(maker), isMade)
      assert.equal(loadedBy(workspace, ['--check', '-o', 'models']).packages, [])
    }),
  )
}

test.run()
