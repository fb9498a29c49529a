import type { Document, ValuePath } from '../load/document.js'

/** JSON data, as the API server reads it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * A CRD as the later stages see it: one form for `apiextensions.k8s.io/v1` and `v1beta1`. A v1beta1 file's top-level
 * `version`, `validation`, `subresources` and `additionalPrinterColumns` have been moved into its versions, as the API
 * server's own conversion does.
 */
export interface CustomResourceDefinition {
  readonly document: Document
  readonly apiVersion: 'apiextensions.k8s.io/v1' | 'apiextensions.k8s.io/v1beta1'
  /** `metadata.name`. */
  readonly name: string
  readonly group: string
  readonly scope: 'Namespaced' | 'Cluster'
  readonly names: CustomResourceNames
  /** In the order of the file. */
  readonly versions: readonly CustomResourceVersion[]
}

export interface CustomResourceNames {
  readonly kind: string
  /** Filled in as the API server does where the file leaves it out: `<kind>List`. */
  readonly listKind: string
  readonly plural: string
  /** Filled in where it is left out: the kind in lower case. */
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
}

export interface CustomResourceVersion {
  readonly name: string
  readonly served: boolean
  readonly storage: boolean
  readonly deprecated: boolean
  readonly deprecationWarning?: string
  /** Absent where the version has no schema: everything is allowed then. */
  readonly schema?: JsonSchemaProps
  /** From the document's root to `schema`, for positions. */
  readonly schemaPath: ValuePath
  readonly subresources: {
    readonly status: boolean
    readonly scale?: ScaleSubresource
  }
}

export interface ScaleSubresource {
  readonly specReplicasPath: string
  readonly statusReplicasPath: string
  readonly labelSelectorPath?: string
}

/** The wire type of a schema, with the spelling of the file. Only what the generator reads is named. */
export interface JsonSchemaProps {
  readonly type?: string
  readonly format?: string
  readonly title?: string
  readonly description?: string
  readonly default?: Json
  readonly example?: Json
  readonly enum?: readonly Json[]
  readonly nullable?: boolean

  readonly properties?: { readonly [name: string]: JsonSchemaProps }
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchemaProps
  readonly items?: JsonSchemaProps | readonly JsonSchemaProps[]

  readonly allOf?: readonly JsonSchemaProps[]
  readonly anyOf?: readonly JsonSchemaProps[]
  readonly oneOf?: readonly JsonSchemaProps[]
  readonly not?: JsonSchemaProps

  readonly minimum?: number
  readonly exclusiveMinimum?: boolean
  readonly maximum?: number
  readonly exclusiveMaximum?: boolean
  readonly multipleOf?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly minProperties?: number
  readonly maxProperties?: number

  readonly deprecated?: boolean
  readonly externalDocs?: { readonly description?: string; readonly url?: string }

  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-embedded-resource'?: boolean
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map'
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular'
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[]
}

/** A CEL rule. */
export interface ValidationRule {
  readonly rule: string
  readonly message?: string
  readonly messageExpression?: string
  readonly reason?: string
  readonly fieldPath?: string
  readonly optionalOldSelf?: boolean
}
