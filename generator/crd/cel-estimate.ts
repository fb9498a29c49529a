import type { Literal } from './cel-expression.js'
import { plainType, unknownType } from './cel-functions.js'
import { CelPath } from './cel-path.js'
import type { CelType } from './cel-types.js'

/** An expression, with all that it is made of. */
export interface Estimate {
  readonly cost: number
  readonly type: CelType
  readonly path: CelPath
  /** What it says itself of how large it is; what is looked up once stays. */
  size?: number | undefined
  isOfSchema?: boolean
  /** How large its items are, where it says so. */
  readonly itemSize?: number | undefined
  readonly value?: Literal['value']
}

/** A variable of a macro. */
export interface Variable {
  readonly type: CelType
  readonly path: CelPath
}

/** What comes of no place in the schema. */
export function made(cost: number, type: CelType): Estimate {
  return { cost, type, path: CelPath.none }
}

export function literal({ type, value }: Literal): Estimate {
  const size = type === 'string' || type === 'bytes' ? [...value].length : 1
  return { ...made(0, plainType(type)), size, value }
}

export function selected(of: Estimate, field: string, isOptional: boolean): Estimate {
  const isAlready = of.type.kind === 'optional'
  const holder = isAlready ? (of.type.element ?? unknownType) : of.type
  const type = (holder.kind === 'map' ? holder.element : holder.field?.(field)) ?? sameKind(holder)
  if (isOptional) return made(of.cost + 1, plainType('optional', type))
  const isCounted = of.type.kind === 'object' || of.type.kind === 'map'
  return {
    cost: of.cost + (isCounted ? 1 : 0),
    type: isAlready ? plainType('optional', type) : type,
    path: of.path.append(field),
  }
}

/** The variables of a macro: an item or a key, or both that and its value. */
export function itemsOf({ type, path }: Estimate, count: number): Variable[] {
  const isList = type.kind === 'list'
  const element = type.element ?? sameKind(type)
  const isKnown = isList || type.kind === 'map'
  const [key, value] = isList ? ['@indices', '@items'] : ['@keys', '@values']
  if (count === 1) {
    if (isList) return [{ type: element, path: path.append(value) }]
    return [{ type: isKnown ? plainType('string') : element, path: path.append(key) }]
  }
  const keyType = isKnown ? plainType(isList ? 'int' : 'string') : element
  return [
    { type: keyType, path: path.append(key) },
    { type: element, path: path.append(value) },
  ]
}

/** What can be taken of something of any type can be of any. */
export function sameKind({ kind }: CelType): CelType {
  return kind === 'dyn' ? plainType('dyn') : unknownType
}

/** What may be left out is in a list as what it is when it is there. */
export function typeOfItem(item: Estimate | undefined): CelType {
  return !item || item.type.kind === 'optional' ? unknownType : item.type
}

export function union(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.max(one, other)
}

export function largest(sizes: readonly number[]): number {
  return sizes.reduce((one, other) => Math.max(one, other), 0)
}
