import type { ShapeNames, TypeModel } from '../model/resource-model.js'

/**
 * What a value may be, without what is inside of it. Literals are JSON. An interface is `object`; one that also has an index
 * signature is `open-object`.
 */
export type Atom = string

export function atomsOf(type: TypeModel, isOpen: (names: ShapeNames) => boolean): ReadonlySet<Atom> {
  switch (type.kind) {
    case 'boolean':
      return new Set(['true', 'false'])
    case 'int-or-string':
      return new Set(['number', 'string'])
    case 'enum':
      return new Set(type.values.map(value => JSON.stringify(value)))
    case 'nullable':
      return new Set([...atomsOf(type.of, isOpen), 'null'])
    case 'embedded-resource':
      return new Set(['open-object'])
    case 'reference':
      return new Set([isOpen(type.names) ? 'open-object' : 'object'])
    default:
      return new Set([type.kind])
  }
}

export type Direction = 'read' | 'write'

/** Whether a value of one type may stand where the other is wanted. What is written is a literal, as it stands in a program. */
export function isWithin(atoms: ReadonlySet<Atom>, wanted: ReadonlySet<Atom>, direction: Direction): boolean {
  if (wanted.has('unknown')) return true
  return [...atoms].every(atom => {
    if (wanted.has(atom) || wanted.has(baseOf(atom))) return true
    if (atom === 'empty-object' && wanted.has('map')) return true
    // What is inside of them decides.
    if (direction === 'read' && isObject(wanted) && (atom === 'map' || atom === 'empty-object')) return true
    if (direction === 'write' && wanted.has('object') && atom === 'empty-object') return true
    if (direction === 'write' && wanted.has('map') && isObject(new Set([atom]))) return true
    if (wanted.has('any-object')) {
      if (isMap(atom) || atom === 'open-object') return true
      // An interface is no index signature; a literal is what it has to be.
      if (atom === 'object') return direction === 'write'
    }
    if (wanted.has('open-object')) return atom === 'object' || (direction === 'write' && isMap(atom))
    return atom === 'open-object' && wanted.has('object')
  })
}

function isObject(atoms: ReadonlySet<Atom>): boolean {
  return atoms.has('object') || atoms.has('open-object')
}

function isMap(atom: Atom): boolean {
  return atom === 'map' || atom === 'any-object' || atom === 'empty-object'
}

/** The values of an enum, without null; empty for what is none, and for booleans. */
export function literalsOf(atoms: ReadonlySet<Atom>): ReadonlySet<Atom> {
  const values = [...atoms].filter(atom => atom !== 'null')
  const isEnum = values.every(atom => baseOf(atom) !== '') && values.some(atom => baseOf(atom) !== 'boolean')
  return new Set(isEnum ? values : [])
}

function baseOf(atom: Atom): Atom {
  if (atom.startsWith('"')) return 'string'
  return /^-?\d/.test(atom) ? 'number' : atom === 'true' || atom === 'false' ? 'boolean' : ''
}

/** As it is called in a message. */
export function describeType(type: TypeModel): string {
  switch (type.kind) {
    case 'int-or-string':
      return 'number | string'
    case 'any-object':
      return 'any object'
    case 'empty-object':
      return 'an empty object'
    case 'embedded-resource':
      return 'any Kubernetes object'
    case 'object-meta':
      return 'ObjectMeta'
    case 'enum':
      return describeValues(type.values.map(value => JSON.stringify(value)))
    case 'nullable':
      return `${describeType(type.of)} | null`
    case 'array':
      return `a list of ${describeType(type.items)}`
    case 'map':
      return `a map of ${describeType(type.values)}`
    case 'reference':
      return type.names.type
    default:
      return type.kind
  }
}

/** What of a type another one does not have, where that is said in fewer words than all of it. */
export function describeLost(was: TypeModel, is: TypeModel): string {
  if (was.kind !== 'enum' || is.kind !== 'enum') return describeType(was)
  const lost = was.values.filter(value => !is.values.includes(value))
  return lost.length === 0 ? describeType(was) : describeType({ kind: 'enum', values: lost })
}

const shown = 4

export function describeValues(values: readonly string[]): string {
  const rest = values.length - shown
  return rest > 0 ? `${values.slice(0, shown).join(' | ')} and ${rest} more` : values.join(' | ')
}
