import * as path from 'node:path'
import { parse } from './crd/parse.js'
import { hasErrors, type Diagnostic, type Report } from './diagnostic.js'
import { emit, MAIN, newRegistrations, userFiles } from './emit/emit.js'
import { format } from './format/format.js'
import type { Found } from './load/inputs.js'
import { readDocuments } from './load/load.js'
import { build } from './model/build.js'
import { readNames } from './model/read-names.js'
import { recordNames } from './model/recorded-names.js'
import { extendMain } from './operator/extend.js'
import { leftToRegister } from './operator/left-to-register.js'
import { operatorName } from './operator-name.js'
import type { GenerateOptions, GenerateResult, Stage } from './options.js'
import { toName } from './paths.js'
import { emitRecord } from './record.js'
import { failed, finished, kindsOf } from './result.js'
import type { Settings } from './settings.js'
import { apply } from './write/apply.js'
import { openDisk } from './write/disk.js'
import { reportObstacles } from './write/obstacles.js'
import { MANIFEST } from './write/manifest.js'
import { readPending } from './write/pending.js'
import { plan } from './write/plan.js'
import { mangledBy } from './write/read-manifest.js'
import { partUserFiles } from './write/user-files.js'

/** A run whose input has been read. */
export interface Run {
  readonly found: Found
  /** The digest of what was found. */
  readonly input: string
  readonly settings: Settings
  readonly mode: GenerateOptions['mode'] & {}
  readonly force: boolean
  /** Where `report` leaves what it is told; there may be something already. */
  readonly diagnostics: readonly Diagnostic[]
  readonly report: Report
  readonly begin: (stage: Stage) => void
}

/** The whole line: load -> crd -> model -> emit -> format -> write. */
export async function compile(run: Run): Promise<GenerateResult> {
  const { settings, mode, force, diagnostics, report, begin } = run
  const { roots, previous } = settings

  begin('parsing')
  const documents = await readDocuments(run.found, {}, report)
  if (hasErrors(diagnostics) && documents.length === 0) return failed(diagnostics)
  begin('checking')
  const { definitions, passedOver } = parse(documents, report)
  begin('naming')
  const formerNames = readNames(previous?.names, problem => {
    report(mangledBy(problem, settings.nameOf(path.join(roots.output, MANIFEST))))
  })
  const model = build(definitions, { ...settings, operatorFolder: roots.operator, recorded: formerNames }, report)
  if (hasErrors(diagnostics)) return failed(diagnostics, passedOver, settings.differences)

  begin('translating')
  const disk = openDisk(roots)
  const own = userFiles(model, settings)
  const { missing, kept: keptUserFiles } = partUserFiles(own, previous, disk)
  const outputFromOperator = toName(roots.output, roots.operator)
  const naming = { outputFromOperator, operatorName: operatorName(roots.operator) }
  const emitOptions = { ...settings, ...naming, userFiles: missing }
  const emitted = await emit(model, emitOptions)
  const extension = await extendMain(newRegistrations(model, emitOptions), { roots, outputFromOperator })
  begin('formatting')
  const units = await format(emitted, settings, report)
  if (hasErrors(diagnostics)) return failed(diagnostics, passedOver, settings.differences)
  const kinds = kindsOf(model)
  const names = recordNames(model, formerNames)
  const answer = { kinds, passedOver, diagnostics, userFiles: own }
  const manifest = await emitRecord({ input: run.input, settings, units, keptUserFiles, names, answer }, report)

  begin('planning')
  const pending = readPending(roots.output)
  const { insertion } = extension
  const planned = plan({ units, manifest, keptUserFiles, insertion, disk, previous, pending, force })
  reportObstacles(planned, settings, report)
  begin('writing')
  if (mode === 'write' && !hasErrors(diagnostics)) apply(planned, settings, report)
  const notes = [
    ...settings.differences,
    ...leftToRegister(extension, settings.nameOf(path.join(roots.operator, MAIN))),
  ]
  return finished({ diagnostics, passedOver, kinds, notes, planned, settings, mode })
}
