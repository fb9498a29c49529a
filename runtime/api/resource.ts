import type { ObjectMeta, StoredMeta } from './object-meta.js'

/** Any Kubernetes object, as it travels. */
export interface KubernetesObject {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
}

/** An object as a server returns it. */
export interface StoredObject extends KubernetesObject {
  metadata: StoredMeta
}

/** A whole object inside another one, of which the schema says no more (`x-kubernetes-embedded-resource`). */
export interface EmbeddedResource {
  apiVersion: string
  kind: string
  metadata?: ObjectMeta
  [key: string]: unknown
}

/** A part of an {@link EmbeddedResource}, as in a server-side-apply configuration: others may have set the rest. */
export interface EmbeddedResourceApply {
  apiVersion?: string
  kind?: string
  metadata?: ObjectMeta
  [key: string]: unknown
}

/** Names an object of a known kind; `namespace` is absent for one that is in none. */
export interface ObjectKey {
  readonly namespace?: string
  readonly name: string
}

export type Scope = 'Namespaced' | 'Cluster'

/** JSON paths within an object, such as `.spec.replicas`. */
export interface ScalePaths {
  readonly specReplicasPath: string
  readonly statusReplicasPath: string
  readonly labelSelectorPath?: string
}

/** The facts about a resource that requests need. */
export interface ResourceDefinition {
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  readonly kind: string
  /** The name of the resource in URLs. */
  readonly plural: string
  readonly scope: Scope
  readonly singular?: string
  /** Absent: `<kind>List`. */
  readonly listKind?: string
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  /** True for what is answered but not stored, such as a SubjectAccessReview: it can be created, and that is all. */
  readonly createOnly?: boolean
  /** True for what {@link metadataOf} gives. */
  readonly metadataOnly?: boolean
  readonly subresources?: {
    readonly status?: boolean
    /** The built-in kinds have the subresource without naming its paths. */
    readonly scale?: boolean | ScalePaths
  }
}

declare const views: unique symbol

/**
 * A resource descriptor: the facts of a definition, and, for the compiler alone, the three views of the kind.
 * Generated code merges it with the interface of the same name: `Foo` is a type and a value.
 */
export type Resource<
  T extends KubernetesObject = StoredObject,
  Input = unknown,
  Apply = unknown,
  D extends ResourceDefinition = ResourceDefinition,
  Status = unknown,
> = D & {
  /** `group/version`, or the version alone for the core group. */
  readonly apiVersion: string
  /** Never there at run time: it carries the types. */
  readonly [views]?: { object: T; input: Input; apply: Apply; status: Status }
}

// The bound is loose on purpose: a view may be any type, in whichever direction.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyResource = Resource<any, any, any, ResourceDefinition, any>

/** What the server stores and returns: `Foo`. */
export type ObjectOf<R> =
  R extends Resource<infer T, infer _I, infer _A, infer _D> ? (T extends StoredObject ? T : never) : never
/** What may be sent: `FooInput`. */
export type InputOf<R> = R extends Resource<infer _T, infer I, infer _A, infer _D> ? I : never
/** A server-side-apply configuration: `FooApply`. */
export type ApplyOf<R> = R extends Resource<infer _T, infer _I, infer A, infer _D> ? A : never

/** What may be applied to the status by itself: `FooStatusApply`. */
export type StatusApplyOf<R> = R extends Resource<infer _T, infer _I, infer _A, infer _D, infer Status> ? Status : never

/** A part of the status, where nothing is known of the keys of its lists. */
type PartOfStatus<T> = T extends { status?: infer Status } ? PartAtAnyDepth<NonNullable<Status>> : unknown

type PartAtAnyDepth<T> = T extends readonly (infer Item)[]
  ? readonly PartAtAnyDepth<Item>[]
  : T extends object
    ? { readonly [K in keyof T]?: PartAtAnyDepth<T[K]> }
    : T

/**
 * Makes a descriptor. Called in two steps so that the views are given and the definition is inferred:
 * `defineResource<Foo, FooInput, FooApply, FooStatusApply>()({ group: ..., ... })`. The last one is for kinds with a status subresource.
 */
export function defineResource<T extends KubernetesObject, Input = T, Apply = unknown, Status = PartOfStatus<T>>(): <
  const D extends ResourceDefinition,
>(
  definition: D,
) => Resource<T, Input, Apply, D, Status> {
  return definition => ({
    ...definition,
    apiVersion: definition.group === '' ? definition.version : `${definition.group}/${definition.version}`,
  })
}

/** What a server answers where only the metadata of an object is asked for. */
export type MetadataOnly<T extends StoredObject> = Pick<T, 'apiVersion' | 'kind' | 'metadata'>

/**
 * A kind of which a cache holds the metadata alone: `cache.informer(metadataOf(Secret))`, `.owns(metadataOf(Secret))`. The rest is
 * neither sent by the server nor kept.
 */
export function metadataOf<R extends AnyResource>(resource: R): MetadataOf<R> {
  return { ...resource, metadataOnly: true } as unknown as MetadataOf<R>
}

export type MetadataOf<R> = Resource<
  MetadataOnly<ObjectOf<R>>,
  never,
  never,
  ResourceDefinition & { readonly metadataOnly: true }
>
