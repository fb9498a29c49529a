/** Objects of which some properties go together and others do not: types of the runtime around an object type. */

import type { ChoiceModel, ResourceModel, ShapeModel, VariantProperty, View } from '../model/resource-model.js'
import { layoutApplied, PRINT_WIDTH } from './layout.js'
import type { ResolveType } from './shapes.js'
import { literal, numberLiteral, propertyName, width } from './text.js'
import { literalType, unionType, type TypeNode } from './type-node.js'

/** Types of the runtime that say what goes together. */
export type ChoiceType = 'ExactlyOne' | 'AtLeastOne' | 'AtMostOne' | 'Alternatives'

const types = {
  'exactly-one': 'ExactlyOne',
  'at-least-one': 'AtLeastOne',
  'at-most-one': 'AtMostOne',
} as const satisfies Record<Extract<ChoiceModel, { kind: 'count' }>['choose'], ChoiceType>

export interface ChoiceLayout {
  readonly holder: ShapeModel | ResourceModel
  readonly view: View
  readonly resolve: ResolveType
  readonly runtime: (name: ChoiceType) => string
  /** The members of the object type, each with its newline. */
  readonly members: (indent: number) => readonly string[]
}

/** `export type Name = ...;` of an object that has choices. */
export function layoutChoices(name: string, layout: ChoiceLayout): string {
  const head = `export type ${name} =`
  const choices = layout.holder.choices?.[layout.view] ?? []
  const type = layoutNested(layout, choices, 0)
  const [firstLine = ''] = type.split('\n', 1)
  if (width(`${head} ${firstLine}`) <= PRINT_WIDTH) return `${head} ${type};\n`
  return `${head}\n  ${layoutNested(layout, choices, 2)};\n`
}

/** The last choice is the outermost. */
function layoutNested(layout: ChoiceLayout, choices: readonly ChoiceModel[], indent: number): string {
  const choice = choices.at(-1)
  if (!choice) return `{\n${layout.members(indent + 2).join('')}${' '.repeat(indent)}}`
  const rest = choices.slice(0, -1)
  const name = layout.runtime(choice.kind === 'count' ? types[choice.choose] : 'Alternatives')
  if (choice.kind === 'count' && rest.length === 0 && isAboutAll(choice.properties, layout)) {
    return `${name}<${layoutNested(layout, rest, indent)}>`
  }
  const second =
    choice.kind === 'count'
      ? names(choice.properties, layout)
      : unionType(choice.variants.map(each => variant(each, layout)))
  return layoutApplied(name, layoutNested(layout, rest, indent + 2), second, indent)
}

function isAboutAll(properties: readonly string[], { holder }: ChoiceLayout): boolean {
  return holder.kind === 'shape' && !holder.extra && properties.length === holder.properties.length
}

function names(chosen: readonly string[], { holder }: ChoiceLayout): TypeNode {
  const ordered = holder.properties.filter(({ name }) => chosen.includes(name))
  return literalType(ordered.map(({ name }) => name))
}

function variant(told: readonly VariantProperty[], { holder, view, resolve }: ChoiceLayout): TypeNode {
  const members = holder.properties.flatMap(({ name, type: all }) => {
    const { presence, values } = told.find(each => each.name === name) ?? {}
    if (!presence) return []
    const type: TypeNode =
      presence === 'absent'
        ? { kind: 'keyword', text: 'never' }
        : values
          ? unionType(values.map(value))
          : resolve(all, view)
    return { head: propertyName(name) + (presence === 'required' ? '' : '?'), type }
  })
  return { kind: 'object', members }
}

function value(each: string | number | boolean | null): TypeNode {
  if (typeof each === 'string') return { kind: 'literal', text: literal(each) }
  if (typeof each === 'number') return { kind: 'literal', text: numberLiteral(each) }
  return { kind: 'keyword', text: String(each) }
}
