import { canonical } from './canonical.js'
import type { Json, JsonSchemaProps } from './custom-resource-definition.js'
import { isRecord, type Field } from './field.js'
import { numberText } from './number-text.js'

/**
 * Whether a default is valid for its schema, as far as types, enums, limits, required properties and pruning go. CEL rules, formats,
 * patterns and junctors are left to the server. Defaults are checked as they stand, before what they lack is filled in.
 */
export function checkDefault(field: Field, schema: JsonSchemaProps): void {
  const fault = faultOf(field.value as Json, schema)
  if (fault) {
    const path = fault.path.map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
    field.warn('structural/default', `${field.name}${path} ${fault.message}`)
  }
}

interface Fault {
  readonly path: readonly (string | number)[]
  readonly message: string
}

function faultOf(value: Json, schema: JsonSchemaProps): Fault | undefined {
  if (value === null) return schema.nullable || !schema.type ? undefined : fault(`must be ${schema.type}, not null`)
  // An int-or-string takes anything, unless its junctors say otherwise.
  const type = schema['x-kubernetes-int-or-string'] === true ? undefined : schema.type
  if (type && !fitsType(value, type)) return fault(`must be of type ${type}`)
  if (schema.enum && schema.enum.length > 0 && !membersOf(schema.enum).has(canonical(value))) {
    return fault(`must be one of ${listed(schema.enum)}`)
  }
  return limitFault(value, schema) ?? childFault(value, schema)
}

const known = new WeakMap<readonly Json[], ReadonlySet<string>>()

/** The members of an enum in their canonical form. An enum may be long, and be asked of every item of a list. */
function membersOf(list: readonly Json[]): ReadonlySet<string> {
  const members = known.get(list) ?? new Set(list.map(canonical))
  known.set(list, members)
  return members
}

function listed(members: readonly Json[]): string {
  const shown = members.slice(0, 10).map(each => JSON.stringify(each))
  return `${shown.join(', ')}${members.length > shown.length ? ', ...' : ''}`
}

function fault(message: string): Fault {
  return { path: [], message }
}

function fitsType(value: Json, type: string): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isRecord(value)
    case 'integer':
      return Number.isInteger(value)
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === type
    default:
      return true
  }
}

function limitFault(value: Json, schema: JsonSchemaProps): Fault | undefined {
  if (typeof value === 'number') {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
    if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum))
      return fault(`must be ${exclusiveMinimum ? 'greater than' : 'at least'} ${numberText(minimum)}`)
    if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum))
      return fault(`must be ${exclusiveMaximum ? 'less than' : 'at most'} ${numberText(maximum)}`)
    return undefined
  }
  const [size, least, most, unit] = Array.isArray(value)
    ? [value.length, schema.minItems, schema.maxItems, 'items']
    : typeof value === 'string'
      ? [[...value].length, schema.minLength, schema.maxLength, 'characters']
      : isRecord(value)
        ? [Object.keys(value).length, schema.minProperties, schema.maxProperties, 'properties']
        : [0, undefined, undefined, '']
  if (least !== undefined && size < least) return fault(`must have at least ${least} ${unit}`)
  if (most !== undefined && size > most) return fault(`must have at most ${most} ${unit}`)
  return undefined
}

function childFault(value: Json, schema: JsonSchemaProps): Fault | undefined {
  if (Array.isArray(value)) {
    const items = isRecord(schema.items) ? (schema.items as JsonSchemaProps) : undefined
    return items && first(value.entries(), item => faultOf(item as Json, items))
  }
  if (!isRecord(value)) return undefined
  const missing = schema.required?.find(name => !Object.hasOwn(value, name))
  if (missing !== undefined) return fault(`lacks ${missing}, which is required`)
  return first(Object.entries(value), (child, name) => {
    const own = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
    if (own) return faultOf(child as Json, own)
    if (isRecord(schema.additionalProperties))
      return faultOf(child as Json, schema.additionalProperties as JsonSchemaProps)
    const isKept =
      schema.additionalProperties === true ||
      schema['x-kubernetes-preserve-unknown-fields'] === true ||
      (schema['x-kubernetes-embedded-resource'] === true && ['apiVersion', 'kind', 'metadata'].includes(name))
    return isKept ? undefined : fault('is not declared and would be pruned')
  })
}

function first<Step extends string | number>(
  entries: Iterable<readonly [Step, unknown]>,
  check: (child: unknown, step: Step) => Fault | undefined,
): Fault | undefined {
  for (const [step, child] of entries) {
    const found = check(child, step)
    if (found) return { path: [step, ...found.path], message: found.message }
  }
  return undefined
}
