// Alternatives that were made up at random, on a real API server and in the compiler: what the server accepts and returns must
// compile, and where a type says all that its schema asks for, what the server refuses must not. More of them, or others:
//
//   OPWRIGHT_ROUNDS=20 OPWRIGHT_SEED=100 npm test -- --no-build --time-limit 1200 cluster/alternatives

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { build } from '../../generator/model/build.js'
import type { ShapeModel } from '../../generator/model/resource-model.js'
import { readObjects } from '../generator/crd/read.js'
import { ApiServer } from '../support/api-server/api-server.js'
import { ApiRequests, type Json } from '../support/api-server/requests.js'
import { Chance } from '../support/chance.js'
import { AlternativeGrammar } from './alternatives/grammar.js'
import { apply, create, inParallel, install, type Verdict } from './instances/judge.js'
import type { Round, Trial } from './instances/objects.js'
import { Program } from './instances/program.js'

const rounds = Number(process.env['OPWRIGHT_ROUNDS'] ?? 4)
const firstSeed = Number(process.env['OPWRIGHT_SEED'] ?? 1)
const schemasOfRound = 30
const objectsOfSchema = 20

interface Tried {
  readonly key: string
  readonly verdict: Verdict
  /** Whether the type says all that the schema asks for. */
  readonly isSaid: boolean
}

const tried: Tried[] = []
let complaints = new Map<string, string>()

test.before(async () => {
  const program = new Program()
  const server = await ApiServer.start()
  const requests = new ApiRequests(server.kubeconfig())
  try {
    for (let index = 0; index < rounds; index++) await tryRound(requests, program, index)
  } finally {
    requests.close()
    await server.stop()
  }
  try {
    complaints = program.compile()
  } finally {
    program.close()
  }
})

test('what the server accepts, returns and applies compiles', () => {
  const accepted = tried.filter(({ verdict }) => verdict.accepted)
  assert.ok(accepted.length > rounds * 100, `${accepted.length} objects`)
  const views = ['', ' returned', ' applied', ' applied, half 0', ' applied, half 1']
  const wrong = accepted.flatMap(({ key }) => views.map(view => `${key}${view}`))
  assert.equal(complaintsAbout(wrong), [])
})

test('what the server refuses does not compile, where the type says all', () => {
  const refused = tried.filter(({ verdict, isSaid }) => !verdict.accepted && isSaid)
  assert.ok(refused.length > rounds * 50, `${refused.length} objects`)
  assert.equal(
    refused.filter(({ key }) => !complaints.has(key)).map(({ key, verdict }) => `${key}\n    ${causesOf(verdict)}`),
    [],
  )
})

test('most of what the server refuses does not compile', () => {
  const refused = tried.filter(({ verdict }) => !verdict.accepted)
  const caught = refused.filter(({ key }) => complaints.has(key))
  if (process.env['OPWRIGHT_ROUNDS'])
    console.log(`${tried.length} objects, ${refused.length} refused, of which ${caught.length} do not compile`)
  assert.ok(caught.length > refused.length * 0.5, `${caught.length} of ${refused.length}`)
})

async function tryRound(requests: ApiRequests, program: Program, index: number): Promise<void> {
  const chance = new Chance(firstSeed + index)
  const grammar = new AlternativeGrammar(chance)
  const schemas = Object.fromEntries(Array.from({ length: schemasOfRound }, (_, at) => [`s${at}`, grammar.schema()]))
  const { definitions } = await readObjects(definitionOf(schemas))
  const [definition] = definitions
  const [version] = definition?.versions ?? []
  assert.ok(definition && version)
  const seen = new Set<string>()
  const trials = Object.entries(schemas).flatMap(([field, schema]) =>
    Array.from({ length: objectsOfSchema }, (): Json => ({ [field]: grammar.object(schema) })).flatMap(
      (spec): Trial[] => {
        const said = JSON.stringify(spec)
        if (seen.has(said)) return []
        seen.add(said)
        const name = `seed ${firstSeed + index}: ${said} of ${JSON.stringify(schema)}`
        const object = { apiVersion: 'example.com/v1', kind: 'Choice', metadata: { name: 'a' }, spec }
        return [{ name, object, definition, version }]
      },
    ),
  )
  const round: Round = { definitions, trials }
  const said = saidFields(round)
  await install(requests, round)
  await program.generate(index, round)
  await inParallel(trials, async trial => {
    const { name: key, object } = trial
    const verdict = await create(requests, trial, object)
    const [field = ''] = Object.keys(object.spec)
    tried.push({ key, verdict, isSaid: said.has(field) })
    program.add(index, trial, 'input', object, key)
    if (!verdict.accepted) return
    program.add(index, trial, 'type', verdict.returned, `${key} returned`)
    const applied = await apply(requests, trial, object)
    assert.ok(applied.accepted, `${key} is not applied`)
    program.add(index, trial, 'apply', object, `${key} applied`)
    // The rest may be somebody else's, and be there already.
    for (const half of [0, 1]) {
      const part = { ...object, spec: { [field]: everySecond(object.spec[field], half) } }
      program.add(index, trial, 'apply', part, `${key} applied, half ${half}`)
    }
  })
}

function everySecond(object: Json, remainder: number): Json {
  return Object.fromEntries(Object.entries(object).filter((_, index) => index % 2 === remainder))
}

/** The fields of whose schema no comment has to say more. */
function saidFields({ definitions }: Round): ReadonlySet<string> {
  const [folder] = build(definitions, { versions: 'served' }, () => {}).versions
  const shapes = new Map<string, ShapeModel>(
    [...(folder?.resources.flatMap(each => each.shapes) ?? []), ...(folder?.shared ?? [])].map(shape => [
      shape.names.type,
      shape,
    ]),
  )
  const isSaid = ({ doc }: ShapeModel) =>
    doc.facts.every(({ kind }) => kind !== 'alternatives' && kind !== 'limit' && kind !== 'rule')
  const spec = [...shapes.values()].find(({ names }) => names.type === 'ChoiceSpec')
  const properties = spec?.properties ?? []
  return new Set(
    properties.flatMap(({ name, type }) => {
      const shape = type.kind === 'reference' ? shapes.get(type.names.type) : undefined
      return shape && isSaid(shape) ? [name] : []
    }),
  )
}

function definitionOf(schemas: Json): Json {
  const spec = { type: 'object', properties: schemas }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'choices.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Choice', listKind: 'ChoiceList', plural: 'choices', singular: 'choice' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        },
      ],
    },
  }
}

function complaintsAbout(keys: readonly string[]): string[] {
  return keys.flatMap(key => (complaints.has(key) ? [`${key}\n    ${complaints.get(key)}`] : []))
}

function causesOf(verdict: Verdict): string {
  return verdict.accepted ? '' : verdict.causes.map(({ message }) => message).join('; ')
}

test.run()
