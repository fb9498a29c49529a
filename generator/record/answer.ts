import { isDeepStrictEqual } from 'node:util'
import type { SourceContents } from '../crd/contents.js'
import { compareText, sortDiagnostics, type Diagnostic } from '../diagnostic.js'
import { sumCounts } from '../load/kind-count.js'
import type { GeneratedKind, GenerateResult } from '../options.js'

/** What a run answers that is not about what it had to do. */
export interface Answer extends Pick<GenerateResult, 'kinds'> {
  readonly sources: readonly SourceContents[]
  /** Warnings: with an error nothing is recorded. */
  readonly diagnostics: readonly Diagnostic[]
  /** The user's own files that the run would have made if they had never been made, relative to the operator folder. */
  readonly userFiles: readonly string[]
}

/** The same in `opwright.json`, for the next run: people read it, and it says no more than it has to. */
export interface RecordedAnswer {
  /** The groups that each source defines kinds of, and how many documents of other kinds it holds. */
  readonly sources: { readonly [name: string]: RecordedContents }
  /** By group: see `proofs.ts`. */
  readonly proofs: { readonly [group: string]: string }
  /** By `apiVersion`. */
  readonly kinds: { readonly [apiVersion: string]: readonly (readonly [kind: string, plural: string, scope: string])[] }
  /** With the sources as the record calls them. */
  readonly warnings?: readonly Omit<Diagnostic, 'severity'>[]
  /** Of the user's own files that were ever created, those that are not of this answer. */
  readonly abandoned?: readonly string[]
}

export type RecordedContents = readonly (string | readonly [kind: string, count: number])[]

export interface RecordAnswerOptions {
  /** The user's own files that were ever created. */
  readonly operatorFiles: readonly string[]
  /** What the record calls a source. */
  readonly recordSource: (name: string) => string
}

/** Undefined for what could not be told from its record, such as a group with a slash in its name. */
export function recordAnswer(
  { kinds, sources, diagnostics, userFiles }: Answer,
  { operatorFiles, recordSource }: RecordAnswerOptions,
): Omit<RecordedAnswer, 'proofs'> | undefined {
  const recordedKinds = recordKinds(kinds)
  const abandoned = without(operatorFiles, userFiles)
  const recorded: Omit<RecordedAnswer, 'proofs'> = {
    sources: recordContents(sources, recordSource),
    kinds: recordedKinds,
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
  { sources, kinds, warnings = [], abandoned = [] }: Omit<RecordedAnswer, 'proofs'>,
  { operatorFiles, recallSource }: RecallAnswerOptions,
): Answer {
  return {
    sources: recallContents(sources, recallSource),
    kinds: recallKinds(kinds),
    diagnostics: recallWarnings(warnings, recallSource),
    userFiles: without(operatorFiles, abandoned),
  }
}

/** What was passed over in all sources. */
export function passedOverIn(sources: readonly SourceContents[]): GenerateResult['passedOver'] {
  return sumCounts(sources.flatMap(({ passedOver }) => passedOver))
}

function recordContents(
  sources: readonly SourceContents[],
  recordSource: (name: string) => string,
): RecordedAnswer['sources'] {
  const recorded = sources.map(({ name, groups, passedOver }) => {
    return [recordSource(name), [...groups, ...passedOver.map(({ kind, count }) => [kind, count] as const)]] as const
  })
  return Object.fromEntries(recorded.sort((a, b) => compareText(a[0], b[0])))
}

export function recallContents(
  sources: RecordedAnswer['sources'],
  recallSource: (name: string) => string,
): SourceContents[] {
  return Object.entries(sources).map(([name, contents]) => ({
    name: recallSource(name),
    groups: contents.filter(each => typeof each === 'string'),
    passedOver: contents.flatMap(each => (typeof each === 'string' ? [] : [{ kind: each[0], count: each[1] }])),
  }))
}

export function recallWarnings(
  warnings: RecordedAnswer['warnings'] & {},
  recallSource: (name: string) => string,
): Diagnostic[] {
  return warnings.map(({ file, ...warning }) => ({
    severity: 'warning',
    ...warning,
    ...(file !== undefined && { file: recallSource(file) }),
  }))
}

function recordKinds(kinds: Answer['kinds']): RecordedAnswer['kinds'] {
  const recorded = new Map<string, [kind: string, plural: string, scope: string][]>()
  for (const { group, version, kind, plural, scope } of kinds) {
    const apiVersion = group === '' ? version : `${group}/${version}`
    const others = recorded.get(apiVersion)
    if (others) others.push([kind, plural, scope])
    else recorded.set(apiVersion, [[kind, plural, scope]])
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

/** From the answer of a record that may have been edited or merged: none where it has not the form. */
export function recordedKinds(answer: unknown): GeneratedKind[] {
  const { kinds } = (answer ?? {}) as { readonly kinds?: unknown }
  return isKinds(kinds) ? recallKinds(kinds) : []
}

function isKinds(value: unknown): value is RecordedAnswer['kinds'] {
  const isText = (each: unknown) => typeof each === 'string'
  const isKind = (each: unknown) => Array.isArray(each) && each.length === 3 && each.every(isText)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).every(kindsOfVersion => Array.isArray(kindsOfVersion) && kindsOfVersion.every(isKind))
}

export function recallKinds(kinds: RecordedAnswer['kinds']): GeneratedKind[] {
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
