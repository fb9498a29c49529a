import { canonical } from '../crd/canonical.js'
import type { CustomResourceDefinition, CustomResourceNames } from '../crd/custom-resource-definition.js'
import type { ValuePath } from '../load/document.js'
import { change, type Change, type TypeEffect } from './schema-diff.js'
import { conversionOf, keepsUnknownFields } from './wire.js'

/** A finding that is not about a field. */
export interface Fact {
  readonly change: Change
  readonly typescript?: readonly TypeEffect[]
  /** In the document of the side that it stands on. */
  readonly path: ValuePath
  readonly side: 'old' | 'new'
}

/** What changed for all versions of a kind. */
export function compareDefinitions(before: CustomResourceDefinition, after: CustomResourceDefinition): Fact[] {
  return [
    ...compareScope(before, after),
    ...compareNames(before.names, after.names),
    ...compareConversion(before, after),
    ...compareUnknownFields(before, after),
    ...compareStorage(before, after),
  ]
}

/** A server refuses to change the scope: whoever wants to must remove the CRD, and all objects with it. */
function compareScope(
  { scope: was, names }: CustomResourceDefinition,
  { scope: is }: CustomResourceDefinition,
): Fact[] {
  if (was === is) return []
  const loss: TypeEffect[] =
    is === 'Cluster'
      ? [{ use: 'read', breaks: true, type: names.kind, message: 'has no metadata.namespace any more' }]
      : []
  const call: TypeEffect = {
    use: 'client',
    breaks: true,
    message:
      is === 'Cluster' ? 'the client has no namespace()' : 'the client changes objects through namespace() alone',
  }
  const message = `its scope is ${is}, was ${was}: the CRD has to be removed first, and all objects with it`
  return [
    {
      change: change('scope/changed', message, 'unreadable'),
      typescript: [...loss, call],
      path: ['spec', 'scope'],
      side: 'new',
    },
  ]
}

function compareNames(was: CustomResourceNames, is: CustomResourceNames): Fact[] {
  const facts: Fact[] = []
  const tell = (name: keyof CustomResourceNames, found: Change, typescript: readonly TypeEffect[] = []) =>
    facts.push({ change: found, typescript, path: ['spec', 'names', name], side: 'new' })
  if (was.kind !== is.kind) {
    const renamed: TypeEffect = { use: 'import', breaks: true, message: `there is ${is.kind} instead of ${was.kind}` }
    const message = `its kind is ${is.kind}, was ${was.kind}: objects that are stored have the old one`
    tell('kind', change('names/kind-changed', message, 'unreadable'), [renamed])
  }
  const isOfKind = [was, is].every(({ kind, listKind }) => listKind === `${kind}List`)
  if (was.listKind !== is.listKind && !isOfKind) {
    const message = `its list kind is ${is.listKind}, was ${was.listKind}`
    tell('listKind', change('names/list-kind-changed', message, 'valid', true))
  }
  if (was.singular !== is.singular) {
    tell('singular', change('names/singular-changed', `its singular is ${is.singular}, was ${was.singular}`))
  }
  for (const [key, what, code] of [
    ['shortNames', 'short name', 'short-name'],
    ['categories', 'category', 'category'],
  ] as const) {
    const [gone, come] = [without(was[key], is[key]), without(is[key], was[key])]
    for (const name of gone) tell(key, change(`names/${code}-removed`, `the ${what} ${name} is gone`))
    for (const name of come) tell(key, change(`names/${code}-added`, `it has the ${what} ${name}`))
  }
  return facts
}

function compareConversion(before: CustomResourceDefinition, after: CustomResourceDefinition): Fact[] {
  const [{ value: was }, { value: is, path }] = [conversionOf(before), conversionOf(after)]
  if (was.strategy !== is.strategy) {
    const message = `its conversion strategy is ${is.strategy}, was ${was.strategy}`
    const found =
      is.strategy === 'None' && after.versions.length > 1
        ? change(
            'conversion/strategy-changed',
            `${message}: nothing but apiVersion changes between versions`,
            'valid',
            true,
          )
        : change('conversion/strategy-changed', message)
    return [{ change: found, path, side: 'new' }]
  }
  if (canonical(was.whole ?? null) === canonical(is.whole ?? null)) return []
  return [{ change: change('conversion/changed', 'its conversion is configured differently'), path, side: 'new' }]
}

function compareUnknownFields(before: CustomResourceDefinition, after: CustomResourceDefinition): Fact[] {
  const [{ value: was }, { value: is, path }] = [keepsUnknownFields(before), keepsUnknownFields(after)]
  if (was === is) return []
  const found = is
    ? change('unknown-fields/kept', 'fields that the schema does not name are kept')
    : change('unknown-fields/dropped', 'fields that the schema does not name are dropped', 'dropped')
  return [{ change: found, path, side: 'new' }]
}

function compareStorage(before: CustomResourceDefinition, after: CustomResourceDefinition): Fact[] {
  const [was, is] = [before, after].map(({ versions }) => versions.find(({ storage }) => storage)?.name)
  if (was === is || is === undefined) return []
  const message = `objects are stored as ${is}, were as ${was ?? 'no known version'}`
  return [{ change: change('version/storage-changed', message), path: ['spec', 'versions'], side: 'new' }]
}

function without(names: readonly string[], others: readonly string[]): string[] {
  return names.filter(name => !others.includes(name))
}
