/** Schemas by the grammar of a CRD: every keyword, wherever it may stand, and now and then where it may not. */

import type { Chance } from '../support/chance.js'
import { names, texts } from './hostile.js'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
export type Schema = Readonly<Record<string, unknown>>

const fieldNames = (
  'name namespace replicas selector template items rules rule ref secretRef secretRefs key value type mode size url caBundle ' +
  'matchLabels matchExpressions conditions status reason message lastTransitionTime observedGeneration containers resources ' +
  'limits requests port ports targetPort dnsNames apiURL podIPs instance_name foo-bar fooBar foo_bar 0 1st metadata ' +
  'apiVersion kind spec'
).split(' ')

const formats = (
  'byte date date-time duration int32 int64 float double ip ipv4 ipv6 cidr mac uri uuid uuid4 email hostname password ' +
  'bsonobjectid isbn creditcard ssn hexcolor k8s-short-name nonsense'
).split(' ')

const patterns = ['^[a-z]+$', '^(a|b)*$', '\\d{3}', '^\\p{Greek}$', '(?i)x', '[', '(?=a)', '*/', '^$', '`${x}`']

const rules = [
  'self == oldSelf',
  'has(self.name)',
  'has(self.name) || has(self.key)',
  '!(has(self.name) && has(self.key))',
  'has(self.name) != has(self.key)',
  'self.replicas >= 1',
  'self.mode != "a" || has(self.ref)',
  "self.mode == 'a' ? has(self.url) : !has(self.url)",
  'self.all(x, x > 0)',
  '[has(self.name), has(self.key), has(self.ref)].filter(x, x).size() == 1',
  'size(self) <= 5',
  'self.__proto__ == self.constructor',
  'self.',
  '((((',
  '!'.repeat(200),
]

/** How deep a schema is nested at most. */
const deepest = 4

export class SchemaGrammar {
  constructor(private readonly chance: Chance) {}

  /** The schema of a kind. */
  root(): Schema {
    const { chance } = this
    const properties: [string, unknown][] = []
    if (chance.percent(90)) properties.push(['spec', this.object(0)])
    if (chance.percent(70)) properties.push(['status', this.schema(1)])
    if (chance.percent(15)) properties.push(['metadata', this.metadata()])
    if (chance.percent(20)) properties.push([this.name(), this.schema(1)])
    if (chance.percent(20)) properties.push(['apiVersion', { type: 'string' }], ['kind', { type: 'string' }])
    return {
      type: 'object',
      ...this.prose(),
      ...this.objectLimits(properties.map(([name]) => name)),
      ...(chance.percent(5) && { 'x-kubernetes-preserve-unknown-fields': true }),
      properties: Object.fromEntries(properties),
    }
  }

  schema(depth: number): Schema {
    const { chance } = this
    const leaves = [
      () => this.text(),
      () => this.text(),
      () => this.number(),
      () => ({ type: 'boolean' }),
      () => this.intOrString(),
      () => ({ 'x-kubernetes-preserve-unknown-fields': true }),
    ]
    const branches = [() => this.object(depth), () => this.object(depth), () => this.map(depth), () => this.list(depth)]
    const rare = [() => this.embedded(depth), () => ({}), () => ({ type: this.type() })]
    const ways = chance.percent(6) ? rare : depth < deepest ? [...leaves, ...branches] : leaves
    const bare = chance.oneOf<Schema>(...ways)
    const whole = {
      ...bare,
      ...this.prose(),
      ...(chance.percent(8) && { nullable: chance.percent(90) }),
      ...(chance.percent(6) && this.junctors(depth, this.namesOf(bare))),
      ...(chance.percent(8) && { 'x-kubernetes-validations': this.rules() }),
    }
    return chance.percent(15) ? { ...whole, default: chance.percent(85) ? this.valueOf(whole) : this.json(2) } : whole
  }

  name(): string {
    return this.chance.pick(this.chance.percent(75) ? fieldNames : names)
  }

  textOf(): string {
    const { chance } = this
    return chance.percent(50)
      ? chance.pick(texts)
      : `${chance.pick(texts)} ${chance.pick(texts)}\n${chance.pick(texts)}`
  }

  /** Any JSON. */
  json(depth: number): Json {
    const { chance } = this
    const scalars: Json[] = [null, true, false, 0, -0, 1, -1, 0.1, 1e21, 1e-7, 2 ** 53, chance.pick(texts)]
    if (depth === 0 || chance.percent(60)) return chance.pick(scalars)
    if (chance.percent(50)) return chance.some(3, () => this.json(depth - 1))
    return Object.fromEntries(chance.some(3, () => [this.name(), this.json(depth - 1)] as const))
  }

  private object(depth: number): Schema {
    const { chance } = this
    const count = chance.percent(2) ? 40 : 1 + chance.below(6)
    const entries = Array.from({ length: count }, () => [this.name(), this.schema(depth + 1)] as const)
    return {
      type: 'object',
      ...(chance.percent(95) && { properties: Object.fromEntries(entries) }),
      ...this.objectLimits(entries.map(([name]) => name)),
      ...(chance.percent(4) && { additionalProperties: chance.percent(50) }),
      ...(chance.percent(6) && { 'x-kubernetes-preserve-unknown-fields': true }),
      ...(chance.percent(10) &&
        this.junctors(
          depth,
          entries.map(([name]) => name),
        )),
    }
  }

  private objectLimits(properties: readonly string[]): Schema {
    const { chance } = this
    const known = properties.filter(() => chance.percent(40))
    return {
      ...(chance.percent(60) && { required: chance.percent(5) ? [...known, this.name()] : known }),
      ...(chance.percent(5) && { minProperties: chance.below(3) }),
      ...(chance.percent(5) && { maxProperties: chance.below(4) }),
      ...(chance.percent(8) && { 'x-kubernetes-map-type': chance.pick(['atomic', 'granular', 'set']) }),
    }
  }

  private map(depth: number): Schema {
    const { chance } = this
    return {
      type: 'object',
      additionalProperties: chance.percent(85) ? this.schema(depth + 1) : chance.percent(80),
      ...(chance.percent(10) && { properties: { [this.name()]: this.schema(depth + 1) } }),
      ...(chance.percent(10) && { 'x-kubernetes-map-type': chance.pick(['atomic', 'granular']) }),
      ...(chance.percent(10) && { minProperties: 1, maxProperties: 1 }),
    }
  }

  private list(depth: number): Schema {
    const { chance } = this
    const items = this.schema(depth + 1)
    const keys = this.namesOf(items).filter(() => chance.percent(50))
    return {
      type: 'array',
      ...(chance.percent(95) && { items: chance.percent(2) ? [items] : items }),
      ...(chance.percent(40) && { 'x-kubernetes-list-type': chance.pick(['atomic', 'set', 'map', 'map', 'bag']) }),
      ...(chance.percent(40) && { 'x-kubernetes-list-map-keys': chance.percent(90) ? keys : [this.name()] }),
      ...(chance.percent(15) && { minItems: chance.below(3) }),
      ...(chance.percent(15) && { maxItems: chance.below(4) }),
      ...(chance.percent(3) && { uniqueItems: true }),
    }
  }

  private text(): Schema {
    const { chance } = this
    return {
      type: 'string',
      ...(chance.percent(25) && { enum: this.members(() => chance.pick(chance.percent(50) ? texts : fieldNames)) }),
      ...(chance.percent(25) && { format: this.format() }),
      ...(chance.percent(10) && { pattern: chance.pick(patterns) }),
      ...(chance.percent(10) && { minLength: chance.below(3), maxLength: chance.below(64) }),
    }
  }

  private number(): Schema {
    const { chance } = this
    return {
      type: chance.pick(['integer', 'number']),
      ...(chance.percent(30) && { format: this.format() }),
      ...(chance.percent(15) && { enum: this.members(() => chance.pick([0, 1, -1, 2, 1.5, 1e21])) }),
      ...(chance.percent(20) && { minimum: chance.pick([0, 1, -5, 1e300]), exclusiveMinimum: chance.percent(50) }),
      ...(chance.percent(20) && { maximum: chance.pick([0, 10, 65_535, 1e-7]), exclusiveMaximum: chance.percent(50) }),
      ...(chance.percent(5) && { multipleOf: chance.pick([2, 0.5, 0]) }),
    }
  }

  private format(): string {
    return this.chance.pick(this.chance.percent(85) ? formats : texts)
  }

  /** What no server takes. */
  private type(): string {
    return this.chance.pick(this.chance.percent(60) ? ['null', 'any', 'String', ''] : texts)
  }

  private intOrString(): Schema {
    const anyOf = [{ type: 'integer' }, { type: 'string' }]
    return this.chance.oneOf<Schema>(
      () => ({ 'x-kubernetes-int-or-string': true }),
      () => ({ 'x-kubernetes-int-or-string': true, anyOf, pattern: '^[0-9]+%?$' }),
      () => ({ 'x-kubernetes-int-or-string': true, type: 'string' }),
      () => ({ 'x-kubernetes-int-or-string': true, allOf: [{ anyOf }, { pattern: '^x' }] }),
    )
  }

  private embedded(depth: number): Schema {
    const own = this.chance.percent(50) ? this.object(depth + 1) : { type: 'object' }
    return { ...own, 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true }
  }

  private metadata(): Schema {
    const name = { type: 'string', ...(this.chance.percent(50) ? { maxLength: 40 } : { pattern: '^[a-z]+$' }) }
    return { type: 'object', properties: { name, ...(this.chance.percent(30) && { labels: this.map(deepest) }) } }
  }

  private junctors(depth: number, properties: readonly string[]): Schema {
    const { chance } = this
    const keyword = chance.pick(['allOf', 'anyOf', 'oneOf', 'oneOf', 'not'])
    const branch = () => this.branch(depth, properties)
    return { [keyword]: keyword === 'not' ? branch() : chance.percent(97) ? [branch(), ...chance.some(4, branch)] : [] }
  }

  private branch(depth: number, properties: readonly string[]): Schema {
    const { chance } = this
    const name = () => (properties.length > 0 && chance.percent(95) ? chance.pick(properties) : this.name())
    const branch = () => this.branch(depth + 1, properties)
    return chance.oneOf<Schema>(
      () => ({ required: [name(), ...chance.some(1, name)] }),
      () => ({ required: [name()] }),
      () => ({ properties: { [name()]: { enum: this.members(() => chance.pick(fieldNames)) } } }),
      () => ({ properties: { [name()]: { enum: [chance.pick(texts)] } }, required: [name()] }),
      () => ({ properties: { [name()]: this.branch(depth + 1, fieldNames) } }),
      () => ({ not: depth < deepest ? branch() : { required: [name()] } }),
      () => (depth < deepest ? { [chance.pick(['anyOf', 'allOf', 'oneOf'])]: [branch(), branch()] } : {}),
      () => ({ minProperties: chance.below(3) }),
      () => ({ maxProperties: chance.below(3) }),
      () => (chance.percent(30) ? this.schema(deepest) : { pattern: chance.pick(patterns) }),
    )
  }

  private rules(): Schema[] {
    const { chance } = this
    return chance.some(3, () => ({
      rule: chance.percent(85) ? chance.pick(rules) : this.textOf(),
      ...(chance.percent(50) && { message: this.textOf() }),
      ...(chance.percent(10) && { messageExpression: `"x" + ${JSON.stringify(chance.pick(texts))}` }),
      ...(chance.percent(10) && { reason: chance.pick(['FieldValueInvalid', 'FieldValueForbidden', 'x']) }),
      ...(chance.percent(10) && { fieldPath: chance.pick(['.name', '.*/', "['__proto__']"]) }),
      ...(chance.percent(5) && { optionalOldSelf: true }),
    }))
  }

  private prose(): Schema {
    const { chance } = this
    return {
      ...(chance.percent(40) && { description: this.textOf() }),
      ...(chance.percent(4) && { title: this.textOf() }),
      ...(chance.percent(4) && { example: this.json(2) }),
      ...(chance.percent(4) && { externalDocs: { url: chance.pick(texts), description: this.textOf() } }),
      ...(chance.percent(2) && { deprecated: true }),
      ...(chance.percent(1) && { $ref: '#/definitions/x', definitions: { x: {} } }),
    }
  }

  private members<T extends Json>(make: () => T): Json[] {
    const members: Json[] = Array.from({ length: 1 + this.chance.below(5) }, make)
    return this.chance.percent(5) ? [...members, null] : members
  }

  private namesOf(schema: Schema): string[] {
    return Object.keys((schema['properties'] ?? {}) as object)
  }

  /** What a schema of this grammar mostly accepts. */
  private valueOf(schema: Schema): Json {
    const { chance } = this
    if (Array.isArray(schema['enum'])) return chance.pick(schema['enum']) as Json
    switch (schema['type']) {
      case 'string':
        return chance.pick(texts)
      case 'integer':
        return chance.below(10)
      case 'number':
        return chance.pick([0, 0.5, 1e21, -1])
      case 'boolean':
        return chance.percent(50)
      case 'array':
        return chance.some(2, () => this.valueOf((schema['items'] ?? {}) as Schema))
      case 'object': {
        const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
        const given = properties.filter(() => chance.percent(40))
        return Object.fromEntries(given.map(([name, child]) => [name, this.valueOf(child)]))
      }
      default:
        return this.json(1)
    }
  }
}
