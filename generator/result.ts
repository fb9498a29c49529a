import { compareText, hasErrors, sortDiagnostics, type Diagnostic } from './diagnostic.js'
import type { Model } from './model/resource-model.js'
import type { GeneratedFiles, GenerateResult } from './options.js'
import type { Settings } from './settings.js'
import type { WriteAction, WritePlan } from './write/write-plan.js'

export const noFiles: GeneratedFiles = {
  created: [],
  updated: [],
  unchanged: [],
  removed: [],
  kept: [],
  scaffolded: [],
  extended: [],
}

/** Of a run that has got no further than its input. */
export function failed(
  diagnostics: readonly Diagnostic[],
  passedOver: GenerateResult['passedOver'] = [],
  notes: readonly string[] = [],
): GenerateResult {
  return {
    outcome: 'failed',
    diagnostics: sortDiagnostics(diagnostics),
    notes,
    kinds: [],
    files: noFiles,
    passedOver,
  }
}

export interface Finished extends Pick<GenerateResult, 'diagnostics' | 'kinds' | 'notes' | 'passedOver'> {
  readonly planned: WritePlan
  readonly settings: Settings
  readonly mode: 'write' | 'check' | 'dry-run'
}

export function finished(run: Finished): GenerateResult {
  const { diagnostics, kinds, notes, passedOver, planned, settings, mode } = run
  if (hasErrors(diagnostics)) return { ...failed(diagnostics, passedOver, settings.differences), kinds }
  const files = filesOf(planned.actions, settings, mode)
  const isOutdated = [files.created, files.updated, files.removed, files.extended].some(each => each.length > 0)
  return {
    outcome: mode === 'check' && isOutdated ? 'outdated' : 'done',
    diagnostics: sortDiagnostics(diagnostics),
    notes,
    kinds,
    files,
    passedOver,
  }
}

function filesOf(
  actions: readonly WriteAction[],
  { nameOf, pathOf }: Settings,
  mode: Finished['mode'],
): GeneratedFiles {
  const refreshed = mode === 'check' ? 'unchanged' : 'updated'
  const filesWhere = (filter: (action: WriteAction) => boolean) =>
    actions
      .filter(filter)
      .map(action => nameOf(pathOf(action)))
      .sort(compareText)
  return {
    created: filesWhere(({ kind }) => kind === 'create'),
    updated: filesWhere(({ kind }) => kind === 'update' || (kind === 'refresh' && refreshed === 'updated')),
    unchanged: filesWhere(action =>
      action.kind === 'keep' ? action.reason === 'unchanged' : action.kind === 'refresh' && refreshed === 'unchanged',
    ),
    removed: filesWhere(({ kind }) => kind === 'remove'),
    kept: filesWhere(action => action.kind === 'keep' && action.reason === 'user-owned'),
    scaffolded: filesWhere(({ kind, root }) => kind === 'create' && root === 'operator'),
    extended: filesWhere(({ kind }) => kind === 'insert'),
  }
}

/** Those of whole groups, sorted by group. */
export function mergeKinds(...kinds: readonly GenerateResult['kinds'][]): GenerateResult['kinds'] {
  return kinds.flat().sort((a, b) => compareText(a.group, b.group))
}

export function kindsOf({ versions }: Model): GenerateResult['kinds'] {
  return versions.flatMap(({ resources }) =>
    resources.map(({ group, version, resourceKind: kind, plural, scope }) => ({ group, version, kind, plural, scope })),
  )
}
