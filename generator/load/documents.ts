import type { Position, Report } from '../diagnostic.js'
import type { Document, SourceText, ValuePath } from './document.js'
import { findExcess, isModest } from './excess.js'
import type { Limits } from './limits.js'
import { parseValues } from './parse.js'
import { locate, type LocatedValue } from './positions.js'

/** The documents of one source. Empty ones are passed over. */
export function documentsOf(source: SourceText, limits: Limits, report: Report): Document[] {
  const fail = (code: string, message: string, position?: Position): [] => {
    report({ severity: 'error', code, message, file: source.name, ...(position && { position }) })
    return []
  }
  const values = parseValues(source, limits, report)
  if (values.length > limits.documents) return fail('yaml/documents', `more than ${limits.documents} documents`)
  let located: (LocatedValue | undefined)[] | undefined
  const find = (index: number, path: ValuePath): Position | undefined =>
    (located ??= locate(source.text, limits))[index]?.position(path)
  const excess = isModest(source.text, limits) ? undefined : findExcess(values, limits)
  if (excess) {
    const [index, ...path] = excess.path ?? []
    return fail(excess.code, excess.message, typeof index === 'number' ? find(index, path) : undefined)
  }
  return values.flatMap((value, index): Document[] => {
    if (value === null || value === undefined) return []
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
