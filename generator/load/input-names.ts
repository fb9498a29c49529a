import * as path from 'node:path'

/** What is fetched, or, where it is of another scheme than http(s), refused: no path has `://` in it. */
export function isUrl(input: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(input)
}

/** A file relative to a folder, with `/` between its parts on every machine. */
export function toName(file: string, folder: string): string {
  // Most are below it, and `path.relative` looks at both for long.
  const below = file.startsWith(folder + path.sep) ? file.slice(folder.length + 1) : path.relative(folder, file)
  return (path.sep === '/' ? below : below.replaceAll(path.sep, '/')) || '.'
}

const extensions: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json'])

/** Whether a file of a folder that is an input is one too. */
export function isInputFile(name: string): boolean {
  return extensions.has(path.extname(name).toLowerCase())
}

/** Whether inputs are looked for in a folder of a folder that is an input. */
export function isVisitedFolder(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules'
}
