import * as path from 'node:path'
import { compareText, hasErrors, sortDiagnostics, type Diagnostic } from './diagnostic.js'
import { MAIN } from './emit/emit.js'
import { literal } from './emit/text.js'
import type { Model } from './model/resource-model.js'
import type { Extension } from './operator/extend.js'
import type { GeneratedFiles, GenerateResult } from './options.js'
import type { Settings } from './settings.js'
import type { WriteAction, WritePlan } from './write/write-plan.js'

const noFiles: GeneratedFiles = {
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

export interface Finished {
  readonly diagnostics: readonly Diagnostic[]
  readonly passedOver: GenerateResult['passedOver']
  readonly model: Model
  readonly planned: WritePlan
  readonly extension: Extension
  readonly settings: Settings
  readonly mode: 'write' | 'check' | 'dry-run'
}

export function finished({
  diagnostics,
  passedOver,
  model,
  planned,
  extension,
  settings,
  mode,
}: Finished): GenerateResult {
  const files = filesOf(planned.actions, settings)
  if (hasErrors(diagnostics)) {
    return { ...failed(diagnostics, passedOver, settings.differences), kinds: kindsOf(model) }
  }
  const isOutdated = [files.created, files.updated, files.removed, files.extended].some(each => each.length > 0)
  return {
    outcome: mode === 'check' && isOutdated ? 'outdated' : 'done',
    diagnostics: sortDiagnostics(diagnostics),
    notes: [...settings.differences, ...leftToRegister(extension, settings)],
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
    extended: filesWhere(({ kind }) => kind === 'insert'),
  }
}

function kindsOf({ versions }: Model): GenerateResult['kinds'] {
  return versions.flatMap(({ resources }) =>
    resources.map(({ group, version, resourceKind: kind, plural, scope }) => ({ group, version, kind, plural, scope })),
  )
}

/** What the entry point was not given: a note for each reason, with what is to be added by hand. */
function leftToRegister({ left }: Extension, { nameOf, roots }: Settings): string[] {
  const main = nameOf(path.join(roots.operator, MAIN))
  return [...new Set(left.map(({ reason }) => reason))].map(reason => {
    const registrations = left.filter(each => each.reason === reason).map(({ registration }) => registration)
    const lines = [
      ...registrations.flatMap(({ resource, reconciler }) => [
        `import { ${resource.name} } from ${literal(resource.module)};`,
        `import { ${reconciler.name} } from ${literal(reconciler.module)};`,
      ]),
      ...registrations.map(({ resource, reconciler }) => {
        return `manager.controller(${resource.name}, new ${reconciler.name}());`
      }),
    ]
    return `${main} needs your hand, because ${reason}; add what is new there:${lines.map(line => `\n  ${line}`).join('')}`
  })
}
