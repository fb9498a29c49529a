import { isDeepStrictEqual } from 'node:util'
import { compareText, sortDiagnostics } from '../diagnostic.js'
import { readFormatting, type ConfiguredFolders } from '../format/format.js'
import type { GenerateResult } from '../options.js'
import { noFiles } from '../result.js'
import type { Settings } from '../settings.js'
import { isAsRecorded } from '../write/as-recorded.js'
import { digestInput, hasFingerprint, type SourceDigest } from '../write/fingerprint.js'
import { MANIFEST } from '../write/manifest.js'
import type { Disk } from '../write/write-plan.js'
import { passedOverIn, recallAnswer, type RecordedAnswer } from './answer.js'

export interface UnchangedOptions {
  /** Of the record of the run before, where there is one. */
  readonly text: string | undefined
  readonly digests: readonly SourceDigest[]
  readonly disk: Disk
  readonly configured: ConfiguredFolders
  readonly strict: boolean
}

/**
 * What a run over the whole line would answer, where the record of the run before proves that it would find nothing to do: the input, the
 * options, the way in which the project formats and the record itself are what they were, and so is every generated file. The user's
 * own files need nothing then: all of them were made once.
 */
export async function answerUnchanged(
  { previous, record, roots, nameOf, pathOf, recallSource }: Settings,
  { text, digests, disk, configured, strict }: UnchangedOptions,
): Promise<GenerateResult | undefined> {
  if (previous?.fingerprint === undefined || text === undefined) return undefined
  const { opwright, inputs, options, fingerprint, files, operatorFiles } = previous
  if (!isDeepStrictEqual({ opwright, inputs, options }, record)) return undefined
  const paths = [...Object.keys(files), MANIFEST]
  const formatting = await readFormatting(paths, roots.output, configured)
  if (formatting === undefined) return undefined
  const read = { input: digestInput(digests), formatting: formatting.describe(paths), record: text }
  if (!hasFingerprint(fingerprint, read)) return undefined
  // From here on the record is known to be as it was written.
  const answer = recallAnswer(previous.answer as RecordedAnswer, { operatorFiles, recallSource })
  if (strict && answer.diagnostics.length > 0) return undefined
  if (!isAsRecorded(previous, roots, disk)) return undefined
  return {
    outcome: 'done',
    diagnostics: sortDiagnostics(answer.diagnostics),
    notes: [],
    kinds: answer.kinds,
    files: {
      ...noFiles,
      unchanged: paths.map(file => nameOf(pathOf({ root: 'output', path: file }))).sort(compareText),
      kept: answer.userFiles.map(file => nameOf(pathOf({ root: 'operator', path: file }))).sort(compareText),
    },
    passedOver: passedOverIn(answer.sources),
  }
}
