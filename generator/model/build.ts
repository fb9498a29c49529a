import type { CustomResourceDefinition, CustomResourceVersion } from '../crd/custom-resource-definition.js'
import { compareText, type Report } from '../diagnostic.js'
import { assemble } from './assemble.js'
import { nameControllers } from './controller-names.js'
import { effortOfRun, KnownChoices } from './choices.js'
import type { DraftRoot } from './draft.js'
import { typeMeta } from './embedded-resource.js'
import { metadataFacts, prose } from './facts.js'
import { nameFolders } from './names.js'
import type { RecordedNames, RecordedVersion } from './recorded-names.js'
import type { ControllerModel, DocFact, DocModel, GroupVersionModel, Model, ResourceModel } from './resource-model.js'
import { extraOf, SchemaReader } from './schema-reader.js'
import { selectVersions, type SelectedVersion, type Selection } from './select.js'
import { compareVersions } from './version-priority.js'

export interface BuildOptions extends Selection {
  /** The folder of the user's own files, from whose name the names of the reconcilers are made. Default `operator`. */
  readonly operatorFolder?: string
  /** What an input is called in `ResourceModel.source`. Default: as the user named it. */
  readonly nameSource?: (name: string) => string
  /** Of the run before. */
  readonly recorded?: RecordedNames | undefined
  /** Kinds of other groups, which are no part of the model: they have their names of the run before, and the rest is named beside them. */
  readonly standing?: readonly StandingKind[]
}

export interface StandingKind {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
}

/**
 * Makes the model of everything that is to be written. Pure, and the same for the same definitions in every order.
 *
 * Reported: a selection that names nothing (`select/unknown`), a kind of which no version is selected (`select/no-version`), and alternatives
 * that take too long to tell apart (`select/alternatives`).
 */
export function build(definitions: readonly CustomResourceDefinition[], options: BuildOptions, report: Report): Model {
  const folders = groupByFolder(selectVersions(definitions, options, report))
  const { recorded, standing = [] } = options
  const own = folders.map(([{ definition, version }]) => ({ group: definition.group, version: version.name }))
  const versions = sortVersions([...own, ...standing])
  const paths = nameFolders(versions, ({ group, version }) => recordedVersion(apiVersionOf(group, version), recorded))
  const pathOf = new Map(versions.map((version, index) => [versionKey(version), paths[index] ?? '']))
  const effort = effortOfRun()
  const choicesOf = new Map(own.map(({ group }) => [group, new KnownChoices(effort)]))
  const built = folders.map((selected, index) => {
    const version = own[index]
    const reader = new SchemaReader({ choices: choicesOf.get(selected[0].definition.group) })
    return buildFolder(selected, reader, (version && pathOf.get(versionKey(version))) ?? '', options)
  })
  if (effort.isSpent) reportEffort(report)
  return { kind: 'model', versions: built, controllers: buildControllers(built, options) }
}

function reportEffort(report: Report): void {
  report({
    severity: 'error',
    code: 'select/alternatives',
    message: 'the alternatives in the schemas of all kinds together are more than can be told apart in time',
    help: 'Generate from fewer of them at a time, with --only or from fewer files, each time with an --out of its own.',
  })
}

interface NamedVersion {
  readonly group: string
  readonly version: string
}

function versionKey({ group, version }: NamedVersion): string {
  return JSON.stringify([group, version])
}

/** Each once. */
function sortVersions(versions: readonly NamedVersion[]): NamedVersion[] {
  const distinct = new Map(versions.map(version => [versionKey(version), version]))
  return [...distinct.values()].sort((a, b) => compareText(a.group, b.group) || compareText(a.version, b.version))
}

type Folder = readonly [SelectedVersion, ...SelectedVersion[]]

/** Sorted by group and version, and within them by kind. */
function groupByFolder(selected: readonly SelectedVersion[]): Folder[] {
  const folders = new Map<string, [SelectedVersion, ...SelectedVersion[]]>()
  for (const each of [...selected].sort(compareSelected)) {
    const key = JSON.stringify([each.definition.group, each.version.name])
    const folder = folders.get(key)
    if (folder) folder.push(each)
    else folders.set(key, [each])
  }
  return [...folders.values()]
}

function compareSelected(a: SelectedVersion, b: SelectedVersion): number {
  return (
    compareText(a.definition.group, b.definition.group) ||
    compareText(a.version.name, b.version.name) ||
    compareText(a.definition.names.kind, b.definition.names.kind) ||
    compareText(a.definition.names.plural, b.definition.names.plural) ||
    compareText(a.definition.document.source.name, b.definition.document.source.name)
  )
}

function buildFolder(selected: Folder, reader: SchemaReader, folder: string, options: BuildOptions): GroupVersionModel {
  const [{ definition, version }] = selected
  const recorded = recordedVersion(apiVersionOf(definition.group, version.name), options.recorded)
  const roots = selected.map(each => readRoot(each, reader, options))
  return assemble(roots, reader.finish(), folder, recorded)
}

function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`
}

function recordedVersion(apiVersion: string, recorded: RecordedNames | undefined): RecordedVersion | undefined {
  return recorded && Object.hasOwn(recorded.versions, apiVersion) ? recorded.versions[apiVersion] : undefined
}

function readRoot(
  { definition, version }: SelectedVersion,
  reader: SchemaReader,
  { nameSource = name => name }: BuildOptions,
): DraftRoot {
  const { group, scope, names } = definition
  const { schema, subresources } = version
  const extra = rootExtra(definition, version)
  const { description, facts } = rootProse(version)
  const members = schema && reader.root(schema, subresources.status ? ['status'] : [])
  const storage: DocFact[] = version.storage && definition.versions.length > 1 ? [{ kind: 'storage-version' }] : []
  return {
    kind: 'root',
    resource: {
      kind: 'resource',
      group,
      version: version.name,
      apiVersion: apiVersionOf(group, version.name),
      resourceKind: names.kind,
      listKind: names.listKind,
      plural: names.plural,
      singular: names.singular,
      shortNames: names.shortNames,
      categories: names.categories,
      scope,
      storage: version.storage,
      subresources,
      source: nameSource(definition.document.source.name),
      doc: {
        ...(description === undefined ? {} : { description }),
        facts: [...storage, ...(members?.facts ?? []), ...facts],
      },
      metadataFacts: metadataFacts(schema?.properties?.['metadata']),
    },
    properties: members?.properties ?? [],
    ...(extra ? { extra } : {}),
    ...(members?.choices && { choices: members.choices }),
  }
}

/** A deprecated version goes before what the schema says of a deprecation: its warning is what the server sends. */
function rootProse({ schema, deprecated, deprecationWarning: reason }: CustomResourceVersion): DocModel {
  const said = schema ? prose(schema) : { facts: [] }
  if (!deprecated) return said
  const others = said.facts.filter(({ kind }) => kind !== 'deprecated')
  return { ...said, facts: [...others, { kind: 'deprecated', ...(reason ? { reason } : {}) }] }
}

/** Without a schema everything is kept; v1beta1 kept it too where the schema named nothing. */
function rootExtra({ apiVersion }: CustomResourceDefinition, { schema }: CustomResourceVersion): DraftRoot['extra'] {
  if (!schema) return { kind: 'unknown' }
  const named = Object.keys(schema.properties ?? {}).some(name => !typeMeta.includes(name))
  if (apiVersion === 'apiextensions.k8s.io/v1beta1' && !named) return { kind: 'unknown' }
  return extraOf(schema)
}

/** One for each kind of a group: its storage version where that is selected, else its newest. */
function buildControllers(
  versions: readonly GroupVersionModel[],
  { operatorFolder = 'operator', recorded, standing = [] }: BuildOptions,
): ControllerModel[] {
  const best = new Map<string, { readonly resource: ResourceModel; readonly folder: string }>()
  for (const { folder, resources } of versions) {
    for (const resource of resources) {
      const key = definitionKey(resource)
      const known = best.get(key)?.resource
      if (!known || precedes(resource, known)) best.set(key, { resource, folder })
    }
  }
  const kinds = new Map<string, ControlledKind>(
    standing.map(({ group, kind, plural }) => {
      const controlled = { group, resourceKind: kind, plural }
      return [definitionKey(controlled), controlled]
    }),
  )
  for (const [key, { resource }] of best) kinds.set(key, resource)
  const sorted = [...kinds].sort(
    ([, a], [, b]) =>
      compareText(a.resourceKind, b.resourceKind) || compareText(a.group, b.group) || compareText(a.plural, b.plural),
  )
  const names = nameControllers(
    sorted.map(([, kind]) => kind),
    operatorFolder,
    recorded?.controllers,
  )
  return sorted.flatMap(([key], index): ControllerModel[] => {
    const [own, built] = [names[index], best.get(key)]
    return own && built ? [{ kind: 'controller', ...built, ...own }] : []
  })
}

interface ControlledKind {
  readonly group: string
  readonly resourceKind: string
  readonly plural: string
}

function definitionKey({ group, resourceKind, plural }: ControlledKind): string {
  return JSON.stringify([group, resourceKind, plural])
}

function precedes(a: ResourceModel, b: ResourceModel): boolean {
  if (a.storage !== b.storage) return a.storage
  return compareVersions(a.version, b.version) < 0
}
