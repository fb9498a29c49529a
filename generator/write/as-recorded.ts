import { lookUp, openDisk } from './disk.js'
import type { Manifest } from './manifest.js'
import { PENDING } from './pending.js'
import type { Roots } from './write-plan.js'

/** Whether every file of a run is as it wrote it, and no later run has been interrupted. */
export function isAsRecorded({ files }: Pick<Manifest, 'files'>, roots: Roots): boolean {
  if (lookUp(roots.output, PENDING).kind !== 'missing') return false
  const disk = openDisk(roots)
  return Object.entries(files).every(([path, hash]) => {
    const entry = disk('output', path)
    return entry.kind === 'file' && entry.hash === hash
  })
}
