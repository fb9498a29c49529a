// Schemas that were made up at random, on a real API server and in the compiler: what the server accepts, returns and applies must
// compile, and of alternatives of which the type says all, what the server refuses must not. More of them, or others:
//
//   OPWRIGHT_ROUNDS=20 OPWRIGHT_SEED=100 npm test -- --no-build --time-limit 1200 cluster/made-up

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ApiServer } from '../support/api-server/api-server.js'
import { ApiRequests, type Json } from '../support/api-server/requests.js'
import { Chance } from '../support/chance.js'
import { apply, create, inParallel, install, type Verdict } from './instances/judge.js'
import { withoutNulls } from './instances/nulls.js'
import { Program } from './instances/program.js'
import { AlternativeGrammar } from './made-up/alternatives.js'
import { madeUpFields, madeUpKinds, type MadeUpRound, type MadeUpTrial } from './made-up/trials.js'
import { ValueGrammar } from './made-up/values.js'

const rounds = Number(process.env['OPWRIGHT_ROUNDS'] ?? 3)
const firstSeed = Number(process.env['OPWRIGHT_SEED'] ?? 1)

interface Tried {
  readonly trial: MadeUpTrial
  readonly verdict: Verdict
}

interface Sort {
  readonly name: string
  readonly makeUp: (chance: Chance, title: string) => Promise<MadeUpRound>
  /** The least of what a server refuses that must not compile, in a hundred. */
  readonly share: number
  /** How many objects a round has at least that a server accepts. */
  readonly accepted: number
  /** How many that it refuses for what a type says all of, if there is such. */
  readonly refused?: number
}

const sorts: readonly Sort[] = [
  {
    name: 'alternatives',
    makeUp: (chance, title) => madeUpFields(new AlternativeGrammar(chance), title),
    share: 50,
    accepted: 100,
    refused: 50,
  },
  {
    name: 'alternatives at the root',
    makeUp: (chance, title) => madeUpKinds(new AlternativeGrammar(chance), title),
    share: 50,
    accepted: 50,
    refused: 10,
  },
  {
    name: 'values',
    makeUp: (chance, title) => madeUpFields(new ValueGrammar(chance), title),
    share: 90,
    accepted: 100,
  },
]

for (const { name, makeUp, share, accepted: leastAccepted, refused: leastRefused } of sorts) {
  const madeUp = suite(`made-up ${name}`)
  const tried: Tried[] = []
  let complaints = new Map<string, string>()

  madeUp.before(async () => {
    const program = new Program()
    const server = await ApiServer.start()
    const requests = new ApiRequests(server.kubeconfig())
    try {
      for (let index = 0; index < rounds; index++) {
        const seed = firstSeed + index
        const round = await makeUp(new Chance(seed), `seed ${seed}`)
        await install(requests, round)
        await program.generate(index, round)
        await inParallel(round.trials, async trial => {
          tried.push({ trial, verdict: await tryObject(requests, program, index, trial) })
        })
      }
      complaints = program.compile()
    } finally {
      program.close()
      requests.close()
      await server.stop()
    }
  })

  madeUp('what the server accepts, returns and applies compiles', () => {
    const accepted = tried.filter(({ verdict }) => verdict.accepted)
    assert.ok(accepted.length > rounds * leastAccepted, `${accepted.length} objects`)
    const wrong = [...complaints].filter(([key]) => accepted.some(({ trial }) => key.startsWith(trial.name)))
    assert.equal(
      wrong.map(([key, complaint]) => `${key}\n    ${complaint}`),
      [],
    )
  })

  madeUp('most of what the server refuses does not compile', () => {
    const refused = tried.filter(({ verdict }) => !verdict.accepted)
    const caught = refused.filter(({ trial }) => complaints.has(trial.name))
    const counts = `${tried.length} objects, ${refused.length} refused, of which ${caught.length} do not compile`
    if (process.env['OPWRIGHT_ROUNDS']) console.log(counts)
    assert.ok(caught.length * 100 >= refused.length * share, counts)
  })

  if (leastRefused !== undefined) {
    madeUp('nothing that the server refuses compiles, where the type says all', () => {
      const refused = tried.filter(({ verdict, trial }) => !verdict.accepted && trial.isSaid)
      assert.ok(refused.length > rounds * leastRefused, `${refused.length} objects`)
      const slipped = refused.filter(({ trial }) => !complaints.has(trial.name))
      assert.equal(
        slipped.map(({ trial, verdict }) => `${trial.name}\n    ${causesOf(verdict)}`),
        [],
      )
    })
  }

  madeUp.run()
}

async function tryObject(requests: ApiRequests, program: Program, index: number, trial: MadeUpTrial): Promise<Verdict> {
  const { name, schema, version, around, within } = trial
  const object = withoutNulls(trial.object, version.schema ?? {})
  const verdict = await create(requests, trial, trial.object)
  program.add(index, trial, 'input', object, name)
  if (!verdict.accepted) return verdict
  program.add(index, trial, 'type', verdict.returned, `${name} returned`)
  // A null that is dropped from what is created may be refused in what is applied.
  const applied = await apply(requests, trial, object)
  assert.ok(applied.accepted, `${name} is not applied: ${causesOf(applied)}`)
  program.add(index, trial, 'apply', object, `${name} applied`)
  if (isMerged(schema)) {
    // The rest may be somebody else's, and be there already.
    for (const half of [0, 1]) {
      const part = around(everySecond(within(object), half))
      program.add(index, trial, 'apply', part, `${name} applied, half ${half}`)
    }
  }
  return verdict
}

function isMerged(schema: Json): boolean {
  return schema.properties !== undefined && schema['x-kubernetes-map-type'] !== 'atomic'
}

function everySecond(object: Json, remainder: number): Json {
  if (typeof object !== 'object' || object === null) return object
  return Object.fromEntries(Object.entries(object).filter((_, index) => index % 2 === remainder))
}

function causesOf(verdict: Verdict): string {
  return verdict.accepted ? '' : verdict.causes.map(({ message }) => message).join('; ')
}
