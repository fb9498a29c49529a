import { PRINT_WIDTH } from './layout.js'
import { width } from './text.js'

/**
 * JSON as Prettier lays it out. A list stands in one line where it fits and is none of lists; `before` and `after` are the columns of what
 * else is in that line.
 */
export function layoutJson(value: unknown, indent = '', before = 0, after = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map((item, index) => layoutJson(item, inner, inner.length, index < value.length - 1 ? 1 : 0))
    const line = `[${items.join(', ')}]`
    const isTable = value.length > 1 && value.every(item => Array.isArray(item) && item.length > 1)
    if (!isTable && !line.includes('\n') && before + width(line) + after <= PRINT_WIDTH) return line
    return `[\n${items.map(item => `${inner}${item}`).join(',\n')}\n${indent}]`
  }
  const known = laidOut.get(value)
  if (known?.indent === indent) return known.text
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, each], index) => {
    const head = `${inner}${JSON.stringify(key)}: `
    const before = Array.isArray(each) ? width(head) : 0
    return `${head}${layoutJson(each, inner, before, index < entries.length - 1 ? 1 : 0)}`
  })
  const text = `{\n${lines.join(',\n')}\n${indent}}`
  if (text.length > longText) laidOut.set(value, { indent, text })
  return text
}

/** A process that goes on lays out the same large objects again and again; nobody changes one. */
const laidOut = new WeakMap<object, { readonly indent: string; readonly text: string }>()

const longText = 1000
