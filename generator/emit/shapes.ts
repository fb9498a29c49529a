import type { Presence, PropertyModel, ShapeModel, TypeModel } from '../model/resource-model.js'
import { layoutDoc } from './doc.js'
import { layoutAlias, layoutInterfaceHead, layoutProperty } from './layout.js'
import { identifier, literal, propertyName } from './text.js'
import { flatType, typeName, type TypeNode } from './type-node.js'
import type { View } from './types.js'

/** The type of a property or an index signature, in one view, with the names of the file at hand. */
export type ResolveType = (type: TypeModel, view: View) => TypeNode

/** The declaration of a shape as one view has it, with a newline at its end. */
export function layoutShape(shape: ShapeModel, view: View, resolve: ResolveType): string {
  const name = identifier(shape.names[view])
  if (view === 'type') return layoutDoc(shape.doc, 0) + layoutWhole(name, shape, view, resolve)
  if (shape.extra) return layoutWhole(name, shape, view, resolve)
  return layoutDifference(name, shape, view, resolve)
}

export function layoutWhole(
  name: string,
  shape: Pick<ShapeModel, 'properties' | 'extra'>,
  view: View,
  resolve: ResolveType,
): string {
  const members = shape.properties.flatMap(property =>
    property.presence[view] === 'omitted' ? [] : layoutMember(property, view, resolve, view !== 'type'),
  )
  if (shape.extra) members.push(layoutIndexSignature(shape.extra, shape.properties.length > 0, view, resolve))
  return `${layoutInterfaceHead(name, undefined)}${layoutBody(members)}`
}

/**
 * The index signature of an interface. The properties beside it must have its type too, which TypeScript can say only of
 * `unknown`.
 */
export function layoutIndexSignature(extra: TypeModel, beside: boolean, view: View, resolve: ResolveType): string {
  return `  ${layoutProperty('[key: string]', beside ? { kind: 'keyword', text: 'unknown' } : resolve(extra, view), 2)}\n`
}

/** A member of an interface, with its comment and a newline at its end. */
export function layoutMember(property: PropertyModel, view: View, resolve: ResolveType, brief = false): string {
  const mark = property.presence[view] === true ? '' : '?'
  const head = propertyName(property.name) + mark
  return `${layoutDoc(property.doc, 2, { brief })}  ${layoutProperty(head, resolve(property.type, view), 2)}\n`
}

export function layoutBody(members: readonly string[]): string {
  return members.length === 0 ? '}\n' : `\n${members.join('')}}\n`
}

/** A view written as what differs from the first one, so that a reader sees it. */
function layoutDifference(name: string, shape: ShapeModel, view: 'input' | 'apply', resolve: ResolveType): string {
  const partial = view === 'apply' && shape.properties.some(property => property.presence.type)
  const changed = shape.properties.filter(property => differs(property, view, partial, resolve))
  const declared = changed.filter(property => property.presence[view] !== 'omitted')
  if (declared.length > 0 && changed.length === shape.properties.length) return layoutWhole(name, shape, view, resolve)

  const rest = changed.length === 0 ? typeName(shape.names.type) : omit(shape.names.type, changed)
  const base: TypeNode = partial ? { kind: 'generic', name: 'Partial', arguments: [rest] } : rest
  if (declared.length === 0) return `${layoutAlias(name, base)}\n`
  return layoutInterfaceHead(name, base) + layoutBody(declared.map(each => layoutMember(each, view, resolve, true)))
}

function differs(property: PropertyModel, view: 'input' | 'apply', partial: boolean, resolve: ResolveType): boolean {
  const presence = property.presence[view]
  const inherited: Presence[View] = property.presence.type && !partial
  return presence !== inherited || flatType(resolve(property.type, view)) !== flatType(resolve(property.type, 'type'))
}

function omit(name: string, properties: readonly PropertyModel[]): TypeNode {
  const keys = properties.map((property): TypeNode => ({ kind: 'literal', text: literal(property.name) }))
  const [only] = keys
  return {
    kind: 'generic',
    name: 'Omit',
    arguments: [typeName(name), keys.length === 1 && only ? only : { kind: 'union', members: keys }],
  }
}
