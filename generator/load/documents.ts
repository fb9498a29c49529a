import type { Position, Report } from '../diagnostic.js'
import type { Document, SourceText, ValuePath } from './document.js'
import type { Limits } from './limits.js'
import { parseValues } from './parse.js'
import { locate, type LocatedValue } from './positions.js'

/** The documents of one source. Empty ones are passed over. */
export function documentsOf(source: SourceText, limits: Limits, report: Report): Document[] {
  const values = parseValues(source, limits, report)
  let located: (LocatedValue | undefined)[] | undefined
  const rootOf = (index: number): LocatedValue | undefined => (located ??= locate(source.text, limits))[index]
  return values.flatMap((value, index): Document[] => {
    if (value === null || value === undefined) return []
    const positionOf = (path: ValuePath) => rootOf(index)?.position(path) ?? start
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
