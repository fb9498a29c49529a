// Projects that are changed at random, and then generated again, with what the record proves, of all or of some groups, and without it: what
// is answered and what is written is the same. So it is with what a process knows of files from the runs before. More rounds: OPWRIGHT_ROUNDS=1000.

import * as fs from 'node:fs'
import * as prettier from 'prettier'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { FileMemory } from '../../../generator/file-memory.js'
import { regenerate } from '../../../generator/generate.js'
import type { GenerateOptions, GenerateResult } from '../../../generator/index.js'
import { pick, randomIntegers, type RandomInteger } from '../../support/random.js'
import { definition, Workspace } from '../workspace.js'

const rounds = Number(process.env['OPWRIGHT_ROUNDS'] ?? 120)
const record = 'generated/opwright.json'
const fields = ['size', 'color', 'weight']
const kinds = ['Widget', 'Gadget', 'Thing']
const groups = ['example.com', 'other.example.com', 'third.example.com']

type Files = ReturnType<Workspace['files']>
type Change = (workspace: Workspace, random: RandomInteger) => void

const changes: readonly Change[] = [
  // Of the input.
  (workspace, random) => {
    const kind = pick(kinds, random)
    const group = pick(groups, random)
    workspace.write({ [`crds/${kind}.json`]: definition(kind, { group, fields: [pick(fields, random)] }) })
  },
  (workspace, random) =>
    edit(workspace, `crds/${pick(kinds, random)}.json`, text => text.replace('sizeOf', 'lengthOf')),
  // Several in one source, of one group or more.
  (workspace, random) => {
    const some = [1, 2, 3].map(() => definition(pick(kinds, random), { group: pick(groups, random) }))
    workspace.write({ [`crds/${pick(['bundle', 'others'], random)}.yaml`]: some.join('\n---\n') })
  },
  workspace => attempt(() => workspace.remove('crds/bundle.yaml')),
  workspace => workspace.write({ 'crds/others.yaml': 'kind: Pod\n' }),
  // One definition from one source to another, or to both.
  (workspace, random) => {
    const kind = pick(kinds, random)
    attempt(() => workspace.write({ [`crds/copy-of-${kind}.json`]: workspace.read(`crds/${kind}.json`) }))
    if (random(2) === 0) attempt(() => workspace.remove(`crds/${kind}.json`))
  },
  (workspace, random) => attempt(() => workspace.remove(`crds/copy-of-${pick(kinds, random)}.json`)),
  // What is not served, so that nothing is written for it, and what a server would refuse: warnings.
  (workspace, random) =>
    edit(workspace, `crds/${pick(kinds, random)}.json`, text => text.replace(/"served": ?true/, '"served": false')),
  (workspace, random) =>
    edit(workspace, `crds/${pick(kinds, random)}.json`, text => text.replace('"names":', '"unheardOf":1,"names":')),
  (workspace, random) => attempt(() => workspace.remove(`crds/${pick(kinds, random)}.json`)),
  (workspace, random) => edit(workspace, `crds/${pick(kinds, random)}.json`, text => `${text}\n`),
  (workspace, random) =>
    edit(workspace, 'crds/others.yaml', text => `${text}---\nkind: ${pick(['Secret', 'Pod'], random)}\n`),
  (workspace, random) => edit(workspace, `crds/${pick(kinds, random)}.json`, text => text.replace('"v1"', '"1"')),
  workspace => edit(workspace, 'crds/others.yaml', text => text.replaceAll('\n', '\r\n')),
  workspace => edit(workspace, 'crds/others.yaml', text => `${text}...`),
  // Of what was written.
  (workspace, random) => edit(workspace, pick(workspace.names('generated'), random), text => `${text} `),
  (workspace, random) =>
    edit(workspace, pick(workspace.names('generated'), random), text => text.replaceAll('\n', '\r\n')),
  (workspace, random) => attempt(() => workspace.remove(pick(workspace.names('generated'), random))),
  (workspace, random) => edit(workspace, record, text => text.replace(pick(fields, random), 'other')),
  workspace => edit(workspace, record, text => JSON.stringify(JSON.parse(text))),
  (workspace, random) => edit(workspace, record, text => text.replace(pick(kinds, random), pick(kinds, random))),
  (workspace, random) =>
    edit(workspace, record, text => text.replace(`"operator/${pick(kinds, random)}`, '"operator/x')),
  (workspace, random) => edit(workspace, record, text => text.replace(pick(groups, random), pick(groups, random))),
  (workspace, random) => {
    edit(workspace, record, text => text.replace(/"operatorFiles": ?\[[^\]]*\]/, '"operatorFiles": []'))
    attempt(() => workspace.remove(random(2) === 0 ? 'operator/main.ts' : pick(workspace.names('operator'), random)))
  },
  (workspace, random) => edit(workspace, record, text => withoutLine(text, random)),
  workspace => workspace.write({ 'generated/.opwright-pending': '' }),
  // Of the user's own.
  (workspace, random) => edit(workspace, pick(workspace.names('operator'), random), text => `${text}// mine\n`),
  (workspace, random) => attempt(() => workspace.remove(pick(workspace.names('operator'), random))),
  // Of how the project formats.
  (workspace, random) => workspace.write({ '.prettierrc': `{ "semi": ${pick(['true', 'false'], random)} }` }),
  workspace => attempt(() => workspace.remove('.prettierrc')),
  // None.
  () => {},
  () => {},
  () => {},
]

const asked: readonly GenerateOptions[] = [
  {},
  {},
  {},
  { inputs: ['crds'] },
  { strict: true },
  { emit: ['models'] },
  { emit: ['models', 'client', 'reconciler'] },
  { only: ['Widget'] },
  { only: [] },
  { mode: 'dry-run' },
]

/** As a merge may leave it: still JSON, or not. */
function withoutLine(text: string, random: RandomInteger): string {
  const lines = text.split('\n')
  lines.splice(random(lines.length), 1)
  return lines.join('\n')
}

/** Not everything can be edited or removed at any time. */
function attempt(change: () => void): void {
  try {
    change()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined && !(error instanceof SyntaxError)) throw error
  }
}

function edit(workspace: Workspace, file: string, change: (text: string) => string): void {
  attempt(() => workspace.edit(file, change))
}

/** What is done with what the record proves, and without. */
async function generateBoth(workspace: Workspace, options: GenerateOptions, memory?: FileMemory) {
  const other = new Workspace()
  try {
    fs.cpSync(workspace.folder, other.folder, { recursive: true, verbatimSymlinks: true })
    edit(other, record, text => text.replace(/"fingerprint": ?"[^"]*",/, '').replace('"sources":', '"unread":'))
    const stages = new Set<string>()
    const result = await attemptGenerate(workspace, { ...options, onProgress: stage => stages.add(stage) }, memory)
    const want = await attemptGenerate(other, options)
    return { result, want, files: workspace.files(), wantedFiles: other.files(), isShort: !stages.has('loading') }
  } finally {
    other.dispose()
  }
}

async function attemptGenerate(
  { folder }: Workspace,
  options: GenerateOptions,
  memory?: FileMemory,
): Promise<GenerateResult | string> {
  await prettier.clearConfigCache()
  return regenerate({ cwd: folder, ...options }, memory).catch((error: unknown) => String(error))
}

/** That a record has no fingerprint is mended by the run, which tells of it. */
function withoutRecord(result: GenerateResult | string): GenerateResult | string {
  if (typeof result === 'string') return result
  const { updated, unchanged, ...files } = result.files
  const others = (names: readonly string[]) => names.filter(name => name !== record)
  return { ...result, files: { ...files, updated: others(updated), unchanged: others(unchanged) } }
}

/** Line ends, which a checkout may have changed, are what they were or those that are written. */
function differing(files: Files, wanted: Files): string[] {
  const names = new Set([...Object.keys(files), ...Object.keys(wanted)])
  return [...names].filter(name => files[name]?.replaceAll('\r\n', '\n') !== wanted[name]?.replaceAll('\r\n', '\n'))
}

test(`${rounds} changes at random, and what is done about them`, async () => {
  const random = randomIntegers(1)
  const seen = { short: 0, whole: 0, failed: 0 }
  // Later than it is: what has just been written is remembered too.
  const memory = new FileMemory(() => Date.now() + 60_000)
  let workspace = new Workspace()
  const begin = async () => {
    workspace.dispose()
    workspace = new Workspace()
    const [kind = ''] = kinds
    workspace.write({ [`crds/${kind}.json`]: definition(kind), 'crds/others.yaml': 'kind: Pod\n' })
    await workspace.generate({ inputs: ['crds'] })
  }
  await begin()
  try {
    for (let round = 0; round < rounds; round++) {
      const number = random(changes.length)
      changes[number]?.(workspace, random)
      const options = pick(asked, random)
      const title = `round ${round}: change ${number}, ${JSON.stringify(options)}`

      const checked = await generateBoth(workspace, { ...options, mode: 'check' }, memory)
      assert.equal(checked.result, checked.want, title)
      const done = await generateBoth(workspace, options, memory)
      assert.equal(withoutRecord(done.result), withoutRecord(done.want), title)
      const isWritten = typeof done.result !== 'string' && done.result.outcome === 'done' && options.mode === undefined
      if (isWritten) assert.equal(differing(done.files, done.wantedFiles), [], title)

      seen[done.isShort ? 'short' : isWritten ? 'whole' : 'failed']++
      // What is broken would stay so for all that follow.
      if (!isWritten && options.mode === undefined && !options.strict) await begin()
    }
  } finally {
    workspace.dispose()
  }
  if (process.env['OPWRIGHT_ROUNDS']) console.log(seen)
  for (const [what, count] of Object.entries(seen)) assert.ok(count > rounds / 20, `${what}: ${count}`)
})

test('a record that calls two reconcilers the same proves neither of them', async () => {
  const workspace = new Workspace()
  try {
    const [first = '', second = ''] = groups
    workspace.write({
      'crds/gadget.json': definition('Gadget', { group: first }),
      'crds/widget.json': definition('Widget', { group: second }),
    })
    await workspace.generate({ inputs: ['crds'] })
    edit(workspace, record, text => text.replace('gadget-reconciler#MyGadget', 'widget-reconciler#MyWidget'))
    workspace.remove('operator/gadget-reconciler.ts')
    const { result, want, files, wantedFiles } = await generateBoth(workspace, {})
    assert.equal(withoutRecord(result), withoutRecord(want))
    assert.equal(differing(files, wantedFiles), [])
  } finally {
    workspace.dispose()
  }
})

test.run()
