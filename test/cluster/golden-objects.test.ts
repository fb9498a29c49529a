// Objects beside the inputs of golden cases: a real API server accepts those of accepted.yaml and refuses those of refused.yaml,
// and so does the compiler, held against the types that are generated. Those of unsaid.yaml, where there is one, only the server refuses:
// no type says what is wrong with them, and a comment has it.

import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadAll } from 'js-yaml'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from '../../generator/crd/parse.js'
import { documentsOf } from '../../generator/load/documents.js'
import { defaultLimits } from '../../generator/load/limits.js'
import { ApiServer } from '../support/api-server/api-server.js'
import { ApiRequests, type Json } from '../support/api-server/requests.js'
import { apply, create, inParallel, install, type Verdict } from './instances/judge.js'
import type { Trial } from './instances/objects.js'
import { Program } from './instances/program.js'

const golden = fileURLToPath(new URL('../golden/', import.meta.url))
const sides = ['accepted', 'refused', 'unsaid'] as const
const cases = fs.readdirSync(golden).filter(name => fs.existsSync(path.join(golden, name, 'accepted.yaml')))

/** Cases without objects, and why. */
const others: Readonly<Record<string, string>> = {
  'clashing-names': 'it is about names: its kinds have a field or none',
  v1beta1: 'no server has taken definitions of that form since 1.22, as golden-inputs.test.ts holds one to',
}

interface Tried {
  readonly key: string
  readonly side: (typeof sides)[number]
  readonly verdict: Verdict
}

const tried: Tried[] = []
let complaints = new Map<string, string>()

test.before(async () => {
  const trials = (await Promise.all(cases.map(trialsOf))).flat()
  const round = { definitions: [...new Set(trials.map(({ definition }) => definition))], trials }
  const program = new Program()
  const server = await ApiServer.start()
  const requests = new ApiRequests(server.kubeconfig())
  try {
    await install(requests, round)
    await program.generate(0, round)
    await inParallel(trials, async trial => {
      const { name: key, side, object } = trial
      const verdict = await create(requests, trial, object)
      tried.push({ key, side, verdict })
      program.add(0, trial, 'input', object, key)
      if (!verdict.accepted) return
      program.add(0, trial, 'type', verdict.returned, `${key} returned`)
      const applied = await apply(requests, trial, object)
      assert.ok(applied.accepted, `${key} is not applied: ${JSON.stringify(applied)}`)
      program.add(0, trial, 'apply', object, `${key} applied`)
    })
    complaints = program.compile()
  } finally {
    program.close()
    requests.close()
    await server.stop()
  }
})

for (const name of cases) {
  test(`${name}: the server and the compiler accept and refuse the same`, () => {
    const own = tried.filter(({ key }) => key.startsWith(`${name}/`))
    for (const each of ['accepted', 'refused']) assert.ok(own.some(({ side }) => side === each))
    for (const { key, side, verdict } of own) {
      const causes = verdict.accepted ? [] : verdict.causes.map(({ message }) => message)
      assert.is(verdict.accepted, side === 'accepted', `${key}: ${causes.join(', ')}`)
      assert.is(!complaints.has(key), side !== 'refused', `${key}: ${complaints.get(key) ?? 'compiles'}`)
      for (const view of ['returned', 'applied']) assert.is(complaints.get(`${key} ${view}`), undefined, key)
    }
  })
}

test('every other case has a reason', () => {
  const all = fs.readdirSync(golden).filter(name => fs.existsSync(path.join(golden, name, 'input.yaml')))
  assert.equal([...cases, ...Object.keys(others)].sort(), all.sort())
})

/** The objects of a case, of its first kind and the stored version where they name no others, as `<case>/<side>/<number>`. */
async function trialsOf(name: string): Promise<(Trial & Pick<Tried, 'side'>)[]> {
  const read = (file: string) => fs.readFileSync(path.join(golden, name, file))
  const given = sides.filter(side => fs.existsSync(path.join(golden, name, `${side}.yaml`)))
  const documents = await documentsOf({ name, bytes: read('input.yaml') }, defaultLimits, () => {})
  const definitions = parse(documents, () => {})
  return given.flatMap(side =>
    (loadAll(read(`${side}.yaml`).toString()) as Json[]).map((said, index) => {
      const definition = definitions.find(({ names }) => names.kind === (said['kind'] ?? names.kind))
      const version = definition?.versions.find(each =>
        said['apiVersion'] === undefined ? each.storage : said['apiVersion'] === `${definition.group}/${each.name}`,
      )
      if (!definition || !version) throw new Error(`${name} does not define ${JSON.stringify(said)}`)
      const apiVersion = `${definition.group}/${version.name}`
      const object = { apiVersion, kind: definition.names.kind, metadata: { name: 'a' }, ...said }
      return { name: `${name}/${side}/${index + 1}`, side, object, definition, version }
    }),
  )
}

test.run()
