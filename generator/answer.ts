import { isDeepStrictEqual } from 'node:util'
import { sortDiagnostics, type Diagnostic } from './diagnostic.js'
import type { GeneratedKind, GenerateResult } from './options.js'

/** What a run answers that is not about what it had to do. */
export interface Answer extends Pick<GenerateResult, 'kinds' | 'passedOver'> {
  /** Warnings: with an error nothing is recorded. */
  readonly diagnostics: readonly Diagnostic[]
  /** The user's own files that the run would have made if they had never been made, relative to the operator folder. */
  readonly userFiles: readonly string[]
}

/** The same in `opwright.json`, for the next run: people read it, and it says no more than it has to. */
export interface RecordedAnswer {
  /** By `apiVersion`. */
  readonly kinds: { readonly [apiVersion: string]: readonly (readonly [kind: string, plural: string, scope: string])[] }
  readonly passedOver?: readonly (readonly [kind: string, count: number])[]
  /** With the sources as the record calls them. */
  readonly warnings?: readonly Omit<Diagnostic, 'severity'>[]
  /** Of the user's own files that were ever created, those that are not of this answer. */
  readonly abandoned?: readonly string[]
}

export interface RecordAnswerOptions {
  /** The user's own files that were ever created. */
  readonly operatorFiles: readonly string[]
  /** What the record calls a source. */
  readonly recordSource: (name: string) => string
}

/** Undefined for what could not be told from its record, such as a group with a slash in its name. */
export function recordAnswer(
  { kinds, passedOver, diagnostics, userFiles }: Answer,
  { operatorFiles, recordSource }: RecordAnswerOptions,
): RecordedAnswer | undefined {
  const recordedKinds = recordKinds(kinds)
  const abandoned = without(operatorFiles, userFiles)
  const recorded: RecordedAnswer = {
    kinds: recordedKinds,
    ...(passedOver.length > 0 && { passedOver: passedOver.map(({ kind, count }) => [kind, count] as const) }),
    ...(diagnostics.length > 0 && { warnings: recordWarnings(diagnostics, recordSource) }),
    ...(abandoned.length > 0 && { abandoned }),
  }
  const recalled = recallKinds(JSON.parse(JSON.stringify(recordedKinds)) as RecordedAnswer['kinds'])
  return isDeepStrictEqual(recalled, kinds) ? recorded : undefined
}

export interface RecallAnswerOptions extends Pick<RecordAnswerOptions, 'operatorFiles'> {
  /** What the user calls a source of the record. */
  readonly recallSource: (name: string) => string
}

/** Of a record that is as it was written. */
export function recallAnswer(
  { kinds, passedOver = [], warnings = [], abandoned = [] }: RecordedAnswer,
  { operatorFiles, recallSource }: RecallAnswerOptions,
): Answer {
  return {
    kinds: recallKinds(kinds),
    passedOver: passedOver.map(([kind, count]) => ({ kind, count })),
    diagnostics: warnings.map(({ file, ...warning }) => ({
      severity: 'warning',
      ...warning,
      ...(file !== undefined && { file: recallSource(file) }),
    })),
    userFiles: without(operatorFiles, abandoned),
  }
}

function recordKinds(kinds: Answer['kinds']): RecordedAnswer['kinds'] {
  const recorded = new Map<string, [kind: string, plural: string, scope: string][]>()
  for (const { group, version, kind, plural, scope } of kinds) {
    const apiVersion = group === '' ? version : `${group}/${version}`
    recorded.set(apiVersion, [...(recorded.get(apiVersion) ?? []), [kind, plural, scope]])
  }
  return Object.fromEntries(recorded)
}

function without(files: readonly string[], others: readonly string[]): string[] {
  const excluded = new Set(others)
  return files.filter(file => !excluded.has(file))
}

function recordWarnings(
  warnings: readonly Diagnostic[],
  recordSource: (name: string) => string,
): Omit<Diagnostic, 'severity'>[] {
  const renamed = warnings.map(({ file, ...warning }) => ({
    ...warning,
    ...(file !== undefined && { file: recordSource(file) }),
  }))
  return sortDiagnostics(renamed).map(({ severity: _, ...warning }) => warning)
}

function recallKinds(kinds: RecordedAnswer['kinds']): GeneratedKind[] {
  return Object.entries(kinds).flatMap(([apiVersion, resources]) => {
    const [version = '', group = ''] = apiVersion.split('/').reverse()
    return resources.map(([kind, plural, scope]) => ({
      group,
      version,
      kind,
      plural,
      scope: scope as GeneratedKind['scope'],
    }))
  })
}
