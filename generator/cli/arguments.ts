import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { DiffOptions } from '../diff/diff.js'
import { oneOf } from '../expect-options.js'
import { emitParts, importExtensions, versionSelections } from '../option-values.js'
import { UsageError, type GenerateOptions } from '../options.js'
import { closest } from './closest.js'

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'generate'
      readonly options: GenerateOptions
      readonly output: OutputOptions
      readonly watch: boolean
    }
  | { readonly kind: 'diff'; readonly options: DiffOptions; readonly output: OutputOptions }

export interface OutputOptions {
  readonly json: boolean
  readonly quiet: boolean
  /** False with `--no-color`; the environment and the terminal have their say as well. */
  readonly color: boolean
  readonly timings: boolean
}

const options = {
  out: { type: 'string', short: 'o' },
  operator: { type: 'string' },
  emit: { type: 'string', multiple: true },
  only: { type: 'string', multiple: true },
  versions: { type: 'string' },
  conventions: { type: 'boolean' },
  'import-extension': { type: 'string' },
  check: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  force: { type: 'boolean' },
  strict: { type: 'boolean' },
  watch: { type: 'boolean' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  timings: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const satisfies ParseArgsConfig['options']

/** Throws a `UsageError` for what is not known or contradicts itself. */
export function parseArguments(args: readonly string[]): Request {
  const { values, positionals } = parse(args)
  if (values.help) return { kind: 'help' }
  if (values.version) return { kind: 'version' }
  if (positionals[0] === 'diff') return parseDiff(values, positionals.slice(1))
  if (values.check && values['dry-run']) throw new UsageError('--check and --dry-run exclude each other')
  if (values.conventions) throw new UsageError('--conventions belongs to diff')
  refuseBesideWatch(values, positionals)
  const emit = list('--emit', values.emit)
  for (const part of emit ?? []) oneOf('--emit', part, emitParts)
  return {
    kind: 'generate',
    options: {
      inputs: positionals,
      ...text('out', values.out),
      ...text('operator', values.operator),
      ...(emit && { emit: emit as GenerateOptions['emit'] & {} }),
      ...selection(values),
      ...(values['import-extension'] !== undefined && {
        importExtension: oneOf('--import-extension', values['import-extension'], importExtensions),
      }),
      mode: values.check ? 'check' : values['dry-run'] ? 'dry-run' : 'write',
      force: values.force ?? false,
      strict: values.strict ?? false,
    },
    output: outputOptions(values),
    watch: values.watch ?? false,
  }
}

type Values = ReturnType<typeof parse>['values']

function refuseBesideWatch(values: Values, inputs: readonly string[]): void {
  if (!values.watch) return
  const other = (['check', 'dry-run', 'json', 'timings'] as const).find(name => values[name])
  if (other !== undefined) throw new UsageError(`--watch and --${other} exclude each other`)
  if (inputs.includes('-')) throw new UsageError('--watch cannot follow standard input')
}

const diffFlags: ReadonlySet<string> = new Set(['only', 'versions', 'conventions', 'json', 'quiet', 'no-color'])

function parseDiff(values: Values, inputs: readonly string[]): Request {
  const foreign = Object.keys(values).find(name => !diffFlags.has(name))
  if (foreign !== undefined) throw new UsageError(`diff knows no --${foreign}`)
  const [before, after] = inputs
  if (inputs.includes('')) throw new UsageError('an input is empty')
  if (inputs.length > 2) {
    throw new UsageError(`diff takes two inputs, the old one and the new one, and not ${inputs.length}`)
  }
  if (before === undefined || after === undefined) {
    throw new UsageError('diff takes two inputs, the old one and the new one; an input of that name is ./diff')
  }
  if (before === '-' && after === '-') throw new UsageError('diff reads one input from standard input, not both')
  const options = { before, after, ...selection(values), conventions: values.conventions ?? false }
  return { kind: 'diff', options, output: outputOptions(values) }
}

function selection(values: Values): Pick<GenerateOptions, 'only' | 'versions'> {
  const only = list('--only', values.only)
  return {
    ...(only && { only }),
    ...(values.versions !== undefined && {
      versions: oneOf('--versions', values.versions, versionSelections),
    }),
  }
}

function outputOptions(values: Values): OutputOptions {
  return {
    json: values.json ?? false,
    quiet: values.quiet ?? false,
    color: !values['no-color'],
    timings: values.timings ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    if (error instanceof TypeError && 'code' in error) throw new UsageError(explain(error.message))
    throw error
  }
}

/** Node explains at length, and never guesses what was meant. */
function explain(message: string): string {
  const [, unknown] = /^Unknown option '([^']*)'/.exec(message) ?? []
  if (unknown !== undefined) {
    const meant = closest(unknown, flags)
    return `there is no option ${unknown}${meant === undefined ? '' : `; did you mean ${meant}?`}`
  }
  const [, flag] =
    /^Option '(?:-\w, )?(-[^' ]*)(?: <value>)?' (?:argument missing|argument is ambiguous)/.exec(message) ?? []
  if (flag !== undefined) return `${flag} needs a value`
  const [, lone] = /^Option '(?:-\w, )?(-[^' ]*)' does not take an argument/.exec(message) ?? []
  return lone === undefined ? message : `${lone} takes no value`
}

const flags = Object.keys(options).map(name => `--${name}`)

function text<K extends string>(name: K, value: string | undefined): { readonly [name in K]?: string } {
  if (value === '') throw new UsageError(`--${name} is empty`)
  return (value === undefined ? {} : { [name]: value }) as { readonly [name in K]?: string }
}

/** Given several times, or with commas. */
function list(flag: string, given: readonly string[] | undefined): string[] | undefined {
  const items = given?.flatMap(each => each.split(',')).map(item => item.trim())
  if (items?.includes('')) throw new UsageError(`${flag} has an empty item`)
  return items
}

export const usage = `Usage: opwright <input...> [options]
       opwright [options]         again, with the recorded inputs and options
       opwright diff <old> <new>  what changed in CRDs, and what that breaks

Writes typed models, clients and reconcilers for Kubernetes CRDs. An input is a
file, a folder, a glob, a URL, or - for standard input; for diff also REV:path,
as git has it.

  -o, --out <dir>           generated code (default: generated)
      --operator <dir>      your own files, written once (default: operator)
      --emit <list>         of models, client, reconciler (default: all)
      --only <list>         kinds, groups, or kind.group (default: all)
      --versions <which>    served, storage or all (default: served)
      --import-extension <extension>
                            of relative imports: .js, .ts, none (default: .js)
      --check               write nothing; fail when a file would change
      --dry-run             write nothing; say what would be written
      --force               overwrite generated files that were edited by hand,
                            and do everything again if nothing changed
      --strict              make warnings errors
      --watch               generate again after each change of the input
      --json                print one JSON document
  -q, --quiet               print problems only
      --timings             print how long each stage took
      --no-color            print without colours
  -h, --help
  -V, --version

diff takes --only, --versions, --json, --no-color, --quiet (only what breaks),
and --conventions: what is new keeps to the API conventions of Kubernetes.

Exit status: 0 done, 1 the input or the check failed, or a change breaks
something, 2 wrong usage.
`
