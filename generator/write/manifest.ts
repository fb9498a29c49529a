import { compareText } from '../diagnostic.js'
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
