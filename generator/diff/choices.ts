import type { ChoiceModel, PropertyModel, ShapeModel, TypeModel } from '../model/resource-model.js'

type View = 'type' | 'input' | 'apply'

/** What choices are about. */
export interface ChoiceHolder {
  readonly properties: readonly PropertyModel[]
  readonly choices?: ShapeModel['choices']
}

/**
 * Whether every object that one shape takes, in one view, has also made the choices of the other: those that ask for less than what was
 * chosen already, or for what has to be there anyway. Where this is not seen, the answer is no.
 */
export function choicesFollow(given: ChoiceHolder, givenView: View, asked: ChoiceHolder, askedView: View): boolean {
  const made = given.choices?.[givenView] ?? []
  const presence = new Map(given.properties.map(property => [property.name, property.presence[givenView]]))
  return (asked.choices?.[askedView] ?? []).every(choice => follows(choice, made, presence))
}

/** The type of a property as it is read, with the values that some variant has. */
export function typeAsChosen({ choices }: ChoiceHolder, { name: property, type }: PropertyModel): TypeModel {
  return (choices?.type ?? []).reduce((left, choice) => {
    const said =
      choice.kind === 'variants' ? choice.variants.map(each => each.find(({ name }) => name === property)) : []
    const there = said.filter(each => each?.presence !== 'absent').map(each => each?.values)
    const isAny = there.some(values => values === undefined)
    return isAny || there.length === 0 ? left : withValues(left, new Set(there.flatMap(values => values ?? [])))
  }, type)
}

function withValues(type: TypeModel, values: ReadonlySet<string | number | boolean | null>): TypeModel {
  switch (type.kind) {
    case 'nullable':
      return { ...type, of: withValues(type.of, values) }
    case 'enum':
      return { ...type, values: type.values.filter(value => values.has(value)) }
    case 'string':
    case 'number':
    case 'boolean':
    case 'int-or-string':
      return { kind: 'enum', values: [...values].filter(value => value !== null) }
    default:
      return type
  }
}

/** Whether none of the variants that there are has a property. */
export function isNeverChosen({ choices }: ChoiceHolder, property: string): boolean {
  return (choices?.type ?? []).some(
    choice =>
      choice.kind === 'variants' &&
      choice.variants.every(variant =>
        variant.some(({ name, presence }) => name === property && presence === 'absent'),
      ),
  )
}

type Presences = ReadonlyMap<string, boolean | 'omitted'>

function follows(choice: ChoiceModel, made: readonly ChoiceModel[], presence: Presences): boolean {
  if (choice.kind === 'variants') {
    const allowed = new Set(choice.variants.map(variant => JSON.stringify(variant)))
    return made.some(each => each.kind === 'variants' && each.variants.every(one => allowed.has(JSON.stringify(one))))
  }
  // Objects have none of the fields that they do not know.
  const names = choice.properties.filter(name => presence.has(name))
  const counts = made.filter(each => each.kind === 'count')
  const hasOne =
    names.some(name => presence.get(name) === true) ||
    counts.some(each => each.choose !== 'at-most-one' && each.properties.every(name => names.includes(name)))
  const hasNoTwo =
    names.length < 2 ||
    counts.some(each => each.choose !== 'at-least-one' && names.every(name => each.properties.includes(name)))
  return (choice.choose === 'at-most-one' || hasOne) && (choice.choose === 'at-least-one' || hasNoTwo)
}
