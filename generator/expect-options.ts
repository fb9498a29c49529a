import { emitParts, importExtensions, versionSelections } from './option-values.js'
import { UsageError, type GenerateOptions } from './options.js'

const modes = ['write', 'check', 'dry-run'] as const

/** What a caller without types may get wrong. Throws a `UsageError`. */
export function expectOptions({ emit, versions, importExtension, mode, inputs, only }: GenerateOptions): void {
  for (const [name, list] of Object.entries({ emit, inputs, only })) {
    if (!Array.isArray(list ?? [])) throw new UsageError(`${name} takes a list`)
  }
  for (const part of emit ?? []) oneOf('emit', part, emitParts)
  oneOf('versions', versions ?? 'served', versionSelections)
  oneOf('importExtension', importExtension ?? '.js', importExtensions)
  oneOf('mode', mode ?? 'write', modes)
}

/** The value, if it is allowed. Throws a `UsageError` that has the option as its user calls it. */
export function oneOf<const T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(each => each === value)
  if (found === undefined)
    throw new UsageError(`${option} takes ${allowed.join(', ')}; ${JSON.stringify(value)} is none of them`)
  return found
}
