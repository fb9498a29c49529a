import type { DeepReadonly } from '../api/deep-readonly.js'
import type { ApplyMeta } from '../api/object-meta.js'
import type { AnyResource, StatusApplyOf } from '../api/resource.js'

/**
 * A JSON merge patch (RFC 7396), or the operations of a JSON patch (RFC 6902). In a merge patch null removes a field, and a list
 * takes the place of the list that was there.
 */
export type Patch<T = unknown> =
  | { readonly merge: MergePatch<T>; readonly json?: never }
  | { readonly json: readonly JsonPatchOperation[]; readonly merge?: never }

export type MergePatch<T> = unknown extends T ? object : MergedFields<T>

type MergedFields<T> = { readonly [K in keyof T]?: MergedField<NonNullable<T[K]>> | null | undefined }

type MergedField<T> = unknown extends T
  ? unknown
  : T extends readonly unknown[]
    ? Readonly<T>
    : T extends object
      ? MergedFields<T>
      : T

/** `path` and `from` are JSON pointers (RFC 6901): `/metadata/labels/example.com~1name`. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string }

/** A server-side-apply configuration of the status of a kind: `StatusApply<typeof Foo>`. */
export interface StatusApply<R extends AnyResource> {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata: ApplyMeta
  readonly status: DeepReadonly<StatusApplyOf<R>>
}
