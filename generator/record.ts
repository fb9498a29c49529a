import { recordAnswer, type Answer } from './answer.js'
import type { Report } from './diagnostic.js'
import type { SourceUnit } from './emit/source-unit.js'
import { describeFormatting, format } from './format/format.js'
import type { RecordedNames } from './model/recorded-names.js'
import type { Settings } from './settings.js'
import { withFingerprint } from './write/fingerprint.js'
import { emitManifest, MANIFEST } from './write/manifest.js'

/** What a run leaves to the next one. */
export interface RunRecord {
  /** The digest of the sources. */
  readonly input: string
  readonly settings: Settings
  /** Everything that is written, as it will stand on the disk. */
  readonly units: readonly SourceUnit[]
  readonly keptUserFiles: readonly string[]
  readonly names: RecordedNames
  readonly answer: Answer
}

/** `opwright.json` as it will stand on the disk. What it says last, because it stands for all the rest, is its fingerprint. */
export async function emitRecord(
  { input, settings, units, keptUserFiles, names, answer: told }: RunRecord,
  report: Report,
): Promise<SourceUnit> {
  const { previous, record, recordSource, roots } = settings
  const tool = units.filter(({ ownership }) => ownership === 'tool').map(({ path }) => path)
  const formatting = await describeFormatting([...tool.sort(), MANIFEST], roots.output)
  const answer =
    formatting === undefined
      ? undefined
      : recordAnswer(told, { operatorFiles: previous?.operatorFiles ?? [], recordSource })
  const unformatted = emitManifest({ record, units, keptUserFiles, names, answer, previous })
  const [manifest = unformatted] = await format([unformatted], settings, report)
  return { ...manifest, text: withFingerprint({ input, formatting: formatting ?? '', record: manifest.text }) }
}
