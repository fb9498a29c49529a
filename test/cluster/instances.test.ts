// Types against the server: every object of the set beside the repository is tried on a real API server, without being kept,
// and held against the types that are generated for its kind. An object that the server accepts must be a `FooInput`, what it
// returns a `Foo`, and what it applies a `FooApply`. Then the same for mutants of these objects: one that the server accepts
// must compile, and a table says how many of those that it refuses the compiler refuses too.

import { createHash } from 'node:crypto'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compareText } from '../../generator/diagnostic.js'
import { ApiServer } from '../support/api-server/api-server.js'
import { ApiRequests, type Json } from '../support/api-server/requests.js'
import { apply, create, inParallel, install, type Verdict } from './instances/judge.js'
import { randomNumbers } from '../support/random.js'
import { mutantsOf, type Mutant } from './instances/mutants.js'
import { readTrials, type Trial } from './instances/objects.js'
import { withoutNulls } from './instances/nulls.js'
import { Program, type View } from './instances/program.js'
import { isStructural, mutantTable, reasonOf, refusalTable } from './instances/report.js'
import { unsaid, unsaidOf } from './instances/unsaid.js'

/** What is wrong with a type, by the key that the test prints, and why it has to stay so. */
const exceptions: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'cluster-api/0023-clusterclass.yaml cluster-api/cluster.x-k8s.io_clusterclasses.yaml',
    'cluster-api/0049-kubeadmcontrolplanetemplate.yaml cluster-api/controlplane.cluster.x-k8s.io_kubeadmcontrolplanetemplates.yaml',
    'dapr/0037-subscription.yaml dapr/subscription.yaml',
    'dapr/0038-subscription.yaml dapr/subscription.yaml',
    'dapr/0039-subscription.yaml dapr/subscription.yaml',
    'kubernetes-configuration/0035-konnectgatewaycontrolplane.yaml kubernetes-configuration/konnect.konghq.com_konnectgatewaycontrolplanes.yaml',
    'kubernetes-configuration/0037-konnectgatewaycontrolplane.yaml kubernetes-configuration/konnect.konghq.com_konnectgatewaycontrolplanes.yaml',
    'kubernetes-configuration/0038-konnectgatewaycontrolplane.yaml kubernetes-configuration/konnect.konghq.com_konnectgatewaycontrolplanes.yaml',
    'kubernetes-configuration/0039-konnectgatewaycontrolplane.yaml kubernetes-configuration/konnect.konghq.com_konnectgatewaycontrolplanes.yaml',
    'kubernetes-configuration/0040-konnectgatewaycontrolplane.yaml kubernetes-configuration/konnect.konghq.com_konnectgatewaycontrolplanes.yaml',
  ].map(object => [
    `${object} type`,
    'the webhook that converts to the storage version is not there, and that version prunes what it does not know',
  ]),
)

/** How many mutants a server refuses at least for a reason that exceptions are made of, and how many of a hundred do not compile. */
const shares: readonly (readonly [reason: string, count: number, share: number])[] = [
  ['number of properties', 50, 90],
  ['rule over has and values', 1000, 88],
]

const { objects, rounds } = await readTrials()

interface Tried {
  readonly key: string
  readonly trial: Trial
  readonly round: number
  readonly verdict: Verdict
}

const views = { input: 'accepts', type: 'returns', apply: 'applies' } as const

const withNulls: string[] = []
const tried: { readonly [V in View]: Tried[] } = { input: [], type: [], apply: [] }
const mutants: (Tried & { readonly mutant: Mutant })[] = []
let complaints = new Map<string, string>()
const seconds = { install: 0, try: 0, compile: 0 }

if (rounds.length > 0) {
  test.before(async () => {
    const program = new Program()
    try {
      const start = Date.now()
      await tryAll(program)
      const end = Date.now()
      complaints = program.compile()
      seconds.try = (end - start) / 1000 - seconds.install
      seconds.compile = (Date.now() - end) / 1000
    } finally {
      program.close()
    }
    print()
  })

  for (const view of keysOf(views)) {
    test(`what the server ${views[view]} has the type of the view "${view}"`, () => {
      const accepted = tried[view].filter(({ verdict }) => verdict.accepted)
      assert.ok(accepted.length > 1000, `${accepted.length} objects`)
      assert.equal(complaintsAbout(accepted), [])
    })
  }

  test('what the server refuses for its structure does not compile', () => {
    const refused = tried.input.filter(({ verdict }) => !verdict.accepted)
    assert.ok(refused.length > 200, `${refused.length} objects`)
    assert.equal(sound(refused), [])
  })

  test('a mutant that the server refuses for its structure does not compile', () => {
    const refused = mutants.filter(isStructural)
    assert.ok(refused.length >= 5000, `${refused.length} mutants`)
    assert.equal(sound(refused), [])
  })

  for (const [reason, count, share] of shares) {
    test(`mutants that are refused for "${reason}" do not compile, ${share} of a hundred at least`, () => {
      const refused = mutants.filter(each => reasonOf(each) === reason)
      const caught = refused.filter(({ key }) => complaints.has(key))
      assert.ok(refused.length >= count, `${refused.length} mutants`)
      assert.ok(caught.length * 100 >= refused.length * share, `${caught.length} of ${refused.length}`)
    })
  }

  test('a mutant that the server accepts compiles', () => {
    assert.ok(mutants.length >= 5000, `${mutants.length} mutants`)
    assert.equal(complaintsAbout(mutants.filter(({ verdict }) => verdict.accepted)), [])
  })

  test('every exception is one', () => {
    assert.equal(
      Object.keys(exceptions).filter(key => !complaints.has(key)),
      [],
    )
    const slipped = [...tried.input, ...mutants].filter(each => isStructural(each) && !complaints.has(each.key))
    assert.equal(
      unsaid.filter(each => !slipped.some(one => unsaidOf(one) === each)),
      [],
    )
  })
} else {
  test.skip('the objects of real projects are not beside the repository', () => {})
}

/** With a server of its own: hundreds of kinds make it slow and large, and it is gone before the compiler starts. */
async function tryAll(program: Program): Promise<void> {
  const server = await ApiServer.start()
  const requests = new ApiRequests(server.kubeconfig())
  try {
    await tryRounds(requests, program)
  } finally {
    requests.close()
    await server.stop()
  }
}

async function tryRounds(requests: ApiRequests, program: Program): Promise<void> {
  for (const [index, round] of rounds.entries()) {
    const start = Date.now()
    await install(requests, round)
    seconds.install += (Date.now() - start) / 1000
    await program.generate(index, round)
    await inParallel(round.trials, trial => tryObject(requests, program, index, trial))
    const accepted = tried.input
      .filter(each => each.round === index && each.verdict.accepted)
      .sort((a, b) => compareText(a.key, b.key))
    const changed = accepted.flatMap(({ key, trial }) => {
      const all = mutantsOf(
        withoutNulls(sendable(trial), trial.version.schema ?? {}),
        trial.version.schema ?? {},
        untouched(trial),
        randomNumbers(seedOf(key)),
      )
      return all.map(mutant => ({ trial, mutant, key: `${key} ${mutant.mutation}: ${mutant.place}` }))
    })
    await inParallel(changed, async ({ trial, mutant, key }) => {
      const verdict = await create(requests, trial, mutant.object)
      mutants.push({ key, trial, round: index, verdict, mutant })
      program.add(index, trial, 'input', mutant.object, key)
    })
  }
}

/** Of its own for each object, so that no other one changes its mutants. */
function seedOf(key: string): number {
  return createHash('sha256').update(key).digest().readInt32BE()
}

async function tryObject(requests: ApiRequests, program: Program, round: number, trial: Trial): Promise<void> {
  const sent = sendable(trial)
  const object = withoutNulls(sent, trial.version.schema ?? {})
  const note = (view: View, verdict: Verdict, held: Json) => {
    const key = `${trial.name} ${trial.definition.document.source.name} ${view}`
    tried[view].push({ key, trial, round, verdict })
    program.add(round, trial, view, held, key)
  }
  const created = await create(requests, trial, sent)
  note('input', created, object)
  if (!created.accepted) return
  if (JSON.stringify(object) !== JSON.stringify(sent)) {
    withNulls.push(`${trial.name} ${trial.definition.document.source.name}`)
  }
  note('type', created, created.returned)
  note('apply', await apply(requests, trial, sent), { ...object, metadata: { name: 'unnamed', ...object.metadata } })
}

/** Fields of the root that are the server's own. */
function untouched({ version }: Trial): string[] {
  return ['apiVersion', 'kind', 'metadata', ...(version.subresources.status ? ['status'] : [])]
}

function sendable({ object, version }: Trial): Json {
  if (!version.subresources.status) return object
  const { status: _status, ...sent } = object
  return sent
}

function complaintsAbout(all: readonly Tried[]): string[] {
  return all.flatMap(({ key }) => {
    const complaint = key in exceptions ? undefined : complaints.get(key)
    return complaint === undefined ? [] : [`${key}\n    ${complaint}`]
  })
}

/** What is refused for its structure, and has no complaint of the compiler. */
function sound(all: readonly Tried[]): string[] {
  return all.flatMap(each => (isStructural(each) && !complaints.has(each.key) && !unsaidOf(each) ? [each.key] : []))
}

function print(): void {
  const pairs = rounds.reduce((sum, { trials }) => sum + trials.length, 0)
  console.log(`\n${objects} objects; ${pairs} with a definition of v1 that serves them, in ${rounds.length} rounds`)
  console.log(
    `  ${withNulls.length} accepted ones have a null that the server drops, and are held against the types without it`,
  )
  for (const name of withNulls.sort(compareText)) console.log(`    ${name}`)
  const { install, try: trying, compile } = seconds
  console.log(`  definitions ${install.toFixed()} s, objects ${trying.toFixed()} s, compiler ${compile.toFixed()} s`)
  const say = (words: string, all: readonly Tried[], more = '') => {
    const wrong = all.filter(({ key }) => complaints.has(key))
    console.log(`  the server ${words} ${all.length}, of which ${wrong.length} do not compile${more}`)
    return wrong
  }
  const dropped = `, and ${withNulls.length} are held without nulls that the server drops`
  for (const view of keysOf(views)) {
    const accepted = tried[view].filter(({ verdict }) => verdict.accepted)
    const wrong = say(views[view], accepted, view === 'type' ? '' : dropped)
    for (const { key } of wrong) console.log(`    ${key}: ${exceptions[key] ?? 'NO EXCEPTION'}`)
  }
  say(
    'refuses',
    tried.input.filter(({ verdict }) => !verdict.accepted),
  )
  console.log(refusalTable(tried.input.filter(({ verdict, key }) => !verdict.accepted && !complaints.has(key))))
  console.log(mutantTable(mutants.map(each => ({ ...each, compiles: !complaints.has(each.key) }))))
}

function keysOf<K extends string>(record: { readonly [key in K]: unknown }): K[] {
  return Object.keys(record) as K[]
}

test.run()
