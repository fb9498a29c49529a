import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { compareText } from '../diagnostic.js'
import { Component, type Variable } from './choice-component.js'
import type { DraftProperty, DraftType } from './draft.js'
import { Effort } from './effort.js'
import { formulasOf, isScalar } from './formula-reader.js'
import { propertiesOf, restOf, unknown, type Formula, type Scalar } from './formula.js'
import { inheritedMembers } from './reserved-names.js'
import type { ChoiceModel, View } from './resource-model.js'
import { ruleFormula } from './rule-formula.js'

/** Which properties of a shape go together, in each view. */
export type Choices = { readonly [view in View]: readonly ChoiceModel[] }

/** How often something is asked of a formula or a property, for one schema: a union of 16 members takes up to four fifths of it. */
const mostEffort = 500_000
/** The same for all schemas of an API group. Of real groups, none takes a tenth of it. */
const mostEffortOfGroup = 1_000_000
/** The same for a run, which is some seconds. 524 definitions of 53 projects take a tenth of it together. */
const mostEffortOfRun = 3_000_000

/** What a run may still spend on alternatives. Where nothing is left, there is no telling what else would be said. */
export function effortOfRun(): Effort {
  return new Effort(mostEffortOfRun)
}

/**
 * What is remembered from one schema to the next, in all versions of an API group: the same ones stand in many places. Where there is no effort
 * left, the types of the schemas that are read last are wider than they could be. This must not hang on other groups, which a run may leave
 * as they are.
 */
export class KnownChoices {
  readonly found = new Map<string, Found>()
  readonly effort: Effort

  constructor(effort: Effort) {
    this.effort = new Effort(mostEffortOfGroup, effort)
  }
}

export interface Found {
  readonly choices?: Choices
  /** What has to be there in any case. */
  readonly required: readonly string[]
  /** Whether nothing is said beside these. */
  readonly isComplete: boolean
}

const nothing: Found = { required: [], isComplete: true }

/**
 * What the alternatives and the rules of a schema say of the properties of its object: each choice has to be made.
 */
export function choicesOf(
  schema: JsonSchemaProps,
  declared: readonly DraftProperty[],
  isClosed: boolean,
  known: KnownChoices,
): Found {
  if (!chooses.some(keyword => schema[keyword] !== undefined)) return nothing
  const properties = declared.filter(({ name }) => !inheritedMembers.has(name))
  const isAll = isClosed && properties.length === declared.length
  const nullable = properties.filter(({ name }) => schema.properties?.[name]?.nullable === true)
  const structural = formulasOf(schema, namesOf(properties), isAll, namesOf(nullable)).flatMap(simplified)
  // To a rule, a property that is null is not there.
  const spoken = namesOf(properties.filter(({ type }) => type.kind !== 'nullable' && type.kind !== 'unknown'))
  const rules = (schema['x-kubernetes-validations'] ?? [])
    .map(rule => ruleFormula(rule, schema, spoken))
    .flatMap(simplified)
    .filter(formula => formula !== unknown)
  if (structural.length + rules.length === 0) return nothing

  // By the alphabet, so that the same alternatives come out of a schema in any order.
  const ordered = [...properties].sort((a, b) => compareText(a.name, b.name))
  const variables = ordered.map(({ name, type, required, defaulted }): Variable => {
    const value = defaulted ? schema.properties?.[name]?.default : undefined
    return {
      name,
      required,
      defaulted,
      ...valuesOf(type),
      ...(isScalar(value ?? null) && { default: value as Scalar }),
    }
  })
  const key = JSON.stringify([structural, rules, variables])
  const found = known.found.get(key) ?? settle(structural, rules, variables, new Effort(mostEffort, known.effort))
  known.found.set(key, found)
  return found
}

/** Without what is so in any case; nothing of what never is. */
function simplified(formula: Formula): readonly Formula[] {
  const rest = restOf(formula, () => undefined)
  return rest === true ? [] : [rest || { kind: 'any', of: [] }]
}

function namesOf(properties: readonly DraftProperty[]): ReadonlySet<string> {
  return new Set(properties.map(({ name }) => name))
}

function valuesOf(type: DraftType): Pick<Variable, 'values' | 'isOpen'> {
  switch (type.kind) {
    case 'nullable': {
      const { values, isOpen } = valuesOf(type.of)
      return { isOpen, ...(values && { values: [...values, null] }) }
    }
    case 'enum':
      return { isOpen: false, values: type.values }
    case 'boolean':
      return { isOpen: false, values: [true, false] }
    default:
      return { isOpen: type.kind === 'string' || type.kind === 'number' || type.kind === 'int-or-string' }
  }
}

/** What has to be there in each variant has to be there: the variants are then about the rest. */
function settle(
  structural: readonly Formula[],
  rules: readonly Formula[],
  variables: readonly Variable[],
  effort: Effort,
): Found {
  const found = decide(structural, rules, variables, effort)
  const asked = new Set(found.required)
  const isNew = ({ name, required }: Variable) => !required && asked.has(name)
  if (!variables.some(isNew)) return found
  const settled = variables.map(each => (isNew(each) ? { ...each, required: true } : each))
  const rest = settle(structural, rules, settled, effort)
  return { ...rest, required: [...found.required, ...rest.required] }
}

function decide(
  structural: readonly Formula[],
  rules: readonly Formula[],
  variables: readonly Variable[],
  effort: Effort,
): Found {
  let isComplete = true
  const byName = new Map(variables.map(variable => [variable.name, variable]))
  const areRules = new Set(rules)
  /** What is too much with the rules may be said without them. */
  const saidIn = (view: View, formulas: readonly Formula[]): ChoiceModel[] =>
    connected(formulas).flatMap(component => {
      const part = new Component(component, byName, effort)
      const answer = part.choice(view)
      const withoutRules = component.filter(formula => !areRules.has(formula))
      const isTooMuch = answer === 'too much'
      if (isTooMuch && withoutRules.length < component.length) return saidIn(view, withoutRules)
      if (withoutRules.length > 0 && (isTooMuch || !part.isExact)) isComplete = false
      return typeof answer === 'object' ? answer : []
    })
  const all = [...structural, ...rules]
  const type = joined(saidIn('type', all))
  const input = variables.some(({ defaulted }) => defaulted) ? joined(saidIn('input', all)) : type
  const choices: Choices = { type, input, apply: joined(saidIn('apply', all)) }
  const required = choices.input.flatMap(requiredIn)
  const isEmpty = choices.type.length + choices.input.length + choices.apply.length === 0
  return { required, isComplete, ...(isEmpty ? {} : { choices }) }
}

/** What leaves no choice is said together: that a property is never there, or has one value. */
function joined(choices: readonly ChoiceModel[]): readonly ChoiceModel[] {
  const certain = choices.flatMap(choice =>
    choice.kind === 'variants' && choice.variants.length === 1 ? choice.variants : [],
  )
  if (certain.length < 2) return choices
  const others = choices.filter(choice => choice.kind === 'count' || choice.variants.length > 1)
  return [{ kind: 'variants', variants: [certain.flat()] }, ...others]
}

const chooses = [
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'minProperties',
  'maxProperties',
  'x-kubernetes-validations',
] as const

/** The properties that every variant has. */
function requiredIn(answer: ChoiceModel): string[] {
  if (answer.kind !== 'variants') return []
  const [first = [], ...others] = answer.variants.map(variant =>
    variant.filter(({ presence }) => presence === 'required').map(({ name }) => name),
  )
  return first.filter(name => others.every(names => names.includes(name)))
}

/** Formulas that share properties are one choice. By the alphabet, like all here. */
function connected(formulas: readonly Formula[]): Formula[][] {
  const namesOf = new Map(formulas.map(formula => [formula, [...propertiesOf(formula).keys()]]))
  const about = new Map<string, Formula[]>()
  for (const [formula, names] of namesOf) {
    for (const name of names) {
      const others = about.get(name)
      if (others) others.push(formula)
      else about.set(name, [formula])
    }
  }
  const left = new Set(namesOf.keys())
  const components: { readonly first: string; readonly formulas: Formula[] }[] = []
  for (const start of left) {
    left.delete(start)
    const found = [start]
    const names: string[] = []
    // Grows as it goes; what is about a property is looked for once.
    for (const formula of found) {
      for (const name of namesOf.get(formula) ?? []) {
        names.push(name)
        for (const other of about.get(name) ?? []) if (left.delete(other)) found.push(other)
        about.delete(name)
      }
    }
    components.push({ first: names.sort()[0] ?? '', formulas: found })
  }
  return components.sort((a, b) => compareText(a.first, b.first)).map(component => component.formulas)
}
