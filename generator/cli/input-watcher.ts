import * as fs from 'node:fs'
import * as path from 'node:path'
import { isInputFile, isVisitedFolder } from '../load/input-names.js'

/** Whether a change of a name in a folder concerns an input. */
type Concerns = (name: string) => boolean

interface Watched {
  readonly watcher: fs.FSWatcher
  readonly inode: number
  concerns: readonly Concerns[]
}

export interface InputWatcherOptions {
  readonly cwd: string
  /** Absolute; what happens below it is our own doing. */
  readonly output: string
  readonly onProblem: (folder: string, error: unknown) => void
}

/** An editor writes a file in several steps, and several files one after another, in milliseconds. */
const settledMs = 20
const patienceMs = 60

/**
 * Notices that inputs may have changed. Only folders are watched: an editor that saves a file puts another one in its place. What
 * changed is not told; a run reads everything anyway.
 */
export class InputWatcher {
  readonly #watched = new Map<string, Watched>()
  #firstAt: number | undefined
  #lastAt = 0
  #wake: (() => void) | undefined

  constructor(private readonly options: InputWatcherOptions) {}

  /** To be called before inputs are read, each time: folders come and go. */
  follow(inputs: readonly string[]): void {
    const wanted = new Map<string, Concerns[]>()
    const add = (folder: string, concerns: Concerns) => {
      const known = wanted.get(folder)
      if (known) known.push(concerns)
      else wanted.set(folder, [concerns])
    }
    for (const input of inputs) this.#addInput(input, add)
    for (const [folder, { watcher, inode }] of this.#watched) {
      if (wanted.has(folder) && inodeOf(folder) === inode) continue
      watcher.close()
      this.#watched.delete(folder)
    }
    for (const [folder, concerns] of wanted) this.#watch(folder, concerns)
  }

  /** Resolves once something has changed since it resolved last, and is as it should be again. */
  async changed(): Promise<void> {
    if (this.#firstAt === undefined) await new Promise<void>(resolve => (this.#wake = resolve))
    for (;;) {
      const now = performance.now()
      const until = Math.min(this.#lastAt + settledMs, (this.#firstAt ?? now) + patienceMs)
      if (now >= until) break
      await new Promise(resolve => setTimeout(resolve, until - now))
    }
    this.#firstAt = undefined
  }

  close(): void {
    for (const { watcher } of this.#watched.values()) watcher.close()
    this.#watched.clear()
  }

  #addInput(input: string, add: (folder: string, concerns: Concerns) => void): void {
    const target = path.resolve(this.options.cwd, input)
    const found = fs.statSync(target, { throwIfNoEntry: false })
    if (found?.isDirectory()) {
      for (const folder of this.#foldersBelow(target)) add(folder, name => this.#isOfFolder(folder, name))
    } else if (found) {
      const real = fs.realpathSync(target)
      add(path.dirname(real), name => name === path.basename(real))
    } else if (/[*?[\]{}()!]/.test(input)) {
      const base = target.slice(0, target.search(/[*?[\]{}()!]/))
      const folder = nearestFolder(base.endsWith(path.sep) ? base : path.dirname(base))
      for (const each of this.#foldersBelow(folder)) add(each, () => true)
      return
    }
    // It may be replaced, or come to be.
    const parent = nearestFolder(path.dirname(target))
    const [name] = path.relative(parent, target).split(path.sep)
    add(parent, changed => changed === name)
  }

  /** As inputs are looked for: not in folders that are hidden, nor in those of packages. */
  #foldersBelow(start: string): string[] {
    const folders: string[] = []
    const visited = new Set<string>()
    const output = realPathOf(this.options.output)
    const visit = (folder: string, real = realPathOf(folder)): void => {
      if (real === undefined || visited.has(real) || real === output) return
      visited.add(real)
      folders.push(folder)
      for (const entry of entriesOf(folder)) {
        if (!isVisitedFolder(entry.name)) continue
        const child = path.join(folder, entry.name)
        if (entry.isDirectory()) visit(child, path.join(real, entry.name))
        else if (entry.isSymbolicLink() && isFolder(child)) visit(child)
      }
    }
    visit(start)
    return folders
  }

  /** A file that is read where a folder is an input, or a folder that is looked into, also one that was there until now. */
  #isOfFolder(folder: string, name: string): boolean {
    if (isInputFile(name)) return true
    const child = path.join(folder, name)
    return isVisitedFolder(name) && (this.#watched.has(child) || isFolder(child))
  }

  #watch(folder: string, concerns: readonly Concerns[]): void {
    const known = this.#watched.get(folder)
    if (known) {
      known.concerns = concerns
      return
    }
    try {
      const watcher = fs.watch(folder, (_, name) => {
        const isConcerned = this.#watched.get(folder)?.concerns.some(each => each(name ?? ''))
        if (name === null || isConcerned) this.#notice()
      })
      // On Windows that is how a folder says that it is gone.
      watcher.on('error', () => {
        watcher.close()
        this.#watched.delete(folder)
        this.#notice()
      })
      this.#watched.set(folder, { watcher, inode: inodeOf(folder) ?? 0, concerns })
    } catch (error) {
      this.options.onProblem(folder, error)
    }
  }

  #notice(): void {
    this.#lastAt = performance.now()
    this.#firstAt ??= this.#lastAt
    this.#wake?.()
    this.#wake = undefined
  }
}

function nearestFolder(folder: string): string {
  return isFolder(folder) || path.dirname(folder) === folder ? folder : nearestFolder(path.dirname(folder))
}

function isFolder(file: string): boolean {
  return attempt(() => fs.statSync(file).isDirectory()) ?? false
}

function inodeOf(file: string): number | undefined {
  return attempt(() => fs.statSync(file).ino)
}

function realPathOf(file: string): string | undefined {
  return attempt(() => fs.realpathSync.native(file))
}

function entriesOf(folder: string): fs.Dirent[] {
  return attempt(() => fs.readdirSync(folder, { withFileTypes: true })) ?? []
}

/** Nothing where it is gone meanwhile. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
