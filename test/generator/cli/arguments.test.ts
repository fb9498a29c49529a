import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parseArguments, type OutputOptions } from '../../../generator/cli/arguments.js'
import { UsageError, type GenerateOptions } from '../../../generator/index.js'
import { inWorkspace } from '../workspace.js'

const defaults: GenerateOptions = { inputs: [], mode: 'write', force: false, strict: false }
const loud: OutputOptions = { json: false, quiet: false, color: true, timings: false }

const requests = suite('command lines')

const generating: readonly {
  readonly given: readonly string[]
  readonly options?: GenerateOptions
  readonly output?: Partial<OutputOptions>
  readonly watch?: boolean
}[] = [
  { given: [] },
  { given: ['crds'], options: { inputs: ['crds'] } },
  { given: ['a.yaml', 'b/', 'c/*.yaml', '-'], options: { inputs: ['a.yaml', 'b/', 'c/*.yaml', '-'] } },
  { given: ['https://example.com/crd.yaml'], options: { inputs: ['https://example.com/crd.yaml'] } },
  { given: ['a', '-o', 'src'], options: { inputs: ['a'], out: 'src' } },
  { given: ['-osrc', 'a'], options: { inputs: ['a'], out: 'src' } },
  { given: ['--out=src', 'a'], options: { inputs: ['a'], out: 'src' } },
  { given: ['--out', 'src', '--out', 'lib'], options: { out: 'lib' } },
  { given: ['--out=--odd'], options: { out: '--odd' } },
  { given: ['--operator', 'mine'], options: { operator: 'mine' } },
  { given: ['--timings', 'a'], options: { inputs: ['a'] }, output: { timings: true } },
  { given: ['--emit', 'models'], options: { emit: ['models'] } },
  { given: ['--emit', 'models,client'], options: { emit: ['models', 'client'] } },
  { given: ['--emit=models', '--emit', 'client'], options: { emit: ['models', 'client'] } },
  { given: ['--emit', 'models, client'], options: { emit: ['models', 'client'] } },
  { given: ['--only', 'Foo'], options: { only: ['Foo'] } },
  {
    given: ['--only', 'Foo,example.com', '--only', 'Bar.example.com'],
    options: { only: ['Foo', 'example.com', 'Bar.example.com'] },
  },
  { given: ['--versions', 'all'], options: { versions: 'all' } },
  { given: ['--import-extension', 'none'], options: { importExtension: 'none' } },
  { given: ['--import-extension=.ts'], options: { importExtension: '.ts' } },
  { given: ['--check'], options: { mode: 'check' } },
  { given: ['--check', '--check'], options: { mode: 'check' } },
  { given: ['--dry-run', '--force'], options: { mode: 'dry-run', force: true } },
  { given: ['--check', '--force'], options: { mode: 'check', force: true } },
  { given: ['--force', '--strict'], options: { force: true, strict: true } },
  { given: ['-q'], output: { quiet: true } },
  { given: ['--quiet', '--json', '--no-color'], output: { quiet: true, json: true, color: false } },
  { given: ['crds', '--watch', '--force'], options: { inputs: ['crds'], force: true }, watch: true },
  { given: ['--', '-x.yaml', '--check'], options: { inputs: ['-x.yaml', '--check'] } },
  { given: ['a', '--', 'b'], options: { inputs: ['a', 'b'] } },
  { given: ['--', '--'], options: { inputs: ['--'] } },
]

for (const { given, options = {}, output = {}, watch = false } of generating) {
  requests(`opwright ${given.join(' ')}`, () => {
    const want = { kind: 'generate', options: { ...defaults, ...options }, output: { ...loud, ...output }, watch }
    assert.equal(parseArguments(given), want)
  })
}

for (const [given, kind] of [
  ['--help', 'help'],
  ['-h', 'help'],
  ['--version', 'version'],
  ['-V', 'version'],
] as const) {
  requests(`opwright ${given}`, () => {
    assert.equal(parseArguments([given]), { kind })
    assert.equal(parseArguments(['crds', '--check', '--dry-run', given]), { kind }, 'whatever else is asked')
  })
}

requests.run()

const refusals = suite('wrong usage')

const refused: readonly { readonly given: readonly string[]; readonly message: string }[] = [
  { given: ['--chekc'], message: 'there is no option --chekc; did you mean --check?' },
  { given: ['--dryrun'], message: 'there is no option --dryrun; did you mean --dry-run?' },
  {
    given: ['--import-extention=.js'],
    message: 'there is no option --import-extention; did you mean --import-extension?',
  },
  {
    given: ['diff'],
    message: 'diff takes two inputs, the old one and the new one; an input of that name is ./diff',
  },
  {
    given: ['diff', 'a'],
    message: 'diff takes two inputs, the old one and the new one; an input of that name is ./diff',
  },
  { given: ['diff', 'a', 'b', 'c'], message: 'diff takes two inputs, the old one and the new one, and not 3' },
  { given: ['diff', 'a', ''], message: 'an input is empty' },
  { given: ['crds', '--conventions'], message: '--conventions belongs to diff' },
  { given: ['--colour'], message: 'there is no option --colour' },
  { given: ['-x'], message: 'there is no option -x' },
  { given: ['-qx'], message: 'there is no option -x' },
  { given: ['--no-check'], message: 'there is no option --no-check' },
  { given: ['-o'], message: '--out needs a value' },
  { given: ['--out'], message: '--out needs a value' },
  { given: ['--out', '--check'], message: '--out needs a value' },
  { given: ['-o', '-q'], message: '-o needs a value' },
  { given: ['--only'], message: '--only needs a value' },
  { given: ['--check=yes'], message: '--check takes no value' },
  { given: ['-q=1'], message: 'there is no option -=' },
  { given: ['--out='], message: '--out is empty' },
  { given: ['--out', ''], message: '--out is empty' },
  { given: ['--operator='], message: '--operator is empty' },
  { given: ['--emit', ''], message: '--emit has an empty item' },
  { given: ['--emit', 'models,'], message: '--emit has an empty item' },
  { given: ['--only', 'Foo,,Bar'], message: '--only has an empty item' },
  { given: ['--emit', 'model'], message: '--emit takes models, client, reconciler; "model" is none of them' },
  { given: ['--emit', 'Models'], message: '--emit takes models, client, reconciler; "Models" is none of them' },
  { given: ['--versions', ''], message: '--versions takes served, storage, all; "" is none of them' },
  { given: ['--versions', 'v1'], message: '--versions takes served, storage, all; "v1" is none of them' },
  { given: ['--import-extension', 'js'], message: '--import-extension takes .js, .ts, none; "js" is none of them' },
  { given: ['--check', '--dry-run'], message: '--check and --dry-run exclude each other' },
  { given: ['crds', '--watch', '--check'], message: '--watch and --check exclude each other' },
  { given: ['crds', '--watch', '--dry-run'], message: '--watch and --dry-run exclude each other' },
  { given: ['crds', '--watch', '--timings'], message: '--watch and --timings exclude each other' },
  { given: ['crds', '--watch', '--json'], message: '--watch and --json exclude each other' },
  { given: ['crds', '-', '--watch'], message: '--watch cannot follow standard input' },
  {
    given: ['https://127.0.0.1:1/crd.yaml', '--watch'],
    message: '--watch cannot follow URLs, and there is no other input',
  },
  { given: ['--watch'], message: 'no input, and no record of a run in generated/opwright.json' },
  { given: ['', '--watch'], message: 'an input is empty' },
  { given: [''], message: 'an input is empty' },
  {
    given: ['crds', '--emit', 'client'],
    message: 'the models cannot be left out: everything else imports them',
  },
  { given: [], message: 'no input, and no record of a run in generated/opwright.json' },
  { given: ['-o', 'src/gen'], message: 'no input, and no record of a run in src/gen/opwright.json' },
]

for (const { given, message } of refused) {
  refusals(
    `opwright ${given.map(arg => arg || "''").join(' ')}`,
    inWorkspace(async workspace => {
      for (const output of [[], ['--quiet'], ...(given.includes('--watch') ? [] : [['--json']])]) {
        // Before the others: what follows could be taken for a value.
        const ran = await workspace.run([...output, ...given])
        assert.equal(ran, { status: 2, out: '', err: `opwright: ${message}\nTry opwright --help.\n` })
      }
      assert.equal(workspace.names(), ['./'])
    }),
  )
}

refusals('is an error of its own kind', () => {
  assert.throws(
    () => parseArguments(['--chekc']),
    (error: unknown) => error instanceof UsageError,
  )
})

refusals.run()
