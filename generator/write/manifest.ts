import * as fs from 'node:fs'
import * as path from 'node:path'
import { compareText, type Report } from '../diagnostic.js'
import type { EmitPart, ImportExtension } from '../emit/emit.js'
import type { SourceUnit } from '../emit/source-unit.js'
import { hashText } from './hash.js'

export const MANIFEST = 'opwright.json'

/** Options that shape what is written; absent where the default holds. */
export interface RecordedOptions {
  /** Relative to the output folder. */
  readonly operator?: string
  readonly emit?: readonly EmitPart[]
  readonly only?: readonly string[]
  readonly versions?: 'served' | 'storage' | 'all'
  readonly importExtension?: ImportExtension
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

/** What a manifest is made of. */
export interface ManifestInput {
  readonly record: Pick<Manifest, 'opwright' | 'inputs' | 'options'>
  /** Everything that is written, as it will stand on the disk. */
  readonly units: readonly SourceUnit[]
  readonly keptUserFiles: readonly string[]
  readonly previous: Manifest | undefined
}

/** The manifest as a file: the same text for the same run, and one that Prettier leaves alone. */
export function emitManifest({ record, units, keptUserFiles, previous }: ManifestInput): SourceUnit {
  const tool = units.filter(({ ownership }) => ownership === 'tool')
  const user = units.filter(({ ownership }) => ownership === 'user')
  const hashes = tool.map(({ path: file, text }) => [file, hashText(text)] as const)
  const own = [...(previous?.operatorFiles ?? []), ...keptUserFiles, ...user.map(({ path: file }) => file)]
  const manifest: Manifest = {
    ...record,
    options: Object.fromEntries(Object.entries(record.options).sort(([a], [b]) => compareText(a, b))),
    files: Object.fromEntries(hashes.sort(([a], [b]) => compareText(a, b))),
    operatorFiles: [...new Set(own)].sort(compareText),
  }
  return { path: MANIFEST, root: 'output', ownership: 'tool', text: `${layoutJson(manifest)}\n` }
}

const width = 80

/** A list stands in one line where it fits. */
function layoutJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /^( *(?:"[^\n]*": )?)\[\n([^[\]{}]*?)\n *\](,?)$/gm,
    (whole, head, items, comma) => {
      const line = `${head}[${items.trim().replace(/\n */g, ' ')}]${comma}`
      return line.length <= width ? line : whole
    },
  )
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
    (operator === undefined || typeof operator === 'string') &&
    (emit === undefined || (isTexts(emit) && emit.every(part => ['models', 'client', 'reconciler'].includes(part)))) &&
    (only === undefined || isTexts(only)) &&
    [undefined, 'served', 'storage', 'all'].includes(versions as RecordedOptions['versions']) &&
    [undefined, '.js', '.ts', 'none'].includes(importExtension as RecordedOptions['importExtension'])
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
