import * as path from 'node:path'

/** A file relative to a folder, with `/` between its parts on every machine. */
export function toName(file: string, folder: string): string {
  // Most are below it, and `path.relative` looks at both for long.
  const below = file.startsWith(folder + path.sep) ? file.slice(folder.length + 1) : path.relative(folder, file)
  return below.split(path.sep).join('/') || '.'
}

/** An input relative to one folder, made relative to another; URLs and `-` are the same everywhere. */
export function rebaseInput(input: string, from: string, to: string): string {
  return input === '-' || /^https?:\/\//i.test(input) ? input : toName(path.resolve(from, input), to)
}
