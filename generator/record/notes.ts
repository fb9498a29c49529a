import * as path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { MAIN } from '../emit/emit.js'
import type { RecordedNames } from '../model/recorded-names.js'
import { findBrokenImports } from '../operator/broken-imports.js'
import type { Extension } from '../operator/extend.js'
import { leftToRegister } from '../operator/left-to-register.js'
import type { GenerateResult } from '../options.js'
import { toName } from '../paths.js'
import type { Settings } from '../settings.js'
import type { WritePlan } from '../write/write-plan.js'
import { recordedKinds } from './answer.js'
import { describeKindChanges, describeLacking } from './kind-changes.js'

export interface Noted extends Pick<GenerateResult, 'kinds'> {
  readonly settings: Settings
  readonly planned: WritePlan
  readonly names: RecordedNames
  /** The user's own files that are there although no run has made them: none has registered what they hold either. */
  readonly foundUserFiles: readonly string[]
  readonly extension: Extension
}

/** What the user should know of beside problems, a sentence each. The user's files are read where generated ones are removed. */
export async function notesOf(noted: Noted): Promise<string[]> {
  const { settings, kinds, planned, names, foundUserFiles, extension } = noted
  const { differences, nameOf, parts, previous, roots } = settings
  const nameUserFile = (file: string) => nameOf(path.join(roots.operator, file))
  const removed = planned.actions.filter(({ kind }) => kind === 'remove').map(action => action.path)
  const before = recordedKinds(previous?.answer)
  const isOtherInput = !isDeepStrictEqual(previous?.inputs, settings.record.inputs)
  const changes = describeKindChanges({
    before,
    now: kinds,
    controllers: parts.has('reconciler') ? names.controllers : {},
    nameUserFile,
  })
  const outputFromOperator = toName(roots.output, roots.operator)
  const broken = await findBrokenImports(removed, { roots, outputFromOperator })
  const described = broken.slice(0, shown).map(({ path: file, line, target }) => {
    return `${nameUserFile(file)}:${line} imports ${nameOf(path.join(roots.output, target))}, which is gone`
  })
  const rest = broken.length - described.length
  return [
    ...differences,
    ...(isOtherInput ? describeLacking(before, kinds) : []),
    ...changes,
    ...described,
    ...(rest > 0 ? [`${rest} more imports are of files that are gone`] : []),
    ...foundUserFiles
      .filter(file => file !== MAIN)
      .map(
        file =>
          `${nameUserFile(file)} was there before its kind: register it in ${nameUserFile(MAIN)}, if you have not`,
      ),
    ...leftToRegister(extension, nameUserFile(MAIN)),
  ]
}

/** The compiler tells of all. */
const shown = 20
