import type { GeneratedFiles, GenerateResult } from '../options.js'
import { inLine } from './terminal.js'

export interface SummaryOptions {
  readonly mode: 'write' | 'check' | 'dry-run'
  readonly quiet: boolean
  readonly elapsedMs: number
}

/** What a run did, for people: a line, and what they may want to know beside it. Quietly: what a check found out of date. */
export function summarize(result: GenerateResult, { mode, quiet, elapsedMs }: SummaryOptions): string {
  const { files, notes, outcome } = result
  if (quiet && outcome !== 'outdated') return ''
  const lines = [
    ...(mode === 'write' ? [] : changes(files)),
    `${headline(result, mode)} (${(elapsedMs / 1000).toFixed(1)} s)`,
    ...(quiet ? [] : passedOver(result)),
    ...notes.map(note => `Note: ${note}${note.includes('\n') ? '' : '.'}`),
    ...(mode === 'write' ? nextSteps(files) : []),
  ]
  return lines.map(line => `${line}\n`).join('')
}

/** How many errors and warnings there are, and that nothing came of it. */
export function summarizeFailure({ diagnostics }: GenerateResult): string {
  const isIncomplete = diagnostics.some(({ code }) => code === 'write/incomplete')
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  const counts = [count(errors, 'error'), ...(warnings > 0 ? [count(warnings, 'warning')] : [])]
  return `${counts.join(', ')}${isIncomplete ? '' : '; nothing was written'}\n`
}

function changes({ created, updated, removed, extended }: GeneratedFiles): string[] {
  const marked = [
    ...created.map(file => ({ file, mark: 'create' })),
    ...updated.map(file => ({ file, mark: 'update' })),
    ...removed.map(file => ({ file, mark: 'remove' })),
    ...extended.map(file => ({ file, mark: 'insert' })),
  ]
  return marked.map(({ file, mark }) => `${mark}  ${file}`)
}

function headline({ outcome, kinds, files, diagnostics }: GenerateResult, mode: SummaryOptions['mode']): string {
  const names = new Set(kinds.map(({ group, kind, plural }) => `${kind} ${plural} ${group}`))
  const warnings = diagnostics.length > 0 ? `; ${count(diagnostics.length, 'warning')}` : ''
  const what = `${count(names.size, 'kind')}, ${counts(files, outcome, mode)}${warnings}`
  if (mode !== 'check') return what
  return `${outcome === 'outdated' ? 'Out of date' : 'Up to date'}: ${what}`
}

function counts(files: GeneratedFiles, outcome: GenerateResult['outcome'], mode: SummaryOptions['mode']): string {
  const created = count(files.created.length, 'file')
  const [updated, unchanged, removed] = [files.updated.length, files.unchanged.length, files.removed.length]
  if (mode === 'write') return `${created} created, ${updated} updated, ${unchanged} unchanged, ${removed} removed`
  if (mode === 'check' && outcome === 'done') return count(unchanged, 'file')
  return `${created} to create, ${updated} to update, ${unchanged} unchanged, ${removed} to remove`
}

const shown = 5

function passedOver({ passedOver: kinds }: GenerateResult): string[] {
  const total = kinds.reduce((sum, { count: number }) => sum + number, 0)
  if (total === 0) return []
  const named = kinds.slice(0, shown).map(({ kind, count: number }) => `${number} ${inLine(kind)}`)
  const rest = total - kinds.slice(0, shown).reduce((sum, { count: number }) => sum + number, 0)
  const list = [...named, ...(rest > 0 ? [`${rest} of other kinds`] : [])].join(', ')
  const what = total === 1 ? '1 document that is not a CRD' : `${total} documents that are not CRDs`
  return [`Passed over ${what}: ${list}.`]
}

/** Where the user's own work begins. */
function nextSteps({ scaffolded, extended }: GeneratedFiles): string[] {
  const reconcilers = scaffolded.filter(file => file.endsWith('-reconciler.ts'))
  const [first] = reconcilers
  if (first === undefined) return []
  const isFirst = scaffolded.some(file => /(?:^|\/)main\.ts$/.test(file))
  const others = reconcilers.length > 1 ? ` and ${count(reconcilers.length - 1, 'other')}` : ''
  return [
    ...extended.map(file => `Registered in ${file}, where nothing else was changed.`),
    `Yours to fill in: ${first}${others}.`,
    ...(isFirst
      ? ['For CRDs of others, whose objects you only read and write, leave reconcilers out: --emit models,client']
      : []),
  ]
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
