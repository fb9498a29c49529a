import { compareText } from '../diagnostic.js'
import type { Model, ResourceFiles, ResourceNames } from './resource-model.js'

/**
 * The names of a run, for the next one: what still is what it was, is called what it was called. It says no more than is needed to
 * know things again, because people read it in differences and merge it.
 */
export interface RecordedNames {
  /** By group and version, as `apiVersion` has them. */
  readonly versions: { readonly [apiVersion: string]: RecordedVersion }
  /** The user's own reconcilers, by the names of their CRDs: `foo-reconciler#SampleFooReconciler`. Never forgotten, as the files are not. */
  readonly controllers: { readonly [definition: string]: string }
}

export interface RecordedVersion {
  /** Only where it is not what the group and the version say. */
  readonly folder?: string
  /** By kind, as it travels. */
  readonly kinds: { readonly [kind: string]: RecordedKind }
  /** By name. */
  readonly types?: { readonly [name: string]: RecordedType }
  /** Names of views that are not what the names of their types say. */
  readonly views?: readonly string[]
}

/** Only what is not what the kind says: for most there is nothing. */
export interface RecordedKind extends Partial<ResourceNames> {
  readonly files?: Partial<ResourceFiles>
}

/**
 * The structure ({@link structuresOf}), and the places that hold it: `WidgetSpec.rules[]`. A type with the path of its only place for a name
 * has its structure alone.
 */
export type RecordedType = string | readonly [structure: string, ...places: string[]]

/** What is to be recorded of a run; `standing` are versions that keep what is recorded of them, as `apiVersion` has them. */
export function recordNames(
  { versions, controllers }: Model,
  previous: RecordedNames | undefined,
  standing: readonly string[] = [],
): RecordedNames {
  const recorded = new Map(Object.entries(previous?.controllers ?? {}))
  for (const { resource, file, className } of controllers) {
    recorded.set(definitionName(resource), controllerReference({ file, className }))
  }
  const built = versions.map(({ apiVersion, record }) => [apiVersion, record] as const)
  const kept = standing.map(apiVersion => [apiVersion, previous?.versions[apiVersion]] as const)
  return {
    versions: Object.fromEntries(
      [...built, ...kept]
        .sort(([a], [b]) => compareVersion(a, b))
        .flatMap(([apiVersion, record]) => (record ? [[apiVersion, record] as const] : [])),
    ),
    controllers: Object.fromEntries([...recorded].sort(([a], [b]) => compareText(a, b))),
  }
}

/** By group, and then by version. */
function compareVersion(a: string, b: string): number {
  const [groupOfA = '', groupOfB = ''] = [a, b].map(each => each.slice(0, Math.max(0, each.lastIndexOf('/'))))
  return compareText(groupOfA, groupOfB) || compareText(a, b)
}

/** The name of the CRD of a kind, which is that of a resource in its group. */
export function definitionName({ plural, group }: { readonly plural: string; readonly group: string }): string {
  return `${plural}.${group}`
}

interface Controller {
  readonly file: string
  readonly className: string
}

const controllerPattern = /^(?<file>[a-z0-9][a-z0-9-]*)#(?<className>[A-Z][A-Za-z0-9]*)$/

function controllerReference({ file, className }: Controller): string {
  return `${file}#${className}`
}

/** Absent for what is no reference to a class in a file. */
export function parseControllerReference(text: string): Controller | undefined {
  const { file, className } = controllerPattern.exec(text)?.groups ?? {}
  return file === undefined || className === undefined ? undefined : { file, className }
}
