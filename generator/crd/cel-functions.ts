/** What the functions of CEL, as Kubernetes has it, cost and answer. */

import type { Literal } from './cel-expression.js'
import type { CelType } from './cel-types.js'

/** What a function is given, as a server estimates it. */
export interface Given {
  readonly type: CelType
  /** In characters, items or properties, at most. */
  readonly size: number
  /** At least; undefined where it is not known here. */
  readonly least: number | undefined
  /** Of the items of a list, at most. */
  readonly itemSize: number
  /** Of a literal. */
  readonly value: Literal['value'] | undefined
}

export interface Answer {
  /** Of the call itself. */
  readonly cost: number
  readonly type: CelType
  readonly size?: number
}

/** Servers count in 64 bits: nothing is larger. */
export const unlimited = Number.POSITIVE_INFINITY

export function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b
}

const perCharacter = 0.1
const perCharacterOfExpression = 0.25

export function traversal(size: number, factor = perCharacter): number {
  return Math.ceil(size * factor)
}

export function plainType(kind: CelType['kind'], element?: CelType): CelType {
  return { kind, most: 0, least: 0, ...(element && { element }) }
}

const bool = plainType('bool')
const int = plainType('int')
const string = plainType('string')
const strings = plainType('list', string)
export const unknownType = plainType('unknown')

const scalars: ReadonlySet<string> = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'uint'])

/** How large a server takes what comes of no schema to be. What is of an unknown type is taken for nothing. */
export function sizeOfType({ kind, element }: CelType): number {
  const inner = kind === 'optional' ? (element?.kind ?? 'unknown') : kind
  if (scalars.has(inner)) return 1
  return inner === 'unknown' ? 0 : unlimited
}

/** The arguments begin with the target of a method. */
type Function = (first: Given, second: Given | undefined, third: Given | undefined) => Answer

const answers =
  (type: CelType, cost = 1): Function =>
  () => ({ cost, type })
const scans =
  (type: CelType, factor = 1): Function =>
  first => ({ cost: traversal(first.size, factor * perCharacter), type })
const keeps: Function = first => ({ cost: traversal(first.size), type: string, size: first.size })

const matches: Function = (text, expression) => ({
  cost: matching(text, expression?.size),
  type: bool,
})

function matching(text: Given, expression = 0): number {
  return times(traversal(text.size + 1), traversal(expression, perCharacterOfExpression))
}

const search =
  (type: CelType): Function =>
  (text, expression) => ({ cost: matching(text, expression?.size), type, size: text.size })

const begins: Function = (_, part) => ({ cost: traversal(part?.size ?? 0), type: bool })

/** Of all items of a list, or of a text. */
const goesThrough =
  (answer: (list: Given) => CelType): Function =>
  list => {
    const size = list.size
    const { element } = list.type
    if (list.type.kind !== 'list' || !element) return { cost: traversal(size), type: answer(list) }
    const isText = element.kind === 'string' || element.kind === 'bytes'
    return { cost: times(size, isText ? 1 + traversal(list.itemSize) : 1), type: answer(list) }
  }

const distinct: Function = list => {
  const pairs = times(list.size, list.size)
  return { cost: 2 * pairs + 11, type: list.type, size: pairs }
}

const sets =
  (factor: number): Function =>
  (one, other) => ({ cost: factor * times(one.size, other?.size ?? 0) + 1, type: bool })

const contains: Function = (text, part) => ({
  cost: times(traversal(text.size), traversal(part?.size ?? 0)),
  type: bool,
})

const replace: Function = (text, old, by) => {
  const size = text.size
  return {
    cost: traversal(size, 2 * perCharacter),
    type: string,
    size: replaced(size, old?.least, by?.size ?? 0),
  }
}

function replaced(size: number, least: number | undefined, by: number): number {
  if (least === 0) return times(size + 1, by) + size
  return least === undefined || by <= least ? size : times(Math.ceil(size / least), by)
}

const split: Function = (text, _, limit) => {
  const size = text.size
  const isLimited = typeof limit?.value === 'number' && limit.value >= 0
  return { cost: traversal(size, 2 * perCharacter), type: strings, size: isLimited ? (limit.value as number) : size }
}

const join: Function = (list, separator) => {
  const count = list.size
  const items = list.type.kind === 'list' ? times(count, list.itemSize) : 0
  const size = items + times(separator?.size ?? 0, Math.max(0, count - 1))
  return { cost: traversal(size), type: string, size }
}

const containsAddress =
  (cost: number): Function =>
  (_, other) => ({ cost: cost + (other?.type.kind === 'string' ? traversal(other.size) : 0), type: bool })

/** What may be of any type has the costs of any. */
const converts =
  (type: CelType, from: CelType['kind'], factor: number): Function =>
  given => {
    const { kind } = given.type
    if (kind === 'unknown') return { cost: 0, type, size: 0 }
    if (kind !== from && kind !== 'dyn') return { cost: 1, type }
    return { cost: Math.max(kind === from ? 0 : 1, traversal(given.size)), type, size: factor * given.size }
  }

const ofElement: Function = ({ type }) => ({ cost: 1, type: type.element ?? unknownType })

function all(names: string, given: Function): (readonly [string, Function])[] {
  return names.split(' ').map(name => [name, given] as const)
}

const elementType = ({ type }: Given) => type.element ?? unknownType

/** By the name that a rule has for it: methods as `.name`. What is not here costs as little as a call can. */
const functions: ReadonlyMap<string, Function> = new Map([
  ...all('size .size int .getFullYear .getMonth .getDate .getDayOfMonth .getDayOfWeek .getDayOfYear', answers(int)),
  ...all('.getHours .getMinutes .getSeconds .getMilliseconds', answers(int)),
  ...all('double', answers(plainType('double'))),
  ...all('uint', answers(plainType('uint'))),
  ...all('duration', answers(plainType('duration'))),
  ...all('timestamp', answers(plainType('timestamp'))),
  ...all('type', answers(plainType('type'))),
  ...all('bool isURL .hasValue', answers(bool)),
  ...all('string', converts(string, 'bytes', 1)),
  ...all('bytes', converts(plainType('bytes'), 'string', 4)),
  ...all('.contains', contains),
  ...all('.startsWith .endsWith', begins),
  ...all('matches .matches', matches),
  ...all('.find', search(string)),
  ...all('.findAll', search(strings)),
  ...all('.lowerAscii .upperAscii .substring .trim', keeps),
  ...all('.replace', replace),
  ...all('.split', split),
  ...all('.join', join),
  ...all('.charAt strings.quote', answers(string)),
  ...all('.format', scans(string)),
  ...all(
    '.isSorted .includes',
    goesThrough(() => bool),
  ),
  ...all(
    '.indexOf .lastIndexOf',
    goesThrough(() => int),
  ),
  ...all('.sum .max .min', goesThrough(elementType)),
  ...all('.distinct', distinct),
  ...all('sets.contains sets.intersects', sets(1)),
  ...all('sets.equivalent', sets(2)),
  ...all('optional.of', first => ({ cost: 1, type: plainType('optional', first.type) })),
  ...all('.value .orValue', ofElement),
  ...all('.or', ({ type }) => ({ cost: 1, type })),
  ...all('url', first => ({ cost: traversal(first.size), type: plainType('url'), size: first.size })),
  ...all('.getScheme .getHost .getHostname .getPort .getEscapedPath', answers(string)),
  ...all('.getQuery', answers(plainType('map', strings))),
  ...all('ip', scans(plainType('ip'))),
  ...all('.ip', answers(plainType('ip'))),
  ...all('cidr', scans(plainType('cidr'))),
  ...all('.masked', answers(plainType('cidr'))),
  ...all('isIP isCIDR isQuantity isSemver', scans(bool)),
  ...all('ip.isCanonical', scans(bool, 2)),
  ...all('.family .prefixLength', answers(int)),
  ...all('.isUnspecified .isLoopback .isLinkLocalMulticast .isLinkLocalUnicast .isGlobalUnicast', answers(bool)),
  ...all('.containsIP', containsAddress(4)),
  ...all('.containsCIDR', containsAddress(7)),
  ...all('quantity', scans(plainType('quantity'))),
  ...all('semver', scans(plainType('semver'))),
  ...all('.add .sub', ({ type }) => ({ cost: 1, type })),
  ...all('.sign .asInteger .compareTo .major .minor .patch', answers(int)),
  ...all('.asApproximateFloat', answers(plainType('double'))),
  ...all('.isInteger .isGreaterThan .isLessThan', answers(bool)),
  ...all('.validate', (_, text) => ({
    cost: 32 * traversal(text?.size ?? 0),
    type: plainType('optional', strings),
  })),
])

/** Names that are of functions as a whole, though they look like methods. */
const libraries: ReadonlySet<string> = new Set(['sets', 'optional', 'ip', 'strings', 'format'])

export function isLibrary(name: string): boolean {
  return libraries.has(name)
}

export function call(name: string, given: readonly Given[]): Answer {
  const [first, second, third] = given
  const known = functions.get(name)
  if (name.startsWith('format.')) return { cost: 1, type: plainType('format') }
  if (name === 'optional.none') return { cost: 1, type: plainType('optional', unknownType) }
  return known && first ? known(first, second, third) : { cost: 1, type: unknownType }
}
