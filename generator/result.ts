import * as path from 'node:path'
import { compareText, hasErrors, sortDiagnostics, type Diagnostic } from './diagnostic.js'
import { MAIN } from './emit/emit.js'
import type { Model } from './model/resource-model.js'
import type { GeneratedFiles, GenerateResult } from './options.js'
import type { Settings } from './settings.js'
import type { WriteAction, WritePlan } from './write/write-plan.js'

const noFiles: GeneratedFiles = { created: [], updated: [], unchanged: [], removed: [], kept: [], scaffolded: [] }

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

export interface Finished {
  readonly diagnostics: readonly Diagnostic[]
  readonly passedOver: GenerateResult['passedOver']
  readonly model: Model
  readonly planned: WritePlan
  readonly settings: Settings
  readonly mode: 'write' | 'check' | 'dry-run'
}

export function finished({ diagnostics, passedOver, model, planned, settings, mode }: Finished): GenerateResult {
  const files = filesOf(planned.actions, settings)
  if (hasErrors(diagnostics)) {
    return { ...failed(diagnostics, passedOver, settings.differences), kinds: kindsOf(model) }
  }
  const isOutdated = files.created.length + files.updated.length + files.removed.length > 0
  return {
    outcome: mode === 'check' && isOutdated ? 'outdated' : 'done',
    diagnostics: sortDiagnostics(diagnostics),
    notes: [...settings.differences, ...unregistered(model, planned.actions, settings)],
    kinds: kindsOf(model),
    files,
    passedOver,
  }
}

function filesOf(actions: readonly WriteAction[], { nameOf, pathOf }: Settings): GeneratedFiles {
  const filesWhere = (filter: (action: WriteAction) => boolean) =>
    actions
      .filter(filter)
      .map(action => nameOf(pathOf(action)))
      .sort(compareText)
  return {
    created: filesWhere(({ kind }) => kind === 'create'),
    updated: filesWhere(({ kind }) => kind === 'update'),
    unchanged: filesWhere(action => action.kind === 'keep' && action.reason === 'unchanged'),
    removed: filesWhere(({ kind }) => kind === 'remove'),
    kept: filesWhere(action => action.kind === 'keep' && action.reason === 'user-owned'),
    scaffolded: filesWhere(({ kind, root }) => kind === 'create' && root === 'operator'),
  }
}

function kindsOf({ versions }: Model): GenerateResult['kinds'] {
  return versions.flatMap(({ resources }) =>
    resources.map(({ group, version, resourceKind: kind, plural, scope }) => ({ group, version, kind, plural, scope })),
  )
}

/** An entry point that is there already does not know a reconciler that is new. */
function unregistered({ controllers }: Model, actions: readonly WriteAction[], { nameOf, roots }: Settings): string[] {
  const inOperator = actions.filter(({ root }) => root === 'operator')
  if (!inOperator.some(({ kind, path: file }) => kind === 'keep' && file === MAIN)) return []
  const created = new Set(inOperator.filter(({ kind }) => kind === 'create').map(({ path: file }) => file))
  const added = controllers.filter(({ file }) => created.has(`${file}.ts`))
  const [first] = added
  if (!first) return []
  const others = added.length > 1 ? `, and ${added.length - 1} more` : ''
  const call = `manager.controller(${first.resource.names.type}, new ${first.className}())`
  return [`${nameOf(path.join(roots.operator, MAIN))} is yours: register there what is new, as in \`${call}\`${others}`]
}
