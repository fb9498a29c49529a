import { canonical } from '../crd/canonical.js'
import type {
  CustomResourceDefinition,
  CustomResourceVersion,
  ScaleSubresource,
} from '../crd/custom-resource-definition.js'
import type { Fact } from './definitions.js'
import { change, type Change, type TypeEffect } from './schema-diff.js'
import {
  printerColumns,
  selectableFields,
  storedVersions,
  versionPart,
  versionPath,
  type PrinterColumn,
} from './wire.js'

/** A version, with the CRD that it is of. */
export interface Version {
  readonly definition: CustomResourceDefinition
  readonly version: CustomResourceVersion
}

export function storedVersion(definition: CustomResourceDefinition): Version | undefined {
  const version = definition.versions.find(({ storage }) => storage)
  return version && { definition, version }
}

export function versionOf(definition: CustomResourceDefinition, name: string): Version | undefined {
  const version = definition.versions.find(each => each.name === name)
  return version && { definition, version }
}

/** A version that is not in the new CRD. One that objects are still stored as cannot be taken away. */
export function goneVersion(
  { definition, version }: Version,
  after: CustomResourceDefinition,
  typesAreGone: boolean,
): Fact {
  const isStored = version.storage || storedVersions(definition)?.includes(version.name) === true
  const isLastServed = version.served && !isServed(after)
  const what = isLastServed ? 'it is gone, and no version is served' : 'it is gone'
  const message = isStored
    ? `${what}: objects that are stored as it have to be stored again before, and it has to be taken from status.storedVersions`
    : `${what}: it can only go where it is not in status.storedVersions`
  const found = change('version/removed', message, isStored || isLastServed ? 'unreadable' : 'valid', true)
  return {
    change: found,
    typescript: typesAreGone ? [noTypes] : [],
    path: versionPath(definition, version.name),
    side: 'old',
  }
}

export function newVersion({ definition, version }: Version): Fact {
  const message = version.served ? 'it is new' : 'it is new, and not served'
  return { change: change('version/added', message), path: versionPath(definition, version.name), side: 'new' }
}

const noTypes: TypeEffect = { use: 'import', breaks: true, message: 'its types are gone' }

/** Where no version is served, nothing can read the objects. */
function isServed({ versions }: CustomResourceDefinition): boolean {
  return versions.some(({ served }) => served)
}

/** What changed in a version beside its schema. `withStatus` is what a status that is no subresource does to the types. */
export function compareVersions(
  before: Version,
  after: Version,
  typesAreGone: boolean,
  withStatus: readonly TypeEffect[],
): Fact[] {
  return [
    ...compareFlags(before, after, typesAreGone),
    ...compareSubresources(before, after, withStatus),
    ...compareColumns(before, after),
    ...compareSelectable(before, after),
  ]
}

function compareFlags({ version: was }: Version, { definition, version: is }: Version, typesAreGone: boolean): Fact[] {
  const facts: Fact[] = []
  const tell = (flag: string, found: Change, typescript: readonly TypeEffect[] = []) =>
    facts.push({ change: found, typescript, path: [...versionPath(definition, is.name), flag], side: 'new' })
  if (was.served && !is.served) {
    const found = isServed(definition)
      ? change('version/unserved', 'it is no longer served', 'valid', true)
      : change('version/unserved', 'it is no longer served, and no version is', 'unreadable')
    tell('served', found, typesAreGone ? [noTypes] : [])
  }
  if (!was.served && is.served) tell('served', change('version/served', 'it is served'))
  if (!was.deprecated && is.deprecated) tell('deprecated', change('version/deprecated', 'it is deprecated'))
  if (was.deprecated && !is.deprecated) tell('deprecated', change('version/undeprecated', 'it is no longer deprecated'))
  if (was.deprecated && is.deprecated && was.deprecationWarning !== is.deprecationWarning) {
    const message = is.deprecationWarning ?? 'the usual one'
    tell('deprecationWarning', change('version/deprecation-warning-changed', `its deprecation warning is: ${message}`))
  }
  return facts
}

function compareSubresources(
  { version: was }: Version,
  { definition, version: is }: Version,
  withStatus: readonly TypeEffect[],
): Fact[] {
  const facts: Fact[] = []
  const tell = (name: 'status' | 'scale', found: Change, typescript: readonly TypeEffect[] = []) => {
    const { path } = versionPart(definition, is.name, 'subresources', name)
    facts.push({ change: found, typescript, path, side: 'new' })
  }
  const client = (breaks: boolean, name: string): TypeEffect => ({
    use: 'client',
    breaks,
    message: `the client has ${breaks ? 'no' : 'the'} methods of ${name}`,
  })
  const [hadStatus, hasStatus] = [was.subresources.status, is.subresources.status]
  if (hadStatus && !hasStatus) {
    const found = change('subresource/status-removed', 'its status is no subresource any more', 'valid', true)
    tell('status', found, [client(true, 'status'), ...withStatus])
  } else if (hasStatus && !hadStatus) {
    const message = 'its status is a subresource: other writes leave it as it is'
    tell('status', change('subresource/status-added', message, 'valid', true), [client(false, 'status')])
  }
  const [hadScale, hasScale] = [was.subresources.scale, is.subresources.scale]
  if (hadScale && !hasScale) {
    const found = change('subresource/scale-removed', 'it has no scale any more', 'valid', true)
    tell('scale', found, [client(true, 'scale')])
  } else if (hasScale && !hadScale) {
    tell('scale', change('subresource/scale-added', 'it has a scale'), [client(false, 'scale')])
  } else if (hadScale && hasScale) {
    for (const message of compareScale(hadScale, hasScale)) {
      tell('scale', change('subresource/scale-changed', message, 'valid', true))
    }
  }
  return facts
}

function compareScale(was: ScaleSubresource, is: ScaleSubresource): string[] {
  return (['specReplicasPath', 'statusReplicasPath', 'labelSelectorPath'] as const).flatMap(key =>
    was[key] === is[key] ? [] : [`${key} of its scale is ${is[key] ?? 'gone'}, was ${was[key] ?? 'not there'}`],
  )
}

/** No program depends on them, but people do, and scripts that read tables. */
function compareColumns(before: Version, after: Version): Fact[] {
  const was = new Map(printerColumns(before.definition, before.version.name).map(column => [column.name, column]))
  const is = new Map(printerColumns(after.definition, after.version.name).map(column => [column.name, column]))
  return [
    ...[...is.values()].flatMap(({ name, said, path }): Fact[] => {
      const known = was.get(name)
      if (!known) return [{ change: change('printer-column/added', `there is a column ${name}`), path, side: 'new' }]
      const keys = [...new Set([...Object.keys(known.said), ...Object.keys(said)])]
      const differing = keys.filter(key => canonical(known.said[key] ?? null) !== canonical(said[key] ?? null)).sort()
      if (differing.length === 0) return []
      const message = `${differing.join(', ')} of the column ${name} changed`
      return [{ change: change('printer-column/changed', message), path, side: 'new' }]
    }),
    ...[...was.values()]
      .filter(({ name }) => !is.has(name))
      .map(({ name, path }): Fact => {
        return { change: change('printer-column/removed', `the column ${name} is gone`), path, side: 'old' }
      }),
    ...movedColumn([...was.values()], [...is.values()]),
  ]
}

/** The first of the columns that stand in another order. */
function movedColumn(was: readonly PrinterColumn[], is: readonly PrinterColumn[]): Fact[] {
  const [before, after] = [was, is].map(columns => columns.map(({ name }) => name))
  const kept = after?.filter(name => before?.includes(name)) ?? []
  const former = before?.filter(name => after?.includes(name)) ?? []
  const moved = is.find(({ name }) => name === kept.find((each, index) => each !== former[index]))
  if (!moved) return []
  const message = `the columns stand in another order, from ${moved.name} on`
  return [{ change: change('printer-column/moved', message), path: moved.path, side: 'new' }]
}

function compareSelectable(before: Version, after: Version): Fact[] {
  const was = selectableFields(before.definition, before.version.name)
  const is = selectableFields(after.definition, after.version.name)
  const added = is.filter(({ value }) => !was.some(each => each.value === value))
  const removed = was.filter(({ value }) => !is.some(each => each.value === value))
  return [
    ...added.map(({ value, path }): Fact => {
      return { change: change('selectable-field/added', `a field selector may name ${value}`), path, side: 'new' }
    }),
    ...removed.map(({ value, path }): Fact => {
      const message = `a field selector may no longer name ${value}`
      return { change: change('selectable-field/removed', message, 'valid', true), path, side: 'old' }
    }),
  ]
}
