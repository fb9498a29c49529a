/**
 * What the generator reads of an API server's OpenAPI v3 documents (`/openapi/v3/apis/<group>/<version>`), as it travels.
 * Structures refer to one another by name; descriptions are not read: they are Kubernetes' own prose.
 */
export interface OpenApiDocument {
  readonly paths: { readonly [path: string]: OpenApiPath }
  readonly components?: { readonly schemas?: { readonly [name: string]: OpenApiSchema } }
}

export interface OpenApiPath {
  readonly get?: OpenApiOperation
  readonly post?: OpenApiOperation
}

export interface OpenApiOperation {
  readonly 'x-kubernetes-group-version-kind'?: GroupVersionKind
}

export interface GroupVersionKind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

export interface OpenApiSchema {
  readonly type?: string
  readonly format?: string
  readonly $ref?: string
  readonly allOf?: readonly OpenApiSchema[]
  readonly oneOf?: readonly OpenApiSchema[]
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly properties?: { readonly [name: string]: OpenApiSchema }
  readonly required?: readonly string[]
  readonly additionalProperties?: OpenApiSchema
  readonly items?: OpenApiSchema
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[]
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map'
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular'
}
