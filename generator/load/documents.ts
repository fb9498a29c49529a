import type { Report } from '../diagnostic.js'
import type { Document, SourceBytes } from './document.js'
import { documentTexts } from './document-texts.js'
import type { Limits } from './limits.js'
import { areRead, join, readParts } from './parts.js'
import { toDocuments } from './reading.js'
import { SharedValues } from './shared-values.js'

/**
 * The documents of one source. Empty ones are passed over; what cannot be read is reported under `input/...` and `yaml/...`. `shared`
 * are the values of other sources that are read with it.
 */
export async function documentsOf(
  { name, bytes }: SourceBytes,
  limits: Limits,
  report: Report,
  shared = new SharedValues(),
): Promise<Document[]> {
  const texts = documentTexts(name, bytes, report)
  if (!texts) return []
  // js-yaml is loaded where it is needed, which is seldom: of a run over a small CRD it would be a good part.
  const parts = readParts(texts, limits, shared)
  const reading = areRead(parts) ? join(parts) : (await import('./parse.js')).parse(name, parts, limits, report)
  return toDocuments({ name }, reading, limits, report)
}
