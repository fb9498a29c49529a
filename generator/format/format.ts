import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Options } from 'prettier'
import type { Report } from '../diagnostic.js'
import type { SourceUnit } from '../emit/source-unit.js'

export interface FormatOptions {
  /** Where a unit will be on the disk: an absolute path. */
  pathOf(unit: SourceUnit): string
  /** What is known of folders already. */
  readonly configured?: ConfiguredFolders
}

/**
 * Formats as the project that the files go into does. `emit` writes what Prettier leaves alone by default, so Prettier
 * is loaded only where a configuration is found that asks for something else.
 */
export async function format(
  units: readonly SourceUnit[],
  { pathOf, configured = new ConfiguredFolders() }: FormatOptions,
  report: Report,
): Promise<SourceUnit[]> {
  const problems = new Set<string>()
  const formatted: SourceUnit[] = []
  for (const unit of units) {
    const path = pathOf(unit)
    try {
      formatted.push(configured.has(dirname(path)) ? { ...unit, text: await formatText(unit.text, path) } : unit)
    } catch (error) {
      // Its other lines show what was to be formatted, which no user has written.
      const [problem = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
      problems.add(problem)
      formatted.push(unit)
    }
  }
  for (const problem of problems) {
    report({
      severity: 'error',
      code: 'format/prettier',
      message: `Prettier, as this project configures it, cannot format what is to be written: ${problem}`,
      help: 'Mend the Prettier configuration, or see whether one of its plugins is missing.',
    })
  }
  return formatted
}

/** What decides how files are formatted, the same on every machine. */
export interface Formatting {
  /** Of some of the files: empty where nothing is configured for them. */
  describe(files: readonly string[]): string
}

/**
 * Of files below a folder; nothing where it cannot be told, because plugins may do anything, or because the configuration cannot be
 * read, which `format` reports.
 */
export async function readFormatting(
  files: readonly string[],
  folder: string,
  configured: ConfiguredFolders,
): Promise<Formatting | undefined> {
  const folders = [...new Set(files.map(folderOf))]
  const concerned = new Set(folders.filter(each => configured.has(join(folder, each))))
  const configOf = new Map<string, string>()
  for (const file of files) {
    if (!concerned.has(folderOf(file))) continue
    try {
      const config = await resolveConfig(join(folder, file))
      if (!config) continue
      if (config.plugins?.length) return undefined
      configOf.set(file, JSON.stringify(config))
    } catch {
      return undefined
    }
  }
  if (configOf.size === 0) return { describe: () => '' }
  const { version } = await import('prettier')
  return {
    describe(some) {
      const byConfig = new Map<string, string[]>()
      for (const file of some) {
        const config = configOf.get(file)
        if (config === undefined) continue
        const alike = byConfig.get(config)
        if (alike) alike.push(file)
        else byConfig.set(config, [file])
      }
      return byConfig.size === 0 ? '' : JSON.stringify([version, ...byConfig])
    },
  }
}

/** Of a path with `/` between its parts. */
function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')))
}

async function formatText(text: string, path: string): Promise<string> {
  const config = await resolveConfig(path)
  if (!config) return text
  const prettier = await import('prettier')
  return prettier.format(text, { ...config, parser: path.endsWith('.json') ? 'json' : 'typescript', filepath: path })
}

/** Nothing where it asks for what `emit` writes already. */
async function resolveConfig(path: string): Promise<Options | undefined> {
  const prettier = await import('prettier')
  const config = await prettier.resolveConfig(path, { editorconfig: true })
  return !config || isDefault(config) ? undefined : config
}

/** What `emit` writes already. */
const DEFAULTS: Options = {
  printWidth: 80,
  tabWidth: 2,
  useTabs: false,
  semi: true,
  singleQuote: false,
  quoteProps: 'as-needed',
  trailingComma: 'all',
  bracketSpacing: true,
  objectWrap: 'preserve',
  arrowParens: 'always',
  endOfLine: 'lf',
  experimentalOperatorPosition: 'end',
}

/** Options that have no say in TypeScript. */
const IRRELEVANT = new Set([
  'bracketSameLine',
  'htmlWhitespaceSensitivity',
  'jsxSingleQuote',
  'proseWrap',
  'singleAttributePerLine',
  'vueIndentScriptAndStyle',
])

function isDefault(config: Options): boolean {
  return Object.entries(config).every(([name, value]) => IRRELEVANT.has(name) || DEFAULTS[name] === value)
}

/** Where Prettier looks for a configuration, in a folder and in those above it. */
const CONFIG_FILES: ReadonlySet<string> = new Set([
  '.editorconfig',
  '.prettierrc',
  ...['json', 'json5', 'yaml', 'yml', 'toml', 'js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map(end => `.prettierrc.${end}`),
  ...['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map(end => `prettier.config.${end}`),
])

/** Looks at each folder once: one for each run, which is asked of the same folders several times. */
export class ConfiguredFolders {
  private readonly known = new Map<string, boolean>()

  /** Whether a configuration may apply to the files of a folder, which need not be there yet. */
  has(folder: string): boolean {
    let answer = this.known.get(folder)
    if (answer === undefined) {
      const parent = dirname(folder)
      answer = hasConfig(folder) || (parent !== folder && this.has(parent))
      this.known.set(folder, answer)
    }
    return answer
  }
}

function hasConfig(folder: string): boolean {
  const names = namesIn(folder)
  return (
    names.some(name => CONFIG_FILES.has(name)) ||
    (names.includes('package.json') && hasPrettierKey(read(join(folder, 'package.json')))) ||
    (names.includes('package.yaml') && /^prettier\s*:/m.test(read(join(folder, 'package.yaml'))))
  )
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    // A folder may let pass those who know where they go.
    return [...CONFIG_FILES, 'package.json', 'package.yaml'].filter(name => existsSync(join(folder, name)))
  }
}

function hasPrettierKey(text: string): boolean {
  if (!text.includes('"prettier"')) return false
  try {
    const manifest: unknown = JSON.parse(text)
    return typeof manifest === 'object' && manifest !== null && 'prettier' in manifest
  } catch {
    // Prettier passes over a package.json that does not parse.
    return false
  }
}

/** Empty where that is no file. */
function read(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : ''
}
