import { Readable } from 'node:stream'
import { parse, type ParsedDefinitions } from '../../../generator/crd/parse.js'
import { formatDiagnostic, sortDiagnostics, type Diagnostic } from '../../../generator/diagnostic.js'
import { load } from '../../../generator/load/load.js'

export interface Read extends ParsedDefinitions {
  readonly diagnostics: readonly Diagnostic[]
  /** As the command line prints them. */
  readonly printed: readonly string[]
}

/** Loads and parses files of a folder, or a text as standard input. */
export async function read(inputs: readonly string[], cwd: string, text = ''): Promise<Read> {
  const diagnostics: Diagnostic[] = []
  const report = (found: Diagnostic) => diagnostics.push(found)
  const documents = await load(inputs, { cwd, stdin: () => Readable.from([Buffer.from(text)]) }, report)
  const parsed = parse(documents, report)
  const sorted = sortDiagnostics(diagnostics)
  return { ...parsed, diagnostics: sorted, printed: sorted.map(formatDiagnostic) }
}

export function readText(text: string): Promise<Read> {
  return read(['-'], '.', text)
}

/** The objects as the documents of one text. */
export function readObjects(...objects: readonly unknown[]): Promise<Read> {
  return readText(objects.map(object => JSON.stringify(object)).join('\n---\n'))
}
