import type { Position, Report } from '../diagnostic.js'
import type { Document, SourceText, ValuePath } from './document.js'
import { findExcess, isModest } from './excess.js'
import type { Limits } from './limits.js'
import { parseValues } from './parse.js'
import { locate, type LocatedValue } from './positions.js'

/** The documents of one source. Empty ones are passed over. */
export function documentsOf(source: SourceText, limits: Limits, report: Report): Document[] {
  const values = parseValues(source, limits, report)
  if (values.length > limits.documents) {
    const message = `more than ${limits.documents} documents`
    report({ severity: 'error', code: 'yaml/documents', message, file: source.name })
    return []
  }
  let located: (LocatedValue | undefined)[] | undefined
  const find = (index: number, path: ValuePath): Position | undefined =>
    (located ??= locate(source.text, limits))[index]?.position(path)
  const isChecked = isModest(source.text, limits)
  return values.flatMap((value, index): Document[] => {
    if (value === null || value === undefined) return []
    const excess = isChecked ? undefined : findExcess(value, limits)
    if (excess) {
      const { code, message, path } = excess
      const position = path && find(index, path)
      report({ severity: 'error', code, message, file: source.name, ...(position && { position }) })
      return []
    }
    const positionOf = (path: ValuePath) => find(index, path) ?? start
    const items = listItems(value)
    if (!items) return [{ source, value, position: positionOf }]
    return items.map((item, number) => ({
      source,
      value: item,
      position: path => positionOf(['items', number, ...path]),
    }))
  })
}

const start: Position = { line: 1, column: 1 }

/** The objects of a `List`, or of a list of one kind, such as a `CustomResourceDefinitionList`. */
function listItems(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { kind, items } = value as { readonly kind?: unknown; readonly items?: unknown }
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items : undefined
}
