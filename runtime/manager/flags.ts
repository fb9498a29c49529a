import { settings, SettingsDraft, type ManagerSettings } from './settings.js'

export interface ParsedFlags {
  /** For `Manager.create({ name, ...options })`: what the flags have set, and nothing else. */
  readonly options: ManagerSettings
  /** Arguments that are none of these flags, as they came: those of the operator's own, or mistakes. */
  readonly rest: readonly string[]
}

/**
 * Reads the flags that operators usually have, such as `--leader-elect` and `--metrics-bind-address=:8080`; {@link managerFlagsUsage}
 * lists them. As in other Kubernetes components, a value follows `=` or is the next argument, one dash does as well as two, and
 * what comes after `--` is no flag. Throws where a value is missing, or is none.
 *
 * @param args Default: those of the process.
 */
export function parseManagerFlags(args: readonly string[] = process.argv.slice(2)): ParsedFlags {
  const draft = new SettingsDraft()
  const rest: string[] = []
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (arg === '--') return { options: draft.options(), rest: [...rest, ...left] }
    const [, flag, given] = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(arg) ?? []
    const setting = settings.find(each => each.flag === flag)
    if (!setting) {
      rest.push(arg)
      continue
    }
    const text = given ?? (setting.value === undefined ? 'true' : left.shift())
    if (text === undefined) throw new Error(`--${setting.flag} needs a value: ${setting.value ?? ''}`)
    draft.set(setting, text, `--${setting.flag}`)
  }
  return { options: draft.options(), rest }
}

/**
 * What the flags of this process have set, for an operator that has no others: `Manager.create({ name, ...managerFlags() })`. With `--help` it
 * lists them and ends the process; of a mistake it tells on the standard error, and ends the process with 2, as Go's flag package does.
 * {@link parseManagerFlags} leaves both to an operator that has flags of its own.
 */
export function managerFlags(): ManagerSettings {
  const mistake = (message: string): never => {
    process.stderr.write(`${message}\nFlags:\n${managerFlagsUsage()}`)
    process.exit(2)
  }
  try {
    const { options, rest } = parseManagerFlags()
    const [unknown] = rest
    if (unknown === undefined) return options
    if (!['--help', '-help', '-h'].includes(unknown)) return mistake(`there is no flag ${unknown}`)
  } catch (error) {
    return mistake((error as Error).message)
  }
  process.stdout.write(`Flags:\n${managerFlagsUsage()}`)
  process.exit(0)
}

/** The flags of {@link parseManagerFlags}, a line each, for a `--help`. */
export function managerFlagsUsage(): string {
  const lines = settings.map(({ flag, value, help, variable }) => {
    const left = `  --${flag}${value === undefined ? '' : ` <${value}>`}`
    return `${left.padEnd(48)}${help}${variable === undefined ? '' : ` (${variable})`}`
  })
  return `${lines.join('\n')}\n`
}
