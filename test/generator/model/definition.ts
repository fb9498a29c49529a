import type { CustomResourceDefinition, JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import type { Diagnostic } from '../../../generator/diagnostic.js'
import { build, type BuildOptions } from '../../../generator/model/build.js'
import type { GroupVersionModel, Model, PropertyModel, ShapeModel } from '../../../generator/model/resource-model.js'

export interface Given {
  readonly kind?: string
  readonly group?: string
  readonly plural?: string
  readonly scope?: 'Namespaced' | 'Cluster'
  readonly beta?: boolean
  readonly status?: boolean
  readonly versions?: readonly GivenVersion[]
  /** The schema of the one version; `versions` says more. */
  readonly schema?: JsonSchemaProps
}

export interface GivenVersion {
  readonly name: string
  readonly served?: boolean
  readonly storage?: boolean
  readonly deprecated?: boolean
  readonly deprecationWarning?: string
  readonly schema?: JsonSchemaProps
}

/** A definition as `crd/` hands it on. */
export function define(given: Given = {}): CustomResourceDefinition {
  const { kind = 'Foo', group = 'example.com', plural = `${kind.toLowerCase()}s`, schema } = given
  const versions = given.versions ?? [{ name: 'v1', ...(schema ? { schema } : {}) }]
  return {
    document: { source: { name: `${plural}.yaml` }, value: {}, position: () => ({ line: 7, column: 3 }) },
    apiVersion: given.beta ? 'apiextensions.k8s.io/v1beta1' : 'apiextensions.k8s.io/v1',
    name: `${plural}.${group}`,
    group,
    scope: given.scope ?? 'Namespaced',
    names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), shortNames: [], categories: [] },
    versions: versions.map(version => ({
      served: true,
      storage: versions.length === 1,
      deprecated: false,
      schemaPath: [],
      subresources: { status: given.status ?? false },
      ...version,
    })),
  }
}

export function object(
  properties: { readonly [name: string]: JsonSchemaProps },
  more: JsonSchemaProps = {},
): JsonSchemaProps {
  return { type: 'object', properties, ...more }
}

export const text: JsonSchemaProps = { type: 'string' }
/** What is named by no schema is kept. */
export const preserve: JsonSchemaProps = { 'x-kubernetes-preserve-unknown-fields': true }
export const integer: JsonSchemaProps = { type: 'integer' }
export const quantity: JsonSchemaProps = {
  'x-kubernetes-int-or-string': true,
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  pattern:
    '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
}

export function list(items: JsonSchemaProps, more: JsonSchemaProps = {}): JsonSchemaProps {
  return { type: 'array', items, ...more }
}

export function mapList(items: JsonSchemaProps, ...keys: string[]): JsonSchemaProps {
  return list(items, { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys })
}

export function map(values: JsonSchemaProps, more: JsonSchemaProps = {}): JsonSchemaProps {
  return { type: 'object', additionalProperties: values, ...more }
}

export interface Built {
  readonly model: Model
  readonly diagnostics: readonly Diagnostic[]
}

export function buildAll(definitions: readonly CustomResourceDefinition[], options: BuildOptions = {}): Built {
  const diagnostics: Diagnostic[] = []
  const model = build(definitions, options, diagnostic => diagnostics.push(diagnostic))
  return { model, diagnostics }
}

/** The only folder of what these definitions make. */
export function folderOf(...given: readonly Given[]): GroupVersionModel {
  const { model } = buildAll(given.map(define))
  const [folder, ...others] = model.versions
  if (!folder || others.length > 0) throw new Error(`want one folder, got ${model.versions.length}`)
  return folder
}

export function shapesOf(folder: GroupVersionModel): ShapeModel[] {
  return [...folder.resources.flatMap(resource => resource.shapes), ...folder.shared]
}

export function shapeNamed(folder: GroupVersionModel, name: string): ShapeModel {
  const names = shapesOf(folder).map(shape => shape.names.type)
  const shape = shapesOf(folder)[names.indexOf(name)]
  if (!shape) throw new Error(`no shape ${name} among ${names.join(', ')}`)
  return shape
}

/** The model of `spec.<name>`, of a kind whose spec has that property alone. */
export function specProperty(schema: JsonSchemaProps, given: Given & { required?: boolean } = {}): PropertyModel {
  const spec = object({ it: schema }, given.required ? { required: ['it'] } : {})
  const [property] = shapeNamed(folderOf({ ...given, schema: object({ spec }) }), 'FooSpec').properties
  if (!property) throw new Error('spec has no property')
  return property
}
