import type { Report } from '../diagnostic.js'

/** What may be gone since it was recorded. */
const missing: ReadonlySet<string> = new Set(['input/not-found', 'input/no-match', 'input/empty-folder'])

/**
 * Says where inputs come from that are not there, in a run that was given none: nobody has just named them.
 *
 * @param record - What the user calls the record.
 */
export function explainRecorded(inputs: readonly string[], record: string, report: Report): Report {
  const helpOf = (code: string): string | undefined => {
    if (missing.has(code)) {
      return `It is recorded in ${record}: run once with the inputs that are there, and those are recorded instead.`
    }
    if (code !== 'input/empty' || !inputs.includes('-')) return undefined
    return `The input that is recorded in ${record} is standard input: give it again, or run once with other inputs.`
  }
  return found => {
    const help = found.help ?? helpOf(found.code)
    report({ ...found, ...(help !== undefined && { help }) })
  }
}
