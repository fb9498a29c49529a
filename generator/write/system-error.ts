/** What the system refused, in words; the code stands behind them for whoever wants to look it up. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) return error.message
  return `${reasons[code] ?? withoutCall(error.message)} (${code})`
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}

const reasons: { readonly [code: string]: string } = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'the file would be larger than is allowed',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'too many symbolic links',
  EEXIST: 'something else is in its place',
  ENOENT: 'there is no such folder, and none can be made',
  ENOTDIR: 'a file stands where a folder should be',
  EISDIR: 'a folder stands in its place',
  ERR_FS_EISDIR: 'a folder stands in its place',
}

/** `EIO: i/o error, write '/a/b'` -> `i/o error`: the path is told already. */
function withoutCall(message: string): string {
  return message.replace(/^[A-Z]+: ([^,]*), .*$/s, '$1')
}

/** For what is tidied up beside the work: it matters little whether it can be done. */
export function attempt(action: () => void): void {
  try {
    action()
  } catch {
    // Nobody waits for it.
  }
}
