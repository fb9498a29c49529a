import type { DraftShape, DraftType } from './draft.js'
import { factsKey } from './facts.js'

/**
 * A short hash of what each shape is, prose and names aside: the same in two runs exactly if nothing about it changed, however deep.
 * `shapes` have those that a shape holds before it, which is the order of their discovery.
 */
export function structuresOf(shapes: readonly DraftShape[]): Map<DraftShape, string> {
  const structures = new Map<DraftShape, string>()
  const keyOf = (type: DraftType): string => {
    switch (type.kind) {
      case 'nullable':
        return `${keyOf(type.of)}?`
      case 'array':
        return `[${type.listType}${type.keys.length > 0 ? JSON.stringify(type.keys) : ''}${keyOf(type.items)}]`
      case 'map':
        return `{${type.atomic ? 'atomic' : ''}${keyOf(type.values)}}`
      case 'shape':
        return `#${structures.get(type.shape) ?? ''}${type.atomic ? 'atomic' : ''}`
      case 'string':
      case 'number':
      case 'boolean':
        return type.kind
      default:
        return JSON.stringify(type)
    }
  }
  for (const shape of shapes) {
    const parts = shape.properties.map(({ name, type, required, facts }) => {
      return `${JSON.stringify(name)}${required ? '!' : ':'}${keyOf(type)}${factsKey(facts)}`
    })
    const { kind, extra, choices, facts } = shape
    const others = `${kind}${choices ? JSON.stringify(choices) : ''}${factsKey(facts)}`
    const text = `${parts.sort().join('\n')}\n${extra ? keyOf(extra) : ''}${others}`
    structures.set(shape, hash(text))
  }
  return structures
}

/** FNV-1a: there are some thousands of these, they tell the few shapes of a folder apart, and nothing is trusted to them. */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return (value >>> 0).toString(16).padStart(8, '0')
}
