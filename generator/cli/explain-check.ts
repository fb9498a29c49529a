import type { SinceRecord } from '../diff/since-record.js'
import type { OutputOptions } from './arguments.js'
import { summarizeDiff } from './diff-summary.js'
import { colorsFor, inLine, type Terminal } from './terminal.js'

export { compareWithRecord } from '../diff/since-record.js'

/** Below what a check has to say: what there is to know of the change that nobody has generated for yet. */
export async function tellChanges(
  { changes, unknown = [] }: SinceRecord,
  { quiet, color }: OutputOptions,
  { out }: Terminal,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (unknown.length > 0 && !quiet) {
    const inputs = unknown.map(input => (input === '-' ? 'standard input' : inLine(input)))
    out.write(`\nWhat changed in the schema is not told: git does not have ${inputs.join(', ')}.\n`)
  }
  if (!changes) return
  const { commit, kinds } = changes
  const summary = summarizeDiff({ kinds }, { quiet, colors: await colorsFor(out, color, env) })
  if (summary !== '') out.write(`\nChanges of the schema since ${commit}, which generated last:\n\n${summary}`)
}
