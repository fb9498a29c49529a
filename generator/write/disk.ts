import * as fs from 'node:fs'
import * as path from 'node:path'
import { hashBytes } from './hash.js'
import { reasonOf } from './system-error.js'
import type { DiskEntry, Root, Roots } from './write-plan.js'

export type Blocked = Extract<DiskEntry, { kind: 'blocked' }>

/** Looks at the files of both roots. */
export function openDisk(roots: Roots): (root: Root, relative: string) => DiskEntry {
  return (root, relative) => readEntry(roots[root], relative)
}

export function readEntry(root: string, relative: string): DiskEntry {
  const found = read(root, relative)
  return found.kind === 'file' ? { kind: 'file', hash: hashBytes(found.bytes) } : found
}

export function readText(
  root: string,
  relative: string,
): { readonly kind: 'file'; readonly text: string } | { readonly kind: 'missing' } | Blocked {
  const found = read(root, relative)
  return found.kind === 'file' ? { kind: 'file', text: found.bytes.toString('utf8') } : found
}

function read(
  root: string,
  relative: string,
): { readonly kind: 'file'; readonly bytes: Buffer } | { readonly kind: 'missing' } | Blocked {
  const found = lookUp(root, relative)
  if (found.kind !== 'file') return found
  const file = path.join(root, relative)
  try {
    return { kind: 'file', bytes: fs.readFileSync(file) }
  } catch (error) {
    return unreadable(file, error)
  }
}

/** Whether a path that was read somewhere stays in the folder that it is relative to. */
export function isInside(file: string): boolean {
  return file !== '' && !path.isAbsolute(file) && !/[\\\0]/.test(file) && !file.split('/').includes('..')
}

/**
 * What stands at a path below a root, without reading it. Links below the root are not followed: they could lead anywhere. The
 * root itself may be one.
 */
export function lookUp(
  root: string,
  relative: string,
): { readonly kind: 'file' } | { readonly kind: 'missing' } | Blocked {
  let current = root
  try {
    const found = fs.lstatSync(root, { throwIfNoEntry: false })
    if (!found) return { kind: 'missing' }
    const target = found.isSymbolicLink() ? fs.statSync(root, { throwIfNoEntry: false }) : found
    if (!target) return { kind: 'blocked', by: root, reason: 'is a symbolic link that leads nowhere' }
    if (!target.isDirectory()) return { kind: 'blocked', by: root, reason: 'is a file, and a folder is needed' }
    const parts = relative.split('/')
    for (const [index, part] of parts.entries()) {
      current = path.join(current, part)
      const entry = fs.lstatSync(current, { throwIfNoEntry: false })
      if (!entry) return { kind: 'missing' }
      const reason = obstacle(entry, index === parts.length - 1)
      if (reason !== undefined) return { kind: 'blocked', by: current, reason }
    }
    return { kind: 'file' }
  } catch (error) {
    return unreadable(current, error)
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
