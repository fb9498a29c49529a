import { hashBytes, hashText } from './hash.js'

/**
 * `fingerprint` in `opwright.json` stands for all that decides what a run writes and answers: the input, how the project formats, and
 * the record itself, with its options, its names and the hashes of its files. A run that finds the same has nothing to do. It is one for all
 * of it: two branches that each changed something cannot be merged into a record that looks as if it were of one run.
 */
export interface Fingerprinted {
  /** {@link digestInput} */
  readonly input: string
  /** How the project formats the files. */
  readonly formatting: string
  /** The text of the record, in which the fingerprint is blank. */
  readonly record: string
}

/** Stands in a record for the fingerprint that is not known yet. */
export const blankFingerprint = `sha256-${'0'.repeat(43)}=`

/** A source, by the name that it has in the record and all that can be seen of it in what is written. */
export interface SourceDigest {
  readonly name: string
  readonly digest: string
}

/** Of a source, by what a banner calls it and what it holds. Line ends do not count: a checkout may have changed them. */
export function digestSource(banner: string, bytes: Uint8Array): string {
  const known = digests.get(bytes)
  if (known?.banner === banner) return known.digest
  const digest = hashText(`${JSON.stringify(banner)}\n${hashBytes(bytes)}`)
  digests.set(bytes, { banner, digest })
  return digest
}

/** Of what is kept from run to run. */
const digests = new WeakMap<Uint8Array, { readonly banner: string; readonly digest: string }>()

/** Of all sources, in their order. */
export function digestInput(sources: readonly SourceDigest[]): string {
  return hashText(JSON.stringify(sources.map(({ name, digest }) => [name, digest])))
}

/** The text of a record with the fingerprint in its place. */
export function withFingerprint(fingerprinted: Fingerprinted): { readonly text: string; readonly fingerprint: string } {
  const { input, formatting, record } = fingerprinted
  const fingerprint = fingerprintOf(fingerprinted)
  lastMade = { fingerprint, input, formatting }
  return { text: record.replace(blankFingerprint, fingerprint), fingerprint }
}

/** By this process, which then need not hash a large record to know that it is of another input. */
let lastMade: (Omit<Fingerprinted, 'record'> & { readonly fingerprint: string }) | undefined

/** Whether the text of a record that is on the disk is what {@link withFingerprint} made, of the same. */
export function hasFingerprint(fingerprint: string, { input, formatting, record }: Fingerprinted): boolean {
  if (lastMade?.fingerprint === fingerprint && (lastMade.input !== input || lastMade.formatting !== formatting)) {
    return false
  }
  const blank = record.replace(fingerprint, blankFingerprint)
  return fingerprint === fingerprintOf({ input, formatting, record: blank })
}

function fingerprintOf({ input, formatting, record }: Fingerprinted): string {
  return hashText(`${input}\n${formatting}\n${record}`)
}
