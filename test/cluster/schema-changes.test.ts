/** What is claimed of stored objects when a schema changes, held to what an API server then takes. */

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { storedFromHarmless, type Stored } from '../../generator/diff/schema-diff.js'
import { fields, limits, merging, rules, type Case } from '../generator/diff/cases.js'
import { gone } from '../generator/diff/gone-cases.js'
import { compareAll } from '../generator/diff/proof.js'
import { widget, type Node } from '../generator/diff/widget.js'
import { readObjects } from '../generator/crd/read.js'
import { RequestError, type Json } from '../support/api-server/requests.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

const cases: readonly Case[] = [...fields, ...limits, ...rules, ...merging, ...gone]
const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

const spec = {
  name: 'ab',
  size: 'small',
  note: 'any text',
  replicas: 1,
  ratio: 2,
  mode: 'A',
  flag: null,
  nulls: [null],
  port: 'http',
  free: { a: 1 },
  labels: { a: 'b' },
  set: ['a', 'b'],
  items: [{ key: 'a', other: 'a', value: 'x' }],
  plain: [{ deep: 'a' }, { deep: 'a' }],
  part: {},
  empty: {},
  template: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} },
  choice: { one: 'a', two: 'c' },
  either: { a: 'x', c: 'z' },
  by: { type: 'a', a: { x: 'x' } },
}
const status = {
  replicas: 1,
  phase: 'Down',
  conditions: [
    { type: 'a', reason: 'x' },
    { type: 'b', reason: 'x' },
  ],
  reasons: [{ code: 'a' }],
}
const three = { a: 'a', b: 'b', c: 'c' }
const nine = Array.from({ length: 9 }, (_, index) => ({ key: String(index), other: 'a', value: 'y' }))

/** Objects that the old schema takes, at every edge of it. */
const objects: readonly Node[] = [
  { spec, status },
  {
    spec: {
      ...spec,
      name: 'a',
      mode: 'B',
      port: 80,
      free: { known: 5 },
      by: { type: 'b' },
      choice: { one: 'c', two: 'b' },
      either: { b: 'y' },
      template: { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'a' }, spec: {} },
    },
    status: { phase: 'Up' },
  },
  { spec: { ...spec, name: 'aaaaaaaaaa', mode: 'C', flag: true, replicas: 5, labels: three, items: nine } },
  { spec: { name: 'a', mode: 'A', replicas: 3 } },
]

/** The same for those that are made of it first, each of which takes some. */
const others: readonly Node[] = [
  { spec: { ...spec, ratio: 0.9 } },
  { spec: { ...spec, either: { a: 'x', b: 'x' } } },
  { spec: { ...spec, either: { a: 'x', c: 'x y' } } },
  { spec: { ...spec, part: { inner: 'x' } } },
  { spec: { ...spec, part: { unnamed: 'x' } } },
  { spec: { ...spec, plain: [{}, { deep: 'a' }] } },
  { spec: { ...spec, either: three } },
  { spec: { ...spec, mode: 'BB' } },
  { spec: { ...spec, replicas: 2 } },
  { spec: { ...spec, size: '2026-01-01T00:00:00Z', note: '2026-01-01T00:00:00-02:00' } },
  { spec: { ...spec, plain: [{}, { deep: 'b' }], part: { inner: 'x' } } },
  { spec: { ...spec, by: { type: null } } },
]

/** Which values alternatives take is not always decided: of these more is claimed than happens. */
const cautious: ReadonlySet<string> = new Set([
  'of two enums one has a value more, which the other has not',
  'an enum that excludes null is alternatives, which do not',
])

interface Tried {
  readonly name: string
  readonly claimed: Stored
  readonly old: Node
  readonly crd: Node
}

const changes = suite('stored objects')
let cluster: TestCluster
let tried: readonly Tried[] = []

changes.before(async () => {
  cluster = TestCluster.ofThisRun()
  const old = crdOf('old')
  tried = await Promise.all(
    cases.map(async (each, index) => ({
      name: each.name,
      claimed: await claimOf(each),
      old: each.from ? crdOf(`from-${index}`, each.from) : old,
      crd: crdOf(`case-${index}`, each.from, each.edit),
    })),
  )
  for (const crd of allCrds()) {
    await cluster.requests.create(collection, crd).catch((error: unknown) => {
      throw new Error(`${crd['spec'].group}: ${String(error)}`)
    })
  }
})

changes.after(async () => {
  await Promise.all([...allCrds()].map(crd => cluster.requests.delete(`${collection}/${crd['metadata'].name}`)))
  cluster.requests.close()
})

changes('are what the old schema takes', async () => {
  const answers = await Promise.all(objects.map(object => send(crdOf('old'), object)))
  assert.equal(
    answers.map(answer => (answer instanceof RequestError ? answer.body : 'taken')),
    objects.map(() => 'taken'),
  )
})

for (const [index, { name }] of cases.entries()) {
  changes(name, async () => {
    const { old, crd, claimed } = tried[index] as Tried
    const all = [...objects, ...others]
    const before = await Promise.all(all.map(object => send(old, object)))
    const good = all.filter((object, at) => !(before[at] instanceof RequestError) && !loses(object, before[at]))
    assert.ok(good.length > 0, 'the old schema takes nothing')
    const answers = await Promise.all(good.map(object => send(crd, object)))
    const refused = answers.filter(answer => answer instanceof RequestError)
    if (claimed === 'refused') return assert.is(refused.length > 0, !cautious.has(name))
    assert.equal(
      refused.map(answer => (answer as RequestError).body),
      [],
    )
    const isLost = answers.some((answer, at) => loses(good[at], answer))
    assert.is(isLost, claimed === 'dropped', claimed === 'dropped' ? 'nothing is lost' : 'something is lost')
  })
}

changes('a new version without conversion gives what is stored as it fits', async () => {
  const crd = crdOf('new-version')
  const { group } = crd['spec']
  await cluster.requests.create(collection, crd)
  try {
    const path = (version: string) => `/apis/${group}/${version}/namespaces/default/widgets`
    await until(`${group} is served`, () => cluster.requests.find(path('v1')))
    const metadata = { name: 'kept' }
    const [object] = objects
    await cluster.requests.create(path('v1'), { apiVersion: `${group}/v1`, kind: 'Widget', metadata, ...object })
    const known = await cluster.requests.get(`${collection}/${crd['metadata'].name}`)
    const added = structuredClone({ ...known.spec.versions[0], name: 'v2', storage: false })
    const after = { ...known, spec: { ...known.spec, versions: [...known.spec.versions, added] } }
    const { properties } = added.schema.openAPIV3Schema.properties.spec
    delete properties.note
    properties.name.maxLength = 1

    const [old, now] = [await readObjects(known), await readObjects(after)]
    const found = compareAll(old.definitions, now.definitions).flatMap(({ findings }) => findings)
    assert.equal(
      found.map(({ path: at, stored }) => `${at} ${stored}`),
      [' valid', 'spec.name refused', 'spec.note dropped'],
    )

    await cluster.requests.replace(`${collection}/${crd['metadata'].name}`, after)
    await until('v2 is served', () => cluster.requests.find(path('v2')))
    const served = await cluster.requests.get(`${path('v2')}/kept`)
    assert.equal([served.spec.name, served.spec.note], ['ab', undefined])
    assert.is((await cluster.requests.get(`${path('v1')}/kept`)).spec.note, 'any text')
    const copy = { ...served, metadata: { name: 'copy' } }
    const answer = await cluster.requests.create(`${path('v2')}?dryRun=All`, copy).catch((error: unknown) => error)
    assert.instance(answer, RequestError)
    assert.is((answer as RequestError).status, 422)
  } finally {
    await cluster.requests.delete(`${collection}/${crd['metadata'].name}`)
  }
})

changes.run()

function allCrds(): ReadonlySet<Node> {
  return new Set(tried.flatMap(({ old, crd }) => [old, crd]))
}

/** In a group of its own, with a status that is written with the rest. */
function crdOf(name: string, ...edits: readonly (Case['edit'] | undefined)[]): Node {
  const crd = widget()
  for (const edit of edits) edit?.(crd)
  const group = `${name}.changes.example.com`
  crd['spec'].group = group
  crd['spec'].conversion = { strategy: 'None' }
  for (const version of crd['spec'].versions) delete version.subresources
  crd['metadata'].name = `widgets.${group}`
  return crd
}

async function claimOf({ from, edit }: Case): Promise<Stored> {
  const [before, after] = [widget(), widget()]
  for (const crd of [before, after]) from?.(crd)
  edit(after)
  const [old, now] = [await readObjects(before), await readObjects(after)]
  const found = compareAll(old.definitions, now.definitions).flatMap(({ findings }) => findings)
  const worst = Math.max(0, ...found.map(({ stored }) => storedFromHarmless.indexOf(stored)))
  return storedFromHarmless[worst] ?? 'valid'
}

/** What a server makes of an object, without keeping it; or how it refuses it. */
async function send(crd: Node, object: Node): Promise<Json> {
  const { group } = crd['spec']
  const path = `/apis/${group}/v1/namespaces/default/widgets`
  await until(`${group} is served`, () => cluster.requests.find(path))
  const body = { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'twelve-chars' }, ...object }
  try {
    return await cluster.requests.create(`${path}?dryRun=All`, body)
  } catch (error) {
    if (error instanceof RequestError && error.status === 422) return error
    throw error
  }
}

/** Whether something of a value is not there any more, or is another value. */
function loses(before: Json, after: Json): boolean {
  if (typeof before !== 'object' || before === null) return before !== after
  return Object.keys(before).some(key => loses(before[key], after?.[key]))
}
