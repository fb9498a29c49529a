import type { GroupVersionModel, ResourceModel, ShapeModel, TypeModel } from '../model/resource-model.js'
import { layoutDoc, layoutText } from './doc.js'
import { layoutDefinition, layoutInterfaceHead } from './layout.js'
import { layoutBody, layoutIndexSignature, layoutMember, layoutShape, type ResolveType } from './shapes.js'
import { layoutBanner, SourceFile, type ModuleNames } from './source-file.js'
import { identifier, literal } from './text.js'
import type { TypeTable, View } from './types.js'

/** `<kind>.ts`: the interfaces of one kind in its three views, and its descriptor. */
export function emitModelFile(
  resource: ResourceModel,
  folder: GroupVersionModel,
  types: TypeTable,
  modules: ModuleNames,
): string {
  const file = new SourceFile(declaredNames(folder))
  const resolve = resolver(file, resource.files.model, folder, types, modules)
  const { type } = resource.names
  const parts = [
    layoutRoot(resource, 'type', resolve, file, modules),
    layoutDescriptor(resource, file, modules),
    ...resource.shapes.map(shape => layoutShape(shape, 'type', resolve)),
    layoutText(`A {@link ${type}} to create or replace: what has a default is optional.`, 0) +
      layoutRoot(resource, 'input', resolve, file, modules),
    ...otherViews(resource.shapes, 'input', resolve),
    layoutText(`A {@link ${type}} as a server-side-apply configuration.`, 0) +
      layoutRoot(resource, 'apply', resolve, file, modules),
    ...otherViews(resource.shapes, 'apply', resolve),
  ]
  return layoutBanner(resource.source) + file.layoutImports() + parts.join('\n')
}

/** `shared.ts`: the shapes that several kinds of a folder use. */
export function emitSharedFile(folder: GroupVersionModel, types: TypeTable, modules: ModuleNames): string {
  const file = new SourceFile(declaredNames(folder))
  const resolve = resolver(file, 'shared', folder, types, modules)
  const parts = [
    ...folder.shared.map(shape => layoutShape(shape, 'type', resolve)),
    ...otherViews(folder.shared, 'input', resolve),
    ...otherViews(folder.shared, 'apply', resolve),
  ]
  return layoutBanner(`the CRDs of ${folder.apiVersion}`) + file.layoutImports() + parts.join('\n')
}

/** Every name that a file of the folder may declare: imports keep clear of all of them, so that a new shape moves nothing. */
export function declaredNames(folder: GroupVersionModel): Set<string> {
  const names = new Set<string>()
  for (const shape of folder.shared) for (const name of Object.values(shape.names)) names.add(name)
  for (const resource of folder.resources) {
    for (const name of Object.values(resource.names)) names.add(name)
    for (const shape of resource.shapes) for (const name of Object.values(shape.names)) names.add(name)
  }
  return names
}

/** The views of shapes that are types of their own, in the order of the shapes. */
function otherViews(shapes: readonly ShapeModel[], view: 'input' | 'apply', resolve: ResolveType): string[] {
  return shapes
    .filter(({ names }) => names[view] !== names.type && (view === 'input' || names.apply !== names.input))
    .map(shape => layoutShape(shape, view, resolve))
}

const METADATA = { type: 'StoredMeta', input: 'ObjectMeta', apply: 'ApplyMeta' } as const

function metadataOf({ scope, createOnly }: ResourceModel, view: View) {
  if (view !== 'type') return METADATA[view]
  if (createOnly) return METADATA.input
  return scope === 'Namespaced' ? 'NamespacedMeta' : METADATA.type
}

function layoutRoot(
  resource: ResourceModel,
  view: View,
  resolve: ResolveType,
  file: SourceFile,
  modules: ModuleNames,
): string {
  const metadata = metadataOf(resource, view)
  const mark = view === 'type' ? '' : '?'
  const members = [
    `  apiVersion${mark}: ${literal(resource.apiVersion)};\n`,
    `  kind${mark}: ${literal(resource.resourceKind)};\n`,
    `  metadata: ${file.type(modules.runtime, metadata, 'Runtime')};\n`,
    ...resource.properties.flatMap(property =>
      property.presence[view] === 'omitted' ? [] : layoutMember(property, view, resolve, view !== 'type'),
    ),
  ]
  if (resource.extra) members.push(layoutIndexSignature(resource.extra, true, view, resolve))
  const doc = view === 'type' ? layoutDoc(resource.doc, 0) : ''
  return doc + layoutInterfaceHead(identifier(resource.names[view]), undefined) + layoutBody(members)
}

function layoutDescriptor(resource: ResourceModel, file: SourceFile, modules: ModuleNames): string {
  const { group, version, resourceKind: kind, plural, singular, listKind, scope, subresources } = resource
  const { type, input, apply } = resource.names
  const scale =
    typeof subresources.scale === 'object'
      ? {
          specReplicasPath: subresources.scale.specReplicasPath,
          statusReplicasPath: subresources.scale.statusReplicasPath,
          labelSelectorPath: subresources.scale.labelSelectorPath,
        }
      : subresources.scale
  const definition = layoutDefinition(
    type,
    file.value(modules.runtime, 'defineResource', 'runtime'),
    [type, input, apply],
    {
      group,
      version,
      kind,
      plural,
      singular: singular === kind.toLowerCase() ? undefined : singular,
      listKind: listKind === `${kind}List` ? undefined : listKind,
      scope,
      shortNames: resource.shortNames.length > 0 ? resource.shortNames : undefined,
      categories: resource.categories.length > 0 ? resource.categories : undefined,
      createOnly: resource.createOnly,
      subresources: subresources.status || scale ? { status: subresources.status || undefined, scale } : undefined,
    },
  )
  const deprecated = resource.deprecated === undefined ? '' : layoutDoc(deprecation(resource), 0)
  return `${deprecated}${definition}\n`
}

/** The deprecation of a version as a comment of its own: a value is struck out only if its own comment says so. */
export function deprecation(resource: ResourceModel): ResourceModel['doc'] {
  if (resource.deprecated === undefined) return { facts: [] }
  return { facts: [{ kind: 'deprecated', ...(resource.deprecated !== '' && { reason: resource.deprecated }) }] }
}

function resolver(
  file: SourceFile,
  own: string,
  folder: GroupVersionModel,
  types: TypeTable,
  modules: ModuleNames,
): ResolveType {
  const siblings = new Set(['shared', ...folder.resources.map(resource => resource.files.model)])
  return (type: TypeModel, view: View) =>
    types.resolve(type, view, symbol => {
      if (symbol.kind === 'runtime') return file.type(modules.runtime, symbol.name, 'Runtime')
      const { module } = symbol.reference
      if (module === own) return identifier(symbol.name)
      return file.type(module.startsWith('.') || siblings.has(module) ? modules.sibling(module) : module, symbol.name)
    })
}
