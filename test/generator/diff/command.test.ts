import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { diff, UsageError, type DiffDiagnostic } from '../../../generator/index.js'
import { crdHead } from '../../support/crd-head.js'
import { inWorkspace, type Ran, type Workspace } from '../workspace.js'

const old = `${crdHead('Foo')}        type: object
        properties:
          spec:
            type: object
            properties:
              size:
                type: string
                enum: [S, L]
              note:
                type: string
              count:
                type: integer
`

const compatible = old.replace('type: integer', 'type: integer\n                default: 3')
const breaking = compatible
  .replace('[S, L]', '[S, M, L]')
  .replace('              note:\n                type: string\n', '')
  .replace('            properties:\n', '            required: [count]\n            properties:\n')
const both = { 'old.yaml': old, 'new.yaml': breaking }

const command = suite('opwright diff')

command(
  'tells what changed, by kind and version, and what that does',
  inWorkspace(async workspace => {
    workspace.write(both)
    const want = `Foo.example.com v1
  new.yaml:23:15: breaks: spec.size: "M" is allowed as well
    types: Foo: has "S" | "M" | "L", had "S" | "L"; a switch over it has to know "M"; FooInput, FooApply: takes "S" | "M" | "L"
  new.yaml:26:15: spec.count: it is required, and filled in from its default; it has the default 3
    types: Foo: always has it
  old.yaml:25:15: breaks: spec.note: it is gone
    types: Foo: does not have it; FooInput, FooApply: does not take it
    stored: objects stay, without the value

1 kind changed, at 3 places: 2 of them break something.
`
    assert.equal(await run(workspace, 'old.yaml', 'new.yaml'), { status: 1, out: want, err: '' })
  }),
)

command(
  'holds what is new to the conventions, where it is asked to',
  inWorkspace(async workspace => {
    const hard = `${old}              hard:\n                type: boolean\n`
    workspace.write({ 'old.yaml': old, 'hard.yaml': hard })
    assert.is((await run(workspace, 'old.yaml', 'hard.yaml')).status, 0)
    const { status, out } = await run(workspace, 'old.yaml', 'hard.yaml', '--conventions')
    assert.is(status, 1)
    assert.match(out, 'breaks: spec.hard: it is new; against the conventions, it can never have a third value')
    assert.is((await run(workspace, 'hard.yaml', 'hard.yaml', '--conventions')).status, 0)
  }),
)

command(
  'quietly, tells what breaks only',
  inWorkspace(async workspace => {
    workspace.write({ ...both, 'compatible.yaml': compatible })
    const { status, out } = await run(workspace, 'old.yaml', 'new.yaml', '-q')
    assert.is(status, 1)
    assert.match(out, 'spec.note')
    assert.not.match(out, 'spec.count')
    assert.equal(await run(workspace, 'old.yaml', 'compatible.yaml', '--quiet'), { status: 0, out: '', err: '' })
  }),
)

command(
  'says of an enum which values are no longer taken, and of a rule about the old value what it means',
  inWorkspace(async workspace => {
    const rule = '\n                x-kubernetes-validations: [{ rule: self == oldSelf, message: it is for good }]'
    const changed = old.replace('[S, L]', '[L]').replace('              note:', `              note:${rule}`)
    workspace.write({ 'old.yaml': old, 'new.yaml': changed })
    const { out } = await run(workspace, 'old.yaml', 'new.yaml')
    assert.match(out, 'FooInput, FooApply: takes "L", no longer "S";')
    assert.match(out, 'breaks: spec.note: it may not be changed any more: it is for good\n')
  }),
)

command(
  'tells kinds of one name apart by their plurals',
  inWorkspace(async workspace => {
    workspace.write({ 'old.yaml': old, 'new.yaml': old.replaceAll('foos', 'fooes') })
    const { out } = await run(workspace, 'old.yaml', 'new.yaml')
    assert.match(out, /^Foo\.example\.com \(fooes\)\n.* it is new$/m)
    assert.match(out, /^Foo\.example\.com \(foos\)\n.* it is gone/m)
  }),
)

command(
  'cuts what a rule of a page says, but in JSON',
  inWorkspace(async workspace => {
    const rule = `self.size != '${'x'.repeat(400)}'`
    const ruled = old.replace(
      '              note:',
      '              note:\n                x-kubernetes-validations: RULE',
    )
    workspace.write({ 'old.yaml': old, 'new.yaml': ruled.replace('RULE', `[{ rule: "${rule}" }]`) })
    const { out } = await run(workspace, 'old.yaml', 'new.yaml')
    assert.match(out, /spec\.note: there is a rule, `self\.size != 'x+…$/m)
    assert.ok(out.split('\n').every(line => line.length < 240))
    assert.match((await run(workspace, 'old.yaml', 'new.yaml', '--json')).out, 'x'.repeat(400))
  }),
)

command(
  'ends well where nothing changed, and where nothing breaks',
  inWorkspace(async workspace => {
    workspace.write({ 'old.yaml': old, 'copies/new.yaml': old, 'compatible.yaml': compatible })
    assert.equal(await run(workspace, 'old.yaml', 'copies'), { status: 0, out: 'Nothing changed.\n', err: '' })
    const { status, out } = await run(workspace, 'old.yaml', 'compatible.yaml')
    assert.is(status, 0)
    assert.match(out, '1 kind changed, at 1 place: nothing breaks.\n')
  }),
)

command(
  'prints one JSON document',
  inWorkspace(async workspace => {
    workspace.write(both)
    const { status, out } = await run(workspace, 'old.yaml', 'new.yaml', '--json')
    const { outcome, diagnostics, kinds } = JSON.parse(out)
    assert.equal([status, outcome, diagnostics, kinds.length], [1, 'breaking', [], 1])
    const { group, kind, plural, version, findings } = kinds[0]
    assert.equal([group, kind, plural, version, findings.length], ['example.com', 'Foo', 'foos', 'v1', 3])
    assert.equal(findings[2], {
      path: 'spec.note',
      changes: [{ code: 'field/removed', message: 'it is gone', stored: 'dropped', breaks: true }],
      typescript: [
        { use: 'read', breaks: true, type: 'Foo', message: 'does not have it' },
        { use: 'write', breaks: true, type: 'FooInput', message: 'does not take it' },
        { use: 'apply', breaks: true, type: 'FooApply', message: 'does not take it' },
      ],
      stored: 'dropped',
      breaks: true,
      file: 'old.yaml',
      position: { line: 25, column: 15 },
    })
  }),
)

command(
  'says what it cannot read, and compares nothing then',
  inWorkspace(async workspace => {
    workspace.write({ 'old.yaml': old, 'broken.yaml': 'a: [' })
    const { status, out, err } = await run(workspace, 'old.yaml', 'broken.yaml')
    assert.equal([status, out], [1, ''])
    assert.match(err, /^broken\.yaml:\d+:\d+: error\[yaml\/syntax\]/)
    const missing = await run(workspace, 'old.yaml', 'nowhere.yaml', '--json')
    const { outcome, diagnostics } = JSON.parse(missing.out)
    assert.equal([missing.status, outcome, diagnostics[0].code], [1, 'failed', 'input/not-found'])
  }),
)

command(
  'tells in JSON on which side it found what it cannot read, and what is the same on both once',
  inWorkspace(async workspace => {
    workspace.write({ 'old.yaml': old, 'broken.yaml': 'a: [' })
    const sidesOf = async (...args: string[]) => {
      const { out } = await run(workspace, ...args, '--json')
      return (JSON.parse(out).diagnostics as DiffDiagnostic[]).map(({ file, side }) => [file, side])
    }
    assert.equal(await sidesOf('broken.yaml', 'old.yaml'), [['broken.yaml', 'old']])
    assert.equal(await sidesOf('nowhere.yaml', 'broken.yaml'), [
      ['broken.yaml', 'new'],
      ['nowhere.yaml', 'old'],
    ])
    assert.equal(await sidesOf('broken.yaml', 'broken.yaml'), [['broken.yaml', 'both']])
    assert.equal(await sidesOf('old.yaml', 'old.yaml', '--only', 'Nobody'), [[undefined, 'both']])
    const { err } = await run(workspace, 'broken.yaml', 'broken.yaml')
    assert.is(err.split('broken.yaml:').length, 2)
  }),
)

command(
  'tells of a file where it stands, although another one of the same content was read before',
  inWorkspace(async workspace => {
    workspace.write({ 'old/foo.yaml': old, 'new/changed.yaml': compatible, 'new/same.yaml': old })
    const { status, err } = await run(workspace, 'old', 'new')
    assert.is(status, 1)
    assert.match(
      err,
      /^new\/same\.yaml:\d+:\d+: error\[crd\/duplicate\]: .* claimed by new\/changed\.yaml:\d+ as well$/m,
    )
  }),
)

command(
  'tells of what it cannot read in each of two files of the same content',
  inWorkspace(async workspace => {
    workspace.write({
      'old/foo.yaml': old,
      'old/broken.yaml': 'a: [',
      'new/foo.yaml': breaking,
      'new/broken.yaml': 'a: [',
    })
    const { out } = await run(workspace, 'old', 'new', '--json')
    const sides = (JSON.parse(out).diagnostics as DiffDiagnostic[]).map(({ file, side }) => [file, side])
    assert.equal(sides, [
      ['new/broken.yaml', 'new'],
      ['old/broken.yaml', 'old'],
    ])
  }),
)

command(
  'compares the kinds and versions that it is asked for',
  inWorkspace(async workspace => {
    const other = (text: string) => text.replaceAll('foos', 'bars').replaceAll('Foo', 'Bar')
    const unserved = (text: string) => text.replace('served: true', 'served: false')
    workspace.write({
      'old/foo.yaml': old,
      'old/bar.yaml': other(unserved(old)),
      'new/foo.yaml': breaking,
      'new/bar.yaml': other(unserved(breaking)),
    })
    const kinds = async (...args: string[]) => {
      const { out } = await run(workspace, 'old', 'new', '--json', ...args)
      return JSON.parse(out).kinds.map(({ kind }: { kind: string }) => kind)
    }
    assert.equal(await kinds(), ['Foo'])
    assert.equal(await kinds('--versions', 'all'), ['Bar', 'Foo'])
    assert.equal(await kinds('--versions', 'all', '--only', 'Bar.example.com'), ['Bar'])
    const { status, err } = await run(workspace, 'old', 'new', '--only', 'Baz')
    assert.is(status, 1)
    assert.match(err, 'error[select/unknown]: no kind or group of the input is called "Baz"')
  }),
)

command(
  'knows a kind that is on one side only',
  inWorkspace(async workspace => {
    const other = old.replaceAll('foos', 'bars').replaceAll('Foo', 'Bar')
    workspace.write({ 'old/foo.yaml': old, 'old/bar.yaml': other, 'new/foo.yaml': old })
    const gone = await run(workspace, 'old', 'new')
    assert.is(gone.status, 1)
    assert.match(gone.out, /^Bar\.example\.com\n {2}old\/bar\.yaml:1:1: breaks: it is gone/)
    assert.match(gone.out, '\n1 kind changed, at 1 place: it breaks something.\n')
    const come = await run(workspace, 'new', 'old', '--only', 'Bar')
    assert.equal([come.status, come.out.split('\n')[1]], [0, '  old/bar.yaml:1:1: it is new'])
  }),
)

for (const args of [
  [],
  ['a.yaml'],
  ['a.yaml', 'b.yaml', 'c.yaml'],
  ['a.yaml', ''],
  ['-', '-'],
  ['a.yaml', 'b.yaml', '--check'],
  ['a.yaml', 'b.yaml', '--out', 'x'],
  ['a.yaml', 'b.yaml', '--versions', 'some'],
]) {
  command(
    `is used wrongly: ${JSON.stringify(args)}`,
    inWorkspace(async workspace => {
      const { status, out, err } = await run(workspace, ...args)
      assert.equal([status, out], [2, ''])
      assert.match(err, /^opwright: .*\nTry opwright --help\.\n$/)
    }),
  )
}

command.run()

const revisions = suite('git revisions')
const hasGit = spawnSync('git', ['--version']).status === 0

if (hasGit) {
  revisions(
    'are read, files and folders, from the top or from where one is',
    inWorkspace(async workspace => {
      commit(workspace, { 'crds/foo.yaml': old, 'crds/deep/note.yaml': 'kind: Note\n', 'crds/readme.md': ': no [yaml' })
      commit(workspace, { 'crds/foo.yaml': breaking })
      for (const inputs of [
        ['HEAD~1:crds', 'crds'],
        ['HEAD~1:crds/foo.yaml', 'HEAD:crds/foo.yaml'],
        ['HEAD~1:', 'HEAD:'],
      ]) {
        const { status, out } = await run(workspace, ...inputs, '-q')
        assert.is(status, 1)
        assert.match(out, 'HEAD~1:crds/foo.yaml:25:15: breaks: spec.note: it is gone')
      }
      const below = await workspace.run(['diff', 'HEAD~1:./foo.yaml', 'foo.yaml', '-q'], { cwd: 'crds' })
      assert.match(below.out, 'HEAD~1:./foo.yaml:25:15: breaks: spec.note: it is gone')
      for (const folder of ['HEAD:crds', 'HEAD:./', 'HEAD:.']) {
        const same = await workspace.run(['diff', folder, '.'], { cwd: 'crds' })
        assert.equal(same, { status: 0, out: 'Nothing changed.\n', err: '' })
      }
    }),
  )

  revisions(
    'are read by globs, as the disk is',
    inWorkspace(async workspace => {
      const other = (kind: string) => old.replaceAll('foos', `${kind.toLowerCase()}s`).replaceAll('Foo', kind)
      const files = {
        'crds/foo.yaml': old,
        'crds/v1/[bar].yaml': other('Bar'),
        'crds/node_modules/baz.yml': other('Baz'),
        'crds/.hidden/qux.yaml': other('Qux'),
        'crds/.quux.yaml': other('Quux'),
        'crds/text.txt': other('Text'),
        'elsewhere/foo.yaml': breaking,
      }
      commit(workspace, files)
      workspace.link('crds/link.yaml', 'foo.yaml')
      for (const cwd of ['.', 'crds', 'elsewhere']) {
        const up = cwd === '.' ? './' : '../'
        for (const pattern of [
          'crds/*.yaml',
          'crds/**/*.{yaml,yml}',
          'crds/**/[[]*',
          'crds/.*/*',
          'crds/.*.yaml',
          'crds/*',
        ]) {
          const ran = await workspace.run(['diff', `HEAD:${up}${pattern}`, `${up}${pattern}`], { cwd })
          assert.equal(ran, { status: 0, out: 'Nothing changed.\n', err: '' }, `${cwd} ${pattern}`)
          const top = await workspace.run(['diff', `HEAD:${pattern}`, `${up}${pattern}`], { cwd })
          assert.equal(top, ran, `${cwd} ${pattern}`)
        }
      }
      const { out } = await run(workspace, 'HEAD:{crds,none}/foo.*', 'elsewhere')
      assert.match(out, '  HEAD:crds/foo.yaml:25:15: breaks: spec.note: it is gone')
      const below = await workspace.run(['diff', 'HEAD:../crds/f*', '.'], { cwd: 'elsewhere' })
      assert.match(below.out, '  HEAD:../crds/foo.yaml:25:15: breaks: spec.note: it is gone')
    }),
  )

  revisions(
    'of what is larger than inputs may be are told, and submodules are',
    inWorkspace(async workspace => {
      const large = `# ${'x'.repeat(64 * 1024 * 1024)}\n${old}`
      commit(workspace, { 'foo.yaml': old }, 'module')
      commit(workspace, { 'large/foo.yaml': large, 'foo.yaml': old })
      assert.match(gitIn(workspace)('ls-tree', 'HEAD', 'module'), /^160000 commit/)
      for (const [input, problem] of [
        ['HEAD:large/foo.yaml', 'HEAD:large/foo.yaml: error[input/too-large]: larger than 64 MiB\n  help: Split it'],
        ['HEAD:large', 'HEAD:large/foo.yaml: error[input/too-large]: larger than 64 MiB\n  help: Split it'],
        ['HEAD:large/*', 'HEAD:large/foo.yaml: error[input/too-large]: larger than 64 MiB\n  help: Split it'],
        [
          'HEAD:module',
          'HEAD:module: error[input/not-found]: a submodule, whose files are in a repository of its own\n',
        ],
      ] as const) {
        const { status, err } = await run(workspace, input, 'foo.yaml')
        assert.is(status, 1)
        assert.match(err, problem)
      }
    }),
  )

  revisions(
    'that are none are told',
    inWorkspace(async workspace => {
      commit(workspace, { 'foo.yaml': old, 'empty/readme.md': '' })
      for (const [input, code] of [
        ['v9:foo.yaml', 'input/revision'],
        ['--upload-pack=x:foo.yaml', 'input/revision'],
        ['HEAD:bar.yaml', 'input/not-found'],
        ['HEAD:empty', 'input/empty-folder'],
        ['HEAD:*.yml', 'input/no-match'],
        ['HEAD:../*.yaml', 'input/no-match'],
      ] as const) {
        const { status, err } = await run(workspace, 'foo.yaml', '--', input)
        assert.is(status, 1)
        assert.match(err, `${input}: error[${code}]: `)
      }
    }),
  )

  revisions(
    'outside of a repository are told',
    inWorkspace(async workspace => {
      workspace.write({ 'foo.yaml': old })
      const { status, err } = await run(workspace, 'HEAD:foo.yaml', 'foo.yaml')
      assert.is(status, 1)
      assert.match(err, 'HEAD:foo.yaml: error[input/revision]: ')
    }),
  )

  revisions(
    'give way to a file of that name',
    inWorkspace(async workspace => {
      workspace.write({ 'HEAD:foo.yaml': old, 'foo.yaml': old })
      assert.is((await run(workspace, 'HEAD:foo.yaml', 'foo.yaml')).status, 0)
    }),
  )

  revisions(
    'tell a check that found something out of date what changed in the schema',
    inWorkspace(async workspace => {
      workspace.write({ 'crds/foo.yaml': old })
      assert.is((await workspace.run(['crds'])).status, 0)
      const untold = await checkAfter(workspace, compatible)
      assert.not.match(untold.out, 'Changes of the schema')

      workspace.write({ 'crds/foo.yaml': old })
      commit(workspace, {})
      const told = await checkAfter(workspace, breaking)
      assert.is(told.status, 1)
      assert.match(
        told.out,
        /\n\nChanges of the schema since [0-9a-f]{7,}, which generated last:\n\nFoo\.example\.com v1\n/,
      )
      assert.match(told.out, /\n {2}[0-9a-f]{7,}:\.\/crds\/foo\.yaml:25:15: breaks: spec\.note: it is gone\n/)

      commit(workspace, {})
      const later = await workspace.run(['--check', '--json'])
      const { outcome, changes } = JSON.parse(later.out)
      assert.equal([later.status, outcome, changes.kinds.length], [1, 'outdated', 1])

      assert.is((await workspace.run([])).status, 0)
      const { changes: none, ...current } = JSON.parse((await workspace.run(['--check', '--json'])).out)
      assert.equal([current.outcome, none], ['done', undefined])
    }),
  )

  revisions(
    'tell a check what changed where the input is a glob',
    inWorkspace(async workspace => {
      workspace.write({ 'crds/foo.yaml': old, 'crds/deep/readme.md': '' })
      assert.is((await workspace.run(['crds/**/*.yaml'])).status, 0)
      commit(workspace, {})
      const moved = old.replaceAll('foos', 'bars').replaceAll('Foo', 'Bar')
      workspace.write({ 'crds/deep/bar.yaml': moved })
      const { out } = await checkAfter(workspace, breaking)
      assert.match(out, /\n {2}[0-9a-f]{7,}:\.\/crds\/foo\.yaml:25:15: breaks: spec\.note: it is gone\n/)
      assert.match(out, '  crds/deep/bar.yaml:1:1: it is new')
      const args = ['--check', '-o', '../../generated', '--operator', '../../operator']
      const below = await workspace.run(args, { cwd: 'crds/deep' })
      assert.match(below.out, /\n {2}[0-9a-f]{7,}:\.\.\/foo\.yaml:25:15: breaks: spec\.note: it is gone\n/)
    }),
  )

  revisions(
    'tell a check why they do not tell what changed, where an input is none of their files',
    inWorkspace(async workspace => {
      const server = createServer((_, response) => response.end(breaking)).listen(0, '127.0.0.1')
      await once(server, 'listening')
      try {
        workspace.write({ 'crds/foo.yaml': old })
        assert.is((await workspace.run(['crds'])).status, 0)
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/foo.yaml`
        const check = (...args: string[]) => workspace.run([url, '--check', ...args])
        assert.not.match((await check()).out, 'What changed')
        commit(workspace, {})
        const untold = `\n\nWhat changed in the schema is not told: git does not have ${url}.\n`
        assert.match((await check()).out, untold)
        assert.not.match((await check('--quiet')).out, 'What changed')
        assert.is(JSON.parse((await check('--json')).out).changes, undefined)
      } finally {
        server.close()
      }
    }),
  )

  revisions(
    'tell a check nothing where it is not the schema that changed, and of inputs that are not those of the record',
    inWorkspace(async workspace => {
      workspace.write({ 'crds/foo.yaml': old })
      assert.is((await workspace.run(['crds'])).status, 0)
      commit(workspace, {})
      workspace.remove('generated/example.com/v1/foo.ts')
      const { status, out } = await workspace.run(['--check'])
      assert.is(status, 1)
      assert.not.match(out, 'Changes of the schema')
      workspace.write({ 'new/foo.yaml': breaking })
      assert.match((await workspace.run(['new', '--check'])).out, 'breaks: spec.note: it is gone')
    }),
  )
} else {
  revisions.skip('git is not installed', () => {})
}

revisions.run()

const programs = suite('diff in a program')

for (const [given, message] of [
  [{ versions: 'v1' }, 'versions takes served, storage, all; "v1" is none of them'],
  [{ only: 'Foo' }, 'only takes a list'],
] as const) {
  programs(`refuses ${JSON.stringify(given)}`, async () => {
    const error = await diff({ before: 'a.yaml', after: 'b.yaml', ...(given as object) }).catch(
      (thrown: unknown) => thrown,
    )
    assert.instance(error, UsageError)
    assert.is((error as Error).message, message)
  })
}

programs.run()

function run(workspace: Workspace, ...args: readonly string[]): Promise<Ran> {
  return workspace.run(['diff', ...args])
}

function checkAfter(workspace: Workspace, text: string): Promise<Ran> {
  workspace.write({ 'crds/foo.yaml': text })
  return workspace.run(['--check'])
}

function gitIn(workspace: Workspace, folder = '.'): (...args: readonly string[]) => string {
  const settings = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
  return (...args) => {
    const options = { cwd: workspace.path(folder), encoding: 'utf8' } as const
    const { status, stdout, stderr } = spawnSync('git', [...settings, ...args], options)
    assert.is(status, 0, stderr)
    return stdout
  }
}

function commit(workspace: Workspace, files: { readonly [file: string]: string }, folder = '.'): void {
  for (const [file, text] of Object.entries(files)) workspace.write({ [`${folder}/${file}`]: text })
  const git = gitIn(workspace, folder)
  if (!workspace.has(`${folder}/.git`)) git('init', '-q')
  git('add', '.')
  git('commit', '-q', '--allow-empty', '-m', 'A change')
}
