import type { Manifest } from './manifest.js'
import type { Disk } from './write-plan.js'

export interface UserFiles {
  /** To be written. */
  readonly missing: ReadonlySet<string>
  /** There, or once were: the user may have removed them. Never touched. */
  readonly kept: readonly string[]
  /** Of those, what is there although no run of this record has made it. */
  readonly found: readonly string[]
}

/** Parts the user's own files, paths in the operator folder, into those that this run has to make and the others. */
export function partUserFiles(files: readonly string[], previous: Manifest | undefined, disk: Disk): UserFiles {
  const created = new Set(previous?.operatorFiles)
  const isKept = (file: string) => created.has(file) || disk('operator', file).kind === 'file'
  const kept = files.filter(isKept)
  const found = previous ? kept.filter(file => !created.has(file)) : []
  return { missing: new Set(files.filter(file => !isKept(file))), kept, found }
}
