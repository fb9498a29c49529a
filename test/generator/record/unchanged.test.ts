// A run that finds nothing changed answers from the record of the run before, and what it answers is what a whole run answers.

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { Readable } from 'node:stream'
import * as prettier from 'prettier'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { GenerateOptions, GenerateResult, Stage } from '../../../generator/index.js'
import { definition, inWorkspace, Workspace } from '../workspace.js'

const record = 'generated/opwright.json'
const widget = 'generated/example.com/v1/widget.ts'

/** Without a schema, which a current server refuses: a warning. */
const schemaless = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Thing, plural: things}
  versions: [{name: v1, served: true, storage: true}]
`

function fill(workspace: Workspace): void {
  workspace.write({
    'crds/widget.json': definition('Widget'),
    'crds/gadget.json': definition('Gadget', { group: 'other.example.com' }),
    'crds/thing.yaml': `${schemaless}---\nkind: Deployment\n---\nkind: Service\n---\nkind: Deployment\n`,
    'elsewhere/note.txt': '',
  })
}

function it(name: string, body: (workspace: Workspace) => Promise<void>): void {
  test(
    name,
    inWorkspace(async workspace => {
      fill(workspace)
      const { outcome, diagnostics } = await workspace.generate({ inputs: ['crds'] })
      assert.is(outcome, 'done', JSON.stringify(diagnostics))
      await body(workspace)
    }),
  )
}

interface Observed {
  readonly result: GenerateResult
  /** Whether the run ended before the line began. */
  readonly isShort: boolean
}

async function observe(workspace: Workspace, options: GenerateOptions = {}): Promise<Observed> {
  await prettier.clearConfigCache()
  const stages: Stage[] = []
  const result = await workspace.generate({ ...options, onProgress: stage => stages.push(stage) })
  return { result, isShort: !stages.includes('loading') }
}

/** What a run answers that knows of nothing that the record proves. */
async function answerOfWholeRun(workspace: Workspace, options: GenerateOptions): Promise<GenerateResult> {
  const { result, isShort } = await observe(workspace, { ...options, mode: 'check', force: true })
  assert.not(isShort)
  return result
}

const repeats: readonly { readonly title: string; readonly options: GenerateOptions }[] = [
  { title: 'the recorded inputs', options: {} },
  { title: 'the same inputs', options: { inputs: ['crds'] } },
  { title: 'a check', options: { mode: 'check' } },
  { title: 'a dry run', options: { mode: 'dry-run' } },
  { title: 'options that say what holds anyway', options: { emit: ['reconciler', 'client', 'models'], only: [] } },
]

for (const { title, options } of repeats) {
  it(`answers the same, without the line, for ${title}`, async workspace => {
    const before = workspace.files()
    const { result, isShort } = await observe(workspace, options)
    assert.ok(isShort)
    assert.equal(result, await answerOfWholeRun(workspace, options))
    assert.is(result.kinds.length, 3)
    assert.is(result.diagnostics.length, 1)
    assert.equal(result.passedOver, [
      { kind: 'Deployment', count: 2 },
      { kind: 'Service', count: 1 },
    ])
    assert.ok(result.files.unchanged.includes(record))
    assert.equal(workspace.files(), before)
  })
}

it('calls everything as one does where it is started', async workspace => {
  for (const [cwd, out] of [
    ['elsewhere', '../generated'],
    ['generated', '.'],
  ] as const) {
    const options = { cwd: workspace.path(cwd), out }
    const { result, isShort } = await observe(workspace, options)
    assert.ok(isShort)
    assert.equal(result, await answerOfWholeRun(workspace, options))
    assert.equal(
      result.diagnostics.map(({ file }) => file),
      ['../crds/thing.yaml'],
    )
  }
})

it('does not matter where the project stands, nor how a checkout ends its lines', async workspace => {
  const copy = new Workspace()
  try {
    fs.cpSync(workspace.folder, copy.folder, { recursive: true })
    for (const [file, text] of Object.entries(copy.files())) copy.write({ [file]: text.replaceAll('\n', '\r\n') })
    const { result, isShort } = await observe(copy)
    assert.ok(isShort)
    assert.equal(result, (await observe(workspace)).result)
  } finally {
    copy.dispose()
  }
})

it('reads standard input, and tells whether it is what it was', async workspace => {
  const stdin = (text: string) => () => Readable.from([Buffer.from(text)])
  const options = { inputs: ['-'], out: 'other', emit: ['models'] as const }
  await workspace.generate({ ...options, stdin: stdin(definition('Widget')) })
  assert.ok((await observe(workspace, { ...options, stdin: stdin(definition('Widget')) })).isShort)
  const { result, isShort } = await observe(workspace, { ...options, stdin: stdin(definition('Gadget')) })
  assert.not(isShort)
  assert.equal(result.files.created, ['other/example.com/v1/gadget.ts'])
})

it('works in a project that formats in its own way, as long as it does', async workspace => {
  workspace.write({ '.prettierrc': '{ "semi": false, "endOfLine": "crlf" }' })
  await workspace.generate()
  const { result, isShort } = await observe(workspace)
  assert.ok(isShort)
  assert.equal(result, await answerOfWholeRun(workspace, {}))
  workspace.write({ '.prettierrc': '{ "semi": false, "singleQuote": true }' })
  assert.not((await observe(workspace)).isShort)
})

const untold: readonly { readonly title: string; readonly change: (workspace: Workspace) => void }[] = [
  { title: 'an input', change: workspace => workspace.edit('crds/thing.yaml', text => `# changed\n${text}`) },
  { title: 'the name of an input', change: workspace => rename(workspace, 'crds/widget.json', 'crds/wodget.json') },
  { title: 'a new input', change: workspace => workspace.write({ 'crds/other.json': definition('Other') }) },
  { title: 'an input that is gone', change: workspace => workspace.remove('crds/gadget.json') },
  { title: 'a generated file', change: workspace => workspace.edit(widget, text => `${text}// mine\n`) },
  { title: 'a generated file that is gone', change: workspace => workspace.remove(widget) },
  { title: 'a generated file behind a link', change: workspace => behindLink(workspace, widget) },
  { title: 'a folder behind a link', change: workspace => behindLink(workspace, 'generated/example.com') },
  { title: 'the names in the record', change: edited(text => text.replace('"Widget": {}', '"Widgets": {}')) },
  { title: 'the answer in the record', change: edited(text => text.replace('"widgets"', '"wodgets"')) },
  { title: 'the layout of the record', change: edited(text => JSON.stringify(JSON.parse(text))) },
  {
    title: 'a record that is older than fingerprints',
    change: edited(text => text.replace(/ {2}"fingerprint": .*\n/, '')),
  },
  {
    title: 'a run that was interrupted',
    change: workspace => workspace.write({ 'generated/.opwright-pending': 'sha256-x output x.ts\n' }),
  },
  { title: 'the formatting', change: workspace => workspace.write({ '.prettierrc': '{ "semi": false }' }) },
  {
    title: 'plugins of the formatting',
    change: workspace => workspace.write({ '.prettierrc': '{ "plugins": ["./p.mjs"] }', 'p.mjs': '' }),
  },
]

function rename(workspace: Workspace, from: string, to: string): void {
  fs.renameSync(workspace.path(from), workspace.path(to))
}

function behindLink(workspace: Workspace, file: string): void {
  rename(workspace, file, 'moved')
  workspace.link(file, workspace.path('moved'))
}

function edited(change: (text: string) => string): (workspace: Workspace) => void {
  return workspace => {
    const before = workspace.read(record)
    workspace.edit(record, change)
    assert.is.not(workspace.read(record), before)
  }
}

for (const { title, change } of untold) {
  it(`${title} is noticed`, async workspace => {
    change(workspace)
    assert.not((await observe(workspace, { mode: 'check' })).isShort)
  })
}

const asked: readonly { readonly title: string; readonly options: GenerateOptions }[] = [
  { title: 'other parts', options: { emit: ['models'] } },
  { title: 'other kinds', options: { only: ['Widget'] } },
  { title: 'other versions', options: { versions: 'all' } },
  { title: 'other imports', options: { importExtension: '.ts' } },
  { title: 'another operator folder', options: { operator: 'mine' } },
  { title: 'another input', options: { inputs: ['crds/widget.json', 'crds'] } },
  { title: 'warnings to be errors', options: { strict: true } },
  { title: 'everything to be done again', options: { force: true } },
]

for (const { title, options } of asked) {
  it(`${title} can be asked for`, async workspace => {
    assert.not((await observe(workspace, { mode: 'check', ...options })).isShort)
  })
}

it('an input that gives the same is nothing for a check to fail on, and is recorded by a run', async workspace => {
  workspace.edit('crds/thing.yaml', text => `${text}---\nkind: ConfigMap\n`)
  const checked = await workspace.generate({ mode: 'check' })
  assert.is(checked.outcome, 'done')
  assert.ok(checked.files.unchanged.includes(record))
  assert.equal((await workspace.generate({ mode: 'dry-run' })).files.updated, [record])
  assert.equal((await workspace.generate()).files.updated, [record])
  const { result, isShort } = await observe(workspace)
  assert.ok(isShort)
  assert.equal(result.passedOver.length, 3)
})

it('the user’s own files are nobody else’s business', async workspace => {
  workspace.edit('operator/main.ts', text => `${text}// mine\n`)
  workspace.remove('operator/widget-reconciler.ts')
  const { result, isShort } = await observe(workspace)
  assert.ok(isShort)
  assert.equal(result, await answerOfWholeRun(workspace, {}))
  assert.ok(result.files.kept.includes('operator/widget-reconciler.ts'))
})

it('a kind that is gone leaves its reconciler, of which no run speaks', async workspace => {
  workspace.remove('crds/gadget.json')
  await workspace.generate()
  const { result, isShort } = await observe(workspace)
  assert.ok(isShort)
  assert.equal(result, await answerOfWholeRun(workspace, {}))
  assert.not(result.files.kept.includes('operator/gadget-reconciler.ts'))
})

for (const between of [['middle.example.com'], []]) {
  const neighbours = between.length > 0 ? '' : ', of groups that are neighbours,'
  it(`two branches${neighbours} that each generated are merged, but for what proves them, and the next run puts that right`, async workspace => {
    const git = (...args: string[]) => {
      const config = ['-c', 'user.name=x', '-c', 'user.email=x@example.com']
      return spawnSync('git', [...config, ...args], { cwd: workspace.folder, encoding: 'utf8' })
    }
    const change = async (file: string, text: string) => {
      workspace.write({ [file]: text })
      await workspace.generate()
      git('commit', '-aqm', 'change')
    }
    for (const group of between) workspace.write({ 'crds/middle.json': definition('Middle', { group }) })
    await workspace.generate()
    git('init', '-q', '-b', 'main')
    git('add', '.')
    git('commit', '-qm', 'begin')
    git('checkout', '-qb', 'branch')
    await change('crds/widget.json', definition('Widget', { fields: ['color'] }))
    git('checkout', '-q', 'main')
    await change('crds/gadget.json', definition('Gadget', { group: 'other.example.com', fields: ['weight'] }))
    for (const style of ['merge', 'diff3']) {
      git('reset', '-q', '--hard', 'main')
      assert.match(git('-c', `merge.conflictStyle=${style}`, 'merge', 'branch').stdout, `Merge conflict in ${record}`)
      assert.match(workspace.read(record), '<<<<<<< ')

      assert.is((await workspace.generate({ mode: 'check' })).outcome, 'outdated')
      const { outcome, diagnostics, files } = await workspace.generate()
      assert.is(outcome, 'done', JSON.stringify(diagnostics))
      assert.equal(files.updated, [record])
      const { result, isShort } = await observe(workspace)
      assert.ok(isShort)
      assert.equal(result, await answerOfWholeRun(workspace, {}))
      git('merge', '--abort')
    }
  })
}

test.run()
