import type { Position, Report } from '../diagnostic.js'
import type { Document, ValuePath } from './document.js'
import { inspect } from './excess.js'
import type { Limits } from './limits.js'
import { SharedValues } from './shared-values.js'

/** What a reader has made of a source. */
export interface Reading {
  /** One for each document, empty ones included. */
  readonly values: readonly unknown[]
  /** The numbers of the documents that may not be JSON data within the limits. */
  readonly doubtful: readonly number[]
  /** How many values the other documents hold, those within others included. */
  readonly size: number
  /**
   * Of a property, where its key stands; of an item, where it begins; of what is not there, the nearest parent. Nothing where
   * that cannot be found.
   */
  position(document: number, path: ValuePath): Position | undefined
}

/** The documents of one source, whose values are added to those of others. Empty documents are passed over. */
export function toDocuments(
  source: Document['source'],
  reading: Reading,
  limits: Limits,
  report: Report,
  shared = new SharedValues(),
): Document[] {
  const fail = (code: string, message: string, position?: Position): [] => {
    report({ severity: 'error', code, message, file: source.name, ...(position && { position }) })
    return []
  }
  const { values } = reading
  if (values.length > limits.documents) return fail('yaml/documents', `more than ${limits.documents} documents`)
  const doubtful = reading.doubtful.map(document => [document, values[document]] as const)
  const { size, excess } = inspect(doubtful, limits, reading.size)
  if (excess) {
    const [index, ...path] = excess.path ?? []
    return fail(excess.code, excess.message, typeof index === 'number' ? reading.position(index, path) : undefined)
  }
  shared.count += size
  if (shared.count > limits.allValues) return fail('yaml/values', `more than ${limits.allValues} values in all inputs`)
  return values.flatMap((value, index): Document[] => {
    if (value === null || value === undefined) return []
    const positionOf = (path: ValuePath) => reading.position(index, path) ?? start
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
