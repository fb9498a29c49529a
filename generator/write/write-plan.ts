import type { SourceUnit } from '../emit/source-unit.js'

/**
 * What a run will do to the disk, decided before anything is touched. `--check`, `--dry-run` and a real run share it.
 */
export interface WritePlan {
  /** One for each file that is written now or was before; the manifest is the last. */
  readonly actions: readonly WriteAction[]
}

export type WriteAction =
  | ({ readonly kind: 'create' | 'update'; readonly root: Root; readonly path: string } & HashedText)
  /** The manifest, which tells of another input that gives the same: written, and nothing for a check to fail on. */
  | ({ readonly kind: 'refresh'; readonly root: Root; readonly path: string } & HashedText)
  /** Into a file of the user, where nothing else changes. Carried out only if the text before is there still, to the byte. */
  | ({
      readonly kind: 'insert'
      readonly root: 'operator'
      readonly path: string
      readonly before: string
    } & HashedText)
  | {
      readonly kind: 'keep'
      readonly root: Root
      readonly path: string
      readonly reason: 'unchanged' | 'user-owned'
    }
  /** Tool-owned, its kind is gone, and its hash still matches the manifest. */
  | { readonly kind: 'remove'; readonly root: 'output'; readonly path: string }
  /** Tool-owned and edited by hand: reported, and left alone without `--force`. */
  | {
      readonly kind: 'conflict'
      readonly root: 'output'
      readonly path: string
      readonly reason: 'edited' | 'edited-and-gone' | 'not-ours'
    }
  /** Something stands in the way that is no file of ours: nothing is written through it. */
  | {
      readonly kind: 'blocked'
      readonly root: Root
      readonly path: string
      /** Absolute. */
      readonly by: string
      readonly reason: string
    }

/** What is to be written. */
export interface HashedText {
  readonly text: string
  readonly hash: string
}

export type Root = SourceUnit['root']

/** Absolute folders. */
export type Roots = { readonly [root in Root]: string }

/** What stands at a path below a root, without following a link. */
export type DiskEntry =
  | { readonly kind: 'missing' }
  | { readonly kind: 'file'; readonly hash: string }
  /** A link, or something else that is no file, at the path or on the way to it. `by` is absolute. */
  | { readonly kind: 'blocked'; readonly by: string; readonly reason: string }

/** Looks at a path below a root. */
export type Disk = (root: Root, path: string) => DiskEntry
