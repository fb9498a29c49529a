import * as path from 'node:path'
import { rebaseInput, toName } from '../paths.js'
import type { Manifest, RecordedOptions } from '../write/manifest.js'

export interface DifferencesOptions {
  /** The folder that recorded paths are relative to. */
  readonly output: string
  /** The folder that the user's are relative to. */
  readonly cwd: string
}

type Run = Pick<Manifest, 'opwright' | 'inputs' | 'options'>

/** How a run differs from the one before, a sentence each. */
export function differencesOf(before: Run, now: Run, { output, cwd }: DifferencesOptions): string[] {
  const describe = ({ opwright, inputs, options }: Run): readonly (readonly [name: string, value: string])[] => [
    ['opwright', opwright],
    ['the input', enumerate(inputs.map(input => rebaseInput(input, output, cwd)))],
    ['--operator', toName(path.resolve(output, options.operator ?? '../operator'), cwd)],
    ...recordedNames.map(name => [flags[name], options[name]?.toString() ?? defaults[name]] as const),
  ]
  const earlier = describe(before)
  return describe(now).flatMap(([name, value], index) => {
    const [, was = ''] = earlier[index] ?? []
    return was === value ? [] : [`${name} is ${value} now, and was ${was} in the run before`]
  })
}

type Name = Exclude<keyof RecordedOptions, 'operator'>

const flags: { readonly [name in Name]: string } = {
  emit: '--emit',
  only: '--only',
  versions: '--versions',
  importExtension: '--import-extension',
}

const recordedNames = Object.keys(flags) as Name[]

const defaults: { readonly [name in Name]: string } = {
  emit: 'everything',
  only: 'every kind',
  versions: 'served',
  importExtension: '.js',
}

const shown = 3

function enumerate(inputs: readonly string[]): string {
  const rest = inputs.length - shown
  return rest > 0 ? `${inputs.slice(0, shown).join(' ')} and ${rest} more` : inputs.join(' ')
}
