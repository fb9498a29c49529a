import * as fs from 'node:fs'
import * as path from 'node:path'
import { hashText } from './hash.js'
import type { DiskEntry } from './write-plan.js'

/** Looks at a path below a root. Links below the root are not followed: they could lead anywhere. The root may be one. */
export function readEntry(root: string, relative: string): DiskEntry {
  const parts = relative.split('/')
  let current = root
  for (const [index, part] of parts.entries()) {
    if (index === 0) {
      const found = fs.statSync(root, { throwIfNoEntry: false })
      if (!found) return missing
      if (!found.isDirectory()) return { kind: 'blocked', by: root, reason: 'is no folder' }
    }
    current = path.join(current, part)
    const found = fs.lstatSync(current, { throwIfNoEntry: false })
    if (!found) return missing
    if (found.isSymbolicLink()) return { kind: 'blocked', by: current, reason: 'is a symbolic link' }
    const isLast = index === parts.length - 1
    if (isLast && !found.isFile()) return { kind: 'blocked', by: current, reason: 'is no file' }
    if (!isLast && !found.isDirectory()) return { kind: 'blocked', by: current, reason: 'is no folder' }
  }
  return { kind: 'file', hash: hashText(fs.readFileSync(current, 'utf8')) }
}

const missing: DiskEntry = { kind: 'missing' }

/**
 * A run that is killed has replaced some files and not yet written the manifest. It leaves a note of what it was about to write, so that
 * the next run knows these files as its own.
 */
export const PENDING = '.opwright-pending.json'

export function readPending(output: string): ReadonlySet<string> {
  try {
    const hashes: unknown = JSON.parse(fs.readFileSync(path.join(output, PENDING), 'utf8'))
    return new Set(Array.isArray(hashes) ? hashes.filter(hash => typeof hash === 'string') : [])
  } catch {
    // None, or one that was cut off while it was written: then nothing else had been.
    return new Set()
  }
}
