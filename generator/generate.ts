import * as path from 'node:path'
import { hasErrors, type Diagnostic, type Report } from './diagnostic.js'
import type { FileMemory } from './file-memory.js'
import { ConfiguredFolders } from './format/format.js'
import { readSources } from './load/inputs.js'
import type { GenerateOptions, GenerateResult } from './options.js'
import { toName } from './paths.js'
import { explainRecorded } from './record/recorded-inputs.js'
import { answerUnchanged } from './record/unchanged.js'
import { failed } from './result.js'
import { resolveSettings } from './settings.js'
import { openDisk } from './write/disk.js'
import { digestSource } from './write/fingerprint.js'
import { MANIFEST } from './write/manifest.js'
import { readManifest } from './write/read-manifest.js'

/**
 * Generates: reads the record of the run before and the input, answers at once where that leaves nothing to do, and else goes down the
 * whole line. Problems are collected, and nothing is written where one of them is an error.
 *
 * Rejects with a `UsageError` where the options contradict each other, say too little to start, or have values that they do not take.
 */
export function generate(options: GenerateOptions): Promise<GenerateResult> {
  return regenerate(options)
}

/** The same in a process that goes on: `memory` is what it knows of files from the runs before. */
export async function regenerate(options: GenerateOptions, memory?: FileMemory): Promise<GenerateResult> {
  const { cwd = process.cwd(), stdin = () => process.stdin, strict = false, force = false } = options
  const { mode = 'write', onProgress: begin = () => {} } = options
  const diagnostics: Diagnostic[] = []
  const tell: Report = found => diagnostics.push(strict ? { ...found, severity: 'error' } : found)

  const output = path.resolve(cwd, options.out ?? 'generated')
  const recorded = readManifest(output, file => toName(file, cwd), tell, memory?.parseManifest)
  const isRepeat = !options.inputs?.length
  if (hasErrors(diagnostics) && isRepeat) return failed(diagnostics)
  const settings = resolveSettings(options, cwd, output, recorded?.content)
  const record = settings.nameOf(path.join(output, MANIFEST))
  const report = isRepeat ? explainRecorded(settings.inputs, record, tell) : tell

  begin('reading')
  const found = await readSources(
    settings.inputs,
    { cwd, stdin, ...(memory && { readContent: memory.readBytes }) },
    report,
  )
  const digests = found.sources.map(({ name, bytes }) => ({
    name: settings.recordSource(name),
    digest: digestSource(settings.nameSource(name), bytes),
  }))
  const disk = openDisk(settings.roots, memory?.hashFile)
  const configured = new ConfiguredFolders()
  const isComparable = diagnostics.length === 0 && !force
  if (isComparable) {
    begin('comparing')
    const text = recorded?.text
    const answer = await answerUnchanged(settings, { text, digests, disk, configured, strict })
    if (answer) return answer
  }
  // Loaded here: most runs of a check end before it.
  begin('loading')
  const { compile } = await import('./pipeline.js')
  const run = { found, digests, disk, configured, isComparable, settings, mode, force, diagnostics, report, begin }
  return compile({ ...run, onRecord: memory?.keepManifest })
}
