import type { Position } from '../diagnostic.js'
import type { ChangeCode } from './change-code.js'

/** What changed between two sets of CRDs: a group for each kind itself, and one for each of its versions. */
export interface KindDiff {
  readonly group: string
  /** As it is called now; a kind that is gone, as it was. */
  readonly kind: string
  readonly plural: string
  /** Absent for what is the same in all versions: scope, names, conversion. */
  readonly version?: string
  /** Never empty; in the order of the file, and places that only go against a convention after the others. */
  readonly findings: readonly Finding[]
}

/** Everything that changed at one place. */
export interface Finding {
  /** A field as `spec.containers[].image`, with `[]` for items and `.*` for the values of a map; empty for what is no field. */
  readonly path: string
  readonly changes: readonly Change[]
  /** What they do to the generated types, taken together. */
  readonly typescript: readonly TypeEffect[]
  /** What becomes of objects that were stored before. */
  readonly stored: Stored
  /** Whether a program may no longer compile, a request or a stored object no longer be good, or a convention is not kept. */
  readonly breaks: boolean
  /** Where it stands: in the new input, or in the old one for what is gone. */
  readonly file: string
  readonly position: Position
}

/** One change, in the terms of the schema. */
export interface Change {
  /** Stable between versions: scripts match on it. */
  readonly code: ChangeCode
  readonly message: string
  readonly stored: Stored
  /** True where {@link stored} is not `valid`, where requests that were good are refused, and for a `convention/...`. */
  readonly breaks: boolean
}

/**
 * Of objects stored before: `valid`; `dropped`: they stay, without the value; `refused`: one that does not fit is refused when it is
 * next written; `unreadable`: they cannot be read any more. From harmless to worst.
 */
export type Stored = 'valid' | 'dropped' | 'refused' | 'unreadable'

export const storedFromHarmless: readonly Stored[] = ['valid', 'dropped', 'refused', 'unreadable']

/**
 * What a program does with generated types: `read` what the server returns (`Foo`), `switch` over all values of an enum in it,
 * `write` what is sent (`FooInput`), `apply` a configuration (`FooApply`), `apply-status`: a configuration of a status that is a
 * subresource (`StatusApply<typeof Foo>`), call a method of the `client`, `import` the types.
 */
export type Use = 'read' | 'switch' | 'write' | 'apply' | 'apply-status' | 'client' | 'import'

export interface TypeEffect {
  readonly use: Use
  /** Whether a program that compiled against the old types may no longer do so. */
  readonly breaks: boolean
  /** The type that {@link message} is about, such as `FooInput`: its subject, where there is one. */
  readonly type?: string
  readonly message: string
}

/** A change that only matters to a program or an object that fits before and not after. */
export function change(
  code: ChangeCode,
  message: string,
  stored: Stored = 'valid',
  breaks = stored !== 'valid',
): Change {
  return { code, message, stored, breaks }
}
