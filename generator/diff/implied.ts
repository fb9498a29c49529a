import { canonical } from '../crd/canonical.js'
import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { combinationsOf } from '../model/cover.js'
import { isFilledIn } from '../model/facts.js'
import { formulasOf } from '../model/formula-reader.js'
import { holds, propertiesOf, type Formula, type Scalar, type State } from '../model/formula.js'
import { ruleFormula } from '../model/rule-formula.js'

/** How often a formula is asked for one combination of fields and values, in all that is asked of two schemas. */
const mostAnswers = 200_000

/** What a schema asks of an object, made of the properties that may be spoken of. */
export type ReadFormulas = (spoken: ReadonlySet<string>) => readonly Formula[]

/**
 * Knows what every object had that was good before a schema changed: each combination of fields and values that the old schema
 * allows is looked at. Where there are too many, or where something cannot be told, the answer is that objects need not have it.
 */
export class Implication {
  #spoken: ReadonlySet<string> | undefined
  #kept: readonly Formula[] | undefined
  #answersLeft = mostAnswers

  constructor(
    private readonly before: JsonSchemaProps,
    private readonly after: JsonSchemaProps,
  ) {}

  /** Whether it was so before, what is asked of objects now. */
  includes(read: ReadFormulas): boolean {
    this.#spoken ??= spokenOf(this.before, this.after)
    const asked: Formula = { kind: 'all', of: read(this.#spoken) }
    const names = new Set(propertiesOf(asked).keys())
    if (names.size === 0) return false
    this.#kept ??= keptBy(this.before, this.#spoken)
    if (this.#kept.length > this.#answersLeft) return false
    this.#answersLeft -= this.#kept.length
    const related = this.#kept.filter(formula => [...propertiesOf(formula).keys()].some(name => names.has(name)))
    return this.#follows(asked, { kind: 'all', of: related })
  }

  #follows(asked: Formula, kept: Formula & { readonly kind: 'all' }): boolean {
    const told = [...propertiesOf({ kind: 'all', of: [asked, kept] })]
    if (
      told.some(([, values]) => [...values].some(value => typeof value === 'number' && !Number.isSafeInteger(value)))
    ) {
      return false
    }
    const states = told.map(([name, values]) => statesOf(name, values, this.before))
    const answers = states.reduce((product, { length }) => product * length, kept.of.length + 1)
    if (answers > this.#answersLeft) return false
    this.#answersLeft -= answers
    const indexes = new Map(told.map(([name], index) => [name, index]))
    return combinationsOf(states).every(chosen => {
      const stateOf = (name: string) => chosen[indexes.get(name) ?? -1]
      return holds(kept, stateOf) === false || holds(asked, stateOf) === true
    })
  }
}

function keptBy(schema: JsonSchemaProps, spoken: ReadonlySet<string>): Formula[] {
  const rules = schema['x-kubernetes-validations'] ?? []
  return [...formulasOf(schema, spoken, false), ...rules.map(rule => ruleFormula(rule, schema, spoken))]
}

/** To a rule, a null is not there; and a server may fill in what an object was stored without. */
function spokenOf(
  { properties: before = {} }: JsonSchemaProps,
  { properties: after = {} }: JsonSchemaProps,
): Set<string> {
  const names = Object.keys(after).filter(name => {
    const [was, is] = [Object.hasOwn(before, name) ? before[name] : undefined, after[name]]
    return was && is && [was, is].every(isPlain) && canonical(was.default ?? null) === canonical(is.default ?? null)
  })
  return new Set(names)
}

/** A server finds a number in an enum where its whole part is there. */
function isPlain({ type, nullable }: JsonSchemaProps): boolean {
  return type !== undefined && type !== 'number' && nullable !== true
}

function statesOf(name: string, told: ReadonlySet<Scalar>, schema: JsonSchemaProps): State[] {
  const listed = schema.properties?.[name]?.enum
  const known = listed && new Set(listed)
  const values = [...told].filter(value => known?.has(value) !== false)
  const isThere = schema.required?.includes(name) === true || isFilledIn(schema, name)
  return [
    ...values.map(value => ({ value })),
    ...(known && known.size === values.length ? [] : (['present'] as const)),
    ...(isThere ? [] : (['absent'] as const)),
  ]
}
