import type { Report } from '../diagnostic.js'
import type { Document } from './document.js'
import { findSources } from './inputs.js'
import { defaultLimits, type Limits } from './limits.js'
import { toDocuments } from './reading.js'
import { readYaml } from './yaml-reader.js'

export interface LoadOptions {
  /** The folder that paths are relative to. */
  readonly cwd: string
  /** Standard input, for the input `-`; asked for where that is given. */
  readonly stdin: () => AsyncIterable<Uint8Array>
  /** Default: {@link defaultLimits}. */
  readonly limits?: Partial<Limits>
}

/**
 * Reads files, folders, globs, `-` and http(s) URLs, in the order given, each source once, and takes their YAML and JSON apart into
 * documents. What cannot be read is reported under `input/...` and `yaml/...`; no documents without such a reason is a problem too.
 */
export async function load(inputs: readonly string[], options: LoadOptions, report: Report): Promise<Document[]> {
  const limits = { ...defaultLimits, ...options.limits }
  const documents: Document[] = []
  let isExplained = false
  const tell: Report = diagnostic => {
    isExplained ||= diagnostic.severity === 'error'
    report(diagnostic)
  }
  for await (const source of findSources(inputs, { ...options, limits }, tell)) {
    // js-yaml is loaded where it is needed, which is seldom: of a run over a small CRD it would be a good part.
    const reading = readYaml(source.text, limits) ?? (await import('./parse.js')).parse(source, limits, tell)
    for (const document of toDocuments(source, reading, limits, tell)) documents.push(document)
  }
  if (documents.length === 0 && !isExplained) {
    report({ severity: 'error', code: 'input/empty', message: 'the input holds no documents' })
  }
  return documents
}
