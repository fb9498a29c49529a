import * as path from 'node:path'
import { contentsOf } from './crd/contents.js'
import { parse } from './crd/parse.js'
import { hasErrors, type Diagnostic, type Report } from './diagnostic.js'
import { emit, newRegistrations, userFiles } from './emit/emit.js'
import { format, type ConfiguredFolders } from './format/format.js'
import type { Found } from './load/inputs.js'
import { build } from './model/build.js'
import { readNames } from './model/read-names.js'
import { recordNames } from './model/recorded-names.js'
import { operatorName } from './operator-name.js'
import { extendMain } from './operator/extend.js'
import type { GenerateOptions, GenerateResult, Stage } from './options.js'
import { toName } from './paths.js'
import { passedOverIn } from './record/answer.js'
import { emitRecord } from './record/emit-record.js'
import { notesOf } from './record/notes.js'
import { findStanding, readChanged } from './record/standing.js'
import { failed, finished, kindsOf, mergeKinds } from './result.js'
import type { Settings } from './settings.js'
import { apply } from './write/apply.js'
import type { SourceDigest } from './write/fingerprint.js'
import { MANIFEST, type ManifestUnit } from './write/manifest.js'
import { reportObstacles } from './write/obstacles.js'
import { readPending } from './write/pending.js'
import { plan } from './write/plan.js'
import { mangledBy } from './write/read-manifest.js'
import { partUserFiles } from './write/user-files.js'
import type { Disk } from './write/write-plan.js'

/** A run whose input has been read. */
export interface Run {
  readonly found: Found
  /** Of what was found, in its order. */
  readonly digests: readonly SourceDigest[]
  /** As it is before anything is written. */
  readonly disk: Disk
  readonly configured: ConfiguredFolders
  /** Whether the record of the run before may prove that there is nothing to do for some of it. */
  readonly isComparable: boolean
  readonly settings: Settings
  readonly mode: GenerateOptions['mode'] & {}
  readonly force: boolean
  /** Where `report` leaves what it is told; there may be something already. */
  readonly diagnostics: readonly Diagnostic[]
  readonly report: Report
  readonly begin: (stage: Stage) => void
  /** Told what the run records, before that is written. */
  readonly onRecord: ((manifest: ManifestUnit) => void) | undefined
}

/** The whole line, for what does not stand as the run before left it: load -> crd -> model -> emit -> format -> write. */
export async function compile(run: Run): Promise<GenerateResult> {
  const { digests, disk, configured, settings, mode, force, diagnostics, report, begin } = run
  const { roots, previous } = settings

  const isRepeat = run.isComparable && previous !== undefined
  if (isRepeat) begin('comparing')
  const proven = isRepeat ? await findStanding({ settings, digests, disk, configured }) : []
  begin('parsing')
  const { documents, standing } = await readChanged(run.found, proven, report)
  for (const warning of standing.warnings) report(warning)
  const isPart = standing.sources.length > 0
  if (hasErrors(diagnostics) && documents.length === 0 && !isPart) return failed(diagnostics)
  begin('checking')
  const definitions = parse(documents, report, { isPart })
  const sources = [...standing.sources, ...contentsOf(documents)]
  const passedOver = passedOverIn(sources)
  begin('naming')
  const formerNames = readNames(previous?.names, problem => {
    report(mangledBy(problem, settings.nameOf(path.join(roots.output, MANIFEST))))
  })
  const naming = { ...settings, operatorFolder: roots.operator, recorded: formerNames, standing: standing.kinds }
  const model = build(definitions, naming, report)
  if (hasErrors(diagnostics)) return failed(diagnostics, passedOver, settings.differences)

  begin('translating')
  const own = [...new Set([...standing.userFiles, ...userFiles(model, settings)])]
  const { missing, kept: keptUserFiles, found: foundUserFiles } = partUserFiles(own, previous, disk)
  const outputFromOperator = toName(roots.output, roots.operator)
  const emitOptions = {
    ...settings,
    outputFromOperator,
    operatorName: operatorName(roots.operator),
    userFiles: missing,
  }
  const emitted = await emit(model, emitOptions)
  const extension = await extendMain(newRegistrations(model, emitOptions), { roots, outputFromOperator })
  begin('formatting')
  const units = await format(emitted, { ...settings, configured }, report)
  if (hasErrors(diagnostics)) return failed(diagnostics, passedOver, settings.differences)
  const kinds = mergeKinds(kindsOf(model), standing.kinds)
  const names = recordNames(model, formerNames, standing.apiVersions)
  const answer = { sources, kinds, diagnostics, userFiles: own }
  const record = { digests, settings, configured, units, standing, keptUserFiles, names, answer }
  const manifest = await emitRecord(record, report)
  run.onRecord?.(manifest)

  begin('planning')
  const pending = readPending(roots.output)
  const { insertion } = extension
  const standingFiles = standing.files
  const planned = plan({ units, standingFiles, manifest, keptUserFiles, insertion, disk, previous, pending, force })
  reportObstacles(planned, settings, report)
  begin('writing')
  if (mode === 'write' && !hasErrors(diagnostics)) apply(planned, settings, report)
  const notes = await notesOf({ settings, kinds, planned, names, foundUserFiles, extension })
  return finished({ diagnostics, passedOver, kinds, notes, planned, settings, mode })
}
