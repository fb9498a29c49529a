import { groupOf, type SourceContents } from '../crd/contents.js'
import { isRecord } from '../crd/field.js'
import type { Diagnostic, Report } from '../diagnostic.js'
import { MAIN } from '../emit/emit.js'
import { readFormatting, type ConfiguredFolders } from '../format/format.js'
import type { Document, SourceBytes } from '../load/document.js'
import type { Found } from '../load/inputs.js'
import { readDocuments } from '../load/load.js'
import { SharedValues } from '../load/shared-values.js'
import { readNames } from '../model/read-names.js'
import { definitionName, parseControllerReference, type RecordedNames } from '../model/recorded-names.js'
import type { GeneratedKind } from '../options.js'
import type { Settings } from '../settings.js'
import type { SourceDigest } from '../write/fingerprint.js'
import type { Manifest } from '../write/manifest.js'
import { partUserFiles } from '../write/user-files.js'
import type { Disk } from '../write/write-plan.js'
import { recallContents, recallKinds, recallWarnings, type RecordedAnswer } from './answer.js'
import { groupBy } from '../model/group-by.js'
import { foldersOf, groupsOf, type ProvableGroup } from './proofs.js'

/**
 * What the run before left of some groups, with the proof that a run over the whole line would write and answer the same: they are not
 * read, and stand as they are.
 */
export interface Standing {
  readonly groups: readonly string[]
  /** What proves them, beside the input of this run. */
  readonly proofs: RecordedAnswer['proofs']
  readonly sources: readonly SourceContents[]
  readonly apiVersions: readonly string[]
  readonly kinds: readonly GeneratedKind[]
  readonly warnings: readonly Diagnostic[]
  /** Generated files, relative to the output folder. */
  readonly files: readonly string[]
  /** The user's own, relative to the operator folder; one may be named twice. */
  readonly userFiles: readonly string[]
}

export interface StandingOptions {
  readonly settings: Settings
  /** Of all sources, in their order. */
  readonly digests: readonly SourceDigest[]
  readonly disk: Disk
  readonly configured: ConfiguredFolders
}

/** Groups that share a source stand together or not at all: the parts have no source in common. */
export async function findStanding({
  settings,
  digests,
  disk,
  configured,
}: StandingOptions): Promise<readonly Standing[]> {
  const { previous, only, roots, parts } = settings
  // Whether a pattern names something is known only to who has read everything.
  if (!previous || only.length > 0) return []
  const names = readNames(previous.names, () => {})
  const answer = readAnswer(previous, digests)
  if (!names || !answer || !areDistinct(names, answer)) return []
  const makesOperator = parts.has('reconciler')
  if (makesOperator && partUserFiles([MAIN], previous, disk).missing.size > 0) return []
  const formatting = await readFormatting(Object.keys(previous.files), roots.output, configured)
  if (!formatting) return []

  const record = { ...settings.record, files: previous.files, names, answer }
  const groups = groupsOf(record, digests, formatting)
  const isStanding = (group: ProvableGroup) => {
    if (answer.proofs[group.group] !== group.proof) return false
    if (makesOperator && !haveUserFiles(group, names, { previous, disk })) return false
    return Object.entries(group.files).every(([path, hash]) => {
      const entry = disk('output', path)
      return entry.kind === 'file' && entry.hash === hash
    })
  }
  const warningsOf = groupBy(answer.warnings ?? [], ({ file = '' }) => file)
  return partsOf(groups)
    .filter(part => part.every(isStanding))
    .map(part => recall(part, { names, warningsOf }, settings))
}

export interface Changed {
  /** Of the sources that do not stand, in the order of the input. */
  readonly documents: readonly Document[]
  /** All that stands. */
  readonly standing: Standing
}

/**
 * Reads what does not stand. A group that a source turns out to define a kind of does not stand any longer: whatever else defines kinds of it
 * is read as well.
 */
export async function readChanged(
  { sources, isComplete }: Found,
  parts: readonly Standing[],
  report: Report,
): Promise<Changed> {
  const order = new Map(sources.map(({ name }, index) => [name, index]))
  const positionOf = ({ source }: Document) => order.get(source.name) ?? 0
  const documents: Document[] = []
  const shared = new SharedValues()
  let unread = sources.splice(0)
  let standing = parts
  for (;;) {
    const resting = new Set(standing.flatMap(part => part.sources.map(({ name }) => name)))
    const isResting = ({ name }: SourceBytes) => resting.has(name)
    const found = { sources: unread.filter(source => !isResting(source)), isComplete }
    unread = unread.filter(isResting)
    const isPart = standing.length > 0 || documents.length > 0
    for (const document of await readDocuments(found, { isPart, shared }, report)) documents.push(document)
    const groups = new Set(documents.map(groupOf))
    const left = standing.filter(part => !part.groups.some(group => groups.has(group)))
    if (left.length === standing.length) break
    standing = left
  }
  return { documents: documents.sort((a, b) => positionOf(a) - positionOf(b)), standing: join(standing) }
}

/** A record may have been edited or merged: nothing in it is believed before it is proven, but it has to have the form. */
function readAnswer({ answer }: Manifest, digests: readonly SourceDigest[]): RecordedAnswer | undefined {
  if (!isRecord(answer)) return undefined
  const { sources, kinds, proofs, warnings = [] } = answer
  if (!isRecord(sources) || !isRecord(kinds) || !isRecord(proofs) || !Array.isArray(warnings)) return undefined
  const isTable = (value: unknown) => Array.isArray(value) && value.every(Array.isArray)
  if (!Object.values(sources).every(Array.isArray) || !Object.values(kinds).every(isTable)) return undefined
  // A warning that is of no source cannot be told to stand or not.
  const known = new Set([...Object.keys(sources), ...digests.map(({ name }) => name)])
  const isOfSource = (warning: unknown) => isRecord(warning) && known.has(warning['file'] as string)
  return warnings.every(isOfSource) ? (answer as unknown as RecordedAnswer) : undefined
}

/** Names that are given to two by a record that was edited: who gets them depends on all of it. */
function areDistinct(names: RecordedNames, answer: RecordedAnswer): boolean {
  const controllers = Object.values(names.controllers).map(parseControllerReference)
  const versions = [...new Set([...Object.keys(names.versions), ...Object.keys(answer.kinds)])]
  const folders = foldersOf(names, versions).map(({ folder }) => folder)
  return [
    controllers.map(each => each?.className ?? ''),
    controllers.map(each => each?.file.toLowerCase() ?? ''),
    folders.map(folder => folder.toLowerCase()),
  ].every(each => new Set(each).size === each.length)
}

function controllerFile(kind: Pick<GeneratedKind, 'group' | 'plural'>, { controllers }: RecordedNames): string {
  const definition = definitionName(kind)
  const reference = Object.hasOwn(controllers, definition) ? controllers[definition] : undefined
  const { file } = parseControllerReference(reference ?? '') ?? {}
  return file === undefined ? '' : `${file}.ts`
}

function haveUserFiles(
  { kinds }: ProvableGroup,
  names: RecordedNames,
  { previous, disk }: { readonly previous: Manifest; readonly disk: Disk },
): boolean {
  const files = recallKinds(kinds).map(kind => controllerFile(kind, names))
  return !files.includes('') && partUserFiles(files, previous, disk).missing.size === 0
}

/** Groups that share sources, directly or through others. */
function partsOf(groups: readonly ProvableGroup[]): ProvableGroup[][] {
  const sharing = groups.flatMap(group => Object.keys(group.sources).map(source => ({ group, source })))
  const bySource = groupBy(sharing, ({ source }) => source)
  const left = new Set(groups)
  return groups.flatMap(first => {
    if (!left.has(first)) return []
    // It grows while it is gone through.
    const part = new Set([first])
    for (const { sources } of part) {
      for (const source of Object.keys(sources)) {
        for (const { group } of bySource.get(source) ?? []) part.add(group)
        bySource.delete(source)
      }
    }
    for (const group of part) left.delete(group)
    return [[...part]]
  })
}

interface Recorded {
  readonly names: RecordedNames
  /** By source. */
  readonly warningsOf: ReadonlyMap<string, RecordedAnswer['warnings'] & {}>
}

function recall(
  part: readonly ProvableGroup[],
  { names, warningsOf }: Recorded,
  { recallSource, parts }: Settings,
): Standing {
  // A source of two groups is of both.
  const sources = Object.fromEntries(part.flatMap(group => Object.entries(group.sources)))
  const kinds = part.flatMap(group => recallKinds(group.kinds))
  const warnings = Object.keys(sources).flatMap(source => warningsOf.get(source) ?? [])
  return {
    groups: part.map(({ group }) => group),
    proofs: Object.fromEntries(part.map(({ group, proof }) => [group, proof])),
    sources: recallContents(sources, recallSource),
    apiVersions: part.flatMap(group => Object.keys(group.kinds)),
    kinds,
    warnings: recallWarnings(warnings, recallSource),
    files: part.flatMap(({ files }) => Object.keys(files)),
    userFiles: parts.has('reconciler') ? kinds.flatMap(kind => [controllerFile(kind, names), MAIN]) : [],
  }
}

/** The parts have nothing in common. */
function join(parts: readonly Standing[]): Standing {
  return {
    groups: parts.flatMap(({ groups }) => groups),
    proofs: Object.fromEntries(parts.flatMap(({ proofs }) => Object.entries(proofs))),
    sources: parts.flatMap(({ sources }) => sources),
    apiVersions: parts.flatMap(({ apiVersions }) => apiVersions),
    kinds: parts.flatMap(({ kinds }) => kinds),
    warnings: parts.flatMap(({ warnings }) => warnings),
    files: parts.flatMap(({ files }) => files),
    userFiles: parts.flatMap(({ userFiles }) => userFiles),
  }
}
