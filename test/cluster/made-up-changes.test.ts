// Changes of alternatives and rules, made up at random: where `diff` claims that what is stored stays good, a real API server takes in
// the new schema what it takes in the old one. More of them, or others:
//
//   OPWRIGHT_ROUNDS=20 OPWRIGHT_SEED=100 npm test -- --no-build --time-limit 1200 cluster/made-up-changes

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { JsonSchemaProps } from '../../generator/crd/custom-resource-definition.js'
import { compareSchemas } from '../../generator/diff/schemas.js'
import { readText } from '../generator/crd/read.js'
import { crdHead } from '../support/crd-head.js'
import { ApiServer } from '../support/api-server/api-server.js'
import { ApiRequests, type Json } from '../support/api-server/requests.js'
import { Chance } from '../support/chance.js'
import { create, inParallel, install } from './instances/judge.js'
import type { Trial } from './instances/objects.js'
import { AlternativeGrammar } from './made-up/alternatives.js'

const rounds = Number(process.env['OPWRIGHT_ROUNDS'] ?? 3)
const firstSeed = Number(process.env['OPWRIGHT_SEED'] ?? 1)
const pairsOfRound = 40
const valuesOfPair = 30

/** A schema and what became of it, as two fields of one kind. */
interface Pair {
  readonly before: string
  readonly after: string
  readonly isClaimedGood: boolean
  readonly values: readonly Json[]
}

test('what a claim says of stored objects is what the server then does', async () => {
  const wrong: string[] = []
  const counts = { good: 0, kept: 0, refused: 0 }
  const server = await ApiServer.start()
  const requests = new ApiRequests(server.kubeconfig())
  try {
    for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
      const { definition, version, pairs, schemas } = await madeUp(new AlternativeGrammar(new Chance(seed)))
      const trial: Trial = { name: `seed ${seed}`, object: {}, definition, version }
      await install(requests, { definitions: [definition], trials: [trial] })
      const send = (field: string, value: Json) =>
        create(requests, trial, {
          apiVersion: 'example.com/v1',
          kind: 'MadeUp',
          metadata: { name: 'a' },
          spec: { [field]: value },
        })
      await inParallel(pairs, async ({ before, after, isClaimedGood, values }) => {
        if (isClaimedGood) counts.good++
        for (const value of values) {
          const was = await send(before, value)
          if (!was.accepted) continue
          // As it is stored: with its defaults.
          const stored = was.returned['spec'][before]
          const is = await send(after, stored)
          counts[is.accepted ? 'kept' : 'refused']++
          if (isClaimedGood && !is.accepted) {
            wrong.push(`seed ${seed}: ${JSON.stringify([schemas[before], schemas[after], stored])}`)
          }
        }
      })
    }
  } finally {
    requests.close()
    await server.stop()
  }
  if (process.env['OPWRIGHT_ROUNDS']) console.log(counts)
  assert.equal(wrong, [])
  for (const count of Object.values(counts)) assert.ok(count > 5 * rounds, JSON.stringify(counts))
})

async function madeUp(grammar: AlternativeGrammar) {
  const schemas: { [field: string]: Json } = {}
  const pairs = Array.from({ length: pairsOfRound }, (_, index): Pair => {
    const [before, after] = [`s${index}`, `t${index}`]
    schemas[before] = grammar.schema()
    schemas[after] = grammar.changed(schemas[before])
    const values = Array.from({ length: valuesOfPair }, () => JSON.stringify(grammar.value(schemas[before])))
    const isClaimedGood = claimsGood(schemas[before], schemas[after])
    return { before, after, isClaimedGood, values: [...new Set(values)].map(value => JSON.parse(value)) }
  })
  const root = { type: 'object', properties: { spec: { type: 'object', properties: schemas } } }
  const { definitions } = await readText(`${crdHead('MadeUp')}        ${JSON.stringify(root)}`)
  const [definition] = definitions
  const [version] = definition?.versions ?? []
  assert.ok(definition && version)
  return { definition, version, pairs, schemas }
}

function claimsGood(before: JsonSchemaProps, after: JsonSchemaProps): boolean {
  let isGood = true
  // Not the root, of which the server knows more.
  const within = (it: JsonSchemaProps) => ({ type: 'object', properties: { it } })
  const tell = (_: unknown, { stored }: { readonly stored: string }) => (isGood &&= stored === 'valid')
  compareSchemas(within(before), within(after), { tell, tellProse: () => {} })
  return isGood
}

test.run()
