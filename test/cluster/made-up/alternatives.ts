/** Objects of which some fields go together and others do not, in the ways that schemas have to say it, and values for them. */

import type { Chance } from '../../support/chance.js'
import type { Json } from '../../support/api-server/requests.js'
import type { Grammar } from './grammar.js'

type Schema = Json

interface Field {
  readonly name: string
  readonly schema: Schema
  /** Some of each sort that a formula tells apart. */
  readonly values: readonly Json[]
}

const text = { type: 'string', maxLength: 20 }
const fields: readonly Field[] = [
  { name: 'a', schema: text, values: ['x', 'y', ''] },
  { name: 'b', schema: text, values: ['x', 'z'] },
  { name: 'form', schema: { type: 'string', enum: ['A', 'B', 'C'] }, values: ['A', 'B', 'C'] },
  { name: 'mode', schema: { type: 'string', enum: ['x', 'y'] }, values: ['x', 'y'] },
  { name: 'on', schema: { type: 'boolean' }, values: [true, false] },
  { name: 'count', schema: { type: 'integer' }, values: [0, 1, 7] },
  {
    name: 'sub',
    schema: { type: 'object', properties: { p: text, q: text } },
    values: [{}, { p: 'x' }, { q: 'x' }, { p: 'x', q: 'x' }],
  },
  { name: 'list', schema: { type: 'array', maxItems: 3, items: text }, values: [[], ['x']] },
]

export class AlternativeGrammar implements Grammar {
  constructor(private readonly chance: Chance) {}

  /** An object with what is said of its fields. Its CEL rules compile, whatever the fields are. */
  schema(): Schema {
    const { chance } = this
    const own = chance.shuffled(fields).slice(0, 3 + chance.below(3))
    const names = own.map(({ name }) => name)
    const properties = Object.fromEntries(own.map(field => [field.name, this.#property(field)]))
    const said = { ...this.#junctor(own), ...(chance.percent(30) && this.#junctor(own)) }
    return {
      type: 'object',
      properties,
      ...(chance.percent(40) && { required: names.filter(() => chance.percent(30)) }),
      ...said,
    }
  }

  /** The same fields, of which something else is said, often less. */
  changed({ type, properties, required, ...said }: Schema): Schema {
    const { chance } = this
    const own = fields.filter(({ name }) => properties[name] !== undefined)
    const kept = Object.fromEntries(Object.entries(said).filter(() => chance.percent(50)))
    const others = chance.percent(80) ? this.#junctor(own) : {}
    return { type, properties, ...(required && chance.percent(70) && { required }), ...kept, ...others }
  }

  /** An object that has fields of the schema, with values of their types. */
  value({ properties }: Schema): Json {
    const { chance } = this
    const own = fields.filter(({ name }) => properties[name] !== undefined)
    const members = own.flatMap(({ name, values }): [string, Json][] => {
      if (chance.percent(45)) return []
      return [[name, properties[name].nullable && chance.percent(20) ? null : chance.pick(values)]]
    })
    return Object.fromEntries(members)
  }

  #property({ schema, values }: Field): Schema {
    const { chance } = this
    return {
      ...schema,
      ...(chance.percent(20) && { default: chance.pick(values) }),
      ...(chance.percent(12) && { nullable: true }),
    }
  }

  #junctor(own: readonly Field[]): Schema {
    const { chance } = this
    const several = (most: number) =>
      Array.from({ length: 2 + chance.below(most - 1) }, () => this.#alternative(own, 1))
    return chance.oneOf<Schema>(
      () => ({ oneOf: several(4) }),
      () => ({ oneOf: own.map(({ name }) => ({ required: [name] })) }),
      () => ({ anyOf: several(3) }),
      () => ({ allOf: several(3) }),
      () => ({ not: this.#alternative(own, 1) }),
      () => ({ minProperties: 1 + chance.below(2) }),
      () => ({ maxProperties: 1 + chance.below(3) }),
      () => ({ minProperties: 1, maxProperties: 1 }),
      () => ({ 'x-kubernetes-validations': [{ rule: this.#rule(own) }] }),
      () => ({ 'x-kubernetes-validations': [{ rule: this.#rule(own) }, { rule: this.#rule(own) }] }),
    )
  }

  /** A schema within a junctor. */
  #alternative(own: readonly Field[], depth: number): Schema {
    const { chance } = this
    const required = () => chance.pick(own).name
    const nested = (): Schema =>
      chance.oneOf<Schema>(
        () => ({ not: this.#alternative(own, depth - 1) }),
        () => ({ anyOf: [this.#alternative(own, depth - 1), this.#alternative(own, depth - 1)] }),
        () => ({ oneOf: [this.#alternative(own, depth - 1), this.#alternative(own, depth - 1)] }),
        () => ({ allOf: [this.#alternative(own, depth - 1), this.#alternative(own, depth - 1)] }),
      )
    return chance.oneOf<Schema>(
      () => ({ required: [required()] }),
      () => ({ required: [required()] }),
      () => ({ required: [...new Set([required(), required()])] }),
      () => ({ not: { required: [required()] } }),
      () => ({ not: { anyOf: [{ required: [required()] }, { required: [required()] }] } }),
      () => ({ properties: this.#values(own) }),
      () => ({ properties: this.#values(own), required: [required()] }),
      () => ({ properties: this.#values(own), not: { required: [required()] } }),
      () => ({ minProperties: 1 + chance.below(2) }),
      () => ({ maxProperties: chance.below(3) }),
      () => ({}),
      () => ({ required: [required()], anyOf: [], oneOf: [], allOf: [] }),
      depth > 0 ? nested : () => ({ required: [required()] }),
    )
  }

  /** What an alternative says of values. */
  #values(own: readonly Field[]): Schema {
    const { chance } = this
    const { name, values } = chance.pick(own)
    const some = values.filter(() => chance.percent(50))
    const isScalar = typeof values[0] !== 'object'
    const said = isScalar
      ? chance.oneOf<Schema>(
          () => ({ enum: some.length > 0 ? some : values }),
          () => ({ not: { enum: some.length > 0 ? some : values } }),
          () => ({ enum: [...some, null] }),
          () => ({ enum: [], anyOf: [{ enum: [] }, { not: {} }] }),
          () => ({ not: {} }),
          () => ({}),
        )
      : name === 'sub'
        ? chance.oneOf<Schema>(
            () => ({ required: ['p'] }),
            () => ({ not: { required: ['q'] } }),
          )
        : { minItems: 1 }
    return { [name]: said }
  }

  #rule(own: readonly Field[]): string {
    const { chance } = this
    const atom = (): string => {
      const { name, values } = chance.pick(own)
      const has = `has(self.${name})`
      const isScalar = typeof values[0] !== 'object'
      if (!isScalar || chance.percent(60)) return chance.percent(75) ? has : `!${has}`
      const [value, other] = [JSON.stringify(chance.pick(values)), JSON.stringify(chance.pick(values))]
      return chance.oneOf(
        () => `(${has} && self.${name} == ${value})`,
        () => `(!${has} || self.${name} != ${value})`,
        () => `(self.${name} == ${value})`,
        () => `(self.${name} in [${value}, ${other}])`,
        () => `(${has} && !(self.${name} in [${value}, ${other}]))`,
      )
    }
    const several = (write: (has: string) => string) =>
      chance
        .shuffled(own)
        .slice(0, 3)
        .map(({ name }) => write(`has(self.${name})`))
    const list = () => `[${several(has => has).join(', ')}]`
    /** A choice of values, or of what is true. */
    const chosen = (): string => {
      const [{ name, schema, values }, ...others] = chance.shuffled(own) as [Field, ...Field[]]
      const same = others.find(other => other.schema.type === schema.type)
      if (typeof values[0] === 'object' || !same) return atom()
      const value = `(has(self.${name}) ? self.${name} : ${JSON.stringify(chance.pick(values))})`
      return `${value} ${chance.pick(['==', '!='])} self.${same.name}`
    }
    return chance.oneOf(
      atom,
      chosen,
      () => `${atom()} || ${chosen()}`,
      () => `!(${chosen()})`,
      () => `${atom()} || ${atom()}`,
      () => `${atom()} && ${atom()}`,
      () => `!(${atom()} && ${atom()})`,
      () => `${atom()} == ${atom()}`,
      () => `${atom()} != ${atom()}`,
      () => `${atom()} ? ${atom()} : ${atom()}`,
      () => `${atom()} ? ${atom()} : true`,
      () => `${list()}.filter(x, x).size() == 1`,
      () => `${list()}.${chance.pick(['exists_one', 'exists', 'all'])}(x, x)`,
      () => `${several(has => `(${has} ? 1 : 0)`).join(' + ')} <= 1`,
    )
  }
}
