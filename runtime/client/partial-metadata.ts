import type { AnyResource } from '../api/resource.js'

/** Asks for metadata alone; for the whole from a server that cannot leave the rest out. */
export function acceptOf({ metadataOnly }: AnyResource, answer: '' | 'List' = ''): string | undefined {
  return metadataOnly
    ? `application/json;as=PartialObjectMetadata${answer};g=meta.k8s.io;v=v1, application/json`
    : undefined
}

/** An object as its kind has it: `apiVersion` and `kind` are left out in lists, and are those of `PartialObjectMetadata` in others. */
export function complete<T>(object: object, { apiVersion, kind, metadataOnly }: AnyResource): T {
  if (!metadataOnly) return { apiVersion, kind, ...object } as T
  return { apiVersion, kind, metadata: (object as { readonly metadata: unknown }).metadata } as T
}
