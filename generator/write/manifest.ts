import { isDeepStrictEqual } from 'node:util'
import { compareText } from '../diagnostic.js'
import type { SourceUnit } from '../emit/source-unit.js'
import type { EmitPart, ImportExtension, VersionSelection } from '../option-values.js'
import { blankFingerprint } from './fingerprint.js'

export const MANIFEST = 'opwright.json'

/** Options that shape what is written; absent where the default holds. */
export interface RecordedOptions {
  /** Relative to the output folder. */
  readonly operator?: string
  readonly emit?: readonly EmitPart[]
  readonly only?: readonly string[]
  readonly versions?: VersionSelection
  readonly importExtension?: ImportExtension
}

/** `opwright.json` in the output folder: what the next run needs to know of the last one. */
export interface Manifest {
  /** The version of the tool. */
  readonly opwright: string
  /**
   * See `fingerprint.ts`. Absent in a record that is older, and where it cannot be told what the files depend on; empty in one that a merge
   * has put together.
   */
  readonly fingerprint?: string
  /** As they were given, paths relative to the output folder. */
  readonly inputs: readonly string[]
  readonly options: RecordedOptions
  /** The tool's own files and their hashes. */
  readonly files: { readonly [path: string]: string }
  /** The user's own files that have been created once. */
  readonly operatorFiles: readonly string[]
  /** What was called what: only `model/` knows how to read it. Absent in a record that is older than names are recorded. */
  readonly names?: unknown
  /** What a run answers that finds nothing changed: only `answer.ts` knows how to read it. Goes with the fingerprint. */
  readonly answer?: unknown
}

/** `opwright.json` as it will stand on the disk. */
export interface ManifestUnit extends SourceUnit {
  /** What its text says. */
  readonly content: Manifest
}

/** In the order in which it stands in its file. Where it has an answer, its fingerprint is blank. */
export function toManifest({ options, operatorFiles, answer, ...others }: Omit<Manifest, 'fingerprint'>): Manifest {
  const { opwright, inputs, files, names } = others
  return {
    opwright,
    ...(answer !== undefined && { fingerprint: blankFingerprint }),
    inputs,
    options: Object.fromEntries(Object.entries(options).sort(([a], [b]) => compareText(a, b))),
    files,
    operatorFiles: [...new Set(operatorFiles)].sort(compareText),
    names,
    ...(answer !== undefined && { answer }),
  }
}

/** Whether two manifests, none of them merged, say the same of what was written, whatever was read. */
export function isSameOutput(one: Manifest, other: Manifest): boolean {
  if (one.fingerprint === '' || other.fingerprint === '') return false
  const [a, b] = [one, other].map(manifest => ({ ...manifest, fingerprint: undefined, answer: undefined }))
  return isDeepStrictEqual(a, b)
}
