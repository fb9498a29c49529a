// What a run writes down in opwright.json, and what the next one makes of it.

import { Readable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { UsageError, type GenerateOptions } from '../../../generator/index.js'
import { emitParts, importExtensions, versionSelections } from '../../../generator/option-values.js'
import { version } from '../../../generator/version.js'
import { definition, inWorkspace, problems, type Workspace } from '../workspace.js'

const record = 'generated/opwright.json'

function it(name: string, body: (workspace: Workspace) => Promise<void>): void {
  test(
    name,
    inWorkspace(async workspace => {
      workspace.write({
        'crds/widget.json': definition('Widget'),
        'crds/gadget.json': definition('Gadget', { group: 'other.example.com' }),
        'somewhere/else/note.txt': '',
      })
      await body(workspace)
    }),
  )
}

const recorded = (workspace: Workspace, file = record) => {
  const { inputs, options } = JSON.parse(workspace.read(file))
  return { inputs, options }
}

const records: readonly {
  readonly title: string
  readonly given: GenerateOptions
  readonly want: { readonly inputs: readonly string[]; readonly options: object }
  readonly at?: string
}[] = [
  {
    title: 'a folder',
    given: { inputs: ['crds/'] },
    want: { inputs: ['../crds'], options: { operator: '../operator' } },
  },
  {
    title: 'several inputs, in their order',
    given: { inputs: ['./crds/widget.json', 'crds/gadget.json'] },
    want: { inputs: ['../crds/widget.json', '../crds/gadget.json'], options: { operator: '../operator' } },
  },
  {
    title: 'a glob',
    given: { inputs: ['crds/*.json'] },
    want: { inputs: ['../crds/*.json'], options: { operator: '../operator' } },
  },
  {
    title: 'every option',
    given: {
      inputs: ['crds'],
      operator: 'src/operator',
      emit: ['reconciler', 'models'],
      only: ['Widget', 'Gadget', 'Widget'],
      versions: 'all',
      importExtension: '.ts',
    },
    want: {
      inputs: ['../crds'],
      options: {
        emit: ['models', 'reconciler'],
        importExtension: '.ts',
        only: ['Gadget', 'Widget'],
        operator: '../src/operator',
        versions: 'all',
      },
    },
  },
  {
    title: 'options that say what holds anyway',
    given: {
      inputs: ['crds'],
      emit: ['models', 'client', 'reconciler'],
      only: [],
      versions: 'served',
      importExtension: '.js',
    },
    want: { inputs: ['../crds'], options: { operator: '../operator' } },
  },
  {
    title: 'another output folder',
    given: { inputs: ['crds'], out: 'src/api/generated' },
    want: { inputs: ['../../../crds'], options: { operator: '../../../operator' } },
    at: 'src/api/generated/opwright.json',
  },
]

for (const { title, given, want, at = record } of records) {
  it(`records ${title}, and repeats it from anywhere`, async workspace => {
    const { outcome, diagnostics } = await workspace.generate(given)
    assert.is(outcome, 'done', JSON.stringify(diagnostics))
    assert.equal(recorded(workspace, at), want)
    const before = workspace.files()

    const out = at.slice(0, at.lastIndexOf('/'))
    const repeats: GenerateOptions[] = [
      { out },
      { cwd: workspace.path('somewhere/else'), out: `../../${out}` },
      { cwd: workspace.path(out), out: '.' },
      { cwd: workspace.path('somewhere'), out: workspace.path(out) },
    ]
    for (const repeat of repeats) {
      const again = await workspace.generate(repeat)
      assert.is(again.outcome, 'done', JSON.stringify(again.diagnostics))
      assert.equal([...again.files.created, ...again.files.updated, ...again.files.removed], [])
      assert.equal(again.notes, [])
      assert.equal(workspace.files(), before)
    }
  })
}

it('records standard input, and reads it again', async workspace => {
  const stdin = () => Readable.from([Buffer.from(definition('Widget'))])
  await workspace.generate({ inputs: ['-'], stdin })
  assert.equal(recorded(workspace).inputs, ['-'])
  const again = await workspace.generate({ stdin })
  assert.is(again.outcome, 'done')
  assert.equal(again.files.updated, [])
})

const gone: readonly { readonly inputs: readonly string[]; readonly file: string; readonly want: readonly string[] }[] =
  [
    { inputs: ['crds/gadget.json', 'crds/widget.json'], file: 'crds/gadget.json', want: ['input/not-found'] },
    { inputs: ['crds', 'crds/g*.json'], file: 'crds/gadget.json', want: ['input/no-match'] },
    { inputs: ['crds/widget.json', 'somewhere'], file: 'somewhere/x.json', want: ['input/empty-folder'] },
    { inputs: ['crds'], file: 'crds', want: ['input/not-found'] },
  ]

for (const { inputs, file, want } of gone) {
  it(`says of ${inputs.join(' ')} without ${file} that it is recorded, and what to do`, async workspace => {
    workspace.write({ 'somewhere/x.json': definition('Thing') })
    assert.is((await workspace.generate({ inputs })).outcome, 'done')
    workspace.remove(file)
    const told = async (options: GenerateOptions) => {
      const { diagnostics } = await workspace.generate(options)
      return diagnostics.map(({ code, help }) => [code, help])
    }
    const help = `It is recorded in ${record}: run once with the inputs that are there, and those are recorded instead.`
    assert.equal(
      await told({}),
      want.map(code => [code, help]),
    )
    assert.equal(
      await told({ inputs }),
      want.map(code => [code, undefined]),
    )
  })
}

it('says of standard input that is empty that it is what is recorded', async workspace => {
  await workspace.generate({ inputs: ['-'], stdin: () => Readable.from([Buffer.from(definition('Widget'))]) })
  const { diagnostics } = await workspace.generate({ stdin: () => Readable.from([]) })
  const help = `The input that is recorded in ${record} is standard input: give it again, or run once with other inputs.`
  assert.equal(
    diagnostics.map(each => [each.code, each.help]),
    [['input/empty', help]],
  )
})

const values: readonly GenerateOptions[] = [
  ...emitParts.map(part => ({ emit: [...new Set(['models', part] as const)] })),
  ...versionSelections.map(versions => ({ versions })),
  ...importExtensions.map(importExtension => ({ importExtension })),
]

for (const given of values) {
  it(`reads again what it records of ${JSON.stringify(given)}`, async workspace => {
    await workspace.generate({ ...given, inputs: ['crds'] })
    const { diagnostics, notes } = await workspace.generate({ ...given, mode: 'check' })
    assert.equal([diagnostics, notes], [[], []])
  })
}

it('a glob finds what has come since', async workspace => {
  await workspace.generate({ inputs: ['crds/*.json'] })
  workspace.write({ 'crds/thing.json': definition('Thing') })
  const { files } = await workspace.generate()
  assert.ok(files.created.includes('generated/example.com/v1/thing.ts'))
})

it('options of a repeated run take the place of the recorded ones, and are recorded', async workspace => {
  await workspace.generate({ inputs: ['crds'], emit: ['models', 'client'], importExtension: '.ts' })
  const { notes } = await workspace.generate({ emit: ['models'] })
  assert.equal(notes, ['--emit is models now, and was models,client in the run before'])
  assert.equal(recorded(workspace).options, { emit: ['models'], importExtension: '.ts', operator: '../operator' })
})

const differing: readonly { readonly given: GenerateOptions; readonly want: readonly string[] }[] = [
  {
    given: { inputs: ['crds/widget.json'] },
    want: [
      'the input is crds/widget.json now, and was crds in the run before',
      'no longer generated: Gadget; to keep all kinds, give all inputs at once',
    ],
  },
  {
    given: { inputs: ['crds'], emit: ['models'] },
    want: ['--emit is models now, and was everything in the run before'],
  },
  {
    given: { inputs: ['crds'], only: ['Widget'] },
    want: ['--only is Widget now, and was every kind in the run before'],
  },
  {
    given: { inputs: ['crds'], versions: 'storage' },
    want: ['--versions is storage now, and was served in the run before'],
  },
  {
    given: { inputs: ['crds'], importExtension: 'none' },
    want: ['--import-extension is none now, and was .js in the run before'],
  },
  {
    given: { inputs: ['crds', 'crds/widget.json', 'crds/*.json', 'crds/gadget.json', './crds/./*'], operator: 'mine' },
    want: [
      'the input is crds crds/widget.json crds/*.json and 2 more now, and was crds in the run before',
      '--operator is mine now, and was operator in the run before',
    ],
  },
]

for (const { given, want } of differing) {
  it(`says how a first run differs from the recorded one: ${want.join('; ')}`, async workspace => {
    await workspace.generate({ inputs: ['crds'] })
    // What it imports is another matter.
    workspace.remove('operator')
    const { notes } = await workspace.generate({ ...given, mode: 'dry-run' })
    assert.equal(notes, want)
    const elsewhere = await workspace.generate({ ...given, mode: 'check' })
    assert.equal(elsewhere.notes, want)
  })
}

it('names a few of the kinds that another input lacks', async workspace => {
  const kinds = ['Axle', 'Bolt', 'Cog', 'Dial', 'Edge']
  workspace.write(Object.fromEntries(kinds.map(kind => [`more/${kind}.json`, definition(kind)])))
  await workspace.generate({ inputs: ['crds', 'more'], emit: ['models'] })
  const { notes } = await workspace.generate({ inputs: ['crds'], emit: ['models'] })
  assert.is(notes.at(-1), 'no longer generated: Axle, Bolt, Cog and 2 more; to keep all kinds, give all inputs at once')
  workspace.remove('crds/gadget.json')
  assert.equal((await workspace.generate()).notes, [])
})

it('says that a run with inputs keeps no option', async workspace => {
  await workspace.generate({ inputs: ['crds'], emit: ['models', 'client'], versions: 'all' })
  const { notes } = await workspace.generate({ inputs: ['crds'], versions: 'all', mode: 'dry-run' })
  assert.equal(notes, [
    '--emit is everything now, and was models,client in the run before',
    'where inputs are given, options are not taken from the run before: give them again to keep them',
  ])
  const changed = await workspace.generate({ inputs: ['crds'], emit: ['models'], versions: 'all', mode: 'dry-run' })
  assert.equal(changed.notes, ['--emit is models now, and was models,client in the run before'])
})

it('says that another version of the tool wrote the record', async workspace => {
  await workspace.generate({ inputs: ['crds'] })
  workspace.edit(record, text => text.replace(`"opwright": "${version}"`, '"opwright": "0.0.1"'))
  const { outcome, notes, files } = await workspace.generate({ mode: 'check' })
  assert.is(outcome, 'outdated')
  assert.equal(files.updated, [record])
  assert.equal(notes, [`opwright is ${version} now, and was 0.0.1 in the run before`])
})

it('the banner names the input the same way from wherever the run is started', async workspace => {
  await workspace.generate({ inputs: ['crds'] })
  const want = workspace.files('generated')
  workspace.remove('generated')
  const cwd = workspace.path('somewhere/else')
  await workspace.generate({ cwd, inputs: ['../../crds'], out: '../../generated', operator: '../../operator' })
  assert.equal(workspace.files('generated'), want)
})

const good = {
  opwright: version,
  inputs: ['../crds'],
  options: { operator: '../operator' },
  files: { 'example.com/v1/widget.ts': 'sha256-x' },
  operatorFiles: ['main.ts'],
}

const mangled: readonly { readonly title: string; readonly text: unknown; readonly reason: string }[] = [
  { title: 'nothing', text: '', reason: 'it is no JSON' },
  { title: 'half of a record', text: JSON.stringify(good).slice(0, 80), reason: 'it is no JSON' },
  {
    title: 'what a merge has left',
    text: `{\n<<<<<<< HEAD\n  "opwright": "1"\n=======\n  "opwright": "2"\n>>>>>>> main\n}`,
    reason: 'a merge left its marks in it',
  },
  { title: 'null', text: null, reason: 'it is no object' },
  { title: 'a list', text: [good], reason: 'it is no object' },
  { title: 'no version', text: { ...good, opwright: 1 }, reason: '`opwright` is no version' },
  { title: 'no inputs', text: { ...good, inputs: [] }, reason: '`inputs` is no list of inputs' },
  { title: 'an input that is a number', text: { ...good, inputs: [1] }, reason: '`inputs` is no list of inputs' },
  { title: 'an empty input', text: { ...good, inputs: [''] }, reason: '`inputs` is no list of inputs' },
  { title: 'options that are a list', text: { ...good, options: [] }, reason: '`options` is no object' },
  {
    title: 'an operator folder that is absolute',
    text: { ...good, options: { operator: '/etc' } },
    reason: '`options.operator` is none of its values',
  },
  {
    title: 'a part that is unknown',
    text: { ...good, options: { emit: ['docs'] } },
    reason: '`options.emit` is none of its values',
  },
  {
    title: 'versions that are unknown',
    text: { ...good, options: { versions: 'some' } },
    reason: '`options.versions` is none of its values',
  },
  {
    title: 'an option of another version',
    text: { ...good, options: { style: 'terse' } },
    reason: '"style" is no option of this version',
  },
  {
    title: 'an option that objects have anyway',
    text: { ...good, options: { constructor: 'x' } },
    reason: '"constructor" is no option of this version',
  },
  { title: 'files that are a list', text: { ...good, files: ['a.ts'] }, reason: '`files` is no object' },
  {
    title: 'a hash that is a number',
    text: { ...good, files: { 'a.ts': 1 } },
    reason: '`files` has a hash that is none',
  },
  ...['../precious.txt', 'a/../../precious.txt', '/etc/passwd', '', '..\\precious.txt', 'a\0b'].map(file => ({
    title: `the file ${JSON.stringify(file)}`,
    text: { ...good, files: { [file]: 'sha256-x' } },
    reason: `${JSON.stringify(file)} leads out of its folder`,
  })),
  {
    title: 'a file of the user that leads out',
    text: { ...good, operatorFiles: ['../main.ts'] },
    reason: '"../main.ts" leads out of its folder',
  },
]

for (const { title, text, reason } of mangled) {
  it(`a record of ${title} is an error, and nothing is touched`, async workspace => {
    workspace.write({
      [record]: typeof text === 'string' ? text : JSON.stringify(text),
      'precious.txt': 'precious',
      'precious.ts': 'precious',
    })
    const before = workspace.files()
    for (const given of [{}, { inputs: ['crds'] }, { force: true }, { inputs: ['crds'], force: true }]) {
      const result = await workspace.generate(given)
      assert.is(result.outcome, 'failed')
      assert.equal(problems(result), [`error write/manifest ${record}`])
      assert.is(result.diagnostics[0]?.message, `is not as opwright wrote it: ${reason}`)
      assert.equal(workspace.files(), before)
    }
  })
}

it('a record that names itself or what is no file does no harm', async workspace => {
  await workspace.generate({ inputs: ['crds'] })
  workspace.edit(record, text => {
    const value = JSON.parse(text)
    return JSON.stringify({ ...value, files: { ...value.files, 'opwright.json': 'x', 'example.com': 'x', '.': 'x' } })
  })
  const { outcome, files } = await workspace.generate({ force: true })
  assert.is(outcome, 'done')
  assert.equal(files.removed, [])
  assert.ok(workspace.has(record))
  assert.is((await workspace.generate({ mode: 'check' })).outcome, 'done')
})

it('a record is told with the problems of the input', async workspace => {
  workspace.write({ [record]: '{', 'bad.yaml': 'a: [' })
  const result = await workspace.generate({ inputs: ['bad.yaml'] })
  assert.equal(problems(result), ['error yaml/syntax bad.yaml:2:1', `error write/manifest ${record}`])
})

const usageErrors: readonly { readonly title: string; readonly given: GenerateOptions; readonly message: string }[] = [
  {
    title: 'no input and no record',
    given: {},
    message: 'no input, and no record of a run in generated/opwright.json',
  },
  { title: 'an empty input', given: { inputs: [''] }, message: 'an input is empty' },
  {
    title: 'one folder for both',
    given: { inputs: ['crds'], out: 'src', operator: './src/' },
    message: 'the output folder and the operator folder are the same',
  },
  {
    title: 'clients without models',
    given: { inputs: ['crds'], emit: ['client', 'reconciler'] },
    message: 'the models cannot be left out: everything else imports them',
  },
  {
    title: 'nothing to emit',
    given: { inputs: ['crds'], emit: [] },
    message: 'the models cannot be left out: everything else imports them',
  },
  {
    title: 'a part that is none',
    given: { inputs: ['crds'], emit: ['models', 'clients' as never] },
    message: 'emit takes models, client, reconciler; "clients" is none of them',
  },
  {
    title: 'versions that are none',
    given: { inputs: ['crds'], versions: 'stored' as never },
    message: 'versions takes served, storage, all; "stored" is none of them',
  },
  {
    title: 'an extension that is none',
    given: { inputs: ['crds'], importExtension: '.mjs' as never },
    message: 'importExtension takes .js, .ts, none; ".mjs" is none of them',
  },
  {
    title: 'a mode that is none',
    given: { inputs: ['crds'], mode: 'dryRun' as never },
    message: 'mode takes write, check, dry-run; "dryRun" is none of them',
  },
  { title: 'an input that is in no list', given: { inputs: 'crds' as never }, message: 'inputs takes a list' },
  {
    title: 'a part that is in no list',
    given: { inputs: ['crds'], emit: 'models' as never },
    message: 'emit takes a list',
  },
  {
    title: 'a kind that is in no list',
    given: { inputs: ['crds'], only: 'Widget' as never },
    message: 'only takes a list',
  },
]

for (const { title, given, message } of usageErrors) {
  it(`${title} is a usage error`, async workspace => {
    const before = workspace.files()
    const error = await workspace.generate(given).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    assert.instance(error, UsageError)
    assert.is((error as Error).message, message)
    assert.equal(workspace.files(), before)
  })
}

test.run()
