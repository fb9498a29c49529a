/** Objects that a server accepts, each changed in one place so that it probably does so no longer. */

import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import type { Json } from '../../support/api-server/requests.js'
import { spokenOf } from './rules.js'

export type Mutation =
  | 'a required field less'
  | 'an unknown field'
  | 'a wrong type'
  | 'a wrong enum value'
  | 'one more alternative'
  | 'one alternative less'
  | 'one more of a rule'
  | 'one less of a rule'
  | 'none of a rule'
  | 'another value of a rule'

export interface Mutant {
  readonly mutation: Mutation
  /** Where it was changed. */
  readonly place: string
  readonly object: Json
}

/** Alternatives are rare: nearly all of them are tried. */
const most: Readonly<Record<Mutation, number>> = {
  'a required field less': 1,
  'an unknown field': 1,
  'a wrong type': 1,
  'a wrong enum value': 1,
  'one more alternative': 4,
  'one alternative less': 4,
  'one more of a rule': 6,
  'one less of a rule': 6,
  'none of a rule': 4,
  'another value of a rule': 4,
}

/** Some mutants of an object, at places that are chosen at random; `except` names fields of the root that stay as they are. */
export function mutantsOf(
  object: Json,
  schema: JsonSchemaProps,
  except: readonly string[],
  random: () => number,
): Mutant[] {
  const changes = new Map<Mutation, { readonly place: string; readonly change: (copy: Json) => void }[]>()
  const add = (mutation: Mutation, path: readonly Step[], change: (copy: Json) => void) => {
    const known = changes.get(mutation) ?? []
    changes.set(mutation, known)
    known.push({ place: path.join('.'), change })
  }
  visit(object, schema, [], except, add)
  return [...changes].flatMap(([mutation, all]) =>
    sample(all, most[mutation], random).map(({ place, change }): Mutant => {
      const copy = structuredClone(object)
      change(copy)
      return { mutation, place, object: copy }
    }),
  )
}

type Step = string | number
type Add = (mutation: Mutation, path: readonly Step[], change: (copy: Json) => void) => void

function visit(value: Json, schema: JsonSchemaProps, path: readonly Step[], except: readonly string[], add: Add): void {
  if (value === null) return
  const at = (copy: Json) => path.reduce((each, step) => each[step], copy)
  const set = (wrong: Json) => (copy: Json) => {
    const last = path[path.length - 1]
    path.slice(0, -1).reduce((each, step) => each[step], copy)[last as Step] = wrong
  }
  if (path.length > 0) {
    const wrong = wrongType(schema)
    if (wrong !== undefined) add('a wrong type', path, set(wrong))
    if (schema.enum) add('a wrong enum value', path, set(typeof value === 'number' ? -12345 : 'NoSuchValue'))
  }
  if (Array.isArray(value)) {
    const items = schema.items as JsonSchemaProps | undefined
    if (items) value.forEach((item, index) => visit(item, items, [...path, index], [], add))
    return
  }
  if (typeof value !== 'object') return
  const { properties, additionalProperties, required = [] } = schema
  const isClosed = schema['x-kubernetes-preserve-unknown-fields'] !== true && !additionalProperties
  if (properties && isClosed) add('an unknown field', path, copy => void (at(copy).noSuchField = 'x'))
  for (const name of required) {
    if (except.includes(name) || properties?.[name]?.default !== undefined || !(name in value)) continue
    add('a required field less', [...path, name], copy => delete at(copy)[name])
  }
  for (const name of alternativesOf(schema)) {
    if (except.includes(name)) continue
    const alternative = properties?.[name]
    if (name in value) add('one alternative less', [...path, name], copy => delete at(copy)[name])
    else if (alternative)
      add('one more alternative', [...path, name], copy => void (at(copy)[name] = exampleOf(alternative)))
  }
  visitRules(value, schema, path, except, add)
  for (const [name, member] of Object.entries(value)) {
    if (except.includes(name)) continue
    const of = properties?.[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
    if (of) visit(member, of, [...path, name], [], add)
  }
}

/** With a property more or less of those that CEL rules speak of, with none of them, and with another value than a rule has. */
function visitRules(
  value: Json,
  schema: JsonSchemaProps,
  path: readonly Step[],
  except: readonly string[],
  add: Add,
): void {
  const at = (copy: Json) => path.reduce((each, step) => each[step], copy)
  const { properties = {}, required = [] } = schema
  const { names, values } = spokenOf(schema)
  const free = [...names].filter(name => properties[name] && !except.includes(name) && !required.includes(name))
  for (const name of free) {
    const place = [...path, name]
    if (name in value) add('one less of a rule', place, copy => delete at(copy)[name])
    else add('one more of a rule', place, copy => void (at(copy)[name] = exampleOf(properties[name] ?? {})))
  }
  const there = free.filter(name => name in value)
  if (there.length > 1) {
    add('none of a rule', path, copy => {
      for (const name of there) delete at(copy)[name]
    })
  }
  for (const [name, compared] of values) {
    const of = properties[name]
    if (!of || except.includes(name)) continue
    for (const other of new Set([...compared, ...((of.enum ?? []) as Json[])])) {
      if (other !== (value[name] ?? of.default)) {
        add('another value of a rule', [...path, `${name}=${other}`], copy => void (at(copy)[name] = other))
      }
    }
  }
}

/** The properties that the alternatives of a schema are about. */
function alternativesOf(schema: JsonSchemaProps): string[] {
  const names = new Set<string>()
  const gather = ({ required = [], properties = {}, allOf = [], anyOf = [], oneOf = [], not }: JsonSchemaProps) => {
    for (const name of [...required, ...Object.keys(properties)]) names.add(name)
    for (const each of [...allOf, ...anyOf, ...oneOf, ...(not ? [not] : [])]) gather(each)
  }
  const { allOf = [], anyOf = [], oneOf = [], not, minProperties, maxProperties } = schema
  for (const each of [...allOf, ...anyOf, ...oneOf, ...(not ? [not] : [])]) gather(each)
  if (minProperties === 1 || maxProperties === 1) Object.keys(schema.properties ?? {}).forEach(name => names.add(name))
  return [...names].filter(name => !schema.required?.includes(name))
}

function wrongType(schema: JsonSchemaProps): Json | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return true
  switch (schema.type) {
    case 'string':
      return 5
    case 'integer':
    case 'number':
    case 'boolean':
      return 'wrong'
    case 'array':
      return { wrong: 'wrong' }
    case 'object':
      return ['wrong']
    default:
      return undefined
  }
}

/** A value of the right type; whether it keeps to patterns and limits is left to the server. */
function exampleOf(schema: JsonSchemaProps): Json {
  if (schema.default !== undefined && schema.default !== null) return schema.default
  if (schema.enum?.[0] !== undefined) return schema.enum[0]
  if (schema['x-kubernetes-int-or-string'] === true) return 1
  switch (schema.type) {
    case 'string':
      return 'a'.repeat(Math.max(1, Math.min(schema.minLength ?? 1, 100)))
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'array':
      return schema.minItems ? [exampleOf((schema.items ?? {}) as JsonSchemaProps)] : []
    default: {
      const { properties = {}, required = [] } = schema
      const needed = new Set([
        ...required,
        ...(schema.oneOf ?? schema.anyOf ?? []).flatMap(each => each.required ?? []).slice(0, 1),
      ])
      if (schema.minProperties && needed.size === 0)
        for (const name of Object.keys(properties).slice(0, 1)) needed.add(name)
      return Object.fromEntries(
        [...needed].flatMap(name => (properties[name] ? [[name, exampleOf(properties[name])]] : [])),
      )
    }
  }
}

function sample<T>(all: readonly T[], count: number, random: () => number): T[] {
  const rest = [...all]
  const chosen: T[] = []
  while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(Math.floor(random() * rest.length), 1))
  return chosen
}
