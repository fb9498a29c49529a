import { layoutChoices, type ChoiceType } from './choices.js'
import type { Presence, PropertyModel, ShapeModel, TypeModel, View } from '../model/resource-model.js'
import { layoutDoc } from './doc.js'
import { layoutAlias, layoutIndex, layoutInterfaceHead, layoutProperty } from './layout.js'
import { identifier, literal, propertyName } from './text.js'
import { flatType, literalType, membersOf, typeName, unionType, type TypeNode } from './type-node.js'

/** The type of a property or an index signature, in one view, with the names of the file at hand. */
export type ResolveType = (type: TypeModel, view: View) => TypeNode

/** What a shape is written with, in the file at hand. */
export interface ShapeScope {
  readonly resolve: ResolveType
  /** What a type of the runtime is called. */
  readonly runtime: (name: ChoiceType) => string
}

/** The declaration of a shape as one view has it, with a newline at its end. */
export function layoutShape(shape: ShapeModel, view: View, scope: ShapeScope): string {
  const name = identifier(shape.names[view])
  const doc = layoutDoc(view === 'type' ? shape.doc : { facts: shape.doc.facts }, 0, { brief: view !== 'type' })
  if (shape.choices?.[view].length) {
    const members = (indent: number) => layoutMembers(shape, view, scope.resolve, indent)
    return doc + layoutChoices(name, { holder: shape, view, ...scope, members })
  }
  // The difference from a union would be lost in an interface.
  if (shape.choices) return doc + layoutWhole(name, shape, view, scope.resolve)
  if (view === 'type' || shape.extra) return doc + layoutWhole(name, shape, view, scope.resolve)
  return doc + layoutDifference(name, shape, view, scope.resolve)
}

function layoutWhole(name: string, shape: ShapeModel, view: View, resolve: ResolveType): string {
  return layoutInterfaceHead(name, undefined) + layoutBody(layoutMembers(shape, view, resolve, 2))
}

function layoutMembers(shape: ShapeModel, view: View, resolve: ResolveType, indent: number): string[] {
  const members = shape.properties.flatMap(property =>
    property.presence[view] === 'omitted' ? [] : layoutMember(property, view, resolve, view !== 'type', indent),
  )
  if (shape.extra) members.push(layoutIndexSignature(shape.extra, shape.properties.length > 0, view, resolve, indent))
  return members
}

/**
 * The index signature of an interface. The properties beside it must have its type too, which TypeScript can say only of
 * `unknown`.
 */
export function layoutIndexSignature(
  extra: TypeModel,
  beside: boolean,
  view: View,
  resolve: ResolveType,
  indent = 2,
): string {
  const type: TypeNode = beside ? { kind: 'keyword', text: 'unknown' } : resolve(extra, view)
  return `${' '.repeat(indent)}${layoutIndex(type, indent)}\n`
}

/** A member of an object type, with its comment and a newline at its end. */
export function layoutMember(
  property: PropertyModel,
  view: View,
  resolve: ResolveType,
  brief = false,
  indent = 2,
): string {
  const isThere = property.presence[view] === true
  const head = propertyName(property.name) + (isThere ? '' : '?')
  const own = resolve(property.type, view)
  const type = layoutProperty(head, isThere || !property.isInherited ? own : orInherited(property.name, own), indent)
  return `${layoutDoc(property.doc, indent, { brief })}${' '.repeat(indent)}${type}\n`
}

/** A type that an object without the property has too. */
function orInherited(name: string, type: TypeNode): TypeNode {
  if (flatType(type) === 'unknown') return type
  return unionType([...membersOf(type), { kind: 'keyword', text: `object[${literal(name)}]` }])
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
  if (partial && property.presence.type && presence !== true && property.isInherited) return true
  const inherited: Presence[View] = property.presence.type && !partial
  return presence !== inherited || flatType(resolve(property.type, view)) !== flatType(resolve(property.type, 'type'))
}

function omit(name: string, properties: readonly PropertyModel[]): TypeNode {
  const keys = literalType(properties.map(property => property.name))
  return { kind: 'generic', name: 'Omit', arguments: [typeName(name), keys] }
}
