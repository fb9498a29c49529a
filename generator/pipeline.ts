import * as path from 'node:path'
import { parse } from './crd/parse.js'
import { hasErrors, type Diagnostic, type Report } from './diagnostic.js'
import { emit, newRegistrations, userFiles } from './emit/emit.js'
import { format } from './format/format.js'
import { load } from './load/load.js'
import { build } from './model/build.js'
import { problemOfNames, readNames } from './model/read-names.js'
import { recordNames } from './model/recorded-names.js'
import { extendMain } from './operator/extend.js'
import { operatorName } from './operator-name.js'
import type { GenerateOptions, GenerateResult } from './options.js'
import { toName } from './paths.js'
import { failed, finished } from './result.js'
import { resolveSettings } from './settings.js'
import { apply } from './write/apply.js'
import { openDisk } from './write/disk.js'
import { emitManifest } from './write/manifest.js'
import { reportObstacles } from './write/obstacles.js'
import { readPending } from './write/pending.js'
import { plan } from './write/plan.js'
import { readManifest } from './write/read-manifest.js'
import { partUserFiles } from './write/user-files.js'

/**
 * The whole of the generator: load -> crd -> model -> emit -> format -> write. Problems are collected, and nothing is written
 * where one of them is an error.
 *
 * Rejects with a `UsageError` where the options contradict each other or say too little to start.
 */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const { cwd = process.cwd(), mode = 'write', stdin = () => process.stdin, onProgress: begin = () => {} } = options
  const diagnostics: Diagnostic[] = []
  const report: Report = found => diagnostics.push(options.strict ? { ...found, severity: 'error' } : found)

  const output = path.resolve(cwd, options.out ?? 'generated')
  const recorded = readManifest(output, { nameOf: file => toName(file, cwd), problemOfNames }, report)
  if (hasErrors(diagnostics) && !options.inputs?.length) return failed(diagnostics)
  const settings = resolveSettings(options, cwd, output, recorded)
  const { roots, previous } = settings

  begin('reading')
  const documents = await load(settings.inputs, { cwd, stdin }, report)
  if (hasErrors(diagnostics) && documents.length === 0) return failed(diagnostics)
  begin('checking')
  const { definitions, passedOver } = parse(documents, report)
  begin('naming')
  const formerNames = readNames(previous?.names)
  const model = build(definitions, { ...settings, operatorFolder: roots.operator, recorded: formerNames }, report)
  if (hasErrors(diagnostics)) return failed(diagnostics, passedOver, settings.differences)

  begin('translating')
  const disk = openDisk(roots)
  const { missing, kept: keptUserFiles } = partUserFiles(userFiles(model, settings), previous, disk)
  const outputFromOperator = toName(output, roots.operator)
  const naming = { outputFromOperator, operatorName: operatorName(roots.operator) }
  const emitOptions = { ...settings, ...naming, userFiles: missing }
  const emitted = await emit(model, emitOptions)
  const extension = await extendMain(newRegistrations(model, emitOptions), { roots, outputFromOperator })
  begin('formatting')
  const units = await format(emitted, settings, report)
  if (hasErrors(diagnostics)) return failed(diagnostics, passedOver, settings.differences)
  const names = recordNames(model, formerNames)
  const unformatted = emitManifest({ record: settings.record, units, keptUserFiles, names, previous })
  const [manifest = unformatted] = await format([unformatted], settings, report)

  begin('comparing')
  const pending = readPending(output)
  const { insertion } = extension
  const force = options.force ?? false
  const planned = plan({ units, manifest, keptUserFiles, insertion, disk, previous, pending, force })
  reportObstacles(planned, settings, report)
  begin('writing')
  if (mode === 'write' && !hasErrors(diagnostics)) apply(planned, settings, report)
  return finished({ diagnostics, passedOver, model, planned, extension, settings, mode })
}
