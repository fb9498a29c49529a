import { wordKeywords } from '../crd/canonical.js'
import type { Json, JsonSchemaProps } from '../crd/custom-resource-definition.js'

/** What the generator reads of an API server's OpenAPI v3 documents (`/openapi/v3/apis/<group>/<version>`), as it travels. */
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

/** A structural schema whose objects refer to one another by name. */
export interface OpenApiSchema extends JsonSchemaProps {
  readonly $ref?: string
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[]
}

const refPrefix = '#/components/schemas/'

/** The name of the schema that this one stands for: a bare `$ref`, or an `allOf` around one, which leaves room for siblings. */
export function referenceOf(schema: OpenApiSchema): string | undefined {
  const [only, ...others] = schema.allOf ?? []
  const ref = schema.$ref ?? (only && others.length === 0 ? (only as OpenApiSchema).$ref : undefined)
  return ref?.startsWith(refPrefix) ? ref.slice(refPrefix.length) : undefined
}

/**
 * The schema without its words, which are Kubernetes' own prose, and without the zero defaults (`""`, `0`, `{}`), which Go's
 * types have and the server does not fill in.
 */
export function withoutProse(schema: OpenApiSchema): OpenApiSchema {
  const said = Object.entries(schema).filter(([keyword]) => !wordKeywords.has(keyword))
  const { default: value, properties, items, additionalProperties, ...rest }: OpenApiSchema = Object.fromEntries(said)
  return {
    ...rest,
    ...(value === undefined || isZero(value) ? {} : { default: value }),
    ...(properties && { properties: mapValues(properties, withoutProse) }),
    ...(items && !Array.isArray(items) && { items: withoutProse(items as OpenApiSchema) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: withoutProse(additionalProperties) }),
  }
}

function isZero(value: Json): boolean {
  return !value || (typeof value === 'object' && Object.keys(value).length === 0)
}

function mapValues<T, U>(record: { readonly [name: string]: T }, map: (value: T) => U): { readonly [name: string]: U } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
}
