import * as path from 'node:path'
import { readFiles } from './read-files.js'
import { normalizeModule, type UserFile } from './user-source.js'

export interface BrokenImportsOptions {
  /** Absolute folders. */
  readonly roots: { readonly operator: string; readonly output: string }
  readonly outputFromOperator: string
}

/** An import of the user of a generated file that is gone. */
export interface BrokenImport {
  /** In the operator folder. */
  readonly path: string
  /** Counts from 1. */
  readonly line: number
  /** In the output folder. */
  readonly target: string
}

/** Finds what the user's files import of files that are removed from the output folder. Writes nothing. */
export async function findBrokenImports(
  removed: readonly string[],
  { roots, outputFromOperator }: BrokenImportsOptions,
): Promise<BrokenImport[]> {
  if (removed.length === 0) return []
  const targets = new Map(
    removed.map(file => [normalizeModule(`./${path.posix.join(outputFromOperator, file)}`), file]),
  )
  const targetOf = (file: UserFile, module: string) => {
    return module.startsWith('.') ? targets.get(normalizeModule(module, path.posix.dirname(file.path))) : undefined
  }
  const files = readFiles(roots).filter(file => {
    return quotedPaths(file.text).some(quoted => targetOf(file, quoted) !== undefined)
  })
  if (files.length === 0) return []
  const { ts } = await import('ts-morph')
  return files.flatMap(file =>
    ts.preProcessFile(file.text, true, true).importedFiles.flatMap(({ fileName, pos }) => {
      const target = targetOf(file, fileName)
      return target === undefined ? [] : [{ path: file.path, line: lineAt(file.text, pos), target }]
    }),
  )
}

/** What may be a relative import. Spares most runs loading what knows for certain. */
function quotedPaths(text: string): string[] {
  return Array.from(text.matchAll(/(['"`])(\.[^'"`\r\n]*)\1/g), ([, , quoted = '']) => quoted)
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split(/\r\n|[\n\r\u2028\u2029]/).length
}
