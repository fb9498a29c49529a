import { lookUp } from './disk.js'
import type { Manifest } from './manifest.js'
import { PENDING } from './pending.js'
import type { Disk, Roots } from './write-plan.js'

/** Whether every file of a run is as it wrote it, and no later run has been interrupted. */
export function isAsRecorded({ files }: Pick<Manifest, 'files'>, roots: Roots, disk: Disk): boolean {
  if (lookUp(roots.output, PENDING).kind !== 'missing') return false
  return Object.entries(files).every(([path, hash]) => {
    const entry = disk('output', path)
    return entry.kind === 'file' && entry.hash === hash
  })
}
