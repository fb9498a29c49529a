import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Report } from '../diagnostic.js'
import type { SourceBytes } from './document.js'
import { isInputFile, isVisitedFolder } from './input-names.js'
import type { Limits } from './limits.js'

/** A file or folder as it stood at a git revision. */
export interface Revision {
  readonly revision: string
  /** From the top of the repository, or from the working folder where it begins with `./` or `../`, as git has it. */
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

/** A file, or all inputs in a folder, sorted by path. What git does not know is reported. */
export function readRevision(
  { revision, path: file }: Revision,
  cwd: string,
  limits: Limits,
  report: Report,
): SourceBytes[] {
  const name = `${revision}:${file}`
  const fail = (code: string, message: string, at = name): [] => {
    report({ severity: 'error', code, message, file: at })
    return []
  }
  // A revision that begins with a dash would be an option.
  if (revision.startsWith('-')) return fail('input/revision', 'no such revision')
  const known = git(cwd, ['rev-parse', '--verify', '--quiet', revision])
  if (!known.ok) return fail('input/revision', known.message || 'no such revision')
  const resolved = git(cwd, ['rev-parse', '--verify', '--quiet', name])
  if (!resolved.ok) return fail('input/not-found', 'no such file or folder at this revision')
  const object = resolved.output.toString('utf8').trim()
  const listed = git(cwd, ['ls-tree', '-r', '-l', '-z', '--full-tree', object])
  // What is no tree is a file, or git says so when it is read.
  const blobs = listed.ok ? blobsOf(listed.output, file) : [{ object, path: file, size: 0 }]
  if (blobs.length === 0) return fail('input/empty-folder', 'no .yaml, .yml or .json file in this folder or below it')
  const modest = blobs.filter(({ size }) => size <= limits.bytes)
  for (const { path: at } of blobs.filter(({ size }) => size > limits.bytes)) {
    fail('input/too-large', `larger than ${Math.floor(limits.bytes / 1024 / 1024)} MiB`, `${revision}:${at}`)
  }
  const read = git(cwd, ['cat-file', '--batch'], modest.map(blob => `${blob.object}\n`).join(''))
  if (!read.ok) return fail('input/revision', read.message)
  return contentsOf(read.output).map((bytes, index) => ({ name: `${revision}:${modest[index]?.path ?? ''}`, bytes }))
}

/** The last commit that changed a file; nothing where there is none, or no repository. */
export function lastCommitOf(file: string, cwd: string): string | undefined {
  const found = git(cwd, ['log', '-1', '--format=%h', '--', file])
  return (found.ok && found.output.toString('utf8').trim()) || undefined
}

interface Blob {
  readonly object: string
  readonly path: string
  readonly size: number
}

/** Links and submodules are no inputs, and neither is what the same folder on the disk would not give. */
function blobsOf(listed: Buffer, folder: string): Blob[] {
  return listed
    .toString('utf8')
    .split('\0')
    .flatMap(line => {
      const [, object = '', size, file = ''] = /^100\d+ blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line) ?? []
      const isVisited = file.split('/').slice(0, -1).every(isVisitedFolder)
      if (object === '' || !isVisited || !isInputFile(file)) return []
      return [{ object, path: folder === '' ? file : `${folder.replace(/\/+$/, '')}/${file}`, size: Number(size) }]
    })
}

/** Each content stands between a line that tells its size, and a newline. */
function contentsOf(batch: Buffer): Buffer[] {
  const contents: Buffer[] = []
  for (let at = 0; at < batch.length;) {
    const end = batch.indexOf('\n', at)
    const size = Number(batch.toString('utf8', at, end).split(' ').at(-1))
    contents.push(batch.subarray(end + 1, end + 1 + size))
    at = end + size + 2
  }
  return contents
}

type Answer = { readonly ok: true; readonly output: Buffer } | { readonly ok: false; readonly message: string }

function git(cwd: string, args: readonly string[], input = ''): Answer {
  const { error, status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    input,
    maxBuffer: Number.MAX_SAFE_INTEGER,
    windowsHide: true,
  })
  if (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return { ok: false, message: isMissing ? 'git is not installed' : error.message }
  }
  if (status === 0) return { ok: true, output: stdout }
  const [line = ''] = stderr.toString('utf8').split('\n')
  return { ok: false, message: line.replace(/^fatal: /, '') }
}
