import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Report } from '../diagnostic.js'
import { PENDING, readEntry } from './disk.js'
import { hashText } from './hash.js'
import { MANIFEST } from './manifest.js'
import type { Roots, WritePlan } from './write-plan.js'

export interface ApplyOptions {
  readonly roots: Roots
  /** What a diagnostic calls an absolute path. */
  readonly nameOf: (file: string) => string
}

/**
 * The one place that writes. Each file is written beside its place and renamed into it, so that it is old or new whenever this
 * ends; the manifest comes last. Nothing here waits, so no signal handler runs between two files. The first failure is
 * reported and ends it; the next run puts right what is left.
 */
export function apply({ actions, manifest }: WritePlan, { roots, nameOf }: ApplyOptions, report: Report): boolean {
  const writes = actions.flatMap(action => (action.kind === 'create' || action.kind === 'update' ? [action.unit] : []))
  const removals = actions.flatMap(action => (action.kind === 'remove' ? [action.path] : []))
  const manifestFile = path.join(roots.output, MANIFEST)
  const isNoted = fs.existsSync(manifestFile) && fs.readFileSync(manifestFile, 'utf8') === manifest
  if (writes.length === 0 && removals.length === 0 && isNoted) return true
  let current = roots.output
  try {
    fs.mkdirSync(roots.output, { recursive: true })
    const pending = path.join(roots.output, PENDING)
    current = pending
    writeAtomically(pending, `${JSON.stringify(writes.map(({ text }) => hashText(text)))}\n`)
    for (const { root, path: relative, text } of writes) {
      current = path.join(roots[root], relative)
      refuseLinks(roots[root], relative)
      fs.mkdirSync(path.dirname(current), { recursive: true })
      removeLeftovers(path.dirname(current))
      writeAtomically(current, text)
    }
    for (const relative of removals) {
      current = path.join(roots.output, relative)
      refuseLinks(roots.output, relative)
      fs.rmSync(current, { force: true })
      removeEmptyFolders(path.dirname(current), roots.output)
    }
    current = manifestFile
    writeAtomically(manifestFile, manifest)
    fs.rmSync(pending, { force: true })
    return true
  } catch (error) {
    report({
      severity: 'error',
      code: 'write/failed',
      message: `cannot be written: ${reasonOf(error)}`,
      file: nameOf(current),
      help: 'What was written before it is whole; run again once there is room and permission.',
    })
    return false
  }
}

/** Looked at once more right before it is written: the plan may be a while old. */
function refuseLinks(root: string, relative: string): void {
  const entry = readEntry(root, relative)
  if (entry.kind === 'blocked') throw new Error(`${entry.by} ${entry.reason}`)
}

const temporary = /^\..+\.opwright-\d+\.tmp$/

function writeAtomically(file: string, text: string): void {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.opwright-${process.pid}.tmp`)
  try {
    fs.writeFileSync(beside, text, { flag: 'wx' })
    fs.renameSync(beside, file)
  } catch (error) {
    fs.rmSync(beside, { force: true })
    throw error
  }
}

/** Of a run that was killed. */
function removeLeftovers(folder: string): void {
  for (const name of fs.readdirSync(folder))
    if (temporary.test(name)) fs.rmSync(path.join(folder, name), { force: true })
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
