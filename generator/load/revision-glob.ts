import type * as fs from 'node:fs'
import * as path from 'node:path'
import { compareText } from '../diagnostic.js'
import { filesOf, git, type Blob } from './git.js'
import { toName } from './input-names.js'
import type { Revision } from './revision.js'

/** Stands for the top of the repository: nothing of the disk is looked at. */
const top = path.resolve('/repository')

/** The files of a revision that a glob names, by the library that looks for them on the disk; nothing for what is no glob. */
export async function globRevision(
  { revision, path: pattern }: Revision,
  cwd: string,
): Promise<readonly Blob[] | undefined> {
  const { globSync, isDynamicPattern } = await import('tinyglobby')
  if (!isDynamicPattern(pattern)) return undefined
  const isRelative = /^\.\.?\//.test(pattern)
  const base = path.join(top, isRelative ? prefixOf(cwd) : '')
  const blobs = new Map(filesOf(revision, cwd).map(blob => [blob.path, blob]))
  const readdirSync = readerOf(blobs.keys()) as unknown as typeof fs.readdirSync
  const found = globSync(pattern, { cwd: base, expandDirectories: false, fs: { readdirSync } })
  return found.sort(compareText).flatMap(file => {
    const blob = blobs.get(toName(path.resolve(base, file), top))
    const name = isRelative && !file.startsWith('../') ? `./${file}` : file
    return blob ? [{ ...blob, path: name }] : []
  })
}

/** Where in the repository a folder is. */
function prefixOf(cwd: string): string {
  const told = git(cwd, ['rev-parse', '--show-prefix'])
  return told.ok ? told.output.toString('utf8').replace(/\r?\n$/, '') : ''
}

/** What `readdirSync` answers to who asks for the types of files as well. */
function readerOf(files: Iterable<string>): (folder: string) => readonly Pick<fs.Dirent, 'name'>[] {
  const folders = new Map<string, Map<string, boolean>>()
  for (const file of files) {
    let isFolder = false
    for (let child = file; child !== '.'; child = path.posix.dirname(child)) {
      const parent = path.posix.dirname(child)
      const entries = folders.get(parent) ?? new Map<string, boolean>()
      folders.set(parent, entries.set(path.posix.basename(child), isFolder))
      isFolder = true
    }
  }
  return folder =>
    [...(folders.get(toName(path.resolve(folder), top)) ?? [])].map(([name, isFolder]) => ({
      name,
      isFile: () => !isFolder,
      isDirectory: () => isFolder,
      isSymbolicLink: () => false,
    }))
}
