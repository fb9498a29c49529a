// What of a record stands, in records as large as they come.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Diagnostic } from '../../../generator/diagnostic.js'
import { ConfiguredFolders } from '../../../generator/format/format.js'
import { groupsOf } from '../../../generator/record/proofs.js'
import { resolveSettings } from '../../../generator/settings.js'
import { findStanding, readChanged } from '../../../generator/record/standing.js'
import { version } from '../../../generator/version.js'
import { openDisk } from '../../../generator/write/disk.js'
import type { Manifest } from '../../../generator/write/manifest.js'
import { definition, inWorkspace } from '../workspace.js'

type Sources = { readonly [name: string]: readonly string[] }

/** What stands of a record of these sources, as the groups of each part; `unproven` is a group whose proof does not hold. */
async function standingOf(
  folder: string,
  sources: Sources,
  unproven?: string,
): Promise<readonly (readonly string[])[]> {
  const run = {
    opwright: version,
    inputs: ['../crds'],
    options: { operator: '../operator', emit: ['models'] },
    files: {},
    operatorFiles: [],
  } as const
  const names = { versions: {}, controllers: {} }
  const digests = Object.keys(sources).map(name => ({ name, digest: `digest of ${name}` }))
  const warnings = Object.keys(sources).flatMap(file =>
    (sources[file] ?? []).map(group => ({ file, code: 'crd/name', message: `a warning of ${group}` })),
  )
  const answer = { sources, kinds: {}, warnings }
  const groups = groupsOf({ ...run, names, answer }, digests, { describe: () => '' })
  const proofs = Object.fromEntries(groups.map(({ group, proof }) => [group, group === unproven ? 'proof-x' : proof]))
  const recorded: Manifest = { ...run, names, answer: { ...answer, proofs } }
  const settings = resolveSettings({}, folder, `${folder}/generated`, recorded)
  const standing = await findStanding({
    settings,
    digests,
    disk: openDisk(settings.roots),
    configured: new ConfiguredFolders(),
  })
  return standing.map(part => [...part.groups].sort())
}

const parts: readonly {
  readonly title: string
  readonly sources: Sources
  readonly unproven?: string
  readonly want: readonly (readonly string[])[]
}[] = [
  { title: 'groups of their own sources', sources: { a: ['A'], b: ['B'] }, want: [['A'], ['B']] },
  { title: 'groups of one source', sources: { a: ['A', 'B'], b: ['C'] }, want: [['A', 'B'], ['C']] },
  {
    title: 'groups that share sources through others',
    sources: { a: ['A', 'B'], b: ['B', 'C'], c: ['C', 'D'], d: ['E'] },
    want: [['A', 'B', 'C', 'D'], ['E']],
  },
  {
    title: 'all of a part but one, which is none of it',
    sources: { a: ['A', 'B'], b: ['B', 'C'], c: ['C', 'D'], d: ['E'] },
    unproven: 'D',
    want: [['E']],
  },
]

for (const { title, sources, unproven, want } of parts) {
  test(
    `what stands together: ${title}`,
    inWorkspace(async ({ folder }) => assert.equal(await standingOf(folder, sources, unproven), want)),
  )
}

/** As many as a run may have versions. */
const many = Array.from({ length: 10_000 }, (_, index) => `group-${index}.example.com`)

/** Each with the number of parts that there are. */
const large: readonly (readonly [title: string, parts: number, sources: Sources])[] = [
  ['in one source', 1, { bundle: many }],
  [
    'in a chain of sources',
    1,
    Object.fromEntries(many.map((group, index) => [`source-${index}`, [group, ...many.slice(index + 1, index + 2)]])),
  ],
  ['in as many sources', many.length, Object.fromEntries(many.map((group, index) => [`source-${index}`, [group]]))],
]

for (const [title, number, sources] of large) {
  test(
    `${many.length} groups ${title} are proven in time`,
    inWorkspace(async ({ folder }) => {
      const before = process.cpuUsage()
      const standing = await standingOf(folder, sources)
      assert.is(standing.length, number)
      assert.equal(standing.flat().sort(), [...many].sort())
      const { user, system } = process.cpuUsage(before)
      assert.ok(user + system < 5e6, `${(user + system) / 1e6} s`)
    }),
  )
}

test('the values of all sources count, whether they are read because they changed or because of others that did', async () => {
  const values = `{"kind":"A","values":[${'0,'.repeat(900_000)}0]}`
  const source = (name: string, text = values) => ({ name, bytes: Buffer.from(text) })
  const changed = [source('1', definition('Widget')), source('2'), source('3'), source('4')]
  const standing = {
    groups: ['example.com'],
    proofs: {},
    sources: ['5', '6', '7'].map(name => ({ name, groups: ['example.com'], passedOver: [] })),
    apiVersions: [],
    kinds: [],
    warnings: [],
    files: [],
    userFiles: [],
  }
  const found = { sources: [...changed, source('5'), source('6'), source('7')], isComplete: true }
  const diagnostics: Diagnostic[] = []
  await readChanged(found, [standing], each => diagnostics.push(each))
  assert.equal(
    diagnostics.map(({ code, file }) => `${code} ${file}`),
    ['yaml/values 7'],
  )
})

test.run()
