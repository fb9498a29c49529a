/**
 * Lays out the few constructs that models are made of exactly as Prettier does by default (80 columns, two spaces,
 * double quotes, semicolons), so that Prettier need not run: it costs more than all the rest. `test/generator/emit`
 * holds this against Prettier itself.
 */

import { literal, width } from './text.js'
import { flatType, typeName, type TypeNode } from './type-node.js'

export const PRINT_WIDTH = 80

type Union = Extract<TypeNode, { kind: 'union' }>

/** `head: Type;`, its first line without indentation and the others with it. */
export function layoutProperty(head: string, type: TypeNode, indent: number): string {
  const flat = flatType(type)
  if (fits(indent, `${head}: ${flat};`)) return `${head}: ${flat};`
  if (standsBelow(type)) {
    return fits(indent + 2, `${flat};`)
      ? `${head}:${newline(indent + 2)}${flat};`
      : `${head}:${newline(indent + 2)}${layoutMembers(type.members, indent + 2)};`
  }
  return `${head}: ${breakType(type, indent)};`
}

/** `[key: string]: Type;` */
export function layoutIndex(type: TypeNode, indent: number): string {
  if (standsBelow(type) && fits(indent, `${INDEX}:`)) return layoutProperty(INDEX, type, indent)
  const flat = flatType(type)
  if (fits(indent, `${INDEX}: ${flat};`)) return `${INDEX}: ${flat};`
  // Once, whatever comes before it: what is laid out twice here is laid out four times in a map of maps.
  const broken = breakType(type, indent)
  const [line = ''] = `${broken};`.split('\n', 1)
  if (fits(indent, `${INDEX}: ${line}`)) return `${INDEX}: ${broken};`
  // What cannot be broken after the colon is broken before it.
  const rest = fits(indent, `]: ${flat};`) ? flat : broken
  return `[${newline(indent + 2)}key: string${newline(indent)}]: ${rest};`
}

const INDEX = '[key: string]'

/** `export interface Name extends Base {`, or without `extends`. */
export function layoutInterfaceHead(name: string, base: TypeNode | undefined): string {
  const head = `export interface ${name}`
  if (!base) return `${head} {`
  const flat = `${head} extends ${flatType(base)} {`
  return fits(0, flat) ? flat : `${head} extends ${breakType(base, 0)} {`
}

/** `export type Name = Type;` */
export function layoutAlias(name: string, type: TypeNode): string {
  const head = `export type ${name} =`
  const flat = flatType(type)
  if (fits(0, `${head} ${flat};`)) return `${head} ${flat};`
  if (isSimple(type)) return `${head}${newline(2)}${flat};`
  const opening = type.kind === 'generic' ? `${type.name}<` : ''
  if (fits(0, `${head} ${opening}`)) return `${head} ${breakType(type, 0)};`
  return `${head}${newline(2)}${fits(2, `${flat};`) ? flat : breakType(type, 2)};`
}

/** `name<first, second>` below one another, where `first` is laid out already, with an indentation of two more. */
export function layoutApplied(name: string, first: string, second: TypeNode, indent: number): string {
  const pad = newline(indent + 2)
  return `${name}<${pad}${first},${pad}${layoutArgument(second, indent + 2)}${newline(indent)}>`
}

/** `callee<A, B>`, followed by `rest` on its last line; the arguments go below one another where the line is too long. */
export function layoutTypeArguments(
  callee: string,
  types: readonly (string | TypeNode)[],
  rest: string,
  indent = 0,
): string {
  const flat = `${callee}<${flatArguments(types)}>${rest}`
  if (fits(indent, flat)) return flat
  const lines = types.map(type => newline(indent + 2) + layoutArgument(nodeOf(type), indent + 2))
  return `${callee}<${lines.join(',')}${newline(indent)}>${rest}`
}

function flatArguments(types: readonly (string | TypeNode)[]): string {
  return types.map(type => flatType(nodeOf(type))).join(', ')
}

function nodeOf(type: string | TypeNode): TypeNode {
  return typeof type === 'string' ? typeName(type) : type
}

/** `export const name = callee<A, B>()({ ... });` */
export function layoutDefinition(
  name: string,
  callee: string,
  typeArguments: readonly (string | TypeNode)[],
  entries: { readonly [key: string]: LiteralValue | undefined },
): string {
  const head = `export const ${name} =`
  if (fits(0, `${head} ${callee}<`)) return layoutCall(`${head} ${callee}`, typeArguments, entries, 0)
  return `${head}\n  ${layoutCall(callee, typeArguments, entries, 2)}`
}

/** `callee<A, B>()({ ... });` */
function layoutCall(
  callee: string,
  typeArguments: readonly (string | TypeNode)[],
  entries: { readonly [key: string]: LiteralValue | undefined },
  indent: number,
): string {
  const flat = `${callee}<${flatArguments(typeArguments)}>()(`
  const pad = newline(indent + 2)
  // The brace alone is too much for the line.
  if (fits(indent, flat) && !fits(indent, `${flat}{`)) {
    return `${flat}${pad}{${layoutEntries(entries, indent + 4)}${pad}},${newline(indent)});`
  }
  const opening = layoutTypeArguments(callee, typeArguments, '()({', indent)
  return `${opening}${layoutEntries(entries, indent + 2)}${newline(indent)}});`
}

/** `head(parameter, parameter)rest`, its parameters below one another where the line is too long. */
export function layoutParameters(head: string, parameters: readonly string[], rest: string, indent: number): string {
  const flat = `${head}(${parameters.join(', ')})${rest}`
  if (fits(indent, flat) || parameters.length === 0) return flat
  return `${head}(${parameters.map(parameter => `${newline(indent + 2)}${parameter},`).join('')}${newline(indent)})${rest}`
}

/** `head = name;` */
export function layoutInitializer(head: string, name: string, indent: number): string {
  const flat = `${head} = ${name};`
  return fits(indent, flat) ? flat : `${head} =${newline(indent + 2)}${name};`
}

/** `import { a, b } from "module";`. A single name stays where it is, however long the line. */
export function layoutNames(head: string, names: readonly string[], tail: string): string {
  const flat = `${head} { ${names.join(', ')} } ${tail}`
  if (fits(0, flat) || names.length === 1) return flat
  return `${head} {${names.map(name => `${newline(2)}${name},`).join('')}\n} ${tail}`
}

export type LiteralValue = string | boolean | readonly string[] | { readonly [key: string]: LiteralValue | undefined }

/** The entries of an object literal, one to a line. Keys are ours and are identifiers; entries without a value are left out. */
export function layoutEntries(entries: { readonly [key: string]: LiteralValue | undefined }, indent: number): string {
  return Object.entries(entries)
    .flatMap(([key, value]) => (value === undefined ? [] : [newline(indent) + layoutEntry(key, value, indent) + ',']))
    .join('')
}

function layoutEntry(key: string, value: LiteralValue, indent: number): string {
  const flat = `${key}: ${flatValue(value)}`
  if (fits(indent, `${flat},`)) return flat
  // Below a key of up to four letters it would hardly be further to the left.
  if (typeof value === 'string') return key.length < 5 ? flat : `${key}:${newline(indent + 2)}${literal(value)}`
  if (typeof value === 'boolean') return flat
  if (isList(value)) {
    return `${key}: [${value.map(item => `${newline(indent + 2)}${literal(item)},`).join('')}${newline(indent)}]`
  }
  return `${key}: {${layoutEntries(value, indent + 2)}${newline(indent)}}`
}

function flatValue(value: LiteralValue): string {
  if (typeof value === 'string') return literal(value)
  if (typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map(literal).join(', ')}]`
  const entries = Object.entries(value).flatMap(([key, each]) =>
    each === undefined ? [] : [`${key}: ${flatValue(each)}`],
  )
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

function isList(value: Exclude<LiteralValue, string | boolean>): value is readonly string[] {
  return Array.isArray(value)
}

/** A type that does not fit in its line, with `indent` as the indentation of the line that it begins in. */
function breakType(type: TypeNode, indent: number): string {
  switch (type.kind) {
    case 'keyword':
    case 'literal':
    case 'name':
      return flatType(type)
    case 'map':
      return `{${newline(indent + 2)}${layoutIndex(type.values, indent + 2)}${newline(indent)}}`
    case 'object': {
      const members = type.members.map(each => newline(indent + 2) + layoutProperty(each.head, each.type, indent + 2))
      return `{${members.join('')}${newline(indent)}}`
    }
    case 'array':
      if (type.items.kind !== 'union') return `${breakType(type.items, indent)}[]`
      if (hugs(type.items)) return `(${breakType(type.items, indent)})[]`
      return `(${newline(indent + 2)}${layoutUnion(type.items.members, indent + 2)}${newline(indent)})[]`
    case 'union':
      return hugs(type)
        ? type.members.map(member => breakType(member, indent)).join(' | ')
        : layoutUnion(type.members, indent)
    case 'generic': {
      if (type.arguments.length === 1 && isSimple(type)) return flatType(type)
      const lines = type.arguments.map(argument => newline(indent + 2) + layoutArgument(argument, indent + 2))
      return `${type.name}<${lines.join(',')}${newline(indent)}>`
    }
  }
}

function layoutArgument(type: TypeNode, indent: number): string {
  if (standsBelow(type)) return layoutUnion(type.members, indent)
  return fits(indent, flatType(type)) ? flatType(type) : breakType(type, indent)
}

/** A union that has its lines for itself. */
function layoutUnion(members: readonly TypeNode[], indent: number): string {
  const flat = members.map(flatType).join(' | ')
  return fits(indent, flat) ? flat : layoutMembers(members, indent)
}

function layoutMembers(members: readonly TypeNode[], indent: number): string {
  return members.map(member => `| ${layoutMember(member, indent + 2)}`).join(newline(indent))
}

function layoutMember(member: TypeNode, indent: number): string {
  return fits(indent, flatType(member)) ? flatType(member) : breakType(member, indent)
}

/** `Foo` and `Partial<Foo>` */
function isSimple(type: TypeNode): boolean {
  return type.kind === 'name' || (type.kind === 'generic' && type.arguments.every(({ kind }) => kind === 'name'))
}

/** A union whose members are listed below what comes before it. */
function standsBelow(type: TypeNode): type is Union {
  return type.kind === 'union' && !hugs(type)
}

/** `Foo | null` and `{ ... } | null` stay together. */
function hugs(type: Union): boolean {
  const nulls = type.members.filter(member => member.kind === 'keyword' && member.text === 'null').length
  return (
    nulls === type.members.length - 1 && type.members.some(member => member.kind === 'map' || member.kind === 'name')
  )
}

function fits(column: number, text: string): boolean {
  return column + width(text) <= PRINT_WIDTH
}

function newline(indent: number): string {
  return `\n${' '.repeat(indent)}`
}
