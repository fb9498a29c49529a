import type { Diagnostic } from './diagnostic.js'
import type { EmitPart, ImportExtension, VersionSelection } from './option-values.js'

/** What to generate, from what, to where. */
export interface GenerateOptions {
  /**
   * Files, folders (recursive: `.yaml`, `.yml`, `.json`), globs, http(s) URLs, and `-` for standard input. Absent or empty: the
   * inputs and options that `opwright.json` in the output folder has recorded, where these options do not say otherwise.
   */
  readonly inputs?: readonly string[]
  /** The folder that paths are relative to. Default: the working folder of the process. */
  readonly cwd?: string
  /** The folder of generated code. Default `generated`. */
  readonly out?: string
  /** The folder of the user's own files. Default `operator`. */
  readonly operator?: string
  /** Default: all. The models cannot be left out: the client and the reconciler import them. */
  readonly emit?: readonly EmitPart[]
  /** Kinds, groups, or both as `kind.group`. Absent or empty: all. */
  readonly only?: readonly string[]
  /** Default `served`. */
  readonly versions?: VersionSelection
  /** How relative imports end. Default `.js`. */
  readonly importExtension?: ImportExtension
  /** `check` and `dry-run` write nothing. Default `write`. */
  readonly mode?: 'write' | 'check' | 'dry-run'
  /**
   * Overwrites generated files that were edited by hand, and does everything again where nothing changed. Default: such files are
   * conflicts, and nothing is written; and where the record proves that there is nothing to do, nothing is done.
   */
  readonly force?: boolean
  /** Makes warnings errors. */
  readonly strict?: boolean
  /** Read for the input `-`. Default: the standard input of the process. */
  readonly stdin?: () => AsyncIterable<Uint8Array>
  /** Told what is being done, for people who wait. */
  readonly onProgress?: (stage: Stage) => void
}

/** In their order. A run that finds nothing changed ends with `comparing`; `loading` is of the rest of the generator. */
export type Stage =
  | 'reading'
  | 'comparing'
  | 'loading'
  | 'parsing'
  | 'checking'
  | 'naming'
  | 'translating'
  | 'formatting'
  | 'planning'
  | 'writing'

/** What became of a run. Paths are relative to `cwd`, with `/` between their parts, and sorted. */
export interface GenerateResult {
  /**
   * `done`: everything is as it should be, or would be. `outdated`: a check found that files would change. `failed`: there is an
   * error among the diagnostics; unless it is `write/incomplete`, nothing was written.
   */
  readonly outcome: 'done' | 'outdated' | 'failed'
  /** Sorted by file, line and column. */
  readonly diagnostics: readonly Diagnostic[]
  /** What the user should know of beside problems: options that differ from the recorded ones, what is left to do by hand. */
  readonly notes: readonly string[]
  readonly kinds: readonly GeneratedKind[]
  readonly files: GeneratedFiles
  /** The documents that are no CRD, most frequent kind first. */
  readonly passedOver: readonly { readonly kind: string; readonly count: number }[]
}

/** A kind in one version. */
export interface GeneratedKind {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly scope: 'Namespaced' | 'Cluster'
}

/** What was done; in a check or a dry run, what would be. */
export interface GeneratedFiles {
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly unchanged: readonly string[]
  readonly removed: readonly string[]
  /** The user's own that are not touched. */
  readonly kept: readonly string[]
  /** Those of `created` that are the user's own from now on. */
  readonly scaffolded: readonly string[]
  /** The user's own into which the registration of new kinds was inserted. */
  readonly extended: readonly string[]
}

/** The options contradict each other, say too little to start, or have values that they do not take. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
