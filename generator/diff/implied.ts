import { canonical } from '../crd/canonical.js'
import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { combinationsOf } from '../model/cover.js'
import { formulasOf, holds, propertiesOf, type Formula, type Scalar, type State } from '../model/formula.js'
import { ruleFormula } from '../model/rule-formula.js'

/** Of more combinations of fields and values than this, it is not looked at each. */
const mostCombinations = 4096

/** What a schema asks of an object, made of the properties that may be spoken of. */
export type ReadFormulas = (spoken: ReadonlySet<string>) => readonly Formula[]

/**
 * Whether every object that was good before has what is asked of it now: each combination of fields and values that the old schema
 * allows is looked at. Where there are too many, or where something cannot be told, the answer is no.
 */
export function isImplied(read: ReadFormulas, before: JsonSchemaProps, after: JsonSchemaProps): boolean {
  const spoken = spokenOf(before, after)
  const asked: Formula = { kind: 'all', of: read(spoken) }
  const names = new Set(propertiesOf(asked).keys())
  if (names.size === 0) return false
  const rules = before['x-kubernetes-validations'] ?? []
  const kept: Formula = {
    kind: 'all',
    of: [...formulasOf(before, spoken, false), ...rules.map(rule => ruleFormula(rule, spoken))].filter(formula =>
      [...propertiesOf(formula).keys()].some(name => names.has(name)),
    ),
  }
  const told = [...propertiesOf({ kind: 'all', of: [asked, kept] })]
  const states = told.map(([name, values]) => statesOf(name, values, before))
  if (states.reduce((product, { length }) => product * length, 1) > mostCombinations) return false
  const indexes = new Map(told.map(([name], index) => [name, index]))
  return combinationsOf(states).every(chosen => {
    const stateOf = (name: string) => chosen[indexes.get(name) ?? -1]
    return holds(kept, stateOf) === false || holds(asked, stateOf) === true
  })
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

function isPlain({ type, nullable }: JsonSchemaProps): boolean {
  return type !== undefined && nullable !== true
}

function statesOf(name: string, told: ReadonlySet<Scalar>, { properties, required = [] }: JsonSchemaProps): State[] {
  const { enum: known, default: filledIn } = properties?.[name] ?? {}
  const values = [...told].filter(value => known?.includes(value) !== false)
  const isThere = required.includes(name) || filledIn !== undefined
  return [
    ...values.map(value => ({ value })),
    ...(known && known.length === values.length ? [] : (['present'] as const)),
    ...(isThere ? [] : (['absent'] as const)),
  ]
}
