import { createHash } from 'node:crypto'
import { compareText } from '../diagnostic.js'
import type { Formatting } from '../format/format.js'
import { usualFolder } from '../model/names.js'
import { definitionName, type RecordedNames, type RecordedVersion } from '../model/recorded-names.js'
import type { SourceDigest } from '../write/fingerprint.js'
import type { Manifest } from '../write/manifest.js'
import type { RecordedAnswer, RecordedContents } from './answer.js'
import { groupBy } from '../model/group-by.js'

/** What a run records that is proven. */
export interface ProvableRecord extends Pick<Manifest, 'opwright' | 'options' | 'files'> {
  readonly names: RecordedNames
  readonly answer: Omit<RecordedAnswer, 'proofs'>
}

/**
 * What a record says of one group. No two groups share a folder, a kind or a name: with the sources, the options and the way in which
 * the project formats, this is all that decides what a run writes and answers for the group. So each has a proof of its own, and two
 * branches that changed different groups merge into a record that proves both.
 */
export interface ProvableGroup extends Pick<RecordedAnswer, 'kinds' | 'sources'> {
  readonly group: string
  readonly files: Manifest['files']
  readonly proof: string
}

/**
 * The groups of a record, sorted by name, each with what proves it beside sources that have these digests. Not those whose proofs are
 * `known`: it takes all that is recorded of a group to prove it.
 */
export function groupsOf(
  record: ProvableRecord,
  digests: readonly SourceDigest[],
  formatting: Formatting,
  known: RecordedAnswer['proofs'] = {},
): ProvableGroup[] {
  const { opwright, options, names, answer } = record
  const versions = groupBy(foldersOf(names, Object.keys(answer.kinds)), ({ group }) => group)
  const filesIn = groupBy(Object.entries(record.files), ([file]) => file.slice(0, Math.max(0, file.lastIndexOf('/'))))
  const warningsOf = groupBy(answer.warnings ?? [], ({ file = '' }) => file)
  const digestOf = new Map(digests.map(({ name, digest }, index) => [name, { index, digest }]))
  // Of what is recorded of each source, once for all of its groups, which may be many.
  const records = new Map<string, string>()
  const recordOf = ({ name, held }: { readonly name: string; readonly held: RecordedContents }): string => {
    let record = records.get(name)
    if (record === undefined) {
      const { digest = 'gone' } = digestOf.get(name) ?? {}
      records.set(name, (record = hash(JSON.stringify([name, digest, held, warningsOf.get(name)]))))
    }
    return record
  }
  const contents = Object.entries(answer.sources).flatMap(([name, held]) => {
    return held.flatMap(group => (typeof group === 'string' ? [{ group, name, held }] : []))
  })
  const sourcesOf = groupBy(contents, ({ group }) => group)
  const groups = [...new Set([...versions.keys(), ...sourcesOf.keys()])].filter(group => !Object.hasOwn(known, group))
  return groups.sort(compareText).map(group => {
    const own = versions.get(group) ?? []
    const kinds = Object.fromEntries(own.map(({ apiVersion }) => [apiVersion, answer.kinds[apiVersion] ?? []]))
    const files = own.flatMap(({ folder }) => filesIn.get(folder) ?? [])
    const sources = sourcesOf.get(group) ?? []
    // Which of two equal definitions is taken depends on their order.
    const inOrder = sources.map(source => ({ ...source, index: digestOf.get(source.name)?.index ?? 0 }))
    inOrder.sort((a, b) => a.index - b.index)
    const definitions = Object.values(kinds).flatMap(each =>
      each.map(([, plural]) => definitionName({ plural, group })),
    )
    const decided = JSON.stringify({
      opwright,
      options,
      formatting: formatting.describe(files.map(([file]) => file)),
      sources: inOrder.map(recordOf),
    })
    const named = own.map(({ apiVersion }) => textOf(names.versions[apiVersion]))
    const made = JSON.stringify({
      controllers: definitions.map(definition => names.controllers[definition]),
      kinds,
      files,
    })
    return {
      group,
      kinds,
      sources: Object.fromEntries(sources.map(({ name, held }) => [name, held])),
      files: Object.fromEntries(files),
      proof: hash(`${decided.slice(0, -1)},"names":[${named.join()}],${made.slice(1)}`),
    }
  })
}

/** Of versions, which are most of a record: in a process that goes on they are the very same objects from run to run. Nobody changes one. */
const texts = new WeakMap<RecordedVersion, string>()

function textOf(version: RecordedVersion | undefined): string {
  if (!version) return 'null'
  const text = texts.get(version) ?? JSON.stringify(version)
  texts.set(version, text)
  return text
}

/** Where a run puts the versions of a record. */
export function foldersOf(
  { versions }: Pick<RecordedNames, 'versions'>,
  apiVersions: readonly string[],
): { readonly group: string; readonly apiVersion: string; readonly folder: string }[] {
  return apiVersions.map(apiVersion => {
    const [version = '', group = ''] = apiVersion.split('/').reverse()
    return { group, apiVersion, folder: versions[apiVersion]?.folder ?? usualFolder({ group, version }) }
  })
}

/** Short, because there are many, and nobody gains by forging one of their own. What it begins with tells it from the hash of a file. */
function hash(text: string): string {
  return `proof-${createHash('sha256').update(text).digest('base64').slice(0, 22)}`
}
