import * as fs from 'node:fs'
import * as path from 'node:path'
import { compareText, type Report } from '../diagnostic.js'

export const MANIFEST = 'opwright.json'

/** Options that shape what is written, as given; absent where the default holds. */
export interface RecordedOptions {
  /** Relative to the output folder. */
  readonly operator?: string
  readonly emit?: readonly string[]
  readonly only?: readonly string[]
  readonly versions?: string
  readonly importExtension?: string
}

/** `opwright.json` in the output folder: what the next run needs to know of the last one. */
export interface Manifest {
  /** The version of the tool. */
  readonly opwright: string
  /** As they were given, paths relative to the output folder. */
  readonly inputs: readonly string[]
  readonly options: RecordedOptions
  /** The tool's own files and their hashes. */
  readonly files: { readonly [path: string]: string }
  /** The user's own files that have been created once. */
  readonly operatorFiles: readonly string[]
}

/** The same text for the same manifest. */
export function formatManifest({ opwright, inputs, options, files, operatorFiles }: Manifest): string {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => compareText(a, b)))
  const ordered: Manifest = {
    opwright,
    inputs,
    options: Object.fromEntries(Object.entries(options).sort(([a], [b]) => compareText(a, b))),
    files: sorted,
    operatorFiles: [...operatorFiles].sort(compareText),
  }
  return `${JSON.stringify(ordered, null, 2)}\n`
}

/** Nothing where there is none; one that cannot be read is reported. */
export function readManifest(output: string, name: string, report: Report): Manifest | undefined {
  const file = path.join(output, MANIFEST)
  let text: string
  try {
    text = fs.readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    report({ severity: 'error', code: 'write/manifest', message: `cannot be read (${code})`, file: name })
    return undefined
  }
  const manifest = parseManifest(text)
  if (!manifest) {
    report({
      severity: 'error',
      code: 'write/manifest',
      message: 'is not what opwright wrote there',
      file: name,
      help: 'Take it from version control, or remove it and run again with --force and the inputs.',
    })
  }
  return manifest
}

function parseManifest(text: string): Manifest | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(value)) return undefined
  const { opwright, inputs, options, files, operatorFiles } = value
  const isManifest =
    typeof opwright === 'string' &&
    isTexts(inputs) &&
    isOptions(options) &&
    isRecord(files) &&
    Object.entries(files).every(([file, hash]) => typeof hash === 'string' && isInside(file)) &&
    isTexts(operatorFiles)
  return isManifest ? (value as unknown as Manifest) : undefined
}

function isOptions(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { operator, emit, only, versions, importExtension } = value
  return (
    [operator, versions, importExtension].every(each => each === undefined || typeof each === 'string') &&
    [emit, only].every(each => each === undefined || isTexts(each))
  )
}

/** A path that a manifest names is removed when its kind is gone: it may not lead out of the output folder. */
function isInside(file: string): boolean {
  return file !== '' && !path.isAbsolute(file) && !file.includes('\\') && !file.split('/').includes('..')
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
