import type { Report } from '../diagnostic.js'
import type { Document, SourceBytes } from './document.js'
import { decode } from './encoding.js'
import type { Limits } from './limits.js'
import { toDocuments } from './reading.js'
import { readYaml } from './yaml-reader.js'

/** The documents of one source. Empty ones are passed over; what cannot be read is reported under `input/...` and `yaml/...`. */
export async function documentsOf({ name, bytes }: SourceBytes, limits: Limits, report: Report): Promise<Document[]> {
  const text = decode(name, bytes, report)
  if (text === undefined) return []
  const source = { name, text }
  // js-yaml is loaded where it is needed, which is seldom: of a run over a small CRD it would be a good part.
  const reading = readYaml(text, limits) ?? (await import('./parse.js')).parse(source, limits, report)
  return toDocuments(source, reading, limits, report)
}
