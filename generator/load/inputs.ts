import * as fs from 'node:fs'
import * as path from 'node:path'
import { compareText, type Report } from '../diagnostic.js'
import type { SourceText } from './document.js'
import { decode } from './encoding.js'
import type { Limits } from './limits.js'
import { fetchUrl } from './url.js'

export interface InputOptions {
  readonly cwd: string
  readonly stdin: () => Promise<Uint8Array>
  readonly limits: Limits
}

const extensions = new Set(['.yaml', '.yml', '.json'])

/** The texts behind the inputs, in the order given; those of a folder or a glob sorted by path. */
export async function* findSources(
  inputs: readonly string[],
  options: InputOptions,
  report: Report,
): AsyncGenerator<SourceText> {
  const seen = new Set<string>()
  const isNew = (identity: string) => !seen.has(identity) && seen.add(identity)
  for (const input of inputs) {
    if (input === '-') {
      if (!isNew('-')) continue
      const bytes = await readStdin(options, report)
      if (bytes) yield* asText('-', bytes, report)
    } else if (isUrl(input)) {
      if (!isNew(input)) continue
      const bytes = await fetchUrl(input, options.limits, report)
      if (bytes) yield* asText(input, bytes, report)
    } else {
      for (const file of await findFiles(input, options.cwd, report)) {
        const name = nameOf(file, options.cwd)
        const bytes = readFile(file, name, options.limits, isNew, report)
        if (bytes) yield* asText(name, bytes, report)
      }
    }
  }
}

function isUrl(input: string): boolean {
  return /^https?:\/\//i.test(input)
}

function* asText(name: string, bytes: Uint8Array, report: Report): Generator<SourceText> {
  const text = decode(name, bytes, report)
  if (text !== undefined) yield { name, text }
}

/** A path relative to the working folder, with `/` between its parts on every machine. */
function nameOf(file: string, cwd: string): string {
  return path.relative(cwd, file).split(path.sep).join('/') || '.'
}

/** Absolute paths. */
async function findFiles(input: string, cwd: string, report: Report): Promise<string[]> {
  const target = path.resolve(cwd, input)
  // A path is taken as it stands where there is such a file, whatever a glob would make of it.
  const found = fs.statSync(target, { throwIfNoEntry: false })
  if (found?.isDirectory()) {
    const files = filesBelow(target, nameOf(target, cwd), report)
    if (files.length === 0) {
      report({
        severity: 'error',
        code: 'input/empty-folder',
        message: 'no .yaml, .yml or .json file in this folder or below it',
        file: nameOf(target, cwd),
      })
    }
    return files
  }
  if (found) return [target]
  const { glob, isDynamicPattern } = await import('tinyglobby')
  if (!isDynamicPattern(input)) {
    report({ severity: 'error', code: 'input/not-found', message: 'no such file or folder', file: nameOf(target, cwd) })
    return []
  }
  const files = await glob(input, { cwd, absolute: true, expandDirectories: false })
  if (files.length === 0) {
    report({ severity: 'error', code: 'input/no-match', message: `no file matches ${input}` })
  }
  return files.map(file => path.normalize(file)).sort(compareText)
}

/** Links are followed, and a folder that is reached again is passed over: a link to a parent does not end the world. */
function filesBelow(folder: string, name: string, report: Report): string[] {
  const files: string[] = []
  const visited = new Set<string>()
  const visit = (current: string): void => {
    let entries: string[]
    try {
      const real = fs.realpathSync(current)
      if (visited.has(real)) return
      visited.add(real)
      entries = fs.readdirSync(current).sort(compareText)
    } catch (error) {
      report({ severity: 'error', code: 'input/unreadable', message: reasonOf(error), file: name })
      return
    }
    for (const entry of entries) {
      const child = path.join(current, entry)
      const found = fs.statSync(child, { throwIfNoEntry: false })
      if (found?.isDirectory()) {
        if (!entry.startsWith('.') && entry !== 'node_modules') visit(child)
      } else if (found && extensions.has(path.extname(entry).toLowerCase())) {
        files.push(child)
      }
    }
  }
  visit(folder)
  return files
}

function readFile(
  file: string,
  name: string,
  limits: Limits,
  isNew: (identity: string) => unknown,
  report: Report,
): Uint8Array | undefined {
  try {
    if (!isNew(fs.realpathSync(file))) return undefined
    const { size } = fs.statSync(file)
    if (size > limits.bytes) return tooLarge(name, limits, report)
    return fs.readFileSync(file)
  } catch (error) {
    report({ severity: 'error', code: 'input/unreadable', message: reasonOf(error), file: name })
    return undefined
  }
}

async function readStdin({ stdin, limits }: InputOptions, report: Report): Promise<Uint8Array | undefined> {
  try {
    const bytes = await stdin()
    return bytes.length > limits.bytes ? tooLarge('-', limits, report) : bytes
  } catch (error) {
    report({ severity: 'error', code: 'input/unreadable', message: reasonOf(error), file: '-' })
    return undefined
  }
}

export function tooLarge(name: string, limits: Limits, report: Report): undefined {
  const megabytes = Math.floor(limits.bytes / 1024 / 1024)
  report({ severity: 'error', code: 'input/too-large', message: `larger than ${megabytes} MiB`, file: name })
}

/** What the system says, without the path that it repeats. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message.replace(/^(E[A-Z]+): ([^,]*), .*$/s, '$2 ($1)')
}
