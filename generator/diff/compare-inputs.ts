import { parse } from '../crd/parse.js'
import type { CustomResourceDefinition } from '../crd/custom-resource-definition.js'
import { hasErrors, sortDiagnostics, type Diagnostic, type Report } from '../diagnostic.js'
import type { Document } from '../load/document.js'
import { documentsOf } from '../load/documents.js'
import { defaultLimits } from '../load/limits.js'
import { load } from '../load/load.js'
import { parseRevision, readRevision } from '../load/revision.js'
import { compare } from './compare.js'
import type { DiffOptions, DiffResult } from './diff.js'

/** Reads both sides, and compares them where nothing is wrong with either. */
export async function compareInputs({
  before,
  after,
  cwd = process.cwd(),
  stdin = () => process.stdin,
  only = [],
  versions = 'served',
}: DiffOptions): Promise<DiffResult> {
  const diagnostics: Diagnostic[] = []
  const report: Report = diagnostic => {
    if (diagnostic.severity === 'error') diagnostics.push(diagnostic)
  }
  const read = async (inputs: string | readonly string[]): Promise<readonly CustomResourceDefinition[]> =>
    parse(await documentsIn([inputs].flat(), { cwd, stdin }, report), report).definitions
  const [was, is] = [await read(before), await read(after)]
  const kinds = hasErrors(diagnostics) ? [] : compare(was, is, { only, versions }, report)
  if (hasErrors(diagnostics)) return { outcome: 'failed', diagnostics: sortDiagnostics(diagnostics), kinds: [] }
  const breaks = kinds.some(({ findings }) => findings.some(finding => finding.breaks))
  const outcome = kinds.length === 0 ? 'same' : breaks ? 'breaking' : 'compatible'
  return { outcome, diagnostics: [], kinds }
}

type ReadOptions = Required<Pick<DiffOptions, 'cwd' | 'stdin'>>

async function documentsIn(
  inputs: readonly string[],
  { cwd, stdin }: ReadOptions,
  report: Report,
): Promise<readonly Document[]> {
  const revisions = inputs.map(input => parseRevision(input, cwd))
  const others = inputs.filter((_, index) => !revisions[index])
  const read = revisions.flatMap(revision => (revision ? readRevision(revision, cwd, defaultLimits, report) : []))
  const documents: (readonly Document[])[] = []
  for (const source of read) documents.push(await documentsOf(source, defaultLimits, report))
  if (others.length > 0) documents.push(await load(others, { cwd, stdin }, report))
  return documents.flat()
}
