import * as path from 'node:path'
import type { EmitPart, ImportExtension } from './emit/emit.js'
import { UsageError, type GenerateOptions } from './options.js'
import type { Manifest, RecordedOptions } from './write/manifest.js'
import type { Roots } from './write/write-plan.js'

/** The options of a run with every default filled in: from the options themselves, or from the record of the run before. */
export interface Settings {
  readonly cwd: string
  /** As the loader takes them: paths relative to `cwd`. */
  readonly inputs: readonly string[]
  readonly roots: Roots
  readonly emit: ReadonlySet<EmitPart>
  readonly only: readonly string[]
  readonly versions: 'served' | 'storage' | 'all'
  readonly importExtension: ImportExtension
  /** The same for the next run. */
  readonly record: Pick<Manifest, 'inputs' | 'options'>
  /** The run before. Where that had its operator elsewhere, the user's own files of this one have never been made. */
  readonly previous: Manifest | undefined
  /** What a banner calls an input: the same whatever folder the tool was started in. */
  readonly nameSource: (name: string) => string
  /** How this run differs from the recorded one, a sentence each. */
  readonly differences: readonly string[]
}

export const emitParts: readonly EmitPart[] = ['models', 'client', 'reconciler']

export function outputFolder({ cwd = process.cwd(), out = 'generated' }: GenerateOptions): string {
  return path.resolve(cwd, out)
}

/**
 * With inputs, the options are what was given, and defaults; without, they are the recorded ones where they are not given. Where
 * that is not what was recorded, the differences say so. Throws a `UsageError` where there is neither an input nor a record.
 */
export function resolveSettings(options: GenerateOptions, recorded: Manifest | undefined): Settings {
  const { cwd = process.cwd() } = options
  const output = outputFolder(options)
  const isRepeat = (options.inputs ?? []).length === 0
  if (isRepeat && !recorded) {
    throw new UsageError(`no input, and no record of one in ${toName(path.join(output, 'opwright.json'), cwd)}`)
  }
  const before = recorded?.options ?? {}
  const from = isRepeat ? before : {}
  const inputs = isRepeat
    ? (recorded?.inputs ?? []).map(input => rebase(input, output, cwd))
    : (options.inputs ?? []).map(input => rebase(input, cwd, cwd))

  const operator =
    options.operator === undefined && from.operator !== undefined
      ? path.resolve(output, from.operator)
      : path.resolve(cwd, options.operator ?? 'operator')
  if (operator === output) throw new UsageError('the output folder and the operator folder are the same')
  const given = options.emit ?? from.emit ?? emitParts
  const emit = emitParts.filter(part => given.includes(part))
  const only = [...new Set(options.only ?? from.only ?? [])].sort()
  const versions = options.versions ?? from.versions ?? 'served'
  const importExtension = options.importExtension ?? from.importExtension ?? '.js'

  const record: Settings['record'] = {
    inputs: inputs.map(input => rebase(input, cwd, output)),
    options: {
      operator: toName(operator, output),
      ...(emit.length < emitParts.length && { emit }),
      ...(only.length > 0 && { only }),
      ...(versions !== 'served' && { versions }),
      ...(importExtension !== '.js' && { importExtension }),
    },
  }
  return {
    cwd,
    inputs,
    roots: { output, operator },
    emit: new Set(emit),
    only,
    versions,
    importExtension,
    record,
    previous: recorded && before.operator !== record.options.operator ? { ...recorded, operatorFiles: [] } : recorded,
    nameSource: name => rebase(name, cwd, path.dirname(output)),
    differences: recorded ? differencesOf(recorded, record) : [],
  }
}

function differencesOf(before: Pick<Manifest, 'inputs' | 'options'>, now: Settings['record']): string[] {
  const described = ({ inputs, options }: typeof before): [string, string][] => [
    ['the inputs', inputs.join(' ')],
    ...recordedNames.map((name): [string, string] => [flags[name], describe(options[name] ?? defaults[name])]),
  ]
  const earlier = described(before)
  return described(now).flatMap(([name, value], index) => {
    const [, was = ''] = earlier[index] ?? []
    return was === value ? [] : [`${name}: ${value} now, ${was} in the run before`]
  })
}

const flags = {
  operator: '--operator',
  emit: '--emit',
  only: '--only',
  versions: '--versions',
  importExtension: '--import-extension',
} as const satisfies { readonly [name in keyof RecordedOptions]-?: string }

const recordedNames = Object.keys(flags) as (keyof typeof flags)[]

const defaults: RecordedOptions = { emit: emitParts, versions: 'served', importExtension: '.js' }

function describe(value: string | readonly string[] | undefined): string {
  if (value === undefined || value.length === 0) return 'everything'
  return typeof value === 'string' ? value : value.join(',')
}

/** A path or glob relative to one folder, made relative to another; URLs and `-` are the same everywhere. */
function rebase(input: string, from: string, to: string): string {
  if (input === '-' || input === '' || /^https?:\/\//i.test(input)) return input
  return toName(path.resolve(from, input), to)
}

/** With `/` between its parts on every machine. */
export function toName(file: string, folder: string): string {
  return path.relative(folder, file).split(path.sep).join('/') || '.'
}
