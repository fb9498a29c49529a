import type { CustomResourceDefinition } from '../crd/custom-resource-definition.js'
import { compareDiagnostics, inOrder, type Diagnostic, type Report } from '../diagnostic.js'
import type { Document, SourceBytes } from '../load/document.js'
import { expectOptions } from '../expect-options.js'
import { defaultLimits } from '../load/limits.js'
import { parseRevision, readRevision } from '../load/revision.js'
import type { SharedValues } from '../load/shared-values.js'
import type { SourceMemory } from '../load/source-memory.js'
import type { VersionSelection } from '../option-values.js'
import type { KindDiff } from './schema-diff.js'

export interface DiffOptions {
  /** One input or several, as those of a generation, or `REV:path` for files as they stood at a git revision. */
  readonly before: string | readonly string[]
  readonly after: string | readonly string[]
  /** The folder that paths are relative to. Default: the working folder of the process. */
  readonly cwd?: string
  /** Kinds, groups, or both as `kind.group`. Absent or empty: all. */
  readonly only?: readonly string[]
  /** The versions whose types are compared. Default `served`. */
  readonly versions?: VersionSelection
  /** Whether what is new and goes against the API conventions of Kubernetes breaks something too. Default false. */
  readonly conventions?: boolean
  /** Read for the input `-`. Default: the standard input of the process. */
  readonly stdin?: () => AsyncIterable<Uint8Array>
}

export interface DiffResult {
  /** `same`: nothing changed. `compatible`: nothing that changed breaks. `failed`: there are diagnostics, and nothing was compared. */
  readonly outcome: 'same' | 'compatible' | 'breaking' | 'failed'
  /** Why nothing was compared, sorted by file, line and column. What a server would say to the CRDs is left to a generation. */
  readonly diagnostics: readonly DiffDiagnostic[]
  /** Sorted by group, kind and version; those of which nothing changed are left out. */
  readonly kinds: readonly KindDiff[]
}

export interface DiffDiagnostic extends Diagnostic {
  /** Where it was found. What is the same on both sides is told once. */
  readonly side: 'old' | 'new' | 'both'
}

/**
 * What changed from one set of CRDs to another, and what that does to the generated types and to objects stored before. Rejects with a
 * `UsageError` where an option has a value that it does not take.
 */
export async function diff({
  before,
  after,
  cwd = process.cwd(),
  stdin = () => process.stdin,
  only = [],
  versions = 'served',
  conventions = false,
}: DiffOptions): Promise<DiffResult> {
  expectOptions({ only, versions })
  // Loaded here: a program that only generates does without them.
  const [{ parse }, { compare }, { SharedValues }, { SourceMemory }] = await Promise.all([
    import('../crd/parse.js'),
    import('./compare.js'),
    import('../load/shared-values.js'),
    import('../load/source-memory.js'),
  ])
  const problems = new Problems()
  const [shared, memory] = [new SharedValues(), new SourceMemory()]
  const read = async (inputs: readonly string[], report: Report): Promise<readonly CustomResourceDefinition[]> => {
    shared.count = 0 // each side may have as many
    return parse(await documentsIn(inputs, { cwd, stdin, shared, memory }, report), report)
  }
  const was = await read([before].flat(), problems.reportOf('old'))
  const is = await read([after].flat(), problems.reportOf('new'))
  const kinds = problems.isEmpty ? compare(was, is, { only, versions, conventions }, problems.reportOf('both')) : []
  if (!problems.isEmpty) return { outcome: 'failed', diagnostics: problems.sorted(), kinds: [] }
  const breaks = kinds.some(({ findings }) => findings.some(finding => finding.breaks))
  const outcome = kinds.length === 0 ? 'same' : breaks ? 'breaking' : 'compatible'
  return { outcome, diagnostics: [], kinds }
}

/** Errors, and on which side they are. */
class Problems {
  /** By what they say. */
  readonly #found = new Map<string, DiffDiagnostic>()

  get isEmpty(): boolean {
    return this.#found.size === 0
  }

  reportOf(side: DiffDiagnostic['side']): Report {
    return diagnostic => {
      if (diagnostic.severity !== 'error') return
      const ordered = inOrder(diagnostic)
      const key = JSON.stringify(ordered)
      const known = this.#found.get(key)
      this.#found.set(key, { ...ordered, side: known && known.side !== side ? 'both' : side })
    }
  }

  sorted(): DiffDiagnostic[] {
    return [...this.#found.values()].sort(compareDiagnostics)
  }
}

interface SideOptions extends Required<Pick<DiffOptions, 'cwd' | 'stdin'>> {
  readonly shared: SharedValues
  readonly memory: SourceMemory
}

async function documentsIn(
  inputs: readonly string[],
  options: SideOptions,
  report: Report,
): Promise<readonly Document[]> {
  const { load, readDocuments } = await import('../load/load.js')
  const { cwd, ...known } = options
  const revisions = inputs.map(input => parseRevision(input, cwd))
  const others = inputs.filter((_, index) => !revisions[index])
  const read: (readonly SourceBytes[])[] = []
  for (const revision of revisions) {
    if (revision) read.push(await readRevision(revision, cwd, defaultLimits, report))
  }
  const found = { sources: read.flat(), isComplete: true }
  const documents = await readDocuments(found, { ...known, isPart: true }, report)
  return others.length === 0 ? documents : [...documents, ...(await load(others, options, report))]
}
