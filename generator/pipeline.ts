import { parse } from './crd/parse.js'
import { hasErrors, type Diagnostic, type Report } from './diagnostic.js'
import { emit, userFiles } from './emit/emit.js'
import type { SourceUnit } from './emit/source-unit.js'
import { format } from './format/format.js'
import { load } from './load/load.js'
import { build } from './model/build.js'
import { operatorName } from './operator-name.js'
import type { GenerateOptions, GenerateResult } from './options.js'
import { failed, finished } from './result.js'
import { outputFolder, resolveSettings, toName } from './settings.js'
import { version } from './version.js'
import { apply } from './write/apply.js'
import { readEntry, readPending } from './write/disk.js'
import { emitManifest, MANIFEST, readManifest } from './write/manifest.js'
import { reportObstacles } from './write/obstacles.js'
import { plan } from './write/plan.js'

/**
 * The whole of the generator: load -> crd -> model -> emit -> format -> write. Problems are collected, and nothing is written
 * where one of them is an error.
 *
 * Rejects with a `UsageError` where the options contradict each other or say too little to start.
 */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const { cwd = process.cwd(), mode = 'write', strict = false, force = false, stdin = () => process.stdin } = options
  const diagnostics: Diagnostic[] = []
  const report: Report = found => diagnostics.push(strict ? { ...found, severity: 'error' } : found)
  const begin = options.onProgress ?? (() => {})

  const output = outputFolder(options)
  const recorded = readManifest(output, toName(`${output}/${MANIFEST}`, cwd), report)
  if (hasErrors(diagnostics)) return failed(diagnostics)
  const settings = resolveSettings(options, recorded)
  const { roots, previous, emit: parts, importExtension } = settings

  begin('reading')
  const documents = await load(settings.inputs, { cwd, stdin }, report)
  begin('checking')
  const { definitions, passedOver } = parse(documents, report)
  begin('naming')
  const model = build(definitions, { ...settings, operatorFolder: roots.operator }, report)
  if (hasErrors(diagnostics)) return failed(diagnostics, passedOver, settings.differences)

  begin('translating')
  const wanted = userFiles(model, { parts })
  const isKept = (path: string) =>
    previous?.operatorFiles.includes(path) || readEntry(roots.operator, path).kind === 'file'
  const units = await emit(model, {
    parts,
    importExtension,
    outputFromOperator: toName(output, roots.operator),
    operatorName: operatorName(settings),
    userFiles: new Set(wanted.filter(path => !isKept(path))),
  })
  begin('formatting')
  const keptUserFiles = wanted.filter(isKept)
  const record = { opwright: version, ...settings.record }
  const pathOf = ({ root, path }: SourceUnit) => `${roots[root]}/${path}`
  const formatted = await format(units, { pathOf }, report)
  const written = emitManifest({ record, units: formatted, keptUserFiles, previous })
  const [manifest = written] = await format([written], { pathOf }, report)

  begin('comparing')
  const disk = (root: SourceUnit['root'], path: string) => readEntry(roots[root], path)
  const pending = readPending(output)
  const planned = plan({ units: formatted, manifest, keptUserFiles, disk, previous, pending, force })
  const places = { roots, nameOf: (file: string) => toName(file, cwd) }
  reportObstacles(planned, places, report)
  begin('writing')
  if (mode === 'write' && !hasErrors(diagnostics)) apply(planned, places, report)
  return finished({ diagnostics, passedOver, model, planned, settings, mode })
}
