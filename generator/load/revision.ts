import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Report } from '../diagnostic.js'
import type { SourceBytes } from './document.js'
import { contentsOf, describeObjects, filesOf, git, type Blob } from './git.js'
import { isInputFile, isVisitedFolder } from './input-names.js'
import { reportTooLarge } from './inputs.js'
import type { Limits } from './limits.js'
import { globRevision } from './revision-glob.js'

/** Files as they stood at a git revision. */
export interface Revision {
  readonly revision: string
  /**
   * A file, a folder or a glob: from the top of the repository, or from the working folder where it begins with `./` or `../`, as git has
   * it.
   */
  readonly path: string
}

/** Reads `REV:path`. What is a file, a URL or a drive of Windows is none. */
export function parseRevision(input: string, cwd: string): Revision | undefined {
  const match = /^([^:]+):(?!\/\/)(.*)$/s.exec(input)
  if (!match || fs.existsSync(path.resolve(cwd, input))) return undefined
  const [, revision = '', file = ''] = match
  const isDrive = /^[A-Za-z]$/.test(revision) && /^[\\/]/.test(file)
  if (isDrive) return undefined
  // Git knows a folder of this name only as one that goes on.
  return { revision, path: /^\.\.?$/.test(file) ? `${file}/` : file }
}

/** A file, all inputs in a folder or all files of a glob, sorted by path. What git does not know is reported. */
export async function readRevision(
  { revision, path: file }: Revision,
  cwd: string,
  limits: Limits,
  report: Report,
): Promise<SourceBytes[]> {
  const fail = (code: string, message: string): [] => {
    report({ severity: 'error', code, message, file: `${revision}:${file}` })
    return []
  }
  // A revision that begins with a dash would be an option.
  if (revision.startsWith('-')) return fail('input/revision', 'no such revision')
  const known = git(cwd, ['rev-parse', '--verify', '--quiet', revision])
  if (!known.ok) return fail('input/revision', known.message || 'no such revision')
  const blobs = await findBlobs({ revision, path: file }, cwd, fail)
  const described = describeObjects(
    blobs.map(({ object }) => object),
    cwd,
  )
  const isModest = (size: number, name: string) => size <= limits.bytes || reportTooLarge(name, limits, report)
  const wanted = blobs.filter((blob, index) => isModest(described[index]?.size ?? 0, `${revision}:${blob.path}`))
  const contents = contentsOf(
    wanted.map(({ object }) => object),
    cwd,
  )
  return wanted.flatMap((blob, index) => {
    const name = `${revision}:${blob.path}`
    const bytes = contents[index]
    if (bytes) return [{ name, bytes }]
    report({ severity: 'error', code: 'input/unreadable', message: 'git does not give its content', file: name })
    return []
  })
}

/** The last commit that changed a file; nothing where there is none, or no repository. */
export function lastCommitOf(file: string, cwd: string): string | undefined {
  const found = git(cwd, ['log', '-1', '--format=%h', '--', file])
  return (found.ok && found.output.toString('utf8').trim()) || undefined
}

/** With paths that git would find them by. */
async function findBlobs(
  { revision, path: file }: Revision,
  cwd: string,
  fail: (code: string, message: string) => [],
): Promise<readonly Blob[]> {
  const resolved = git(cwd, ['rev-parse', '--verify', '--quiet', `${revision}:${file}`])
  if (!resolved.ok) {
    const matching = await globRevision({ revision, path: file }, cwd)
    if (!matching) return fail('input/not-found', 'no such file or folder at this revision')
    return matching.length > 0 ? matching : fail('input/no-match', 'no file matches this pattern')
  }
  const object = resolved.output.toString('utf8').trim()
  const [{ type } = { type: 'missing' }] = describeObjects([object], cwd)
  if (type === 'blob') return [{ object, path: file }]
  if (type !== 'tree') return fail('input/not-found', 'a submodule, whose files are in a repository of its own')
  const folder = file === '' ? '' : `${file.replace(/\/+$/, '')}/`
  const inputs = filesOf(object, cwd).filter(({ path: name }) => isInput(name))
  if (inputs.length === 0) return fail('input/empty-folder', 'no .yaml, .yml or .json file in this folder or below it')
  return inputs.map(blob => ({ ...blob, path: `${folder}${blob.path}` }))
}

/** What the same folder on the disk would give. */
function isInput(file: string): boolean {
  return isInputFile(file) && file.split('/').slice(0, -1).every(isVisitedFolder)
}
