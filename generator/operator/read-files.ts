import * as fs from 'node:fs'
import * as path from 'node:path'
import type { UserFile } from './user-source.js'

/**
 * The code below the operator folder, without that of the output folder and of packages. Links are not followed, and what cannot
 * be read, or is no UTF-8 and so could not be written again as it was, is left out.
 */
export function readFiles({ operator, output }: { readonly operator: string; readonly output: string }): UserFile[] {
  const files: UserFile[] = []
  const visit = (folder: string, name: string): void => {
    if (folder === output) return
    for (const entry of entriesOf(folder)) {
      const file = path.join(folder, entry.name)
      const relative = path.posix.join(name, entry.name)
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && entry.name !== 'node_modules') visit(file, relative)
      } else if (entry.isFile() && /(?<!\.d)\.[cm]?[jt]sx?$/.test(entry.name)) {
        const text = readText(file)
        if (text !== undefined) files.push({ path: relative, text })
      }
    }
  }
  visit(operator, '.')
  return files
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** To the byte, a byte order mark included. */
function readText(file: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fs.readFileSync(file))
  } catch {
    return undefined
  }
}
