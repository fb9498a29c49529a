import { Readable } from 'node:stream'
import { passedOverIn } from '../../../generator/record/answer.js'
import { contentsOf } from '../../../generator/crd/contents.js'
import type { CustomResourceDefinition } from '../../../generator/crd/custom-resource-definition.js'
import { parse } from '../../../generator/crd/parse.js'
import { formatDiagnostic, sortDiagnostics, type Diagnostic } from '../../../generator/diagnostic.js'
import type { KindCount } from '../../../generator/load/kind-count.js'
import { load } from '../../../generator/load/load.js'

export interface Read {
  readonly definitions: readonly CustomResourceDefinition[]
  /** The documents that are no CRD. */
  readonly passedOver: readonly KindCount[]
  readonly diagnostics: readonly Diagnostic[]
  /** As the command line prints them. */
  readonly printed: readonly string[]
}

/** Loads and parses files of a folder, or a text as standard input. */
export async function read(inputs: readonly string[], cwd: string, text = ''): Promise<Read> {
  const diagnostics: Diagnostic[] = []
  const report = (found: Diagnostic) => diagnostics.push(found)
  const documents = await load(inputs, { cwd, stdin: () => Readable.from([Buffer.from(text)]) }, report)
  const definitions = parse(documents, report)
  const sorted = sortDiagnostics(diagnostics)
  const passedOver = passedOverIn(contentsOf(documents))
  return { definitions, passedOver, diagnostics: sorted, printed: sorted.map(formatDiagnostic) }
}

export function readText(text: string): Promise<Read> {
  return read(['-'], '.', text)
}

/** The objects as the documents of one text. */
export function readObjects(...objects: readonly unknown[]): Promise<Read> {
  return readText(objects.map(object => JSON.stringify(object)).join('\n---\n'))
}
