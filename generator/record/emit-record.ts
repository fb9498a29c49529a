import { compareText, type Report } from '../diagnostic.js'
import { layoutJson } from '../emit/json.js'
import type { SourceUnit } from '../emit/source-unit.js'
import { format, readFormatting, type ConfiguredFolders } from '../format/format.js'
import type { RecordedNames } from '../model/recorded-names.js'
import type { Settings } from '../settings.js'
import { digestInput, withFingerprint, type SourceDigest } from '../write/fingerprint.js'
import { hashText } from '../write/hash.js'
import { MANIFEST, toManifest, type Manifest, type ManifestUnit } from '../write/manifest.js'
import { recordAnswer, type Answer } from './answer.js'
import { groupsOf } from './proofs.js'
import type { Standing } from './standing.js'

/** What a run leaves to the next one. */
export interface RunRecord {
  readonly digests: readonly SourceDigest[]
  readonly settings: Settings
  readonly configured: ConfiguredFolders
  /** Everything that is written, as it will stand on the disk. */
  readonly units: readonly SourceUnit[]
  readonly standing: Pick<Standing, 'files' | 'proofs'>
  readonly keptUserFiles: readonly string[]
  readonly names: RecordedNames
  readonly answer: Answer
}

/** `opwright.json` as it will stand on the disk. What it says last, because it stands for all the rest, is its fingerprint. */
export async function emitRecord(
  { digests, settings, configured, units, standing, keptUserFiles, names, answer: told }: RunRecord,
  report: Report,
): Promise<ManifestUnit> {
  const { previous, record, recordSource, roots } = settings
  const files = hashesOf(units, standing.files, previous)
  const paths = [...Object.keys(files), MANIFEST]
  const formatting = await readFormatting(paths, roots.output, configured)
  const answer = formatting && recordAnswer(told, { operatorFiles: previous?.operatorFiles ?? [], recordSource })
  const provable = answer && { ...record, files, names, answer }
  const made = provable && groupsOf(provable, digests, formatting, standing.proofs)
  const proofs = made && [
    ...made.map(({ group, proof }) => [group, proof] as const),
    ...Object.entries(standing.proofs),
  ]
  const user = units.filter(({ ownership }) => ownership === 'user').map(({ path }) => path)
  const operatorFiles = [...(previous?.operatorFiles ?? []), ...keptUserFiles, ...user]
  const content = toManifest({
    ...record,
    files,
    operatorFiles,
    names,
    answer: answer && { ...answer, proofs: proofs && byName(proofs) },
  })
  const unformatted: SourceUnit = {
    path: MANIFEST,
    root: 'output',
    ownership: 'tool',
    text: `${layoutJson(content)}\n`,
  }
  const [unit = unformatted] = await format([unformatted], { ...settings, configured }, report)
  if (!formatting || !answer) return { ...unit, content }
  const { text, fingerprint } = withFingerprint({
    input: digestInput(digests),
    formatting: formatting.describe(paths),
    record: unit.text,
  })
  return { ...unit, text, content: { ...content, fingerprint } }
}

function byName<Value>(entries: readonly (readonly [name: string, value: Value])[]): {
  readonly [name: string]: Value
} {
  return Object.fromEntries([...entries].sort((a, b) => compareText(a[0], b[0])))
}

function hashesOf(
  units: readonly SourceUnit[],
  standingFiles: readonly string[],
  previous: Manifest | undefined,
): Manifest['files'] {
  const written = units
    .filter(({ ownership }) => ownership === 'tool')
    .map(({ path, text }) => [path, hashText(text)] as const)
  const standing = standingFiles.map(path => [path, previous?.files[path] ?? ''] as const)
  return byName([...written, ...standing])
}
