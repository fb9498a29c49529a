import { diff, type DiffOptions } from '../diff/diff.js'
import { version } from '../version.js'
import type { OutputOptions } from './arguments.js'
import { summarizeDiff } from './diff-summary.js'
import { colorsFor, formatDiagnostics, type Terminal } from './terminal.js'

/** Answers the exit status: 1 where something breaks, or could not be compared. */
export async function runDiff(
  options: DiffOptions,
  { json, quiet, color }: OutputOptions,
  { out, err, now }: Terminal,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const startedAt = now()
  const result = await diff(options)
  const elapsedMs = Math.round(now() - startedAt)
  if (json) out.write(`${JSON.stringify({ opwright: version, ...result, elapsedMs }, null, 2)}\n`)
  else if (result.outcome === 'failed') {
    err.write(`${formatDiagnostics(result.diagnostics, await colorsFor(err, color, env))}Nothing was compared.\n`)
  } else {
    out.write(summarizeDiff(result, { quiet, colors: await colorsFor(out, color, env) }))
  }
  return result.outcome === 'same' || result.outcome === 'compatible' ? 0 : 1
}
