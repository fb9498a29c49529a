import * as fs from 'node:fs'
import * as path from 'node:path'
import { codeOf } from './system-error.js'

/**
 * With the folders above it; answers those that were made, outermost first. Node's own recursive `mkdir` never returns where the
 * system says of a folder that is there that it is not, as it does below /proc.
 */
export function makeFolder(folder: string): string[] {
  try {
    fs.mkdirSync(folder)
    return [folder]
  } catch (error) {
    if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
    const parent = path.dirname(folder)
    if (codeOf(error) !== 'ENOENT' || fs.existsSync(parent)) throw error
    return [...makeFolder(parent), ...makeFolder(folder)]
  }
}

/** A folder and those above it, as far as they hold nothing, up to the root, which stays. */
export function removeEmptyFolders(folder: string, root: string): void {
  for (let current = folder; current !== root; current = path.dirname(current)) {
    try {
      fs.rmdirSync(current)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') return
    }
  }
}
