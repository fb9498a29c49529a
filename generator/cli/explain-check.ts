import type { ChangesSinceRecord } from '../diff/since-record.js'
import type { OutputOptions } from './arguments.js'
import { summarizeDiff } from './diff-summary.js'
import { colorsFor, type Terminal } from './terminal.js'

export { changesSinceRecord } from '../diff/since-record.js'

/** Below what a check has to say: what there is to know of the change that nobody has generated for yet. */
export async function tellChanges(
  { commit, kinds }: ChangesSinceRecord,
  { quiet, color }: OutputOptions,
  { out }: Terminal,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const summary = summarizeDiff({ kinds }, { quiet, colors: await colorsFor(out, color, env) })
  if (summary !== '') out.write(`\nChanges of the schema since ${commit}, which generated last:\n\n${summary}`)
}
