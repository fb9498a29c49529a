// Folders that cannot be written to, in ways that hold for root as well.

import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { GenerateOptions } from '../../../generator/index.js'
import { definition, inWorkspace, problems, type Workspace } from '../workspace.js'

const main = fileURLToPath(new URL('../../../generator/cli/main.ts', import.meta.url))
const tsx = import.meta.resolve('tsx')

const long = 'x'.repeat(300)
const deep = Array.from({ length: 500 }, () => 'abcdefghi').join('/')

const refused: readonly {
  readonly title: string
  readonly files?: { readonly [file: string]: string }
  readonly options: Partial<GenerateOptions>
  readonly want: string
  readonly reason: RegExp
}[] = [
  {
    title: 'an output folder that is a file',
    files: { generated: 'mine' },
    options: {},
    want: 'error write/blocked generated',
    reason: /^is a file, and a folder is needed$/,
  },
  {
    title: 'an output folder below a file',
    files: { taken: 'mine' },
    options: { out: 'taken/generated' },
    want: 'error write/blocked taken/generated',
    reason: /a file stands where a folder should be/,
  },
  {
    title: 'an operator folder that is a file',
    files: { operator: 'mine' },
    options: {},
    want: 'error write/blocked operator',
    reason: /^is a file, and a folder is needed$/,
  },
  {
    title: 'a folder where a file should be',
    files: { 'generated/example.com/v1/widget.ts/mine': 'mine' },
    options: {},
    want: 'error write/blocked generated/example.com/v1/widget.ts',
    reason: /^is a folder, and a file is to stand there$/,
  },
  {
    title: 'a folder in place of the record',
    files: { 'generated/opwright.json/mine': 'mine' },
    options: {},
    want: 'error write/blocked generated/opwright.json',
    reason: /^is a folder, and a file is to stand there$/,
  },
  {
    title: 'an output folder with too long a name',
    options: { out: long },
    want: `error write/blocked ${long}`,
    reason: /the path is too long \(ENAMETOOLONG\)/,
  },
  {
    title: 'an output folder too deep',
    options: { out: deep },
    want: `error write/blocked ${deep}`,
    reason: /the path is too long \(ENAMETOOLONG\)/,
  },
]

for (const { title, files = {}, options, want, reason } of refused) {
  test(
    title,
    inWorkspace(async workspace => {
      workspace.write({ 'crds/widget.json': definition('Widget'), ...files })
      const before = workspace.files()
      for (const force of [false, true]) {
        const result = await workspace.generate({ inputs: ['crds'], force, ...options })
        assert.is(result.outcome, 'failed')
        assert.equal(problems(result), [want])
        assert.match(result.diagnostics[0]?.message ?? '', reason)
        assert.equal(workspace.files(), before)
      }
    }),
  )
}

test(
  'an output folder that is taken is told with the problems of the input',
  inWorkspace(async workspace => {
    workspace.write({ generated: 'mine', 'bad.yaml': 'a: [' })
    const result = await workspace.generate({ inputs: ['bad.yaml', 'missing.yaml'] })
    assert.equal(problems(result), [
      'error yaml/syntax bad.yaml:2:1',
      'error write/blocked generated',
      'error input/not-found missing.yaml',
    ])
  }),
)

const noFoldersHere = ['/proc', '/sys'].filter(folder => fs.existsSync(folder))
;(noFoldersHere.length > 0 ? test : test.skip)(
  'a place where nobody may make folders',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget') })
    for (const folder of noFoldersHere) {
      const result = await workspace.generate({
        inputs: ['crds'],
        out: `${folder}/opwright-test`,
        cwd: workspace.folder,
      })
      assert.is(result.outcome, 'failed')
      assert.equal(
        result.diagnostics.map(({ code }) => code),
        ['write/failed'],
      )
      assert.match(result.diagnostics[0]?.file ?? '', /opwright-test$/)
      assert.match(result.diagnostics[0]?.message ?? '', /^cannot be written: [a-z ,]+ \([A-Z]+\)$/)
      assert.equal(workspace.names(), ['crds/widget.json'])
    }
  }),
)

test(
  'a Prettier configuration that is broken is told once',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget'), '.prettierrc': '{bad' })
    const result = await workspace.generate({ inputs: ['crds'] })
    assert.equal(problems(result), ['error format/prettier'])
    assert.equal(workspace.names(), ['.prettierrc', 'crds/widget.json'])
  }),
)

/** Root may write anywhere. */
const isRoot = process.getuid?.() === 0
;(isRoot ? test.skip : test)(
  'a folder that may not be written to',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget') })
    await workspace.generate({ inputs: ['crds'] })
    const before = workspace.files('generated')
    workspace.write({ 'crds/widget.json': definition('Widget', { fields: ['color'] }) })
    for (const folder of ['generated', 'generated/example.com/v1']) {
      fs.chmodSync(workspace.path(folder), 0o555)
      const result = await workspace.generate()
      fs.chmodSync(workspace.path(folder), 0o755)
      assert.is(result.diagnostics[0]?.code, 'write/failed')
      assert.is(result.diagnostics[0]?.message, 'cannot be written: permission denied (EACCES)')
      assert.equal(workspace.files('generated'), before)
    }
    fs.chmodSync(workspace.path('generated/opwright.json'), 0)
    assert.equal(problems(await workspace.generate()), ['error write/blocked generated/opwright.json'])
  }),
)

/** A system that limits the size of files, as `ulimit -f` does, is as good as a full disk: writing fails in the middle. */
const canLimit = spawnSync('prlimit', ['--fsize=50000', 'true']).status === 0
;(canLimit ? test : test.skip)(
  'a disk that takes no more leaves everything as it was',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget') })
    await workspace.generate({ inputs: ['crds'] })
    const fields = Array.from({ length: 4000 }, (_, index) => `field${index}`)
    workspace.write({
      'crds/widget.json': definition('Widget', { fields }),
      'crds/a.json': definition('Gadget', { group: 'a.example.com' }),
    })
    const before = workspace.files()
    const limited = runLimited(workspace)
    assert.is(limited.status, 1)
    assert.is(
      limited.stderr,
      'generated/example.com/v1/widget.ts: error[write/failed]: ' +
        'cannot be written: the file would be larger than is allowed (EFBIG)\n1 error; nothing was written\n',
    )
    assert.equal(workspace.files(), before)
  }),
)

function runLimited(workspace: Workspace) {
  const args = ['--fsize=50000', process.execPath, '--import', tsx, main]
  const env = { ...process.env, TSX_DISABLE_CACHE: '1' }
  return spawnSync('prlimit', args, { cwd: workspace.folder, encoding: 'utf8', env })
}

test(
  'a file that cannot be replaced leaves each file old or new',
  inWorkspace(async workspace => {
    workspace.write({ 'crds/widget.json': definition('Widget') })
    await workspace.generate({ inputs: ['crds'] })
    const before = workspace.files()
    workspace.write({
      'crds/widget.json': definition('Widget', { fields: ['color'] }),
      'crds/z.json': definition('Zebra'),
    })
    // The plan is made, and then somebody puts a folder in the way of a file.
    let placed = false
    const result = await workspace.generate({
      onProgress: stage => {
        if (stage !== 'writing') return
        placed = true
        fs.mkdirSync(workspace.path('generated/example.com/v1/zebra.ts/mine'), { recursive: true })
      },
    })
    assert.ok(placed)
    assert.equal(problems(result), ['error write/failed generated/example.com/v1/zebra.ts'])
    workspace.remove('generated/example.com/v1/zebra.ts')
    workspace.write({ 'crds/widget.json': definition('Widget') })
    workspace.remove('crds/z.json')
    assert.equal(workspace.files(), before)
  }),
)

test.run()
