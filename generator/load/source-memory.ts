import { createHash } from 'node:crypto'
import type { Report } from '../diagnostic.js'
import type { Document, SourceBytes } from './document.js'

/** The documents of sources of which there was nothing to report, for others of the same bytes: the two sides of a diff have most of them. */
export class SourceMemory {
  readonly #documents = new Map<string, readonly Document[]>()

  /** @param read - Answers the documents of a source that is not known. */
  async documentsOf(
    source: SourceBytes,
    read: (report: Report) => Promise<readonly Document[]>,
    report: Report,
  ): Promise<readonly Document[]> {
    const digest = createHash('sha256').update(source.bytes).digest('base64')
    const known = this.#documents.get(digest)
    if (known) return known.map(document => ({ ...document, source: { name: source.name } }))
    let isSound = true
    const documents = await read(found => {
      isSound = false
      report(found)
    })
    if (isSound) this.#documents.set(digest, documents)
    return documents
  }
}
