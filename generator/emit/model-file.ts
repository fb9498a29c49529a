import type { DocFact, ResourceModel, ShapeModel, TypeModel, View } from '../model/resource-model.js'
import type { Folder } from './folder.js'
import { layoutChoices } from './choices.js'
import { layoutDoc, layoutText } from './doc.js'
import { layoutDefinition, layoutInterfaceHead } from './layout.js'
import {
  layoutBody,
  layoutIndexSignature,
  layoutMember,
  layoutShape,
  type ResolveType,
  type ShapeScope,
} from './shapes.js'
import { layoutBanner, SourceFile } from './source-file.js'
import { identifier, literal } from './text.js'
import type { TypeTable } from './types.js'

/** `<kind>.ts`: the interfaces of one kind in its three views, and its descriptor. */
export function emitModelFile(resource: ResourceModel, folder: Folder, types: TypeTable): string {
  const file = new SourceFile(folder.declared)
  const scope = scopeOf(file, resource.files.model, folder, types)
  const parts = [
    layoutRoot(resource, 'type', scope, file, folder),
    layoutDescriptor(resource, scope.resolve, file, folder),
    ...resource.shapes.map(shape => layoutShape(shape, 'type', scope)),
    layoutRoot(resource, 'input', scope, file, folder),
    ...otherViews(resource.shapes, 'input', scope),
    layoutRoot(resource, 'apply', scope, file, folder),
    ...otherViews(resource.shapes, 'apply', scope),
  ]
  return layoutBanner(resource.source) + file.layoutImports() + layoutPassedOn(file, folder) + parts.join('\n')
}

/** A type moves to `shared.ts` with a second kind that has it, and back without: who imports it from the file of a kind notices neither. */
function layoutPassedOn(file: SourceFile, folder: Folder): string {
  const shared = folder.sibling('shared')
  return file.hasImports(shared) ? `export type * from ${literal(shared)};\n\n` : ''
}

/** `shared.ts`: the shapes that several kinds of a folder use. */
export function emitSharedFile(folder: Folder, types: TypeTable): string {
  const { shared, apiVersion } = folder.model
  const file = new SourceFile(folder.declared)
  const scope = scopeOf(file, 'shared', folder, types)
  const parts = [
    ...shared.map(shape => layoutShape(shape, 'type', scope)),
    ...otherViews(shared, 'input', scope),
    ...otherViews(shared, 'apply', scope),
  ]
  return layoutBanner(`the CRDs of ${apiVersion}`) + file.layoutImports() + parts.join('\n')
}

/** The views of shapes that are types of their own, in the order of the shapes. */
function otherViews(shapes: readonly ShapeModel[], view: 'input' | 'apply', scope: ShapeScope): string[] {
  return shapes
    .filter(({ names }) => names[view] !== names.type && (view === 'input' || names.apply !== names.input))
    .map(shape => layoutShape(shape, view, scope))
}

const METADATA = { type: 'StoredMeta', input: 'ObjectMeta', apply: 'ApplyMeta' } as const

function metadataOf({ scope, createOnly }: ResourceModel, view: View) {
  if (view !== 'type') return METADATA[view]
  if (createOnly) return METADATA.input
  return scope === 'Namespaced' ? 'NamespacedMeta' : METADATA.type
}

function layoutRoot(resource: ResourceModel, view: View, scope: ShapeScope, file: SourceFile, folder: Folder): string {
  const name = identifier(resource.names[view])
  const metadata = file.type(folder.runtime, metadataOf(resource, view), 'Runtime')
  const members = (indent: number) => layoutRootMembers(resource, view, scope.resolve, metadata, indent)
  const doc = layoutRootDoc(resource, view)
  if (resource.choices?.[view].length) return doc + layoutChoices(name, { holder: resource, view, ...scope, members })
  return doc + layoutInterfaceHead(name, undefined) + layoutBody(members(2))
}

function layoutRootMembers(
  resource: ResourceModel,
  view: View,
  resolve: ResolveType,
  metadata: string,
  indent: number,
): string[] {
  const mark = view === 'type' ? '' : '?'
  const margin = ' '.repeat(indent)
  const members = [
    `${margin}apiVersion${mark}: ${literal(resource.apiVersion)};\n`,
    `${margin}kind${mark}: ${literal(resource.resourceKind)};\n`,
    layoutDoc({ facts: resource.metadataFacts }, indent),
    `${margin}metadata${view === 'input' && resource.createOnly ? '?' : ''}: ${metadata};\n`,
    ...resource.properties.flatMap(property =>
      property.presence[view] === 'omitted' ? [] : layoutMember(property, view, resolve, view !== 'type', indent),
    ),
  ]
  if (resource.extra) members.push(layoutIndexSignature(resource.extra, true, view, resolve, indent))
  return members
}

function layoutRootDoc(resource: ResourceModel, view: View): string {
  const { doc, names } = resource
  if (view === 'type') return layoutDoc(doc, 0)
  const use = view === 'apply' ? 'as a server-side-apply configuration' : 'to create or replace'
  const note = view === 'input' && hasDefaults(resource) ? ': what has a default is optional' : ''
  return layoutText(`{@link ${names.type}} ${use}${note}.`, 0, { facts: doc.facts })
}

/** Whether there is a default in what may be sent, at any depth: it is all that an input differs in. */
function hasDefaults({ properties, extra }: ResourceModel): boolean {
  const sent = properties.filter(({ presence }) => presence.input !== 'omitted')
  const types = [...sent.map(({ type }) => type), ...(extra ? [extra] : [])]
  return sent.some(({ presence }) => presence.type !== presence.input) || types.some(differsAsInput)
}

function differsAsInput(type: TypeModel): boolean {
  if (type.kind === 'nullable') return differsAsInput(type.of)
  if (type.kind === 'array') return differsAsInput(type.items)
  if (type.kind === 'map') return differsAsInput(type.values)
  return type.kind === 'reference' && type.names.input !== type.names.type
}

function layoutDescriptor(resource: ResourceModel, resolve: ResolveType, file: SourceFile, folder: Folder): string {
  const { group, version, resourceKind: kind, plural, singular, listKind, scope, subresources } = resource
  const { type, input, apply } = resource.names
  // What is not part of an apply is applied by itself.
  const status = resource.properties.filter(({ presence }) => presence.apply === 'omitted')
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
    file.value(folder.runtime, 'defineResource', 'runtime'),
    [type, input, apply, ...status.map(property => resolve(property.type, 'apply'))],
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
  return `${layoutDoc({ facts: deprecation(resource) }, 0)}${definition}\n`
}

/** An editor strikes a name out only where each declaration of it says so: of `Foo` the interface and the value. */
function deprecation({ doc }: ResourceModel): readonly DocFact[] {
  return doc.facts.filter(({ kind }) => kind === 'deprecated')
}

function scopeOf(file: SourceFile, own: string, folder: Folder, types: TypeTable): ShapeScope {
  const runtime = (name: string) => file.type(folder.runtime, name, 'Runtime')
  const resolve = (type: TypeModel, view: View) =>
    types.resolve(type, view, symbol => {
      if (symbol.kind === 'runtime') return runtime(symbol.name)
      const { module } = symbol.reference
      if (module === own) return identifier(symbol.name)
      return file.type(
        module.startsWith('.') || folder.modelFiles.has(module) ? folder.sibling(module) : module,
        symbol.name,
      )
    })
  return { resolve, runtime }
}
