import type {
  CustomResourceDefinition,
  CustomResourceVersion,
  JsonSchemaProps,
} from '../crd/custom-resource-definition.js'
import { expensesOf } from '../crd/rule-cost.js'
import type { ValuePath } from '../load/document.js'
import type { ConventionCode } from './change-code.js'
import { pathKey } from './path.js'
import { inLine } from './rules.js'
import { change, type Change } from './schema-diff.js'
import { isSchema } from './schemas.js'

/** A place of a schema that goes against the API conventions of Kubernetes. */
export interface Unconventional {
  readonly path: ValuePath
  readonly change: Change
  /** Which of several at the place. */
  readonly which?: string
}

/** What a version has against the conventions that no version of the CRD had before: what is there already is not held against anybody. */
export function newlyUnconventional(
  before: CustomResourceDefinition | undefined,
  version: CustomResourceVersion,
): readonly Unconventional[] {
  const keyOf = ({ path, change: { code }, which = '' }: Unconventional) => `${code} ${pathKey(path)} ${which}`
  const known = new Set(before?.versions.flatMap(each => unconventional(each).map(keyOf)))
  return unconventional(version).filter(each => !known.has(keyOf(each)))
}

function unconventional({ schema = {}, subresources }: CustomResourceVersion): Unconventional[] {
  const found: Unconventional[] = []
  const tell = (path: ValuePath, code: ConventionCode, message: string, which?: string) =>
    found.push({
      path,
      change: change(code, `against the conventions, ${message}`, 'valid', true),
      ...(which !== undefined && { which }),
    })
  if (schema.properties?.['status'] && !subresources.status) {
    const message = 'its status is no subresource: who may write the rest may write it too'
    tell(['properties', 'status'], 'convention/status-subresource', message)
  }
  const visit = (each: JsonSchemaProps, path: ValuePath) => {
    for (const { code, message, isBroken } of conventions) if (isBroken(each)) tell(path, code, message)
    const conditions = isConditions(path) ? conditionFaults(each, path[1] === 'status') : []
    if (conditions.length > 0) {
      tell(path, 'convention/conditions', `these are not the conditions that tools know: ${conditions.join(', ')}`)
    }
    for (const [place, inner] of schemasIn(each)) visit(inner, [...path, ...place])
  }
  visit(schema, [])
  for (const { path, rule, factor } of expensesOf(schema)) {
    const message = rule ? `the ${rule.keyword} \`${inLine(rule.text)}\` costs` : 'all rules together cost'
    tell(path, 'convention/rule-cost', `${message} ${factor} what a server allows`, rule && inLine(rule.text))
  }
  return found
}

interface Convention {
  readonly code: ConventionCode
  readonly message: string
  readonly isBroken: (schema: JsonSchemaProps) => boolean
}

const conventions: readonly Convention[] = [
  {
    code: 'convention/boolean',
    message: 'it can never have a third value, as an enum of strings can',
    isBroken: ({ type }) => type === 'boolean',
  },
  {
    code: 'convention/float',
    message: 'a number with a fraction may come back as another one: an integer or a quantity does not',
    isBroken: ({ type }) => type === 'number',
  },
  {
    code: 'convention/unsigned',
    message: 'not every language has unsigned integers: int32 or int64 with a minimum is for all',
    isBroken: ({ format }) => format?.startsWith('uint') === true,
  },
  {
    code: 'convention/map',
    message: 'it is a map of objects, where a list of them is merged by a key that has a name',
    isBroken: ({ additionalProperties: values }) => typeof values === 'object' && values.type === 'object',
  },
  {
    code: 'convention/list-type',
    message: 'it does not say how it is merged: without a list type an apply replaces all of it',
    isBroken: schema => schema.type === 'array' && schema['x-kubernetes-list-type'] === undefined,
  },
]

function isConditions(path: ValuePath): boolean {
  return path.at(-1) === 'conditions' && path.at(-2) === 'properties'
}

/** Of the items of conditions: their fields, with what Kubernetes' own say of them. */
const conditionFields: { readonly [name: string]: JsonSchemaProps } = {
  type: {
    type: 'string',
    maxLength: 316,
    pattern: String.raw`^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$`,
  },
  status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
  observedGeneration: { type: 'integer', minimum: 0 },
  lastTransitionTime: { type: 'string', format: 'date-time' },
  reason: { type: 'string', maxLength: 1024, pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$' },
  message: { type: 'string', maxLength: 32768 },
}

/** What they say is laid down of a status alone. Elsewhere they are known by what they have, which a list of what to wait for has not. */
function conditionFaults(schema: JsonSchemaProps, isOfStatus: boolean): string[] {
  const items = isSchema(schema.items) ? schema.items : {}
  const { properties: fields = {} } = items
  const isAlike = ['type', 'status', 'lastTransitionTime'].every(name => Object.hasOwn(fields, name))
  if (!isOfStatus && !isAlike) return []
  const isByType = schema['x-kubernetes-list-type'] === 'map' && schema['x-kubernetes-list-map-keys']?.join() === 'type'
  return [
    ...(isByType ? [] : ['they are no list of the type map with the key "type"']),
    ...Object.entries(isOfStatus ? conditionFields : {}).flatMap(([name, wanted]) =>
      fieldFaults(name, wanted, fields[name]),
    ),
  ]
}

function fieldFaults(name: string, wanted: JsonSchemaProps, given: JsonSchemaProps | undefined): string[] {
  if (!given) return [`${name} is missing`]
  const keywords = Object.keys(wanted) as (keyof JsonSchemaProps)[]
  const others = keywords.filter(keyword => {
    const [one, other] = [wanted[keyword], given[keyword]]
    if (keyword !== 'enum') return one !== other
    return [...(wanted.enum ?? [])].sort().join() !== [...(given.enum ?? [])].sort().join()
  })
  return others.length === 0 ? [] : [`${name} has another ${others.join(' and ')}`]
}

function schemasIn({ properties = {}, items, additionalProperties: values }: JsonSchemaProps) {
  return [
    ...Object.entries(properties).map(([name, schema]) => [['properties', name], schema] as const),
    ...(isSchema(items) ? [[['items'], items] as const] : []),
    ...(typeof values === 'object' ? [[['additionalProperties'], values] as const] : []),
  ]
}
