import * as fs from 'node:fs'
import * as path from 'node:path'
import { isInside, lookUp, readText } from './disk.js'
import { removeEmptyFolders } from './folders.js'
import { attempt, codeOf } from './system-error.js'
import type { Root, Roots, WriteAction } from './write-plan.js'

/**
 * A run that is killed has replaced some files and not yet written the manifest, or has left temporary files. It leaves this note of
 * what it was about to write, so that the next run knows these files as its own. A line for each file, and only ever added to: a
 * second run that is killed adds to what the first one left, and a line that was cut off names no file.
 */
export const PENDING = '.opwright-pending'

/** What runs that did not end were about to write. */
export class Pending {
  constructor(private readonly lines: ReadonlySet<string> = new Set()) {}

  has(root: Root, file: string, hash: string): boolean {
    return this.lines.has(lineOf(root, file, hash))
  }

  /** Of one root, each once. */
  files(root: Root): string[] {
    const files = [...this.lines].flatMap(line => {
      const [, where, ...words] = line.split(' ')
      return where === root ? [words.join(' ')] : []
    })
    return [...new Set(files)].filter(isInside)
  }
}

export function readPending(output: string): Pending {
  const found = readText(output, PENDING)
  return new Pending(new Set(found.kind === 'file' ? found.text.split('\n') : []))
}

/** Called before anything is changed, with everything that will be. Follows no link. */
export function addToPending(output: string, actions: readonly WriteAction[]): void {
  const lines = actions.map(action => lineOf(action.root, action.path, 'hash' in action ? action.hash : '-'))
  const { O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_WRONLY } = fs.constants
  const note = fs.openSync(path.join(output, PENDING), O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY)
  try {
    // Begins with a line end: what stands before it may have been cut off.
    fs.writeFileSync(note, `\n${lines.join('\n')}\n`)
  } finally {
    fs.closeSync(note)
  }
}

function lineOf(root: Root, file: string, hash: string): string {
  return `${hash} ${root} ${file}`
}

/**
 * Called when everything is in its place: takes away what runs that were killed have left behind, which is temporary files and
 * folders that hold nothing, and the note, unless another run is still about to write: should that be killed, the next one needs it.
 */
export function settle(roots: Roots): void {
  const pending = readPending(roots.output)
  let isAlone = true
  for (const root of ['output', 'operator'] as const) {
    const files = pending.files(root).filter(file => lookUp(roots[root], file).kind !== 'blocked')
    for (const folder of new Set(files.map(file => path.dirname(path.join(roots[root], file))))) {
      isAlone = removeLeftovers(folder) && isAlone
      removeEmptyFolders(folder, roots[root])
    }
  }
  if (isAlone) fs.rmSync(path.join(roots.output, PENDING), { force: true })
}

/** A name that stands for no file of anybody's. `settle` knows the process by it. */
export function temporaryName(index: number): string {
  return `.opwright-${process.pid}-${index}.tmp`
}

const temporary = /^\.opwright-(\d+)-\d+\.tmp$/

/** Answers whether none is of another run that is still at work. */
function removeLeftovers(folder: string): boolean {
  const leftovers = namesIn(folder).flatMap(name => {
    const pid = Number(temporary.exec(name)?.[1])
    return pid > 0 ? [{ name, isOurs: pid === process.pid || !isRunning(pid) }] : []
  })
  for (const { name, isOurs } of leftovers) if (isOurs) attempt(() => fs.unlinkSync(path.join(folder, name)))
  return leftovers.every(({ isOurs }) => isOurs)
}

/** None where there is no such folder any more. */
function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder)
  } catch {
    return []
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
