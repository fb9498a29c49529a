import type { Report } from '../diagnostic.js'
import type { Document } from './document.js'
import { documentsOf } from './documents.js'
import { readSources, type Found, type InputOptions } from './inputs.js'
import { defaultLimits, type Limits } from './limits.js'
import { SharedValues } from './shared-values.js'
import type { SourceMemory } from './source-memory.js'

/** Reads inputs ({@link readSources}) and takes them apart ({@link readDocuments}). */
export async function load(
  inputs: readonly string[],
  options: InputOptions & ReadOptions,
  report: Report,
): Promise<Document[]> {
  return readDocuments(await readSources(inputs, options, report), options, report)
}

export interface ReadOptions {
  /** Default: {@link defaultLimits}. */
  readonly limits?: Partial<Limits>
  /** Whether there are documents beside those of these sources: then none is no problem. Default false. */
  readonly isPart?: boolean
  /** The values of sources that were read before, with which these are counted. Default: there are none. */
  readonly shared?: SharedValues
  /** What was read before, and is not read again. Default: nothing. */
  readonly memory?: SourceMemory | undefined
}

/**
 * Takes the YAML and JSON of sources apart into documents, and takes each source out of the list for it: together they are large. What
 * cannot be read is reported under `input/...` and `yaml/...`; no documents without such a reason is a problem too.
 */
export async function readDocuments(
  { sources, isComplete }: Found,
  { limits: given, isPart = false, shared = new SharedValues(), memory }: ReadOptions,
  report: Report,
): Promise<Document[]> {
  const limits = { ...defaultLimits, ...given }
  const documents: Document[] = []
  let isExplained = !isComplete
  const tell: Report = diagnostic => {
    isExplained ||= diagnostic.severity === 'error'
    report(diagnostic)
  }
  for (let next = sources.shift(); next; next = sources.shift()) {
    const source = next
    const read = (told: Report) => documentsOf(source, limits, told, shared)
    const found = memory ? await memory.documentsOf(source, read, tell) : await read(tell)
    for (const document of found) documents.push(document)
  }
  if (documents.length === 0 && !isExplained && !isPart) {
    report({ severity: 'error', code: 'input/empty', message: 'the input holds no documents' })
  }
  return documents
}
