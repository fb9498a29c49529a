import type { PropertyModel, ShapeModel, TypeModel } from '../model/resource-model.js'

/** What choices are about. */
export interface ChoiceHolder {
  readonly properties: readonly PropertyModel[]
  readonly choices?: ShapeModel['choices']
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
      return values.has(null) ? { ...type, of: withValues(type.of, values) } : withValues(type.of, values)
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
