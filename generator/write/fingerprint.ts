import { createHash } from 'node:crypto'
import { hashText, withUnixLineEnds } from './hash.js'

/**
 * `fingerprint` in `opwright.json` stands for all that decides what a run writes and answers: the input, how the project formats, and
 * the record itself, with its options, its names and the hashes of its files. A run that finds the same has nothing to do. It is one for all
 * of it: two branches that each changed something cannot be merged into a record that looks as if it were of one run.
 */
export interface Fingerprinted {
  /** {@link digestSources} */
  readonly input: string
  /** How the project formats the files. */
  readonly formatting: string
  /** The text of the record, in which the fingerprint is blank. */
  readonly record: string
}

/** Stands in a record for the fingerprint that is not known yet. */
export const blankFingerprint = `sha256-${'0'.repeat(43)}=`

/** Of the names and the contents of all sources, in their order. Line ends do not count: a checkout may have changed them. */
export function digestSources(sources: readonly { readonly name: string; readonly bytes: Uint8Array }[]): string {
  const hash = createHash('sha256')
  for (const { name, bytes } of sources) {
    const content = withUnixLineEnds(bytes)
    hash.update(`${JSON.stringify(name)} ${content.byteLength}\n`).update(content)
  }
  return `sha256-${hash.digest('base64')}`
}

/** The text of a record with the fingerprint in its place. */
export function withFingerprint({ input, formatting, record }: Fingerprinted): string {
  return record.replace(blankFingerprint, fingerprintOf({ input, formatting, record }))
}

/** Whether the text of a record that is on the disk is what {@link withFingerprint} made, of the same. */
export function hasFingerprint(fingerprint: string, { input, formatting, record }: Fingerprinted): boolean {
  const blank = record.replace(fingerprint, blankFingerprint)
  return fingerprint === fingerprintOf({ input, formatting, record: blank })
}

function fingerprintOf({ input, formatting, record }: Fingerprinted): string {
  return hashText(`${input}\n${formatting}\n${record}`)
}
