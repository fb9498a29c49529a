import * as fs from 'node:fs'
import * as path from 'node:path'
import { hashBytes } from './hash.js'
import { reasonOf } from './system-error.js'
import type { Disk, DiskEntry, Roots } from './write-plan.js'

export type Blocked = Extract<DiskEntry, { kind: 'blocked' }>

/** Looks at the files of both roots, and at each folder once: for as long as nothing changes. */
export function openDisk(roots: Roots, hash: ReadFile = hashFile): Disk {
  const known = { output: new Map(), operator: new Map() }
  return (root, relative) => {
    const found = read(roots[root], relative, hash, known[root])
    return found.kind === 'file' ? { kind: 'file', hash: found.content } : found
  }
}

/** Of a file that is there and has been looked at; throws where it cannot be read. */
type ReadFile = (file: string, found: fs.Stats) => string

export function hashFile(file: string): string {
  return hashBytes(fs.readFileSync(file))
}

export function readText(
  root: string,
  relative: string,
): { readonly kind: 'file'; readonly text: string } | { readonly kind: 'missing' } | Blocked {
  const found = read(root, relative, file => fs.readFileSync(file, 'utf8'))
  return found.kind === 'file' ? { kind: 'file', text: found.content } : found
}

function read(
  root: string,
  relative: string,
  readFile: ReadFile,
  known?: KnownFolders,
): { readonly kind: 'file'; readonly content: string } | { readonly kind: 'missing' } | Blocked {
  const found = lookUp(root, relative, known)
  if (found.kind !== 'file') return found
  const file = `${root}/${relative}`
  try {
    return { kind: 'file', content: readFile(file, found.stats) }
  } catch (error) {
    return unreadable(path.normalize(file), error)
  }
}

/** Whether a path that was read somewhere stays in the folder that it is relative to. */
export function isInside(file: string): boolean {
  return file !== '' && !path.isAbsolute(file) && !/[\\\0]/.test(file) && !file.split('/').includes('..')
}

/** What is known of folders below a root, by path. */
type KnownFolders = Map<string, { readonly kind: 'folder' } | { readonly kind: 'missing' } | Blocked>

/**
 * What stands at a path below a root, without reading it. Links below the root are not followed: they could lead anywhere. The
 * root itself may be one.
 */
export function lookUp(
  root: string,
  relative: string,
  known: KnownFolders = new Map(),
): { readonly kind: 'file'; readonly stats: fs.Stats } | { readonly kind: 'missing' } | Blocked {
  const folder = lookUpFolder(root, parentOf(relative), known)
  return folder.kind === 'folder' ? lookAt(`${root}/${relative}`, 'file') : folder
}

function lookUpFolder(root: string, relative: string, known: KnownFolders): ReturnType<KnownFolders['get']> & {} {
  const seen = known.get(relative)
  if (seen) return seen
  const above = relative === '' ? lookAtRoot(root) : lookUpFolder(root, parentOf(relative), known)
  const found = relative === '' || above.kind !== 'folder' ? above : lookAt(`${root}/${relative}`, 'folder')
  known.set(relative, found)
  return found
}

function parentOf(relative: string): string {
  return relative.slice(0, Math.max(0, relative.lastIndexOf('/')))
}

function lookAtRoot(root: string): { readonly kind: 'folder' } | { readonly kind: 'missing' } | Blocked {
  try {
    const found = fs.lstatSync(root, { throwIfNoEntry: false })
    if (!found) return { kind: 'missing' }
    const target = found.isSymbolicLink() ? fs.statSync(root, { throwIfNoEntry: false }) : found
    if (!target) return { kind: 'blocked', by: root, reason: 'is a symbolic link that leads nowhere' }
    return target.isDirectory()
      ? { kind: 'folder' }
      : { kind: 'blocked', by: root, reason: 'is a file, and a folder is needed' }
  } catch (error) {
    return unreadable(root, error)
  }
}

/** At a path in a folder that is one. */
function lookAt<Kind extends 'file' | 'folder'>(
  file: string,
  wanted: Kind,
): { readonly kind: Kind; readonly stats: fs.Stats } | { readonly kind: 'missing' } | Blocked {
  try {
    const entry = fs.lstatSync(file, { throwIfNoEntry: false })
    if (!entry) return { kind: 'missing' }
    const reason = obstacle(entry, wanted === 'file')
    return reason === undefined ? { kind: wanted, stats: entry } : { kind: 'blocked', by: path.normalize(file), reason }
  } catch (error) {
    return unreadable(path.normalize(file), error)
  }
}

function obstacle(entry: fs.Stats, isLast: boolean): string | undefined {
  if (entry.isSymbolicLink()) return 'is a symbolic link, and what is behind it is left alone'
  if (isLast ? entry.isFile() : entry.isDirectory()) return undefined
  if (isLast) return entry.isDirectory() ? 'is a folder, and a file is to stand there' : 'is no regular file'
  return 'is a file, and a folder is needed'
}

function unreadable(by: string, error: unknown): Blocked {
  return { kind: 'blocked', by, reason: `cannot be read: ${reasonOf(error)}` }
}
