/** What is claimed of versions that nothing converts between, held to what an API server gives and takes through each of them. */

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { compareAll } from '../generator/diff/proof.js'
import { readObjects } from '../generator/crd/read.js'
import { RequestError, type Json } from '../support/api-server/requests.js'
import { TestCluster } from '../support/test-cluster.js'
import { until } from '../support/until.js'

/** The fields of `spec` in each version; a star before the name of the one that is stored, a dash before one that is not served. */
interface Versions {
  readonly [version: string]: Json
}

interface Row {
  readonly name: string
  readonly before: Versions
  readonly after: Versions
  /** Written through each version that takes them, before and after. */
  readonly specs: readonly Json[]
  /** What is claimed, and what the server then does: no more, and no less. */
  readonly want: readonly string[]
  readonly wasConverted?: boolean
}

const text = { type: 'string' }
const integer = { type: 'integer' }
const either = { 'x-kubernetes-int-or-string': true }
const one = { ...text, enum: ['x'] }
const two = { ...text, enum: ['x', 'y'] }
const a = text

const rows: readonly Row[] = [
  {
    name: 'objects are stored as a version that lacks a field',
    before: { '*v1': { a, z: text }, v1beta1: { a } },
    after: { v1: { a, z: text }, '*v1beta1': { a } },
    specs: [{ a: 'a', z: 'z' }, { a: 'a' }],
    want: ['v1 spec.z written-dropped'],
  },
  {
    name: 'a version has a field that the stored one lacks',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a }, v2: { a, z: text } },
    specs: [{ a: 'a', z: 'z' }, { a: 'a' }],
    want: ['v2 spec.z written-dropped'],
  },
  {
    name: 'a field is new, and of two types',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a, z: text }, v2: { a, z: integer } },
    specs: [{ z: 'z' }, { z: 1 }],
    want: ['v2 spec.z stored-unfit', 'v2 spec.z written-unfit'],
  },
  {
    name: 'a version that differs is served',
    before: { '*v1': { a, z: text }, '-v2': { a, y: text } },
    after: { '*v1': { a, z: text }, v2: { a, y: text } },
    specs: [
      { a: 'a', y: 'y' },
      { a: 'a', z: 'z' },
    ],
    want: ['v2 spec.y written-dropped', 'v2 spec.z stored-dropped'],
  },
  {
    name: 'a field is gone from the stored version',
    before: { '*v1': { a, z: text }, v2: { a, z: text } },
    after: { '*v1': { a }, v2: { a, z: text } },
    specs: [{ a: 'a', z: 'z' }],
    want: ['v2 spec.z written-dropped'],
  },
  {
    name: 'objects are stored as a new version that takes more',
    before: { '*v1': { mode: one, n: integer } },
    after: { v1: { mode: one, n: integer }, '*v2': { mode: two, n: either } },
    specs: [
      { mode: 'x', n: 1 },
      { mode: 'y', n: 1 },
      { mode: 'x', n: 'n' },
    ],
    want: ['v1 spec.mode stored-unfit', 'v1 spec.n stored-unfit'],
  },
  {
    name: 'objects are stored as a new version that takes less',
    before: { '*v1': { mode: two, z: text } },
    after: { v1: { mode: two, z: text }, '*v2': { mode: one } },
    specs: [{ mode: 'x' }, { mode: 'y' }, { mode: 'x', z: 'z' }],
    want: ['v1 spec.mode written-unfit', 'v1 spec.z written-dropped'],
  },
  {
    name: 'nothing converts any more',
    before: { '*v1': { a, z: text }, v2: { a, y: text } },
    after: { '*v1': { a, z: text }, v2: { a, y: text } },
    wasConverted: true,
    specs: [
      { a: 'a', z: 'z' },
      { a: 'a', y: 'y' },
    ],
    want: ['v2 spec.y written-dropped', 'v2 spec.z stored-dropped'],
  },
  {
    name: 'a default that the stored version does not have',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a }, v2: { a: { ...a, default: 'n' } } },
    specs: [{ a: 'a' }, {}],
    want: ['v2 spec.a stored-unfilled'],
  },
  {
    name: 'a default of a field that the stored version does not have',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a }, v2: { a, z: { ...text, default: 'n' } } },
    specs: [{ a: 'a' }, { a: 'a', z: 'z' }],
    want: ['v2 spec.z stored-unfilled', 'v2 spec.z written-dropped'],
  },
  {
    name: 'a default of the version that objects are stored as from now on',
    before: { '*v1': { a } },
    after: { v1: { a }, '*v2': { a: { ...a, default: 'n' } } },
    specs: [{ a: 'a' }, {}],
    want: ['v2 spec.a stored-unfilled'],
  },
  {
    name: 'a default of a version that was served already, and that objects are stored as from now on',
    before: { '*v1': { a }, v2: { a } },
    after: { v1: { a }, '*v2': { a: { ...a, default: 'n' } } },
    specs: [{ a: 'a' }, {}],
    want: ['v2 spec.a stored-unfilled'],
  },
  {
    name: 'a default of two versions, one of which objects are stored as from now on',
    before: { '*v1': { a }, v2: { a } },
    after: { v1: { a }, v2: { a: { ...a, default: 'n' } }, '*v3': { a: { ...a, default: 'n' } } },
    specs: [{ a: 'a' }, {}],
    want: ['v2 spec.a stored-unfilled', 'v3 spec.a stored-unfilled'],
  },
  {
    name: 'a default of all versions, one of which objects are stored as from now on',
    before: { '*v1': { a } },
    after: { v1: { a: { ...a, default: 'n' } }, '*v2': { a: { ...a, default: 'n' } } },
    specs: [{ a: 'a' }, {}],
    want: [],
  },
  {
    name: 'a default of all versions, one of which was served already',
    before: { '*v1': { a }, v2: { a } },
    after: { v1: { a: { ...a, default: 'n' } }, '*v2': { a: { ...a, default: 'n' } } },
    specs: [{ a: 'a' }, {}],
    want: [],
  },
  {
    name: 'objects are stored as the other of two versions',
    before: { '*v1': { a, z: text }, v2: { a } },
    after: { v1: { a, z: text }, '*v2': { a } },
    specs: [{ a: 'a', z: 'z' }, { a: 'a' }],
    want: ['v1 spec.z written-dropped'],
  },
  {
    name: 'objects are stored as a third version, and one that was served already takes less',
    before: { '*v1': { mode: two }, v2: { mode: two } },
    after: { v1: { mode: two }, v2: { mode: one }, '*v3': { mode: one } },
    specs: [{ mode: 'x' }, { mode: 'y' }],
    want: ['v1 spec.mode written-unfit', 'v2 spec.mode stored-unfit'],
  },
  {
    name: 'objects are stored as a third version, and those before had a field that no other has',
    before: { '*v1': { a, z: text }, v2: { a } },
    after: { v1: { a, z: text }, v2: { a }, '*v3': { a } },
    specs: [{ a: 'a', z: 'z' }],
    want: ['v1 spec.z written-dropped'],
  },
  {
    name: 'objects are stored as a third version, and those before lose a field',
    before: { '*v1': { a, z: text }, v2: { a, z: text } },
    after: { v1: { a, z: text }, v2: { a }, '*v3': { a } },
    specs: [{ a: 'a', z: 'z' }],
    want: ['v1 spec.z written-dropped', 'v2 spec.z stored-dropped'],
  },
  {
    name: 'null is allowed in the stored version alone',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a: { ...a, nullable: true } }, v2: { a } },
    specs: [{ a: null }, { a: 'a' }],
    want: ['v2 spec.a stored-dropped'],
  },
  {
    name: 'null is allowed in another version than the stored one',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a }, v2: { a: { ...a, nullable: true } } },
    specs: [{ a: null }, { a: 'a' }],
    want: ['v2 spec.a written-dropped'],
  },
  {
    name: 'null is allowed in the stored version, and another one has a default',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a: { ...a, nullable: true } }, v2: { a: { ...a, default: 'n' } } },
    specs: [{ a: null }, {}],
    want: ['v2 spec.a stored-unfilled', 'v2 spec.a stored-unfit'],
  },
  {
    name: 'null is allowed in another version than the stored one, which has a default',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a: { ...a, default: 'n' } }, v2: { a: { ...a, nullable: true } } },
    specs: [{ a: null }, { a: 'a' }],
    want: ['v2 spec.a written-dropped'],
  },
  {
    name: 'unknown fields are kept in the stored version alone',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a, any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }, v2: { a } },
    specs: [{ a: 'a', any: { b: 1 } }],
    want: ['v2 spec.any stored-dropped'],
  },
  {
    name: 'the same change of both versions',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a, z: text }, v2: { a, z: text } },
    specs: [{ a: 'a', z: 'z' }],
    want: [],
  },
  {
    name: 'objects are stored as an equal version',
    before: { '*v1': { a, mode: one } },
    after: { v1: { a, mode: one }, '*v2': { a, mode: one } },
    specs: [{ a: 'a', mode: 'x' }],
    want: [],
  },
  {
    name: 'a version has other words',
    before: { '*v1': { a }, v2: { a } },
    after: { '*v1': { a: { ...a, description: 'One.' } }, v2: { a: { ...a, description: 'Two.' } } },
    specs: [{ a: 'a' }],
    want: [],
  },
  {
    name: 'a version that differs is not served',
    before: { '*v1': { a }, '-v2': { a } },
    after: { '*v1': { a, y: text }, '-v2': { a: integer, z: text } },
    specs: [{ a: 'a', y: 'y' }],
    want: [],
  },
  {
    name: 'what was lost before still is',
    before: { '*v1': { a, y: text }, v2: { a, z: text } },
    after: { '*v1': { a, y: text, b: text }, v2: { a, z: text, b: text } },
    specs: [
      { a: 'a', y: 'y' },
      { a: 'a', z: 'z' },
    ],
    want: [],
  },
]

const passages = suite('versions that nothing converts between')
const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
let cluster: TestCluster
let count = 0

passages.before(() => {
  cluster = TestCluster.ofThisRun()
})

passages.after(() => {
  cluster.requests.close()
})

for (const [index, row] of rows.entries()) {
  passages(row.name, async () => {
    const group = `row-${index}.unconverted.example.com`
    const [before, after] = [crdOf(group, row.before), crdOf(group, row.after)]
    if (row.wasConverted) before.spec.conversion = webhook
    for (const { schema } of after.spec.versions) schema.openAPIV3Schema.properties.isNew = { type: 'boolean' }
    const claimed = await claimsOf(before, after)
    const item = `${collection}/${before.metadata.name}`
    await cluster.requests.create(collection, before)
    try {
      await until(`${group} is served`, () => cluster.requests.find(pathOf(group, storedIn(before).name)))
      const was = new Kind(before)
      const known = row.wasConverted ? new Set<string>() : await was.losses(row.specs)
      const old = await was.store(row.specs)
      const { metadata } = await cluster.requests.get(item)
      await cluster.requests.replace(item, { ...after, metadata })
      const is = new Kind(after)
      await is.inUse()
      const found = [...(await is.losses(row.specs)), ...(await is.lossesOf(old, storedIn(before).name))]
      const happens = found.filter(each => !known.has(each)).map(each => each.replace(/^\d+ /, ''))
      assert.equal({ claimed, happens: [...new Set(happens)].sort() }, { claimed: row.want, happens: [...row.want] })
    } finally {
      await cluster.requests.delete(item)
    }
  })
}

passages.run()

const webhook = {
  strategy: 'Webhook',
  webhook: { conversionReviewVersions: ['v1'], clientConfig: { url: 'https://127.0.0.1:1/' } },
}

function crdOf(group: string, versions: Versions): Json {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets' },
      conversion: { strategy: 'None' },
      versions: Object.entries(versions).map(([key, properties]) => ({
        name: key.replace(/^[*-]/, ''),
        served: !key.startsWith('-'),
        storage: key.startsWith('*'),
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } } },
      })),
    },
  }
}

function storedIn(crd: Json): Json {
  return crd.spec.versions.find(({ storage }: Json) => storage)
}

function pathOf(group: string, version: string): string {
  return `/apis/${group}/${version}/namespaces/default/widgets`
}

async function claimsOf(before: Json, after: Json): Promise<string[]> {
  const [old, now] = [await readObjects(before), await readObjects(after)]
  const claims = compareAll(old.definitions, now.definitions).flatMap(({ version, findings }) =>
    findings.flatMap(({ path, changes }) => changes.map(({ code }) => `${version} ${path} ${code}`)),
  )
  const ofPassages = claims.filter(each => / conversion\/(?:written|stored)-/.test(each))
  return ofPassages.map(each => each.replace('conversion/', '')).sort()
}

/** A kind as the server has it, with objects of every version. */
class Kind {
  readonly #group: string
  readonly #stored: string
  readonly #served: readonly Json[]

  constructor(crd: Json) {
    this.#group = crd.spec.group
    this.#stored = storedIn(crd).name
    this.#served = crd.spec.versions.filter(({ served }: Json) => served)
  }

  /** Waits until the server knows what is new in all versions. */
  async inUse(): Promise<void> {
    await until(`${this.#group} is as it was changed`, async () => {
      const answer = await this.#create(this.#stored, { isNew: true }, 'dryRun=All')
      return answer?.isNew === true
    })
  }

  /** The names of objects that are stored; undefined for what is refused. */
  store(specs: readonly Json[]): Promise<(string | undefined)[]> {
    return Promise.all(specs.map(async spec => (await this.#create(this.#stored, { spec }))?.metadata.name))
  }

  /** What becomes of each, written through a version or stored and read through it, as `index version path code`. */
  async losses(specs: readonly Json[]): Promise<Set<string>> {
    const found: string[] = []
    for (const [index, spec] of specs.entries()) {
      for (const version of this.#served) {
        if (version.name === this.#stored) continue
        const [written, stored] = [
          await this.#create(version.name, { spec }),
          await this.#create(this.#stored, { spec }),
        ]
        const said = (code: string) => `${index} ${version.name} ${code}`
        if (written) {
          const lost = await this.#lossesOf(written.metadata.name, spec, this.#stored, 'written')
          found.push(...lost.map(said))
          // Whoever writes it sees what is not there any more.
          const dropped = droppedOf(spec, written.spec).map(path => `${path} written-dropped`)
          assert.equal(
            lost.filter(each => each.endsWith('-dropped')),
            dropped,
          )
        }
        if (stored) found.push(...(await this.#lossesOf(stored.metadata.name, spec, version.name, 'stored')).map(said))
      }
    }
    return new Set(found)
  }

  /** The same of those that are stored as they were before. */
  async lossesOf(names: readonly (string | undefined)[], version: string): Promise<string[]> {
    if (version === this.#stored) return []
    const found: string[] = []
    for (const [index, name] of names.entries()) {
      if (name === undefined) continue
      const written = await cluster.requests.get(`${pathOf(this.#group, version)}/${name}`)
      for (const { name: to } of this.#served) {
        if (to === version) continue
        const losses = await this.#lossesOf(name, written.spec, to, 'stored')
        // What may still be written that way is told of the version that it is written as.
        const isWritten = to === this.#stored && this.#served.some(each => each.name === version)
        const said = losses.map(each =>
          isWritten && !each.endsWith('-unfilled')
            ? `${version} ${each.replace(' stored-', ' written-')}`
            : `${to} ${each}`,
        )
        found.push(...said.map(each => `${index} ${each}`))
      }
    }
    return found
  }

  async #lossesOf(name: string, spec: Json, version: string, way: 'written' | 'stored'): Promise<string[]> {
    const read = await cluster.requests.get(`${pathOf(this.#group, version)}/${name}`)
    const properties = this.#fieldsOf(version)
    const unfilled = Object.keys(properties).filter(key => properties[key].default !== undefined && !(key in read.spec))
    return [
      ...droppedOf(spec, read.spec).map(path => `${path} ${way}-dropped`),
      ...(await this.#unfit(version, read.spec)).map(path => `${path} ${way}-unfit`),
      ...unfilled.map(key => `spec.${key} ${way}-unfilled`),
    ]
  }

  /** The fields that a version does not take, or keep, as it gives them. */
  async #unfit(version: string, spec: Json): Promise<string[]> {
    try {
      const path = `${pathOf(this.#group, version)}?dryRun=All`
      return droppedOf(spec, (await cluster.requests.create(path, this.#object(version, { spec }))).spec)
    } catch (error) {
      if (!(error instanceof RequestError) || error.status !== 422) throw error
      return JSON.parse(error.body).details.causes.map(({ field }: Json) => field)
    }
  }

  /** Nothing where the version does not take all of it. */
  async #create(version: string, content: Json, options = ''): Promise<Json | undefined> {
    const { spec = {} } = content
    // It is dropped without a word.
    if (Object.keys(spec).some(key => spec[key] === null && !this.#fieldsOf(version)[key]?.nullable)) return undefined
    const path = `${pathOf(this.#group, version)}?fieldValidation=Strict&${options}`
    try {
      return await cluster.requests.create(path, this.#object(version, content))
    } catch (error) {
      if (error instanceof RequestError && [400, 404, 422].includes(error.status)) return undefined
      throw error
    }
  }

  #fieldsOf(version: string): Json {
    return this.#served.find(({ name }) => name === version).schema.openAPIV3Schema.properties.spec.properties
  }

  #object(version: string, content: Json): Json {
    const metadata = { name: `${version}-${++count}` }
    return { apiVersion: `${this.#group}/${version}`, kind: 'Widget', metadata, ...content }
  }
}

function droppedOf(before: Json, after: Json): string[] {
  return Object.keys(before)
    .filter(key => JSON.stringify(after[key]) !== JSON.stringify(before[key]))
    .map(key => `spec.${key}`)
}
