/** The CRDs of real projects beside the repository, where they are there, and what a real API server said to them. */

import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'

export const realCrds = fileURLToPath(new URL('../../../shared/crds', import.meta.url))

export interface Verdict {
  /** Relative to {@link realCrds}. */
  readonly file: string
  /** The document's place in the file. */
  readonly index: number
  readonly name: string
  readonly verdict: string
  /** One of those of distinct names that go together in a single run. */
  readonly oneRun: boolean
}

/** None where the set is missing. */
export function readVerdicts(): Verdict[] {
  const table = path.join(realCrds, 'VERDICTS.tsv')
  if (!fs.existsSync(table)) return []
  const [, ...lines] = fs.readFileSync(table, 'utf8').trim().split('\n')
  return lines.map(line => {
    const [file = '', index, name = '', verdict = '', , oneRun] = line.split('\t')
    return { file, index: Number(index), name, verdict, oneRun: oneRun === 'yes' }
  })
}
