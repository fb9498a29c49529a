/**
 * The intermediate representation: what is to be written, with every name decided and nothing decided about text.
 * Readonly throughout and discriminated by `kind`. `names.ts` beside this file is the only place that invents names.
 */

import type { Json, JsonSchemaProps, ScaleSubresource } from '../crd/custom-resource-definition.js'
import type { RecordedVersion } from './recorded-names.js'

/** Everything of one run, sorted by group and version. */
export interface Model {
  readonly kind: 'model'
  readonly versions: readonly GroupVersionModel[]
  /** One for each kind (not for each version): what the user's own files are written from. */
  readonly controllers: readonly ControllerModel[]
}

/** One folder of generated code. */
export interface GroupVersionModel {
  readonly kind: 'group-version'
  readonly group: string
  readonly version: string
  /** `<group>/<version>`, or the version alone for the core group. */
  readonly apiVersion: string
  /** Relative to the output folder, safe as a path: `samplecontroller.k8s.io/v1alpha1`. */
  readonly folder: string
  /** Sorted by file name. */
  readonly resources: readonly ResourceModel[]
  /** Shapes used by more than one kind of this folder, in `shared.ts`; sorted by name. */
  readonly shared: readonly ShapeModel[]
  /** What the next run has to know to name all of this the same; absent where the names are those of the input. */
  readonly record?: RecordedVersion
}

/** One kind in one version. */
export interface ResourceModel {
  readonly kind: 'resource'
  readonly group: string
  readonly version: string
  readonly apiVersion: string
  /** The Kubernetes kind as it travels; the TypeScript name is in `names`. */
  readonly resourceKind: string
  readonly listKind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly scope: 'Namespaced' | 'Cluster'
  readonly storage: boolean
  /** True for what can be created but not read again, such as a built-in SubjectAccessReview. */
  readonly createOnly?: boolean
  /** `scale: true` where its paths are not known: the built-in kinds do not tell them. */
  readonly subresources: { readonly status: boolean; readonly scale?: ScaleSubresource | true }
  /** The input it came from, as in `SourceText.name`. */
  readonly source: string
  readonly names: ResourceNames
  readonly files: ResourceFiles
  readonly doc: DocModel
  /** What the schema asks of the fields of `metadata`. */
  readonly metadataFacts: readonly DocFact[]
  /** The fields beside apiVersion, kind and metadata, in the order of the schema: usually `spec` and `status`. */
  readonly properties: readonly PropertyModel[]
  /** What else the root may hold; see `ShapeModel.extra`. */
  readonly extra?: TypeModel
  /** Which of these properties go together; see `ShapeModel.choices`. */
  readonly choices?: ShapeModel['choices']
  /** The shapes of this kind alone, in reading order: depth first from `spec`. */
  readonly shapes: readonly ShapeModel[]
}

/** TypeScript identifiers, unique within the folder. */
export interface ResourceNames {
  /** `Foo`: the interface of what the server returns, and the descriptor. */
  readonly type: string
  /** `FooInput`: what may be sent to create or replace. */
  readonly input: string
  /** `FooApply`: a server-side-apply configuration. */
  readonly apply: string
  /** `FooClient` */
  readonly client: string
  /** `FooNamespaceClient`; absent where the kind is in no namespace. */
  readonly namespaceClient?: string
  /** `FooReconciler`: the typed base. */
  readonly reconciler: string
}

/** File names without a folder and without an extension, unique within the folder even where case is not told apart. */
export interface ResourceFiles {
  /** `foo` */
  readonly model: string
  /** `foo-client` */
  readonly client: string
  /** `foo-reconciler` */
  readonly reconciler: string
}

/** The user's own reconciler for a kind, written once. It works on one version: the storage version where it is served. */
export interface ControllerModel {
  readonly kind: 'controller'
  readonly resource: ResourceModel
  /** The folder of the resource, as in `GroupVersionModel.folder`. */
  readonly folder: string
  /** `SampleFooReconciler` */
  readonly className: string
  /** Without an extension, unique in the operator folder: `foo-reconciler`. */
  readonly file: string
}

/** A named object type, written as an interface. Structurally identical schemas of one folder are one shape. */
export interface ShapeModel {
  readonly kind: 'shape'
  readonly names: ShapeNames
  readonly doc: DocModel
  /** In the order of the schema. */
  readonly properties: readonly PropertyModel[]
  /** The type of properties that the schema does not name; absent where the server prunes them. */
  readonly extra?: TypeModel
  /** Which properties go together; absent where they do in every way. */
  readonly choices?: { readonly [view in View]: readonly ChoiceModel[] }
}

/** Something that has to be decided about an object, whatever is decided about the rest of it. Properties stand by the alphabet. */
export type ChoiceModel =
  | {
      readonly kind: 'count'
      readonly choose: 'exactly-one' | 'at-least-one' | 'at-most-one'
      /** Names of properties, at least two. */
      readonly properties: readonly string[]
    }
  /** One of these holds. */
  | { readonly kind: 'variants'; readonly variants: readonly (readonly VariantProperty[])[] }

/** A property that is not in every variant as the shape has it. */
export interface VariantProperty {
  readonly name: string
  readonly presence: 'required' | 'optional' | 'absent'
  /** Its values, where it has not all that its type has. */
  readonly values?: readonly (string | number | boolean | null)[]
}

/**
 * Where two views are the same type they have the same name, and it is written once. A view that nothing refers to has the
 * name of the type as well. In an apply configuration, what is inside of an atomic list, map or object has its input view.
 */
export type ShapeNames = { readonly [view in View]: string }

/** `type`: what the server returns. `input`: what may be sent. `apply`: a server-side-apply configuration. */
export type View = 'type' | 'input' | 'apply'

export interface PropertyModel {
  readonly kind: 'property'
  /** As it travels; any string at all. */
  readonly name: string
  /** Whether every object has something else under this name where the property is absent, as it has a `constructor`. */
  readonly isInherited?: true
  readonly type: TypeModel
  readonly doc: DocModel
  readonly presence: Presence
}

/** Whether a property must be there, in each view. */
export interface Presence {
  /** Required, or filled in from a default. */
  readonly type: boolean
  /** Required and without a default. `omitted`: not part of what may be sent (`status` beside a status subresource). */
  readonly input: boolean | 'omitted'
  /** A key of the `list-type: map` that holds the object, in every place where it is merged, and without a default. */
  readonly apply: boolean | 'omitted'
}

export type TypeModel =
  | { readonly kind: 'string' }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  /** `isQuantity`: the text is a quantity, such as `500m`. */
  | { readonly kind: 'int-or-string'; readonly isQuantity?: true }
  /** Anything at all, `null` included. */
  | { readonly kind: 'unknown' }
  /** An object of which nothing is known: `{ [key: string]: unknown }`. */
  | { readonly kind: 'any-object' }
  /** An object of which everything is dropped: `{ [key: string]: never }`. */
  | { readonly kind: 'empty-object' }
  /** A whole Kubernetes object inside another one, of which nothing more is known. `atomic` as in `ReferenceType`. */
  | { readonly kind: 'embedded-resource'; readonly atomic: boolean }
  /** `ObjectMeta` of the runtime, inside an embedded resource or a template, and which of its fields must be there. */
  | { readonly kind: 'object-meta'; readonly required?: readonly string[] }
  /** Strings, numbers and booleans, in the order of the schema, at least one. */
  | { readonly kind: 'enum'; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: 'nullable'; readonly of: TypeModel }
  | ArrayType
  | MapType
  | ReferenceType

export interface ArrayType {
  readonly kind: 'array'
  readonly items: TypeModel
  /** `atomic` lists are whole in every view; the items of `map` lists are merged by their keys. */
  readonly listType: 'atomic' | 'set' | 'map'
}

export interface MapType {
  readonly kind: 'map'
  readonly values: TypeModel
  /** Replaced as a whole by a server-side apply. */
  readonly atomic: boolean
}

export interface ReferenceType {
  readonly kind: 'reference'
  /** `ShapeModel.names` of the target: the three views of one shape. */
  readonly names: ShapeNames
  /** The file that holds the target: `shared`, or a `ResourceFiles.model`; or a module, such as `opwright/kubernetes/core/v1`. */
  readonly module: string
  /** Replaced as a whole by a server-side apply: `x-kubernetes-map-type: atomic`. */
  readonly atomic: boolean
}

/** What the schema says in words and limits, as data: `emit/doc.ts` makes TSDoc of it. */
export interface DocModel {
  /** The description as it stands in the schema: untrusted text. */
  readonly description?: string
  /** Other facts in schema terms, in a fixed order. */
  readonly facts: readonly DocFact[]
}

export type DocFact =
  | { readonly kind: 'default'; readonly value: Json }
  | { readonly kind: 'example'; readonly value: Json }
  | { readonly kind: 'format'; readonly format: string }
  | { readonly kind: 'limit'; readonly keyword: LimitKeyword; readonly value: number | string | boolean }
  /** What is asked of each item of a list, or of each value of a map, where these are no shapes. */
  | { readonly kind: 'each'; readonly of: 'item' | 'value'; readonly facts: readonly DocFact[] }
  /** What is asked of a field that is declared elsewhere: the fields of `metadata` are. */
  | { readonly kind: 'field'; readonly name: string; readonly facts: readonly DocFact[] }
  /** A number without a fraction, where no format says it. */
  | { readonly kind: 'integer' }
  | { readonly kind: 'list'; readonly listType: 'set' | 'map'; readonly keys: readonly string[] }
  | { readonly kind: 'rule'; readonly rule: string; readonly message?: string }
  /** Alternatives that no type says, as they stand in the schema. */
  | { readonly kind: 'alternatives'; readonly schema: JsonSchemaProps }
  /** `oldSelf == self`: the value may not be changed once it is set. */
  | { readonly kind: 'immutable' }
  /** Of several versions of a kind, the one in which objects are kept. */
  | { readonly kind: 'storage-version' }
  | { readonly kind: 'deprecated'; readonly reason?: string }
  | { readonly kind: 'link'; readonly url: string; readonly title?: string }

export type LimitKeyword =
  | 'minimum'
  | 'exclusiveMinimum'
  | 'maximum'
  | 'exclusiveMaximum'
  | 'multipleOf'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'minItems'
  | 'maxItems'
  | 'uniqueItems'
  | 'minProperties'
  | 'maxProperties'
