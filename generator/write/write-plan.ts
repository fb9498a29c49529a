import type { SourceUnit } from '../emit/source-unit.js'

/**
 * What a run will do to the disk, decided before anything is touched. `--check`, `--dry-run` and a real run share it.
 */
export interface WritePlan {
  readonly actions: readonly WriteAction[]
  /** The manifest after the run, as text. */
  readonly manifest: string
}

export type WriteAction =
  | { readonly kind: 'create'; readonly unit: SourceUnit }
  | { readonly kind: 'update'; readonly unit: SourceUnit }
  | {
      readonly kind: 'keep'
      readonly root: SourceUnit['root']
      readonly path: string
      readonly reason: 'unchanged' | 'user-owned'
    }
  /** Tool-owned, its kind is gone, and its hash still matches the manifest. */
  | { readonly kind: 'remove'; readonly path: string }
  /** Tool-owned and edited by hand: reported, and left alone without `--force`. */
  | { readonly kind: 'conflict'; readonly path: string; readonly reason: 'edited' | 'edited-and-gone' | 'not-ours' }

/** Absolute folders. */
export type Roots = { readonly [root in SourceUnit['root']]: string }

/** What stands at a path below a root, without following a link. */
export type DiskEntry =
  | { readonly kind: 'missing' }
  | { readonly kind: 'file'; readonly hash: string }
  /** A link, or something else that is no file, at the path or on the way to it: nothing is read or written through it. */
  | { readonly kind: 'blocked'; readonly by: string; readonly reason: string }
