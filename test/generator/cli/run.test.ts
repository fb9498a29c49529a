import { stripVTControlCharacters } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../../generator/cli/run.js'
import { version } from '../../../generator/version.js'
import { definition, inWorkspace, type Workspace } from '../workspace.js'

/** A warning at 2:1, and nothing else wrong. */
const withWarning = (kind: string) =>
  definition(kind).replace('"scope":"Namespaced"', '"scope":"Cluster","scope":"Namespaced"').replace('{', '---\n{')

const summaries = suite('what is said')

function says(title: string, body: (workspace: Workspace) => Promise<void>): void {
  summaries(
    title,
    inWorkspace(async workspace => {
      workspace.write({ 'crds/widget.json': definition('Widget') })
      await body(workspace)
    }),
  )
}

says('of a first run', async workspace => {
  assert.equal(await workspace.run(['crds']), {
    status: 0,
    out: `1 kind, 6 files created, 0 updated, 0 unchanged, 0 removed (0.0 s)
Yours to fill in: operator/widget-reconciler.ts.
For CRDs of others, whose objects you only read and write, leave reconcilers out: --emit models,client
`,
    err: '',
  })
})

says('of a run that changes nothing', async workspace => {
  await workspace.run(['crds'])
  assert.equal(await workspace.run([]), {
    status: 0,
    out: '1 kind, 0 files created, 0 updated, 4 unchanged, 0 removed (0.0 s)\n',
    err: '',
  })
})

says('of a run that adds a kind: what concerns a first run is not said again', async workspace => {
  await workspace.run(['crds'])
  workspace.write({ 'crds/gadget.json': definition('Gadget') })
  assert.equal(await workspace.run([]), {
    status: 0,
    out: `2 kinds, 4 files created, 1 updated, 3 unchanged, 0 removed (0.0 s)
Registered in operator/main.ts, where nothing else was changed.
Yours to fill in: operator/gadget-reconciler.ts.
`,
    err: '',
  })
})

says('of several kinds', async workspace => {
  workspace.write({ 'crds/gadget.json': definition('Gadget'), 'crds/thing.json': definition('Thing') })
  const { out } = await workspace.run(['crds'])
  assert.match(out, /^3 kinds, 14 files created, /)
  assert.match(out, 'Yours to fill in: operator/gadget-reconciler.ts and 2 others.\n')
})

says('of a run without reconcilers', async workspace => {
  const { out } = await workspace.run(['crds', '--emit', 'models'])
  assert.is(out, '1 kind, 2 files created, 0 updated, 0 unchanged, 0 removed (0.0 s)\n')
})

says('of a run that updates and removes', async workspace => {
  workspace.write({ 'crds/gadget.json': definition('Gadget') })
  await workspace.run(['crds', '--emit', 'models'])
  workspace.remove('crds/gadget.json')
  const { out } = await workspace.run([])
  assert.is(out, '1 kind, 0 files created, 1 updated, 1 unchanged, 1 removed (0.0 s)\n')
})

says('of options that differ from the recorded ones', async workspace => {
  await workspace.run(['crds'])
  const { out } = await workspace.run(['crds', '--emit', 'models'])
  assert.match(out, '\nNote: --emit is models now, and was everything in the run before.\n')
})

says('of documents that are no CRD', async workspace => {
  workspace.write({
    'crds/others.yaml': ['A', 'B', 'B', 'C', 'D', 'E', 'F'].map(kind => `kind: ${kind}\n`).join('---\n'),
  })
  const { out } = await workspace.run(['crds', '--emit', 'models'])
  assert.match(out, '\nPassed over 7 documents that are not CRDs: 2 B, 1 A, 1 C, 1 D, 1 E, 1 of other kinds.\n')
})

says('of a check', async workspace => {
  await workspace.run(['crds', '--emit', 'models'])
  assert.equal(await workspace.run(['--check']), {
    status: 0,
    out: 'Up to date: 1 kind, 2 files (0.0 s)\n',
    err: '',
  })
  workspace.write({ 'crds/gadget.json': definition('Gadget') })
  workspace.remove('crds/widget.json')
  const outdated = `create  generated/example.com/v1/gadget.ts
update  generated/opwright.json
remove  generated/example.com/v1/widget.ts
Out of date: 1 kind, 1 file to create, 1 to update, 0 unchanged, 1 to remove (0.0 s)
`
  assert.equal(await workspace.run(['--check']), { status: 1, out: outdated, err: '' })
  assert.equal(await workspace.run(['--check', '--quiet']), { status: 1, out: outdated, err: '' })
  const { status, out } = await workspace.run(['--dry-run'])
  assert.equal([status, out], [0, outdated.replace('Out of date: ', '')])
})

says('of warnings, with what was done all the same', async workspace => {
  workspace.write({ 'crds/gadget.yaml': withWarning('Gadget') })
  const { status, out, err } = await workspace.run(['crds', '--emit', 'models'])
  assert.is(status, 0)
  assert.match(err, /^crds\/gadget\.yaml:2:\d+: warning\[yaml\/duplicate-key\]: [^\n]*\n$/)
  assert.is(out, '2 kinds, 3 files created, 0 updated, 0 unchanged, 0 removed; 1 warning (0.0 s)\n')
})

says('of warnings that are errors', async workspace => {
  workspace.write({ 'crds/gadget.yaml': withWarning('Gadget') })
  const { status, out, err } = await workspace.run(['crds', '--strict'])
  assert.is(status, 1)
  assert.is(out, '')
  assert.match(err, /^crds\/gadget\.yaml:2:\d+: error\[yaml\/duplicate-key\]: [^\n]*\n1 error; nothing was written\n$/)
  assert.not.ok(workspace.has('generated'))
})

says('of problems, sorted by file and line, and nothing is written', async workspace => {
  workspace.write({
    'crds/a.yaml': 'a: [',
    'crds/b.yaml': `${withWarning('Gadget')}---\n${definition('Thing').replace('"Namespaced"', '"Everywhere"')}`,
    'crds/c.json': definition('Nothing').replace('"kind":"Nothing"', '"kind":""'),
  })
  const { status, out, err } = await workspace.run(['missing.yaml', 'crds', 'none/*.yaml'])
  assert.is(status, 1)
  assert.is(out, '')
  const places = err.split('\n').map(line => /^([^ ]*): (?:error|warning)/.exec(line)?.[1])
  const files = places.filter(place => place !== undefined).map(place => place.replace(/:\d+$/, ''))
  assert.equal(files, [
    'crds/a.yaml:2',
    'crds/b.yaml:2',
    'crds/b.yaml:4',
    'crds/c.json:1',
    'missing.yaml',
    'none/*.yaml',
  ])
  assert.match(err, /\n5 errors, 1 warning; nothing was written\n$/)
  assert.not.ok(workspace.has('generated'))
})

says('of an input that is nothing: one problem', async workspace => {
  const { status, err } = await workspace.run(['missing.yaml'])
  assert.is(status, 1)
  assert.is(err, 'missing.yaml: error[input/not-found]: no such file or folder\n1 error; nothing was written\n')
})

says('of a URL that is not read', async workspace => {
  const { status, err } = await workspace.run(['ftp://example.com/x.yaml'])
  assert.is(status, 1)
  assert.match(err, 'ftp://example.com/x.yaml: error[input/url]: only http and https URLs are read\n')
})

says('of an input without CRDs', async workspace => {
  workspace.write({ 'others.yaml': 'kind: Service\n---\nkind: Service\n' })
  const { status, err } = await workspace.run(['others.yaml'])
  assert.is(status, 1)
  assert.match(err, /2 Service[^\n]*\n1 error; nothing was written\n$/)
})

says('quietly: problems only', async workspace => {
  workspace.write({ 'crds/gadget.yaml': withWarning('Gadget') })
  const first = await workspace.run(['crds', '-q'])
  assert.equal([first.status, first.out], [0, ''])
  assert.match(first.err, /^crds\/gadget.yaml:2:\d+: warning[^\n]*\n$/)
  workspace.remove('crds/gadget.yaml')
  assert.equal(await workspace.run(['-q']), { status: 0, out: '', err: '' })
  assert.equal(await workspace.run(['-q', '--check']), { status: 0, out: '', err: '' })
  assert.is((await workspace.run(['-q', 'missing.yaml'])).status, 1)
})

says('of text that would steer the terminal: it is spelt out', async workspace => {
  workspace.write({ 'crds/other.json': JSON.stringify({ kind: '\u001b[2J\u202eevil\u009b' }) })
  const { out } = await workspace.run(['crds', '--emit', 'models'])
  assert.match(out, 'not a CRD: 1 \\u001b[2J\\u202eevil\\u009b.\n')
  const { err } = await workspace.run(['crds/\u001b[2J.yaml', '--only', '\u001b[2J'])
  assert.match(err, 'crds/\\u001b[2J.yaml: error')
  assert.not.match(err, '\u001b')
  assert.not.match((await workspace.run(['--\u001b[2J'])).err, '\u001b')
})

says('of text that would pass for another line: it stays in its own', async workspace => {
  const forged = 'crds/foo.yaml:1:1: error[crd/x]: made up'
  const forging = `evil\n${forged}`
  const withoutType = (text: string) =>
    text.replace('{"sizeOfGadget":{"type":"string"}}', JSON.stringify({ [forging]: {} }))
  workspace.write({
    'crds/gadget.yaml': withoutType(definition('Gadget')),
    'crds/other.json': JSON.stringify({ kind: forging }),
    [`crds/${forging.replaceAll('/', '-')}.yaml`]: 'a: [',
    'old/gadget.yaml': definition('Gadget'),
    'new/gadget.yaml': definition('Gadget', { fields: [forging] }),
  })
  const runs = [
    ['crds/gadget.yaml', 'crds/other.json'],
    ['crds'],
    ['crds/other.json'],
    ['old', '--only', forging],
    ['diff', 'old', 'new'],
    ['diff', 'old', 'crds'],
    ['diff', 'old', 'crds/other.json'],
    [`--${forging}`],
  ]
  for (const args of runs) {
    const { out, err } = await workspace.run(args)
    const lines = `${out}${err}`.split('\n')
    assert.ok(
      lines.some(line => line.includes('evil\\ncrds')),
      `${args.join(' ')}: ${out}${err}`,
    )
    assert.not.ok(
      lines.some(line => line.startsWith('crds/foo.yaml') || line.startsWith('crds-foo.yaml')),
      `${out}${err}`,
    )
  }
})

says('of itself', async workspace => {
  assert.equal(await workspace.run(['--version']), { status: 0, out: `${version}\n`, err: '' })
  const { status, out, err } = await workspace.run(['--help'])
  assert.equal([status, err], [0, ''])
  assert.match(out, /^Usage: opwright <input\.\.\.>/)
  assert.ok(
    out.split('\n').every(line => line.length <= 80),
    'it fits a narrow terminal',
  )
})

says('of a working folder that is gone', async workspace => {
  workspace.write({ 'gone/x': '' })
  const ran = workspace.run(['crds'], { cwd: 'gone', beforehand: () => workspace.remove('gone') })
  assert.equal(await ran, { status: 1, out: '', err: 'opwright: the working folder is gone\n' })
})

summaries.run()

const json = suite('--json')

json(
  'prints one document and nothing else',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget'), 'crds/other.yaml': 'kind: Service\n' })
    workspace.write({ 'crds/gadget.yaml': withWarning('Gadget') })
    const { status, out, err } = await workspace.run(['crds', '--json', '--emit', 'models'])
    assert.equal([status, err], [0, ''])
    const { diagnostics, ...document } = JSON.parse(out)
    assert.equal(document, {
      opwright: version,
      outcome: 'done',
      notes: [],
      kinds: ['Gadget', 'Widget'].map(kind => ({
        group: 'example.com',
        version: 'v1',
        kind,
        plural: `${kind.toLowerCase()}s`,
        scope: 'Namespaced',
      })),
      files: {
        created: [
          'generated/example.com/v1/gadget.ts',
          'generated/example.com/v1/widget.ts',
          'generated/opwright.json',
        ],
        updated: [],
        unchanged: [],
        removed: [],
        kept: [],
        scaffolded: [],
        extended: [],
      },
      passedOver: [{ kind: 'Service', count: 1 }],
      elapsedMs: 0,
    })
    assert.is(diagnostics.length, 1)
    assert.is(diagnostics[0].severity, 'warning')
    assert.is(diagnostics[0].file, 'crds/gadget.yaml')
    assert.is(diagnostics[0].position.line, 2)
  }),
)

json(
  'also where it fails, and where a check does',
  inWorkspace(async workspace => {
    const failed = await workspace.run(['--json', 'missing.yaml'])
    assert.equal([failed.status, failed.err], [1, ''])
    assert.equal(JSON.parse(failed.out).outcome, 'failed')
    assert.equal(JSON.parse(failed.out).diagnostics, [
      { severity: 'error', code: 'input/not-found', message: 'no such file or folder', file: 'missing.yaml' },
    ])
    workspace.write({ 'crds/widget.json': definition('Widget') })
    const outdated = await workspace.run(['--json', '--check', 'crds'])
    assert.equal([outdated.status, outdated.err], [1, ''])
    assert.is(JSON.parse(outdated.out).outcome, 'outdated')
    assert.is(JSON.parse(outdated.out).files.created.length, 6)
  }),
)

json.run()

const colors = suite('colours')

const painted: readonly {
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly isTTY?: boolean
  readonly want: boolean
}[] = [
  { isTTY: true, want: true },
  { isTTY: false, want: false },
  { isTTY: true, args: ['--no-color'], want: false },
  { isTTY: true, env: { NO_COLOR: '1' }, want: false },
  { isTTY: true, env: { NO_COLOR: '' }, want: true },
  { isTTY: true, env: { TERM: 'dumb' }, want: false },
  { isTTY: false, env: { FORCE_COLOR: '1' }, want: true },
  { isTTY: false, env: { FORCE_COLOR: '', TERM: 'dumb' }, want: true },
  { isTTY: true, env: { FORCE_COLOR: '0' }, want: false },
  { isTTY: true, env: { FORCE_COLOR: 'false' }, want: false },
  { isTTY: false, env: { FORCE_COLOR: '1', NO_COLOR: '1' }, want: false },
  { isTTY: false, env: { FORCE_COLOR: '1' }, args: ['--no-color'], want: false },
]

for (const { args = [], env = {}, isTTY = false, want } of painted) {
  colors(
    `${isTTY ? 'on' : 'off'} a terminal, ${JSON.stringify(env)} ${args.join(' ')}`,
    inWorkspace(async workspace => {
      const { err } = await workspace.run(['missing.yaml', ...args], { env, err: { isTTY } })
      const plain = stripVTControlCharacters(err)
      assert.is(plain, 'missing.yaml: error[input/not-found]: no such file or folder\n1 error; nothing was written\n')
      assert.is(plain !== err, want)
    }),
  )
}

colors.run()

const timings = suite('timings')

/** Runs with a clock that every look at sets on by 10 ms. */
async function runTimed(workspace: Workspace, args: readonly string[]): Promise<{ out: string; err: string }> {
  let now = 0
  return workspace.run(['crds', '--timings', ...args], { now: () => (now += 10) })
}

const whole =
  'starting reading comparing loading parsing checking naming translating formatting planning writing'.split(' ')

timings(
  'are told stage by stage, with what each took',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget') })
    const { out, err } = await runTimed(workspace, ['--quiet'])
    assert.is(out, '')
    const rows = err.trimEnd().split('\n')
    assert.equal(
      rows.map(row => row.replace(/ +\d+\.\d ms$/, '')),
      [...whole, 'in all'],
    )
    const took = rows.map(row => Number(/ (\d+\.\d) ms$/.exec(row)?.[1]))
    const sum = took.slice(0, -1).reduce((total, ms) => total + ms, 0)
    assert.is(sum, took.at(-1))
    assert.ok(took.every(ms => ms > 0))
  }),
)

timings(
  'are a part of the document for machines, and short where nothing changed',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget') })
    await workspace.run(['crds', '--quiet'])
    const { out, err } = await runTimed(workspace, ['--json'])
    assert.is(err, '')
    const { timings: taken } = JSON.parse(out)
    assert.equal(
      taken.map(({ stage }: { stage: string }) => stage),
      ['starting', 'reading', 'comparing'],
    )
    assert.equal(taken[1], { stage: 'reading', ms: 10 })
  }),
)

timings(
  'tell what a check that fails has looked up',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget') })
    const { out } = await runTimed(workspace, ['--json', '--check'])
    assert.equal(
      JSON.parse(out).timings.map(({ stage }: { stage: string }) => stage),
      [...whole, 'explaining'],
    )
  }),
)

timings.run()

const progress = suite('progress')

interface Watched {
  readonly err: string
  readonly timers: number
}

/** Runs with a clock on which every look at it takes some time, and timers that go off when the test says so. */
async function watch(
  workspace: Workspace,
  args: readonly string[],
  { step, isTTY, goOff = false }: { readonly step: number; readonly isTTY: boolean; readonly goOff?: boolean },
): Promise<Watched> {
  let now = 0
  let err = ''
  let timers = 0
  const terminal = {
    out: { write: () => {} },
    err: { isTTY, columns: 20, write: (text: string) => (err += text) },
    now: () => (now += step),
    after: (ms: number, action: () => void) => {
      assert.ok(ms > 0 && ms <= 500)
      timers++
      if (goOff) action()
      return () => timers--
    },
    interrupted: () => new Promise<void>(() => {}),
  }
  const before = process.cwd()
  process.chdir(workspace.folder)
  try {
    await run(args, terminal, {})
  } finally {
    process.chdir(before)
  }
  return { err, timers }
}

const shown: readonly {
  readonly title: string
  readonly args?: readonly string[]
  readonly step: number
  readonly isTTY: boolean
  readonly goOff?: boolean
  readonly want: readonly string[]
}[] = [
  { title: 'a short run shows none', step: 1, isTTY: true, want: [] },
  { title: 'off a terminal there is none', step: 200, isTTY: false, want: [] },
  { title: 'quietly there is none', args: ['--quiet'], step: 200, isTTY: true, want: [] },
  { title: 'with --json there is none', args: ['--json'], step: 200, isTTY: true, want: [] },
  {
    title: 'a long run shows one line, cut to the width of the terminal, and takes it away',
    step: 200,
    isTTY: true,
    want: [
      'Loading the generat',
      'Taking the input ap',
      'Checking the defini',
      'Naming the types...',
      'Writing the types..',
      'Formatting...',
      'Comparing with what',
      'Writing the files..',
      '',
    ],
  },
  {
    title: 'what takes long is shown while it does',
    step: 1,
    isTTY: true,
    goOff: true,
    want: ['Reading the input..', ''],
  },
]

for (const { title, args = [], want, ...clock } of shown) {
  progress(
    title,
    inWorkspace(async workspace => {
      workspace.write({ 'crds/widget.json': definition('Widget') })
      const { err, timers } = await watch(workspace, ['crds', ...args], clock)
      assert.is(err, want.map(text => `\r\u001b[2K${text}`).join(''))
      assert.is(timers, 0, 'no timer is left')
    }),
  )
}

progress.run()
