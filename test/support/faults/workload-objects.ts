// What a workload and the operator that is tested with it agree on.

import type { Cached } from 'opwright/runtime'
import type { Backup } from '../../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'

/** An annotation of Backups, whose value their ConfigMaps repeat. */
export const markAnnotation = 'faults.example.com/mark'
/** The Backup whose mark rises by one again and again. */
export const pulseName = 'pulse'

type BackupLike = Pick<Cached<Backup>, 'metadata' | 'spec'>

/** What the ConfigMap of a Backup holds. */
export function childDataOf({ metadata, spec }: BackupLike): { readonly copies: string; readonly mark: string } {
  return { copies: String(spec.copies), mark: metadata.annotations?.[markAnnotation] ?? '' }
}

/** The number of the pulse that this object shows; undefined for others. */
export function pulseOf({ metadata }: BackupLike): number | undefined {
  return metadata.name === pulseName ? Number(metadata.annotations?.[markAnnotation] ?? 0) : undefined
}
