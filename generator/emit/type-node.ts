import { literal, numberLiteral } from './text.js'

/** A type as it is written: what json-schema-to-typescript has answered, taken apart. */
export type TypeNode =
  | { readonly kind: 'keyword'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'array'; readonly items: TypeNode }
  | { readonly kind: 'union'; readonly members: readonly TypeNode[] }
  /** `{ [key: string]: values }` */
  | { readonly kind: 'map'; readonly values: TypeNode }
  /** `{ a: A; b?: never }` */
  | { readonly kind: 'object'; readonly members: readonly ObjectMember[] }
  /** `Omit<Foo, "bar">` */
  | { readonly kind: 'generic'; readonly name: string; readonly arguments: readonly TypeNode[] }

export interface ObjectMember {
  /** With what marks it as optional, as it is written. */
  readonly head: string
  readonly type: TypeNode
}

export function typeName(name: string): TypeNode {
  return { kind: 'name', name }
}

/** What is no union is left as it is. */
export function unionType(members: readonly TypeNode[]): TypeNode {
  const [only] = members
  return members.length === 1 && only ? only : { kind: 'union', members }
}

/** `"a" | "b"` */
export function literalType(texts: readonly string[]): TypeNode {
  return unionType(texts.map(text => ({ kind: 'literal', text: literal(text) })))
}

/** `"a" | 1 | true` */
export function enumType(values: readonly (string | number | boolean)[]): TypeNode {
  return unionType([...new Set(values)].map(valueType))
}

function valueType(value: string | number | boolean): TypeNode {
  if (typeof value === 'boolean') return { kind: 'keyword', text: String(value) }
  return { kind: 'literal', text: typeof value === 'string' ? literal(value) : numberLiteral(value) }
}

/** The members of a union, or what is none. */
export function membersOf(node: TypeNode): readonly TypeNode[] {
  return node.kind === 'union' ? node.members : [node]
}

/** The same type with other types in place of names. */
export function renameType(node: TypeNode, rename: (name: string) => TypeNode): TypeNode {
  switch (node.kind) {
    case 'keyword':
    case 'literal':
      return node
    case 'name':
      return rename(node.name)
    case 'array':
      return { kind: 'array', items: renameType(node.items, rename) }
    case 'union':
      return { kind: 'union', members: node.members.flatMap(member => membersOf(renameType(member, rename))) }
    case 'map':
      return { kind: 'map', values: renameType(node.values, rename) }
    case 'object': {
      const members = node.members.map(({ head, type }) => ({ head, type: renameType(type, rename) }))
      return { kind: 'object', members }
    }
    case 'generic':
      return { kind: 'generic', name: node.name, arguments: node.arguments.map(each => renameType(each, rename)) }
  }
}

/** The type on one line. */
export function flatType(node: TypeNode): string {
  switch (node.kind) {
    case 'keyword':
    case 'literal':
      return node.text
    case 'name':
      return node.name
    case 'array':
      return node.items.kind === 'union' ? `(${flatType(node.items)})[]` : `${flatType(node.items)}[]`
    case 'union':
      return node.members.map(flatType).join(' | ')
    case 'map':
      return `{ [key: string]: ${flatType(node.values)} }`
    case 'object':
      return `{ ${node.members.map(({ head, type }) => `${head}: ${flatType(type)}`).join('; ')} }`
    case 'generic':
      return `${node.name}<${node.arguments.map(flatType).join(', ')}>`
  }
}
