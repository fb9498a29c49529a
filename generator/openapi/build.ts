import { compareText } from '../diagnostic.js'
import { reachedShapes, type DraftProperty, type DraftRoot, type DraftShape, type DraftType } from '../model/draft.js'
import { typeMeta } from '../model/embedded-resource.js'
import { Finisher } from '../model/finish.js'
import { identifierClaims, nameFiles, nameResources } from '../model/names.js'
import { ProseVotes } from '../model/prose-votes.js'
import type { DocFact, GroupVersionModel, Model, ResourceFiles } from '../model/resource-model.js'
import { SchemaReader } from '../model/schema-reader.js'
import { viewNames } from '../model/shape-names.js'
import { decideViews } from '../model/views.js'
import { findKinds, type ServedKind } from './kinds.js'
import {
  referenceOf,
  withoutProse,
  type GroupVersionKind,
  type OpenApiDocument,
  type OpenApiSchema,
} from './openapi-document.js'
import { findPackages, splitName, type Package } from './packages.js'

export interface OpenApiOptions {
  /** What the documents come from, for the files' first line. */
  readonly source: string
  /** The page of a type in a reference for people. */
  readonly reference: (type: { readonly group: string; readonly version: string; readonly name: string }) => string
}

/**
 * The model of the kinds that an API server has built in, from its OpenAPI documents: the names of types are those of the schemas,
 * and each type's documentation is a link to its page.
 */
export function buildBuiltIns(documents: readonly OpenApiDocument[], options: OpenApiOptions): Model {
  const schemas = new Map<string, OpenApiSchema>()
  for (const { components } of documents) {
    for (const [name, schema] of Object.entries(components?.schemas ?? {})) {
      if (!schemas.has(name)) schemas.set(name, withoutProse(schema))
    }
  }
  const structures = new Structures(schemas, options)
  const roots = documents.flatMap(document => findKinds(document)).map(kind => structures.root(kind))
  structures.finish()
  return layoutFolders(roots, structures)
}

/** A kind whose schema has been read. */
interface Root extends DraftRoot {
  readonly package: Package
}

/** Schemas that are no objects of their own in TypeScript, or that the runtime has. */
const known: ReadonlyMap<string, DraftType> = new Map<string, DraftType>([
  ['io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', { kind: 'object-meta' }],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.Time', { kind: 'string' }],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime', { kind: 'string' }],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1', { kind: 'any-object' }],
  ['io.k8s.apimachinery.pkg.runtime.RawExtension', { kind: 'any-object' }],
  ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', { kind: 'int-or-string' }],
  ['io.k8s.apimachinery.pkg.api.resource.Quantity', { kind: 'int-or-string', isQuantity: true }],
])

/** Reads schemas into drafts, each once, under the names that they have. */
class Structures {
  readonly packages: ReadonlyMap<string, Package>
  /** In the order of discovery. */
  readonly shapes: DraftShape[] = []
  readonly packageOf = new Map<DraftShape, Package>()
  readonly #byName = new Map<string, DraftShape>()
  readonly #rootNames = new Map<string, string>()
  readonly #reader = new SchemaReader({ resolve: schema => this.#resolve(schema), prunes: false })

  constructor(
    readonly schemas: ReadonlyMap<string, OpenApiSchema>,
    readonly options: OpenApiOptions,
  ) {
    this.packages = findPackages(schemas)
    for (const [name, schema] of schemas) {
      const kinds = schema['x-kubernetes-group-version-kind'] ?? []
      if (kinds.length === 1 && kinds[0]) this.#rootNames.set(kindKey(kinds[0]), name)
    }
  }

  root(served: ServedKind): Root {
    const { group, version, kind, plural, scope, stored, subresources } = served
    const schemaName = this.#rootNames.get(kindKey(served)) ?? ''
    const schema = this.schemas.get(schemaName)
    const home = this.packages.get(splitName(schemaName).packageName)
    if (!schema || !home) throw new Error(`no schema says that it is ${kind}.${version}.${group}`)
    return {
      kind: 'root',
      package: home,
      resource: {
        kind: 'resource',
        group,
        version,
        apiVersion: group === '' ? version : `${group}/${version}`,
        resourceKind: kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames: [],
        categories: [],
        scope,
        storage: true,
        ...(!stored && { createOnly: true }),
        subresources: { status: subresources.status, ...(subresources.scale && { scale: true as const }) },
        source: this.options.source,
        doc: { facts: [this.#link(schemaName)] },
        metadataFacts: [],
      },
      properties: this.#reader.properties(schema, typeMeta),
    }
  }

  /** When all kinds are read. */
  finish(): void {
    this.#reader.finish()
  }

  #resolve(schema: OpenApiSchema): DraftType | undefined {
    const name = referenceOf(schema)
    if (name === undefined) return undefined
    const type = known.get(name)
    if (type) return type
    const target = this.schemas.get(name)
    if (!target) throw new Error(`a schema refers to ${name}, which is not there`)
    if (!target.properties) return this.#reader.read(target)
    return { kind: 'shape', shape: this.#shape(name, target), atomic: schema['x-kubernetes-map-type'] === 'atomic' }
  }

  #shape(name: string, schema: OpenApiSchema): DraftShape {
    const read = this.#byName.get(name)
    if (read) return read
    const { packageName, typeName } = splitName(name)
    const home = this.packages.get(packageName)
    if (!home) throw new Error(`${name} is in no package`)
    const properties: DraftProperty[] = []
    const shape: DraftShape = {
      kind: 'shape',
      id: this.shapes.length,
      // A kind inside another one has none of what a server adds to an object of its own.
      givenName: schema['x-kubernetes-group-version-kind'] ? `Embedded${typeName}` : typeName,
      properties,
      facts: [this.#link(name)],
      prose: { asProperty: new ProseVotes(), asItem: new ProseVotes() },
    }
    this.#byName.set(name, shape)
    this.shapes.push(shape)
    this.packageOf.set(shape, home)
    // Only now: JSONSchemaProps refers to itself.
    properties.push(...this.#reader.properties(schema))
    return shape
  }

  #link(schemaName: string): DocFact {
    const { packageName, typeName } = splitName(schemaName)
    const { group = '', version = '' } = this.packages.get(packageName) ?? {}
    return { kind: 'link', url: this.options.reference({ group, version, name: typeName }) }
  }
}

function kindKey({ group, version, kind }: GroupVersionKind): string {
  return JSON.stringify([group, version, kind])
}

interface Folder {
  readonly package: Package
  readonly roots: readonly Root[]
  readonly files: readonly ResourceFiles[]
  /** What is not of one kind of this folder alone. */
  readonly shared: readonly DraftShape[]
}

function layoutFolders(roots: readonly Root[], structures: Structures): Model {
  const users = new Map(structures.shapes.map(shape => [shape, new Set<Root>()]))
  const reached = new Map(roots.map(root => [root, reachedShapes(root)]))
  for (const [root, shapes] of reached) for (const shape of shapes) users.get(shape)?.add(root)

  const owner = (shape: DraftShape): Root | undefined => {
    const [only, ...others] = users.get(shape) ?? []
    return others.length === 0 && only?.package === structures.packageOf.get(shape) ? only : undefined
  }
  const folders = [...structures.packages.values()]
    .map((each): Folder => {
      const own = roots.filter(root => root.package === each)
      const shared = structures.shapes.filter(shape => structures.packageOf.get(shape) === each && !owner(shape))
      return { package: each, roots: own, files: nameFiles(own.map(({ resource }) => resource)), shared }
    })
    .filter(folder => folder.roots.length > 0 || folder.shared.length > 0)
    .sort((a, b) => compareText(a.package.folder, b.package.folder))

  const moduleOf = (shape: DraftShape, from: Folder): string => {
    const home = folders.find(folder => folder.package === structures.packageOf.get(shape))
    const root = owner(shape)
    const file = (root && home?.files[home.roots.indexOf(root)]?.model) ?? 'shared'
    return home === from || !home ? file : `../../${home.package.folder}/${file}`
  }
  const views = decideViews(roots, structures.shapes)
  const versions = folders.map((folder): GroupVersionModel => {
    const { group, version } = folder.package
    const names = nameResources(
      folder.roots.map(({ resource }) => resource),
      identifierClaims(),
    )
    const finisher = new Finisher({
      namesOf: shape => viewNames(shape.givenName ?? '', shape, views),
      moduleOf: shape => moduleOf(shape, folder),
      views,
    })
    return {
      kind: 'group-version',
      group,
      version,
      apiVersion: group === '' ? version : `${group}/${version}`,
      folder: folder.package.folder,
      resources: folder.roots.map((root, index) => {
        const [own, file] = [names[index], folder.files[index]]
        if (!own || !file) throw new Error(`${root.resource.resourceKind} has no name`)
        const shapes = (reached.get(root) ?? []).filter(shape => owner(shape) === root)
        return finisher.resource(root, own, file, shapes)
      }),
      shared: folder.shared.map(shape => finisher.shape(shape)).sort((a, b) => compareText(a.names.type, b.names.type)),
    }
  })
  return { kind: 'model', versions, controllers: [] }
}
