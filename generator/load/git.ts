import { spawnSync } from 'node:child_process'

export type GitAnswer =
  { readonly ok: true; readonly output: Buffer } | { readonly ok: false; readonly message: string }

/** Runs git in a folder, and answers what it prints, or the first line of what it says is wrong. */
export function git(cwd: string, args: readonly string[], input = ''): GitAnswer {
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

/** A file of a tree. */
export interface Blob {
  readonly object: string
  readonly path: string
}

/** All files of a tree and those below it, with their paths in it. Links and submodules are no inputs. */
export function filesOf(tree: string, cwd: string): Blob[] {
  const listed = git(cwd, ['ls-tree', '-r', '-z', '--full-tree', tree])
  const lines = listed.ok ? listed.output.toString('utf8').split('\0') : []
  return lines.flatMap(line => {
    const [, object = '', path = ''] = /^100\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? []
    return object === '' ? [] : [{ object, path }]
  })
}

/** Of objects, in their order, as far as git has them: those of a submodule are elsewhere. */
export function describeObjects(
  objects: readonly string[],
  cwd: string,
): readonly { readonly type: string; readonly size: number }[] {
  const told = git(cwd, ['cat-file', '--batch-check=%(objecttype) %(objectsize)'], batch(objects))
  const lines = told.ok ? told.output.toString('utf8').split('\n') : []
  return objects.map((_, index) => {
    const [, type = 'missing', size = '0'] = /^(\w+) (\d+)$/.exec(lines[index] ?? '') ?? []
    return { type, size: Number(size) }
  })
}

/** The contents of objects, in their order; nothing for those that git does not have. */
export function contentsOf(objects: readonly string[], cwd: string): readonly (Buffer | undefined)[] {
  const told = git(cwd, ['cat-file', '--batch'], batch(objects))
  if (!told.ok) return []
  let at = 0
  return objects.map(() => {
    // A line that tells the size, the content, and a newline; or a line that says why there is none.
    const start = told.output.indexOf('\n', at) + 1
    const [, size] = /^[0-9a-f]+ \w+ (\d+)$/.exec(told.output.toString('utf8', at, start - 1)) ?? []
    const end = start + Number(size ?? 0)
    at = size === undefined ? start : end + 1
    return size === undefined ? undefined : told.output.subarray(start, end)
  })
}

function batch(objects: readonly string[]): string {
  return objects.map(object => `${object}\n`).join('')
}
