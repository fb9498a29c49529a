import * as fs from 'node:fs'
import * as path from 'node:path'
import { compareText, type Report } from '../diagnostic.js'
import type { SourceBytes } from './document.js'
import { collect, readBytes } from './bytes.js'
import { isInputFile, isUrl, isVisitedFolder, toName } from './input-names.js'
import { defaultLimits, type Limits } from './limits.js'
import { fetchUrl } from './url.js'

export interface InputOptions {
  /** The folder that paths are relative to. */
  readonly cwd: string
  /** Standard input, for the input `-`; asked for where that is given. */
  readonly stdin: () => AsyncIterable<Uint8Array>
  /** Default: {@link defaultLimits}. */
  readonly limits?: Partial<Limits>
  /** How the content of files is read. Default: {@link readBytes}. */
  readonly readContent?: typeof readBytes
}

/** What the inputs hold, before anybody has looked into it. */
export interface Found {
  readonly sources: SourceBytes[]
  /** False where something was not found or could not be read, which is reported. */
  readonly isComplete: boolean
}

/**
 * Reads files, folders, globs, `-` and http(s) URLs, in the order given, those of a folder or a glob sorted by path, each source once.
 * What cannot be read is reported under `input/...`.
 */
export async function readSources(inputs: readonly string[], options: InputOptions, report: Report): Promise<Found> {
  let isComplete = true
  const tell: Report = diagnostic => {
    isComplete = false
    report(diagnostic)
  }
  const sources: SourceBytes[] = []
  for await (const source of findSources(inputs, options, tell)) sources.push(source)
  return { sources, isComplete }
}

/** The same one by one: each is read when it is asked for. */
export async function* findSources(
  inputs: readonly string[],
  options: InputOptions,
  report: Report,
): AsyncGenerator<SourceBytes> {
  const { cwd, readContent = readBytes } = options
  const limits = { ...defaultLimits, ...options.limits }
  const seen = new Set<string>()
  const isNew = (identity: string) => !seen.has(identity) && seen.add(identity)
  for (const input of inputs) {
    if (input === '-') {
      if (!isNew('-')) continue
      const bytes = await readStdin(options.stdin, limits, report)
      if (bytes) yield { name: '-', bytes }
    } else if (isUrl(input)) {
      if (!isNew(input)) continue
      const bytes = await fetchUrl(input, limits, report)
      if (bytes) yield { name: input, bytes }
    } else {
      const { files, folder } = await findFiles(input, cwd, report)
      for (const { file, real } of files) {
        const name = toName(file, cwd)
        const bytes = await readFile({ file, real }, name, { limits, readContent, isNew, report })
        if (bytes) yield { name, bytes, ...(folder !== undefined && { folder }) }
      }
    }
  }
}

interface FoundFile {
  /** An absolute path. */
  readonly file: string
  /** The same where it leads through no link, if that is known already. */
  readonly real?: string | undefined
}

interface FoundFiles {
  readonly files: readonly FoundFile[]
  /** The name of the folder that they are in, where the input is one. */
  readonly folder?: string
}

async function findFiles(input: string, cwd: string, report: Report): Promise<FoundFiles> {
  const target = path.resolve(cwd, input)
  const name = input === '' ? '' : toName(target, cwd)
  try {
    // A path is taken as it stands where there is such a file, whatever a glob would make of it.
    const found = input === '' ? undefined : fs.statSync(target, { throwIfNoEntry: false })
    if (found?.isDirectory()) return { files: filesBelow(target, cwd, report), folder: name }
    if (found) return { files: [{ file: target }] }
    const { glob, isDynamicPattern } = await import('tinyglobby')
    if (!isDynamicPattern(input)) {
      report({ severity: 'error', code: 'input/not-found', message: 'no such file or folder', file: name })
      return { files: [] }
    }
    const files = await glob(input, { cwd, absolute: true, expandDirectories: false })
    if (files.length === 0) {
      report({ severity: 'error', code: 'input/no-match', message: 'no file matches this pattern', file: input })
    }
    const sorted = files.map(file => path.normalize(file)).sort(compareText)
    return { files: sorted.map(file => ({ file })) }
  } catch (error) {
    reportUnreadable(name, error, report)
    return { files: [] }
  }
}

/** Links are followed, and a folder that is reached again is passed over: a link to a parent does not end the world. */
function filesBelow(folder: string, cwd: string, report: Report): FoundFile[] {
  const files: FoundFile[] = []
  const visited = new Set<string>()
  let isComplete = true
  const visit = (current: string, real = fs.realpathSync.native(current)): void => {
    if (visited.has(real)) return
    visited.add(real)
    const entries = fs.readdirSync(current, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
      const { name } = entry
      const child = path.join(current, name)
      const isInput = isInputFile(name)
      try {
        // What is no link is told of by its folder, which is asked once for all.
        const isLink = entry.isSymbolicLink()
        const found = isLink ? fs.statSync(child, { throwIfNoEntry: false }) : entry
        const realChild = isLink ? undefined : path.join(real, name)
        if (found?.isDirectory()) {
          if (isVisitedFolder(name)) visit(child, realChild)
        } else if (isInput && found?.isFile()) files.push({ file: child, real: realChild })
        else if (isInput && !found) throw new Error('a link that leads nowhere')
      } catch (error) {
        // A link in a circle is as little a file as one that leads nowhere.
        if (!isInput && (error as NodeJS.ErrnoException).code === 'ELOOP') continue
        isComplete = false
        reportUnreadable(toName(child, cwd), error, report)
      }
    }
  }
  visit(folder)
  if (files.length === 0 && isComplete) {
    const message = 'no .yaml, .yml or .json file in this folder or below it'
    report({ severity: 'error', code: 'input/empty-folder', message, file: toName(folder, cwd) })
  }
  return files
}

interface FileOptions extends Pick<Required<InputOptions>, 'readContent'> {
  readonly limits: Limits
  /** Whether it was not read before, under another path. */
  readonly isNew: (identity: string) => unknown
  readonly report: Report
}

async function readFile(
  { file, real }: FoundFile,
  name: string,
  { limits, readContent, isNew, report }: FileOptions,
): Promise<Uint8Array | undefined> {
  try {
    // A pipe such as /dev/fd/63 has no path of its own.
    const identity = real ?? (fs.statSync(file).isFile() ? fs.realpathSync.native(file) : file)
    if (!isNew(identity)) return undefined
    return (await readContent(file, limits)) ?? reportTooLarge(name, limits, report)
  } catch (error) {
    return reportUnreadable(name, error, report)
  }
}

async function readStdin(
  stdin: InputOptions['stdin'],
  limits: Limits,
  report: Report,
): Promise<Uint8Array | undefined> {
  try {
    return (await collect(stdin(), limits.bytes)) ?? reportTooLarge('-', limits, report)
  } catch (error) {
    return reportUnreadable('-', error, report)
  }
}

export function reportTooLarge(name: string, limits: Limits, report: Report): undefined {
  const megabytes = Math.floor(limits.bytes / 1024 / 1024)
  const message = `larger than ${megabytes} MiB`
  const help = 'Split it into several files, at lines with `---`.'
  report({ severity: 'error', code: 'input/too-large', message, file: name, help })
}

function reportUnreadable(name: string, error: unknown, report: Report): undefined {
  // What the system says, without the path that it repeats.
  const message = error instanceof Error ? error.message.replace(/^(E[A-Z]+): ([^,]*), .*$/s, '$2 ($1)') : String(error)
  report({ severity: 'error', code: 'input/unreadable', message, file: name })
}
