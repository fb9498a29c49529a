import type { Report } from '../diagnostic.js'
import type { Document, SourceText } from './document.js'
import type { Limits } from './limits.js'
import { parse } from './parse.js'
import { toDocuments } from './reading.js'
import { readYaml } from './yaml-reader.js'

/** The documents of one source. Empty ones are passed over. */
export function documentsOf(source: SourceText, limits: Limits, report: Report): Document[] {
  return toDocuments(source, readYaml(source.text, limits) ?? parse(source, limits, report), limits, report)
}
