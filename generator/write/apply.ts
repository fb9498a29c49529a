import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Report } from '../diagnostic.js'
import { lookUp } from './disk.js'
import { removeEmptyFolders } from './folders.js'
import { addToPending, PENDING, settle } from './pending.js'
import { Staging } from './staging.js'
import { attempt, reasonOf } from './system-error.js'
import type { Root, Roots, WriteAction, WritePlan } from './write-plan.js'

export interface ApplyOptions {
  readonly roots: Roots
  /** What a diagnostic calls an absolute path. */
  readonly nameOf: (file: string) => string
}

/**
 * The one place that writes. All texts are written beside their places first, so that a disk that is full or may not be
 * written to is found out while every file is as it was; then they are renamed into their places, the manifest last. Killed at
 * any moment it leaves each file old or new, and the next run puts everything right. Nothing here waits.
 *
 * What is inserted into a file of the user comes first: where that has changed since it was read, nothing is written, and a run
 * that ends after it finds its insertion there.
 *
 * What went wrong is reported: as `write/failed` where everything is as it was, else as `write/incomplete`.
 */
export function apply({ actions }: WritePlan, { roots, nameOf }: ApplyOptions, report: Report): void {
  const insertions = actions.filter(action => action.kind === 'insert')
  const writes = [...insertions, ...actions.filter(isWrite)]
  const removals = actions.filter(action => action.kind === 'remove')
  const hadPending = lookUp(roots.output, PENDING).kind !== 'missing'
  if (writes.length === 0 && removals.length === 0 && !hadPending) return

  const staging = new Staging()
  let current = roots.output
  let isChanged = false
  const at = (root: Root, relative: string): string => {
    current = path.join(roots[root], relative)
    refuseObstacle(roots[root], relative)
    return current
  }
  try {
    staging.makeFolder(roots.output)
    refuseObstacle(roots.output, PENDING)
    if (writes.length + removals.length > 0) addToPending(roots.output, [...writes, ...removals])
    for (const { kind, root, path: relative, text } of writes) {
      const file = at(root, relative)
      staging.add(file, text, kind === 'insert' ? fs.statSync(file).mode : undefined)
    }
    const move = ({ temporary, file }: Staging['files'][number]): void => {
      current = file
      fs.renameSync(temporary, file)
      isChanged = true
    }
    for (const { root, path: relative, ...texts } of insertions) refuseChanged(at(root, relative), texts)
    staging.files.slice(0, insertions.length).forEach(move)
    // Before the manifest is replaced: it alone knows of them.
    for (const { root, path: relative } of removals) {
      const file = at(root, relative)
      fs.rmSync(file, { force: true })
      isChanged = true
      removeEmptyFolders(path.dirname(file), roots[root])
    }
    staging.files.slice(insertions.length).forEach(move)
    current = path.join(roots.output, PENDING)
    settle(roots)
  } catch (error) {
    staging.discard()
    const file = nameOf(current)
    const message = `cannot be written: ${reasonOf(error)}`
    if (isChanged) {
      const help = 'Some files are new and some are old, each of them whole; run again once this is mended.'
      report({ severity: 'error', code: 'write/incomplete', message, file, help })
    } else {
      if (!hadPending) attempt(() => fs.rmSync(path.join(roots.output, PENDING), { force: true }))
      staging.removeMadeFolders()
      report({ severity: 'error', code: 'write/failed', message, file })
    }
  }
}

function isWrite(
  action: WriteAction,
): action is Extract<WriteAction, { readonly kind: 'create' | 'update' | 'refresh' }> {
  return action.kind === 'create' || action.kind === 'update' || action.kind === 'refresh'
}

/** Looked at once more right before it is written: the plan may be a while old. */
function refuseObstacle(root: string, relative: string): void {
  const entry = lookUp(root, relative)
  if (entry.kind === 'blocked') throw new Error(`${path.basename(entry.by)} ${entry.reason}`)
}

/** Another run may have made the same of it. */
function refuseChanged(file: string, { before, text }: { readonly before: string; readonly text: string }): void {
  const bytes = fs.readFileSync(file)
  const isKnown = [before, text].some(each => bytes.equals(Buffer.from(each)))
  if (!isKnown) throw new Error('it has changed since it was read; run again')
}
