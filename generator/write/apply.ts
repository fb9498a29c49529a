import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Report } from '../diagnostic.js'
import { PENDING, readEntry } from './disk.js'
import { hashText } from './hash.js'
import type { Roots, WriteAction, WritePlan } from './write-plan.js'

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
 * Answers whether all of it was done; what went wrong is reported.
 */
export function apply(plan: WritePlan, { roots, nameOf }: ApplyOptions, report: Report): boolean {
  const writes = plan.actions.filter(isWrite)
  const removals = plan.actions.filter(action => action.kind === 'remove')
  const note = path.join(roots.output, PENDING)
  if (writes.length === 0 && removals.length === 0 && !fs.existsSync(note)) return true
  const staging = new Staging()
  let current = roots.output
  try {
    current = note
    staging.add(note, `${JSON.stringify(writes.map(({ text }) => hashText(text)))}\n`)
    for (const { root, path: relative, text } of writes) {
      current = path.join(roots[root], relative)
      refuseLinks(roots[root], relative)
      staging.add(current, text)
    }
    staging.publish(file => (current = file))
    for (const { root, path: relative } of removals) {
      current = path.join(roots[root], relative)
      refuseLinks(roots[root], relative)
      fs.rmSync(current, { force: true })
      removeEmptyFolders(path.dirname(current), roots[root])
    }
    current = note
    const folders = plan.actions.map(({ root, path: relative }) => path.dirname(path.join(roots[root], relative)))
    for (const folder of new Set(folders)) removeLeftovers(folder)
    fs.rmSync(note, { force: true })
    return true
  } catch (error) {
    const nothingWritten = staging.discard()
    report({
      severity: 'error',
      code: 'write/failed',
      message: `cannot be written: ${reasonOf(error)}`,
      file: nameOf(current),
      help: nothingWritten
        ? 'Nothing was written.'
        : 'Some files are new and some are old, each of them whole; run again once this is mended.',
    })
    return false
  }
}

type Write = Extract<WriteAction, { readonly text: string }>

function isWrite(action: WriteAction): action is Write {
  return action.kind === 'create' || action.kind === 'update'
}

/** Looked at once more right before it is written: the plan may be a while old. */
function refuseLinks(root: string, relative: string): void {
  const entry = readEntry(root, relative)
  if (entry.kind === 'blocked') throw new Error(`${entry.by} ${entry.reason}`)
}

/** Texts that stand beside the files that they are to become. */
class Staging {
  readonly #files: { readonly temporary: string; readonly file: string }[] = []
  readonly #madeFolders: string[] = []
  #published = false

  add(file: string, text: string): void {
    const folder = path.dirname(file)
    const made = fs.mkdirSync(folder, { recursive: true })
    if (made !== undefined) this.#madeFolders.push(made)
    const temporary = path.join(folder, `.${path.basename(file)}.opwright-${process.pid}.tmp`)
    this.#files.push({ temporary, file })
    fs.rmSync(temporary, { force: true })
    fs.writeFileSync(temporary, text, { flag: 'wx' })
  }

  /** In the order in which they were added. */
  publish(next: (file: string) => void): void {
    for (const { temporary, file } of this.#files) {
      next(file)
      fs.renameSync(temporary, file)
      this.#published = true
    }
  }

  /** Answers whether everything is as it was. */
  discard(): boolean {
    for (const { temporary } of this.#files) fs.rmSync(temporary, { force: true })
    if (this.#published) return false
    for (const folder of this.#madeFolders) removeIfEmpty(folder)
    return true
  }
}

/** With the folders in it that hold nothing either. */
function removeIfEmpty(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeIfEmpty(path.join(folder, entry.name))
  }
  if (fs.readdirSync(folder).length === 0) fs.rmdirSync(folder)
}

const leftover = /^\..+\.opwright-(\d+)\.tmp$/

/** Of runs that were killed, not of one that goes on beside this one. */
function removeLeftovers(folder: string): void {
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
    const [, pid] = leftover.exec(name) ?? []
    if (pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid)))) {
      fs.rmSync(path.join(folder, name), { force: true })
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function removeEmptyFolders(folder: string, root: string): void {
  for (
    let current = folder;
    current !== root && fs.readdirSync(current).length === 0;
    current = path.dirname(current)
  ) {
    fs.rmdirSync(current)
  }
}

const reasons: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EEXIST: 'something else is in its place',
  ENOTDIR: 'a file stands where a folder should be',
  EISDIR: 'a folder stands in its place',
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code === undefined ? message : `${reasons[code] ?? message} (${code})`
}
