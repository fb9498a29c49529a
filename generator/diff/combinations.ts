import { combinationsOf } from '../model/cover.js'
import type { ChoiceModel, PropertyModel, TypeModel, VariantProperty, View } from '../model/resource-model.js'
import type { ChoiceHolder } from './choices.js'

/** Of more combinations of fields and values than this, it is not looked at each. */
const mostCombinations = 4096

/**
 * Whether every object that one shape takes, in one view, has also made the choices of the other. Where there is too much to look at,
 * the answer is no.
 */
export function choicesFollow(given: ChoiceHolder, givenView: View, asked: ChoiceHolder, askedView: View): boolean {
  const made = given.choices?.[givenView] ?? []
  const properties = new Map(given.properties.map(property => [property.name, property]))
  return (asked.choices?.[askedView] ?? []).every(choice => {
    const about = connected(choice, made)
    const names = [...new Set(about.flatMap(namesIn))]
    const states = names.map(name => statesOf(properties.get(name), givenView, valuesIn(about, name)))
    if (states.reduce((product, { length }) => product * length, 1) > mostCombinations) return isMade(choice, made)
    const others = about.filter(each => each !== choice)
    return combinationsOf(states).every(chosen => {
      const one = new Map(chosen.map((state, index) => [names[index] ?? '', state]))
      return !others.every(each => holds(each, one)) || holds(choice, one)
    })
  })
}

/** What a field may be: absent, or one of the values that are told apart, or any other. */
type State = 'absent' | 'other' | { readonly value: Value }
type Value = string | number | boolean | null
type Combination = ReadonlyMap<string, State>

/** A choice with all that are about one of its fields, or about one of theirs. */
function connected(choice: ChoiceModel, made: readonly ChoiceModel[]): readonly ChoiceModel[] {
  const found = [choice]
  const names = new Set(namesIn(choice))
  for (let size = 0; size < found.length;) {
    size = found.length
    for (const each of made) {
      if (found.includes(each) || !namesIn(each).some(name => names.has(name))) continue
      found.push(each)
      for (const name of namesIn(each)) names.add(name)
    }
  }
  return found
}

function namesIn(choice: ChoiceModel): readonly string[] {
  return choice.kind === 'count' ? choice.properties : choice.variants.flat().map(({ name }) => name)
}

function valuesIn(choices: readonly ChoiceModel[], property: string): ReadonlySet<Value> {
  const variants = choices.flatMap(choice => (choice.kind === 'variants' ? choice.variants.flat() : []))
  return new Set(variants.flatMap(({ name, values }) => (name === property ? (values ?? []) : [])))
}

/** Objects have none of the fields that they do not know. */
function statesOf(property: PropertyModel | undefined, view: View, told: ReadonlySet<Value>): State[] {
  const presence = property?.presence[view] ?? 'omitted'
  if (!property || presence === 'omitted') return ['absent']
  const known = knownValues(property.type)
  const named = [...told].filter(value => known?.includes(value) !== false)
  const isMore = known === undefined || known.length > named.length
  return [
    ...named.map(value => ({ value })),
    ...(isMore ? (['other'] as const) : []),
    ...(presence ? [] : (['absent'] as const)),
  ]
}

function knownValues(type: TypeModel): readonly Value[] | undefined {
  if (type.kind === 'nullable') {
    const known = knownValues(type.of)
    return known && [...known, null]
  }
  return type.kind === 'enum' ? type.values : type.kind === 'boolean' ? [true, false] : undefined
}

function holds(choice: ChoiceModel, one: Combination): boolean {
  if (choice.kind === 'variants') return choice.variants.some(variant => variant.every(told => fits(told, one)))
  const there = choice.properties.filter(name => one.get(name) !== 'absent').length
  return (choice.choose === 'at-most-one' || there > 0) && (choice.choose === 'at-least-one' || there < 2)
}

function fits({ name, presence, values }: VariantProperty, one: Combination): boolean {
  const state = one.get(name) ?? 'absent'
  if (state === 'absent') return presence !== 'required'
  return presence !== 'absent' && (!values || (state !== 'other' && values.includes(state.value)))
}

/** Whether one of the choices that were made is the same. */
function isMade(choice: ChoiceModel, made: readonly ChoiceModel[]): boolean {
  return made.some(each => JSON.stringify(each) === JSON.stringify(choice))
}
