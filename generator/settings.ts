import * as path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { SourceUnit } from './emit/source-unit.js'
import { expectOptions } from './expect-options.js'
import { emitParts, type EmitPart, type ImportExtension, type VersionSelection } from './option-values.js'
import { UsageError, type GenerateOptions } from './options.js'
import { rebaseInput, toName } from './paths.js'
import { differencesOf } from './record/differences.js'
import { version } from './version.js'
import { MANIFEST, type Manifest, type RecordedOptions } from './write/manifest.js'
import { readManifest } from './write/read-manifest.js'
import type { Roots } from './write/write-plan.js'

/** The options of a run with every default filled in: from the options themselves, or from the record of the run before. */
export interface Settings {
  /** As the loader takes them: paths relative to the working folder. */
  readonly inputs: readonly string[]
  readonly roots: Roots
  readonly parts: ReadonlySet<EmitPart>
  readonly only: readonly string[]
  readonly versions: VersionSelection
  readonly importExtension: ImportExtension
  /** The same for the next run. */
  readonly record: Pick<Manifest, 'opwright' | 'inputs' | 'options'>
  /** The run before. Where that had its operator elsewhere, the user's own files of this one have never been made. */
  readonly previous: Manifest | undefined
  /** How this run differs from the recorded one, a sentence each. */
  readonly differences: readonly string[]
  /** What a user calls an absolute path. */
  readonly nameOf: (file: string) => string
  /** What a banner calls an input: the same whatever folder the tool was started in. */
  readonly nameSource: (name: string) => string
  /** What the record calls an input: the same on every machine. */
  readonly recordSource: (name: string) => string
  /** What the user calls an input of the record. */
  readonly recallSource: (name: string) => string
  /** Where a unit will be on the disk. */
  readonly pathOf: (unit: Pick<SourceUnit, 'root' | 'path'>) => string
}

/**
 * With inputs, the options are what was given, and defaults; without, they are the recorded ones where they are not given. Where
 * that is not what was recorded, the differences say so. Throws a `UsageError` where there is neither an input nor a record, or a value
 * that is none of its option.
 */
export function resolveSettings(
  options: GenerateOptions,
  cwd: string,
  output: string,
  recorded: Manifest | undefined,
): Settings {
  expectOptions(options)
  const isRepeat = (options.inputs ?? []).length === 0
  if (isRepeat && !recorded) {
    throw new UsageError(`no input, and no record of a run in ${toName(path.join(output, MANIFEST), cwd)}`)
  }
  const from = (isRepeat && recorded?.options) || {}
  const inputs = isRepeat
    ? (recorded?.inputs ?? []).map(input => rebaseInput(input, output, cwd))
    : (options.inputs ?? []).map(input => rebaseInput(nonEmpty(input), cwd, cwd))

  const operator =
    options.operator === undefined && from.operator !== undefined
      ? path.resolve(output, from.operator)
      : path.resolve(cwd, options.operator ?? 'operator')
  if (operator === output) throw new UsageError('the output folder and the operator folder are the same')
  const parts = selectParts(options.emit ?? from.emit ?? emitParts)
  const only = [...new Set(options.only ?? from.only ?? [])].sort()
  const versions = options.versions ?? from.versions ?? 'served'
  const importExtension = options.importExtension ?? from.importExtension ?? '.js'

  const record: Settings['record'] = {
    opwright: version,
    inputs: inputs.map(input => rebaseInput(input, cwd, output)),
    options: {
      operator: toName(operator, output),
      ...(parts.length < emitParts.length && { emit: parts }),
      ...(only.length > 0 && { only }),
      ...(versions !== 'served' && { versions }),
      ...(importExtension !== '.js' && { importExtension }),
    },
  }
  const isForgotten = Object.entries(recorded?.options ?? {}).some(([name, value]) => {
    const option = name as keyof RecordedOptions
    return !isRepeat && options[option] === undefined && !isDeepStrictEqual(value, record.options[option])
  })
  const isElsewhere = recorded?.options.operator !== record.options.operator
  const roots = { output, operator }
  return {
    inputs,
    roots,
    parts: new Set(parts),
    only,
    versions,
    importExtension,
    record,
    previous: recorded && isElsewhere ? { ...recorded, operatorFiles: [] } : recorded,
    differences: [
      ...(recorded ? differencesOf(recorded, record, { output, cwd }) : []),
      ...(isForgotten
        ? ['where inputs are given, options are not taken from the run before: give them again to keep them']
        : []),
    ],
    nameOf: file => toName(file, cwd),
    nameSource: name => rebaseInput(name, cwd, path.dirname(output)),
    recordSource: name => rebaseInput(name, cwd, output),
    recallSource: name => rebaseInput(name, output, cwd),
    pathOf: unit => path.join(roots[unit.root], unit.path),
  }
}

/** What the run before read, for this working folder; undefined where there is no such record, or none that can be understood. */
export function recordedInputs(output: string, cwd: string): string[] | undefined {
  const recorded = readManifest(
    output,
    file => file,
    () => {},
  )
  return recorded?.content.inputs.map(input => rebaseInput(input, output, cwd))
}

function nonEmpty(input: string): string {
  if (input === '') throw new UsageError('an input is empty')
  return input
}

function selectParts(given: readonly EmitPart[]): EmitPart[] {
  const parts = emitParts.filter(part => given.includes(part))
  if (!parts.includes('models')) throw new UsageError('the models cannot be left out: everything else imports them')
  return parts
}
