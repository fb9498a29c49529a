/**
 * Programs that use the types of a model field by field: they read all that the server returns, switch over every enum, and write
 * every field of an input and a configuration. They are written from the old model, and compiled against the new types: what the
 * compiler then says is told by field and use.
 */

import { isDeepStrictEqual } from 'node:util'
import { anyResource } from '../../../generator/diff/any-resource.js'
import { typeAsChosen, type ChoiceHolder } from '../../../generator/diff/choices.js'
import type {
  GroupVersionModel,
  ResourceModel,
  ShapeModel,
  TypeModel,
} from '../../../generator/model/resource-model.js'

export type Use = 'read' | 'switch' | WriteUse | 'client'

type WriteUse = 'write' | 'apply' | 'apply-status'

/**
 * What a line of a program does. `path` is that of the schema; `needs` is about all fields that a literal must have, and `combination`
 * has some of them and not others.
 */
export interface Probe {
  readonly path: readonly string[]
  readonly use: Use
  readonly kind: 'value' | 'needs' | 'whole' | 'combination'
}

export interface Program {
  readonly text: string
  /** By the line, which counts from 1. */
  readonly probes: ReadonlyMap<number, Probe>
}

const head = [
  'type Def<T> = unknown extends T ? unknown : Exclude<T, null | undefined>',
  'type At<P, K extends string> = unknown extends P ? unknown : K extends keyof P ? P[K] : never',
  'type Item<P> = unknown extends P ? unknown : P extends readonly (infer U)[] ? U : never',
  'type Value<P> = unknown extends P ? unknown : string extends keyof P ? P[keyof P & string] : never',
  'type Known<P> = { [K in keyof P as string extends K ? never : number extends K ? never : K]: P[K] }',
  'type Optional<P, K extends string> = K extends keyof Known<P> ? ({} extends Pick<Known<P>, K> ? true : false) : true',
  'type Needed<P> = keyof { [K in keyof Known<P> as {} extends Pick<Known<P>, K> ? never : K]: 1 }',
  'type NeedsNo<P, K> = unknown extends P ? true : [Exclude<Needed<P>, K>] extends [never] ? true : false',
  'type TakesList<T> = unknown extends T ? true : [Extract<T, readonly unknown[]>] extends [never] ? false : true',
  'type TakesObject<T> = unknown extends T ? true : [Exclude<Extract<T, object>, readonly unknown[]>] extends [never] ? false : true',
]

/**
 * Uses a kind of `folder` by the types of `target` in `module`: line by line the same, whatever these are. `combined` are places whose
 * fields are tried in all combinations, beside those that have choices.
 */
export function writeProgram(
  resource: ResourceModel,
  folder: GroupVersionModel,
  module: string,
  { names, subresources }: ResourceModel,
  combined: readonly (readonly string[])[] = [],
): Program {
  const writer = new ProgramWriter(folder, combined)
  const types = `type ${names.input} as RootInput, type ${names.apply} as RootApply`
  writer.line(`import { ${names.type} as Root, ${types} } from '${module}'`)
  writer.line(`import type { Client, StatusApply } from 'opwright/runtime'`)
  // Without the subresource there is no method that takes one.
  writer.line(`type RootStatus = ${subresources.status ? 'StatusApply<typeof Root>' : 'any'}`)
  for (const line of head) writer.line(line)
  writer.reads(resource)
  writer.writes(resource, 'write', 'RootInput', 'input')
  writer.writes(resource, 'apply', 'RootApply', 'apply')
  writer.writesStatus(resource)
  writer.literals(resource)
  writer.calls(resource)
  return { text: writer.lines.join('\n') + '\n', probes: writer.probes }
}

interface Holder extends ChoiceHolder {
  readonly extra?: TypeModel
}

/** A field that no schema names. */
const other = JSON.stringify('a field of no name')

type View = 'input' | 'apply'

const mostCombinations = 150

/** What is sent as a whole, of what type, with all that is said down to a depth. */
type Root = [use: WriteUse, type: string, write: (depth: number) => string]

class ProgramWriter {
  readonly lines: string[] = []
  readonly probes = new Map<number, Probe>()
  readonly #shapes: ReadonlyMap<string, ShapeModel>
  #count = 0
  /** Whether literals have null where that may be. */
  #nulls = false

  constructor(
    folder: GroupVersionModel,
    private readonly combined: readonly (readonly string[])[],
  ) {
    const all = [...folder.resources.flatMap(({ shapes }) => shapes), ...folder.shared]
    this.#shapes = new Map(all.map(shape => [shape.names.type, shape]))
  }

  line(text: string): void {
    this.lines.push(text)
  }

  reads(resource: ResourceModel): void {
    this.line('type R0 = Root')
    if (resource.scope === 'Namespaced') {
      this.#probe(`const it: string = (null! as R0).metadata.namespace`, ['properties', 'metadata'], 'read')
    }
    this.#readHolder(resource, 'R0', [])
  }

  #readHolder(holder: Holder, parent: string, path: readonly string[]): void {
    const object = `r${++this.#count}`
    this.line(`declare const ${object}: ${parent}`)
    if (holder.extra) this.#probe(`const it: unknown = ${object}[${other}]`, [...path, 'additionalProperties'], 'read')
    for (const property of holder.properties) {
      const { name, presence } = property
      // Whoever knows that no variant has a value does not ask for it.
      const type = typeAsChosen(holder, property)
      const place = [...path, 'properties', name]
      const optional = presence.type ? '' : ' | undefined'
      this.#probe(`const it: ${shallow(type)}${optional} = ${object}[${JSON.stringify(name)}]`, place, 'read')
      this.#readInside(type, `At<${parent}, ${JSON.stringify(name)}>`, place)
    }
  }

  #readInside(type: TypeModel, at: string, path: readonly string[]): void {
    const inner = bare(type)
    const values = enumOf(inner)
    const holder = this.#holderOf(inner)
    if (!values && !holder && inner.kind !== 'array' && inner.kind !== 'map') return
    const alias = this.#alias(at)
    if (values) this.#switch(values, alias, path)
    const read = (each: TypeModel, place: readonly string[], found: string) => {
      this.#probe(`const it: ${shallow(each)} = null! as ${found}`, place, 'read')
      this.#readInside(each, found, place)
    }
    if (inner.kind === 'array') read(inner.items, [...path, 'items'], `Item<${alias}>`)
    if (inner.kind === 'map') read(inner.values, [...path, 'additionalProperties'], `Value<${alias}>`)
    if (holder) this.#readHolder(holder, alias, path)
  }

  #switch(values: readonly string[], alias: string, path: readonly string[]): void {
    const cases = values.map(value => `case ${value}: break;`).join(' ')
    const text = `const it = 0; const f = (v: ${alias}) => { switch (v) { ${cases} default: { const none: never = v; void none } } }; void f`
    this.#probe(text, path, 'switch')
  }

  writesStatus(resource: ResourceModel): void {
    const type = statusOf(resource)
    if (type) this.#writeType(type, `RootStatus['status']`, ['properties', 'status'], 'apply-status', 'apply')
  }

  writes(resource: ResourceModel, use: 'write' | 'apply', root: string, view: View): void {
    this.#writeHolder(resource, root, [], use, view)
  }

  #writeHolder(holder: Holder, parent: string, path: readonly string[], use: WriteUse, view: View): void {
    const properties = holder.properties.filter(({ presence }) => presence[view] !== 'omitted')
    const known = [
      ...(path.length === 0 ? ['apiVersion', 'kind', 'metadata'] : []),
      ...properties.map(({ name }) => name),
    ]
    const keys = known.map(name => JSON.stringify(name)).join(' | ') || 'never'
    this.#probe(`const it: NeedsNo<${parent}, ${keys}> = true`, path, use, 'needs')
    const isCombined = this.combined.some(each => isDeepStrictEqual(each, path))
    if (isCombined || holder.choices?.[view].length) this.#writeCombinations(holder, parent, path, use, view)
    if (holder.extra)
      this.#probe(
        `const it: At<${parent}, ${other}> = null! as ${shallow(holder.extra)}`,
        [...path, 'additionalProperties'],
        use,
      )
    for (const { name, type, presence } of properties) {
      const key = JSON.stringify(name)
      const place = [...path, 'properties', name]
      if (presence[view] === false) this.#probe(`const it: Optional<${parent}, ${key}> = true`, place, use)
      this.#writeType(type, `At<${parent}, ${key}>`, place, use, view)
    }
  }

  #writeType(type: TypeModel, at: string, path: readonly string[], use: WriteUse, view: View): void {
    const inner = bare(type)
    const within = view === 'apply' && isWhole(inner) ? 'input' : view
    if (type.kind === 'nullable') this.#probe(`const it: ${at} = null`, path, use)
    const holder = this.#holderOf(inner)
    if (!holder && inner.kind !== 'array' && inner.kind !== 'map') {
      this.#probe(`const it: ${at} = null! as ${shallow(inner)}`, path, use)
      if (inner.kind === 'any-object') this.#probe(`const it: ${at} = { ${other}: null! as unknown }`, path, use)
      return
    }
    const alias = this.#alias(at)
    this.#probe(`const it: ${inner.kind === 'array' ? 'TakesList' : 'TakesObject'}<${alias}> = true`, path, use)
    if (inner.kind === 'array') this.#writeType(inner.items, `Item<${alias}>`, [...path, 'items'], use, within)
    if (inner.kind === 'map') {
      this.#writeType(inner.values, `Value<${alias}>`, [...path, 'additionalProperties'], use, within)
    }
    if (holder) this.#writeHolder(holder, alias, path, use, within)
  }

  /** With and without each field, and with each value that is told apart, as long as that can be counted. */
  #writeCombinations(holder: Holder, parent: string, path: readonly string[], use: WriteUse, view: View): void {
    const choices = holder.choices?.[view] ?? []
    const told = choices.flatMap(each => (each.kind === 'variants' ? each.variants.flat() : []))
    const fields = holder.properties.filter(({ presence }) => presence[view] !== 'omitted')
    const texts = fields.map(({ name, type }) => {
      const inner = bare(type)
      const named = told.flatMap(each => (each.name === name ? (each.values ?? []) : []))
      const values = inner.kind === 'enum' ? inner.values : inner.kind === 'boolean' ? [true, false] : named
      const generic = inner.kind === 'enum' || inner.kind === 'boolean' ? [] : [this.#valueOf(type, view, -1)]
      const nulls = type.kind === 'nullable' ? [null] : []
      const written = [...new Set([...values, ...nulls].map(value => JSON.stringify(value))), ...generic]
      return ['', ...written.map(value => `[${JSON.stringify(name)}]: ${value}, `)]
    })
    if (texts.reduce((product, { length }) => product * length, 1) > mostCombinations) return
    const bodies = texts.reduce((all, own) => all.flatMap(body => own.map(text => body + text)), [''])
    for (const body of bodies) this.#probe(`const it: ${parent} = { ${body} }`, path, use, 'combination')
  }

  /** Whole objects: each says everything down to some depth, and below it only what must be said. */
  literals(resource: ResourceModel): void {
    const status = statusOf(resource)
    const metadata = `metadata: { name: 'x' }`
    const roots = [
      ['write', 'RootInput', depth => this.#literalOf(resource, 'input', depth, 'metadata: {}')],
      ['apply', 'RootApply', depth => this.#literalOf(resource, 'apply', depth, metadata)],
    ] satisfies Root[]
    const ofStatus: Root[] = status
      ? [['apply-status', 'RootStatus', depth => `{ ${metadata}, status: ${this.#valueOf(status, 'apply', depth)} }`]]
      : []
    for (const [use, root, write] of [...roots, ...ofStatus]) {
      const full = write(Infinity)
      const bodies = new Set<string>()
      for (let depth = 0; !bodies.has(full); depth++) bodies.add(write(depth))
      this.#nulls = true
      bodies.add(write(Infinity))
      this.#nulls = false
      for (const body of bodies) this.#probe(`const it: ${root} = ${body}`, [], use, 'whole')
    }
  }

  #literalOf(holder: Holder, view: View, depth: number, ...first: string[]): string {
    const members = holder.properties
      .filter(({ presence }) => (depth > 0 ? presence[view] !== 'omitted' : presence[view] === true))
      .map(({ name, type }) => `[${JSON.stringify(name)}]: ${this.#valueOf(type, view, depth - 1)}`)
    if (holder.extra && depth > 0) members.push(`[${other}]: ${this.#valueOf(holder.extra, view, depth - 1)}`)
    return `{ ${[...first, ...members].join(', ')} }`
  }

  #valueOf(type: TypeModel, view: View, depth: number): string {
    const within = view === 'apply' && isWhole(type) ? 'input' : view
    const holder = this.#holderOf(type)
    if (holder) return this.#literalOf(holder, within, Math.max(depth, 0))
    switch (type.kind) {
      case 'nullable':
        return this.#nulls ? 'null' : this.#valueOf(type.of, view, depth)
      case 'array':
        return depth >= 0 ? `[${this.#valueOf(type.items, within, depth)}]` : '[]'
      case 'map':
        return depth >= 0 ? `{ 'a key': ${this.#valueOf(type.values, within, depth)} }` : '{}'
      case 'any-object':
        return depth >= 0 ? `{ 'a key': null! as unknown }` : '{}'
      case 'empty-object':
        return '{}'
      default:
        return `null! as ${shallow(type)}`
    }
  }

  /** `path` is what a method is of. */
  calls({ scope, subresources }: ResourceModel): void {
    this.line('declare const client: Client')
    const call = scope === 'Namespaced' ? `namespace('x')` : `get('x')`
    this.#probe(`const it = client.for(Root).${call}`, ['scope'], 'client')
    if (subresources.status) this.#probe('const it = client.for(Root).replaceStatus', ['status'], 'client')
    if (subresources.scale) this.#probe('const it = client.for(Root).replaceScale', ['scale'], 'client')
  }

  #alias(type: string): string {
    const name = `T${++this.#count}`
    this.line(`type ${name} = Def<${type}>`)
    return name
  }

  #probe(statement: string, path: readonly string[], use: Use, kind: Probe['kind'] = 'value'): void {
    this.line(`{ ${statement}; void it }`)
    this.probes.set(this.lines.length, { path, use, kind })
  }

  #holderOf(type: TypeModel): Holder | undefined {
    if (type.kind === 'embedded-resource') return anyResource
    if (type.kind === 'object-meta') return metadataOf(type.required)
    return type.kind === 'reference' ? this.#shapes.get(type.names.type) : undefined
  }
}

/** What is applied by itself: where no schema says what that is, it is taken as it comes. */
function statusOf({ properties, subresources }: ResourceModel): TypeModel | undefined {
  const status = properties.find(({ presence }) => presence.apply === 'omitted')
  return status?.type ?? (subresources.status ? { kind: 'any-object' } : undefined)
}

/** Of metadata, what must be there. */
function metadataOf(required: readonly string[] = []): Holder {
  const presence = { type: true, input: true, apply: false }
  return {
    properties: required.map(name => ({
      kind: 'property',
      name,
      type: { kind: 'string' },
      doc: { facts: [] },
      presence,
    })),
  }
}

function isWhole(type: TypeModel): boolean {
  if (type.kind === 'nullable') return isWhole(type.of)
  if (type.kind === 'array') return type.listType === 'atomic'
  return (type.kind === 'map' || type.kind === 'reference' || type.kind === 'embedded-resource') && type.atomic
}

function bare(type: TypeModel): TypeModel {
  return type.kind === 'nullable' ? bare(type.of) : type
}

function enumOf(type: TypeModel): string[] | undefined {
  if (type.kind !== 'enum') return undefined
  const values = type.values.filter(value => value !== null)
  const isSwitched = values.every(value => typeof value !== 'boolean')
  return isSwitched && values.length > 0 ? values.map(value => JSON.stringify(value)) : undefined
}

/** What a value is, without what is inside of it. */
function shallow(type: TypeModel): string {
  switch (type.kind) {
    case 'int-or-string':
      return 'number | string'
    case 'any-object':
    case 'map':
      return '{ [key: string]: unknown }'
    case 'empty-object':
      return '{ [key: string]: never }'
    case 'embedded-resource':
      return '{ apiVersion: string; kind: string; [key: string]: unknown }'
    case 'object-meta':
    case 'reference':
      return 'object'
    case 'array':
      return 'readonly unknown[]'
    case 'enum':
      return type.values.map(value => JSON.stringify(value)).join(' | ')
    case 'nullable':
      return `${shallow(type.of)} | null`
    default:
      return type.kind
  }
}
