import { canonical, canonicalSchema } from '../crd/canonical.js'
import type { JsonSchemaProps, Json } from '../crd/custom-resource-definition.js'
import { celTypeOf } from '../crd/cel-types.js'
import { isList } from '../crd/field.js'
import { numberText } from '../crd/number-text.js'
import { isFilledIn } from '../model/facts.js'
import { formulasOf } from '../model/formula-reader.js'
import type { AlternativeArea, LimitArea } from './change-code.js'
import { Implication } from './implied.js'
import { isMetBefore, isWithinBefore } from './met-limits.js'
import { compareRules } from './rules.js'
import { change, type Change, type Stored } from './schema-diff.js'
import type { Becomes } from './spoken-of.js'

/** What is around a schema, as far as it matters to what changed in it. */
export interface Surroundings {
  /** What becomes of a null that may not be. */
  readonly nulls: Stored
  /** Whether a server keeps more than the schema names. */
  readonly isOpen: boolean
  /** Whether a rule says what goes with the value, which it reads or compares in another way. */
  readonly isSpokenOf: (becomes: Becomes) => boolean
}

/** What changed in a schema itself, not in the schemas within it. */
export function compareKeywords(
  before: JsonSchemaProps,
  after: JsonSchemaProps,
  { nulls, isOpen, isSpokenOf }: Surroundings,
): Change[] {
  const implied = new Implication(before, after)
  return [
    ...compareEnums(before, after),
    ...lowerLimits.flatMap(keyword => compareLimit(keyword, before, after, isOpen, (was, is) => is > was)),
    ...upperLimits.flatMap(keyword => compareLimit(keyword, before, after, isOpen, (was, is) => is < was)),
    ...compareLimit('multipleOf', before, after, isOpen, (was, is) => !isMultiple(was, is)),
    ...compareSwitch('exclusiveMinimum', before, after, isWithinBefore('minimum', before, after)),
    ...compareSwitch('exclusiveMaximum', before, after, isWithinBefore('maximum', before, after)),
    ...compareSwitch('uniqueItems', before, after, false),
    ...compareWord('pattern', before.pattern, after.pattern, true),
    ...compareFormats(before, after, isSpokenOf),
    ...compareNullable(before, after, nulls),
    ...compareExtensions(before, after, isSpokenOf),
    ...compareJunctors(before, after, implied),
    ...compareRules(before, after, implied),
  ]
}

/** What a server reads as the type of a value. */
export function typeOf(schema: JsonSchemaProps): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'int-or-string'
  return schema.type ?? (schema.properties ? 'object' : 'anything')
}

/** Nothing where the type is the same. Values of a wider one take in all that the old one had. */
export function compareTypeNames(before: JsonSchemaProps, after: JsonSchemaProps): Change | undefined {
  const [was, is] = [typeOf(before), typeOf(after)]
  if (was === is) return undefined
  const isWider = is === 'anything' || wider.get(was)?.includes(is) === true
  return isWider
    ? change('type/widened', `its type is ${is}, was ${was}`)
    : change('type/changed', `its type is ${is}, was ${was}`, 'refused')
}

const wider: ReadonlyMap<string, readonly string[]> = new Map([
  ['integer', ['number', 'int-or-string']],
  ['string', ['int-or-string']],
])

/** A default of null is none for the server. */
export function defaultOf({ default: value }: JsonSchemaProps): Json | undefined {
  return value === null ? undefined : value
}

const lowerLimits = ['minimum', 'minLength', 'minItems', 'minProperties'] as const
const upperLimits = ['maximum', 'maxLength', 'maxItems', 'maxProperties'] as const
export type Limit = (typeof lowerLimits)[number] | (typeof upperLimits)[number] | 'multipleOf'

function compareLimit(
  keyword: Limit,
  before: JsonSchemaProps,
  after: JsonSchemaProps,
  isOpen: boolean,
  isTighter: (was: number, is: number) => boolean,
): Change[] {
  const [was, is] = [before[keyword], after[keyword]]
  if (was === is) return []
  const tightened = is !== undefined && (was === undefined || isTighter(was, is))
  const found = limitChange(keyword, tightened, said(keyword, was, is))
  const isMet = tightened && isMetBefore(keyword, before, after, isOpen)
  return [isMet ? met(found) : found]
}

/** As a server reckons: with fractions in floating point, and of whole numbers with the whole part of what they should be a multiple of. */
function isMultiple(was: number, is: number): boolean {
  const quotient = is < 1 ? (1 / is) * was : was / is
  const rounded = Math.round(quotient)
  const [wasWhole, isWhole] = [Math.trunc(was), Math.trunc(is)]
  return Math.abs(quotient - rounded) < 1e-9 * rounded && (wasWhole === 0 || wasWhole % isWhole === 0)
}

function compareSwitch(
  keyword: 'exclusiveMinimum' | 'exclusiveMaximum' | 'uniqueItems',
  before: JsonSchemaProps,
  after: JsonSchemaProps,
  isMet: boolean,
): Change[] {
  const [was, is] = [before[keyword] === true, after[keyword] === true]
  if (was === is) return []
  const found = limitChange(keyword, is, `${keyword} is ${is}, was ${was}`)
  return [is && isMet ? met(found) : found]
}

function met({ code, message }: Change): Change {
  return change(code, `${message}: nothing valid goes beyond it`)
}

function compareWord(keyword: string, was: string | undefined, is: string | undefined, isChecked: boolean): Change[] {
  return was === is ? [] : [limitChange(keyword, is !== undefined && isChecked, said(keyword, was, is))]
}

function compareFormats(
  before: JsonSchemaProps,
  after: JsonSchemaProps,
  isSpokenOf: Surroundings['isSpokenOf'],
): Change[] {
  const found = compareWord('format', before.format, after.format, isChecked(before.format, after.format))
  const [was, is] = [before, after].map(schema => celTypeOf(schema, false)?.kind)
  // Of two times the same one may be written in two ways, of which no text is the other.
  const isReadOtherwise = was !== is && isSpokenOf('of-another-type')
  return isReadOtherwise
    ? found.map(({ code, message }) => change(code, `${message}: rules read it as another type`, 'refused'))
    : found
}

function limitChange(keyword: string, tightened: boolean, message: string): Change {
  const area = keyword.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`) as LimitArea
  return tightened ? change(`${area}/tightened`, message, 'refused') : change(`${area}/loosened`, message)
}

function said(name: string, was: unknown, is: unknown): string {
  if (was === undefined) return `${name} is ${textOf(is)}, there was none`
  if (is === undefined) return `${name} is gone, was ${textOf(was)}`
  return `${name} is ${textOf(is)}, was ${textOf(was)}`
}

function textOf(value: unknown): string {
  return typeof value === 'number' ? numberText(value) : JSON.stringify(value)
}

/** A server passes over the others. */
const checkedFormats: ReadonlySet<string> = new Set(
  (
    'bsonobjectid uri email hostname ipv4 ipv6 cidr mac uuid uuid3 uuid4 uuid5 isbn isbn10 isbn13 creditcard ssn hexcolor ' +
    'rgbcolor byte password date duration datetime date-time int32 int64 float double k8s-short-name k8s-long-name'
  ).split(' '),
)

function isChecked(was: string | undefined, is: string | undefined): boolean {
  if ((was === 'int32' && is === 'int64') || (was === 'float' && is === 'double')) return false
  return is !== undefined && checkedFormats.has(is)
}

function compareEnums({ enum: before }: JsonSchemaProps, { enum: after }: JsonSchemaProps): Change[] {
  if (!before && !after) return []
  const list = (values: readonly Json[]) => values.map(textOf).join(', ')
  if (!before) return [change('enum/introduced', `only ${list(after ?? [])} is allowed, anything was`, 'refused')]
  if (!after) return [change('enum/lifted', `anything is allowed, only ${list(before)} was`)]
  const known = new Set(before.map(canonical))
  const kept = new Set(after.map(canonical))
  const added = after.filter(value => !known.has(canonical(value)))
  const removed = before.filter(value => !kept.has(canonical(value)))
  return [
    ...(removed.length > 0 ? [change('enum/value-removed', `${list(removed)} is no longer allowed`, 'refused')] : []),
    ...(added.length > 0 ? [change('enum/value-added', `${list(added)} is allowed as well`)] : []),
  ]
}

/** `unfit` is what becomes of a null that may not be. */
function compareNullable(before: JsonSchemaProps, after: JsonSchemaProps, unfit: Stored): Change[] {
  const [was, is] = [before.nullable === true, after.nullable === true]
  if (was === is) return []
  return [
    is
      ? change('nullable/allowed', 'null is allowed')
      : change('nullable/forbidden', 'null is no longer allowed', unfit),
  ]
}

function compareExtensions(
  before: JsonSchemaProps,
  after: JsonSchemaProps,
  isSpokenOf: Surroundings['isSpokenOf'],
): Change[] {
  const changes: Change[] = []
  const [was, is] = [before, after].map(schema => schema['x-kubernetes-embedded-resource'] === true)
  if (was !== is) {
    changes.push(
      is
        ? change('embedded-resource/added', 'it has to be a whole object, with apiVersion and kind', 'refused')
        : change(
            'embedded-resource/removed',
            'it need not be a whole object',
            after['x-kubernetes-preserve-unknown-fields'] === true ? 'valid' : 'dropped',
          ),
    )
  }
  return [...changes, ...compareMerging(before, after, isSpokenOf)]
}

function compareMerging(
  before: JsonSchemaProps,
  after: JsonSchemaProps,
  isSpokenOf: Surroundings['isSpokenOf'],
): Change[] {
  const changes: Change[] = []
  const [wasList, isList] = [listTypeOf(before), listTypeOf(after)]
  if (wasList !== isList) {
    // Of sets it does not matter which comes first, nor of items that have keys.
    const stored = isList === 'atomic' && !isSpokenOf('compared-another-way') ? 'valid' : 'refused'
    const how = { atomic: 'replaced as a whole', set: 'merged as a set', map: 'merged by the keys of its items' }[
      isList
    ]
    changes.push(
      change('list-type/changed', `its list type is ${isList}, was ${wasList}: an apply has it ${how}`, stored),
    )
  }
  const [wasKeys = '', isKeys = ''] = [before, after].map(keys => (keys['x-kubernetes-list-map-keys'] ?? []).join(', '))
  if (wasKeys !== isKeys && wasList === 'map' && isList === 'map') {
    changes.push(
      change('list-map-keys/changed', `its items are told apart by ${isKeys}, were by ${wasKeys}`, 'refused'),
    )
  }
  const [wasMap, isMap] = [before, after].map(schema => schema['x-kubernetes-map-type'] ?? 'granular')
  if (wasMap !== isMap) {
    const how = isMap === 'atomic' ? 'replaced as a whole' : 'merged by its keys'
    changes.push(change('map-type/changed', `its map type is ${isMap}, was ${wasMap}: an apply has it ${how}`))
  }
  return changes
}

function listTypeOf(schema: JsonSchemaProps): 'atomic' | 'set' | 'map' {
  return schema['x-kubernetes-list-type'] ?? 'atomic'
}

function compareJunctors(before: JsonSchemaProps, after: JsonSchemaProps, implied: Implication): Change[] {
  return (['allOf', 'anyOf', 'oneOf', 'not'] as const).flatMap(keyword => {
    const [was, is] = [parts(before[keyword]), parts(after[keyword])]
    if (areSame(was, is)) return []
    const [known, kept] = [new Set(was), new Set(is)]
    const area = keyword.replace('Of', '-of') as AlternativeArea
    if (is.length === 0) return [change(`${area}/loosened`, `${keyword} is gone`)]
    // Fewer that must all hold, or more of which one must, refuse nothing that was good.
    const isKept = was.length > 0 && was.every(part => kept.has(part))
    // Of alternatives of which one has to hold, none may be there twice.
    const areDistinct = known.size === was.length && kept.size === is.length
    const isLooser =
      (keyword === 'allOf' && is.every(part => known.has(part))) ||
      (keyword === 'anyOf' && isKept) ||
      (keyword === 'oneOf' &&
        isKept &&
        areDistinct &&
        addedOf(before, after).every(each => neverHeld(each, before, after))) ||
      implied.includes(spoken => formulasOf({ [keyword]: after[keyword] }, spoken, false))
    if (isLooser) {
      const message = was.length === 0 ? `${keyword} is new, and refuses nothing` : `${keyword} allows more`
      return [change(`${area}/loosened`, message)]
    }
    return [change(`${area}/changed`, was.length === 0 ? `${keyword} is new` : `${keyword} changed`, 'refused')]
  })
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false
  const sorted = others.toSorted()
  return some.toSorted().every((part, index) => part === sorted[index])
}

function addedOf({ oneOf: before = [] }: JsonSchemaProps, { oneOf: after = [] }: JsonSchemaProps): JsonSchemaProps[] {
  const known = new Set(before.map(canonicalSchema))
  return after.filter(schema => !known.has(canonicalSchema(schema)))
}

/** An alternative that asks for a field that no object had. */
function neverHeld({ required = [] }: JsonSchemaProps, before: JsonSchemaProps, after: JsonSchemaProps): boolean {
  const isOpen = before['x-kubernetes-preserve-unknown-fields'] === true || Boolean(before.additionalProperties)
  return !isOpen && required.some(name => !Object.hasOwn(before.properties ?? {}, name) && !isFilledIn(after, name))
}

function parts(junctor: JsonSchemaProps | readonly JsonSchemaProps[] | undefined): string[] {
  if (!junctor) return []
  return (isList(junctor) ? junctor : [junctor]).map(canonicalSchema)
}
