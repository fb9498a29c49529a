/** Names stay: definitions are changed at random, and what did not change is called what it was called. */

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CustomResourceDefinition, JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import type { Model } from '../../../generator/model/resource-model.js'
import { recordNames, type RecordedNames } from '../../../generator/model/recorded-names.js'
import { buildAll, define, type Given } from './definition.js'
import { namedPlaces, renamed } from './named-places.js'
import { randomNumbers } from '../../support/random.js'

/** Names that come into each other's way, with their kind or with what the generator makes of others. */
const fields =
  'spec status template filter filters hostPort tokenSecretRef keySecretRef a aInput input apply list listItem selector rules a_b aB'
const kinds = 'Foo FooSpec FooSpecA FooClient Bar BarTemplate Filter HostPort FooInput Baz'

class Author {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = randomNumbers(seed)
  }

  below(end: number): number {
    return Math.floor(this.#random() * end)
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  field(): string {
    return this.pick(fields.split(' '))
  }

  schema(depth: number): JsonSchemaProps {
    const choice = this.below(depth <= 0 ? 3 : 10)
    if (choice === 0) return { type: 'string' }
    if (choice === 1) return { type: 'string', default: 'x' }
    if (choice === 2) return { type: 'object', properties: { a: { type: this.pick(['string', 'integer']) } } }
    if (choice === 3) return { type: 'array', items: this.schema(depth - 1) }
    if (choice === 4) return { type: 'object', additionalProperties: this.schema(depth - 1) }
    if (choice === 5)
      return {
        type: 'array',
        items: this.object(depth - 1),
        description: 'RouteRule is one.',
        'x-kubernetes-list-type': 'atomic',
      }
    return this.object(depth - 1)
  }

  object(depth: number): JsonSchemaProps {
    const names = Array.from({ length: 1 + this.below(4) }, () => this.field())
    const properties = Object.fromEntries(names.map(name => [name, this.schema(depth)]))
    const oneOf = names.map(name => ({ required: [name] }))
    return { type: 'object', properties, ...(this.below(8) === 0 && { oneOf }) }
  }

  given(kind: string): Given {
    const group = this.pick(['example.com', 'a.example.com'])
    const versions = this.pick([['v1'], ['v1', 'v1beta1']])
    return {
      kind,
      group,
      scope: this.pick(['Namespaced', 'Cluster']),
      status: this.below(2) === 0,
      versions: versions.map((name, index) => ({
        name,
        storage: index === 0,
        schema: { type: 'object', properties: { spec: this.object(3), status: this.object(2) } },
      })),
    }
  }

  /** One edit, or a few. */
  edit(all: readonly Given[]): Given[] {
    let edited = [...all]
    for (let count = 1 + this.below(3); count > 0; count -= 1) edited = this.#editOnce(edited)
    return edited
  }

  #editOnce(all: readonly Given[]): Given[] {
    const choice = this.below(10)
    const index = this.below(all.length)
    if (choice === 0 && all.length < 8) {
      const added = this.given(this.pick(kinds.split(' ')))
      return all.some(({ kind, group }) => kind === added.kind && group === added.group) ? [...all] : [...all, added]
    }
    if (choice === 1 && all.length > 2) return all.filter((_, other) => other !== index)
    if (choice === 2) return [...all.slice(index), ...all.slice(0, index)]
    return all.map((given, other) => (other === index ? this.#editKind(given) : given))
  }

  #editKind(given: Given): Given {
    const [first, ...others] = given.versions ?? []
    const choice = this.below(8)
    if (choice === 0 && first) return { ...given, versions: [first, { ...first, name: 'v1beta1', storage: false }] }
    if (choice === 1 && first) return { ...given, versions: [first] }
    if (choice === 2) return { ...given, status: !given.status }
    if (choice === 3) return { ...given, scope: given.scope === 'Cluster' ? 'Namespaced' : 'Cluster' }
    // What is moved or copied from one place to another makes types of several places, or one of two.
    const versions = [first, ...others].flatMap(version => version ?? [])
    const edited = this.pick(versions)
    const schema = this.#editSchema(edited.schema ?? {}, this.pick(versions).schema ?? {}, 0)
    return { ...given, versions: versions.map(version => (version === edited ? { ...version, schema } : version)) }
  }

  #editSchema(schema: JsonSchemaProps, donor: JsonSchemaProps, depth: number): JsonSchemaProps {
    if (schema.items && !Array.isArray(schema.items)) {
      return { ...schema, items: this.#editSchema(schema.items as JsonSchemaProps, donor, depth + 1) }
    }
    if (typeof schema.additionalProperties === 'object') {
      return { ...schema, additionalProperties: this.#editSchema(schema.additionalProperties, donor, depth + 1) }
    }
    const entries = Object.entries(schema.properties ?? {})
    if (entries.length === 0) return this.schema(2)
    const [name, value] = this.pick(entries)
    const rest = entries.filter(([other]) => other !== name)
    const withEntries = (changed: readonly (readonly [string, JsonSchemaProps])[]) => {
      return { ...schema, properties: Object.fromEntries(changed) }
    }
    const choice = depth === 0 ? 9 : this.below(depth > 4 ? 4 : 10)
    if (choice === 0) return withEntries([...entries, [this.field(), this.schema(2)]])
    if (choice === 1) return withEntries([[this.field(), this.schema(2)], ...entries])
    if (choice === 2 && rest.length > 0) return withEntries(rest)
    if (choice === 3) return withEntries([...rest, [name, value]])
    if (choice === 4) return withEntries([...entries, [this.field(), this.#part(donor)]])
    if (choice === 5)
      return withEntries(entries.map(([own, it]) => (own === name ? [own, this.#part(donor)] : [own, it])))
    const changed = this.#editSchema(value, donor, depth + 1)
    return withEntries(entries.map(([own, it]) => (own === name ? [own, changed] : [own, it])))
  }

  #part(schema: JsonSchemaProps): JsonSchemaProps {
    const parts = Object.values(schema.properties ?? {})
    if (parts.length === 0) return schema
    const part = this.pick(parts)
    return this.below(3) === 0 ? part : this.#part(part)
  }
}

interface Run {
  readonly model: Model
  readonly record: RecordedNames
}

function run(given: readonly Given[], recorded?: RecordedNames): Run {
  const definitions: CustomResourceDefinition[] = given.map(define)
  const { model } = buildAll(definitions, recorded ? { recorded } : {})
  // As it comes from the disk.
  const record = JSON.parse(JSON.stringify(recordNames(model, recorded))) as RecordedNames
  return { model, record }
}

function twice(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index)
}

function clashes({ versions, controllers }: Model): string[] {
  return [
    ...versions.flatMap(({ folder, resources, shared }) => [
      ...twice([
        ...resources.flatMap(({ names }) => Object.values(names)),
        ...[...shared, ...resources.flatMap(({ shapes }) => shapes)].flatMap(({ names }) => [
          ...new Set(Object.values(names)),
        ]),
      ]).map(name => `${folder} ${name}`),
      ...twice(resources.flatMap(({ files }) => Object.values(files))).map(file => `${folder} ${file}.ts`),
    ]),
    ...twice(controllers.map(({ file }) => file)),
    ...twice(controllers.map(({ className }) => className)),
  ]
}

const SEEDS = 25
const ROUNDS = 16

test(`nothing that did not change is renamed in ${SEEDS * ROUNDS} rounds of edits`, () => {
  let unchanged = 0
  let renamedWithoutRecord = 0
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const author = new Author(seed)
    let given = ['Foo', 'Bar', 'FooSpec'].map(kind => author.given(kind))
    let last = run(given)
    for (let round = 1; round <= ROUNDS; round += 1) {
      given = author.edit(given)
      const next = run(given, last.record)
      const where = `seed ${seed}, round ${round}`
      assert.equal(renamed(last.model, next.model), [], where)
      assert.equal(clashes(next.model), [], where)
      const again = run([...given].reverse(), next.record)
      assert.equal(again, next, `${where}, again`)
      renamedWithoutRecord += renamed(last.model, run(given).model).length
      unchanged += namedPlaces(next.model).size
      last = next
    }
  }
  assert.ok(unchanged > 10_000)
  assert.ok(renamedWithoutRecord > 1_000, `${renamedWithoutRecord}`)
})

test.run()
