import type { Report } from '../diagnostic.js'
import type { Document, SourceBytes } from './document.js'
import { documentTexts } from './document-texts.js'
import { TooMany } from './excess.js'
import type { Limits } from './limits.js'
import { areRead, join, readParts } from './parts.js'
import { toDocuments } from './reading.js'
import { SharedValues } from './shared-values.js'

/**
 * The documents of one source. Empty ones are passed over; what cannot be read is reported under `input/...` and `yaml/...`. `shared`
 * are the values of other sources that are read with it.
 */
export async function documentsOf(
  { name, bytes, folder }: SourceBytes,
  limits: Limits,
  tell: Report,
  shared = new SharedValues(),
): Promise<Document[]> {
  const report = folder === undefined ? tell : withHelp(folder, tell)
  try {
    const texts = documentTexts(name, bytes, limits, report)
    if (!texts) return []
    // js-yaml is loaded where it is needed, which is seldom: of a run over a small CRD it would be a good part.
    const parts = readParts(texts, limits, shared)
    const reading = areRead(parts) ? join(parts) : (await import('./parse.js')).parse(name, parts, limits, report)
    return toDocuments({ name }, reading, limits, report, shared)
  } catch (error) {
    if (!(error instanceof TooMany)) throw error
    report({ severity: 'error', code: `yaml/${error.what}`, message: error.message, file: name })
    return []
  }
}

/** A folder may hold what its user did not think of. It is an error all the same: a CRD that is half saved would be taken for one that is gone. */
function withHelp(folder: string, report: Report): Report {
  const files = JSON.stringify(folder === '.' ? '*.yaml' : `${folder}/*.yaml`)
  const help = `If this file holds no CRD, give those that do instead of the folder, by name or by a pattern such as ${files}.`
  return found => report(found.severity === 'error' ? { help, ...found } : found)
}
