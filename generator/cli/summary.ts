import type { GeneratedFiles, GenerateResult } from '../options.js'

export interface SummaryOptions {
  readonly mode: 'write' | 'check' | 'dry-run'
  readonly elapsedMs: number
}

/** What a run did, for people: a line, and what they may want to know beside it. */
export function summarize(result: GenerateResult, { mode, elapsedMs }: SummaryOptions): string {
  const { files, notes, passedOver } = result
  const lines: string[] = []
  if (mode !== 'write') lines.push(...changes(files))
  lines.push(headline(result, mode, elapsedMs))
  if (passedOver.length > 0)
    lines.push(`Passed over: ${passedOver.map(({ kind, count }) => `${count} ${kind}`).join(', ')}.`)
  lines.push(...notes.map(note => `Note: ${note}.`))
  if (mode === 'write') lines.push(...nextSteps(files))
  return lines.map(line => `${line}\n`).join('')
}

function changes({ created, updated, removed }: GeneratedFiles): string[] {
  const marked = [
    ...created.map(file => ({ file, mark: 'create' })),
    ...updated.map(file => ({ file, mark: 'update' })),
    ...removed.map(file => ({ file, mark: 'remove' })),
  ]
  return marked.map(({ file, mark }) => `${mark}  ${file}`)
}

function headline({ outcome, kinds, files }: GenerateResult, mode: SummaryOptions['mode'], elapsedMs: number): string {
  const names = new Set(kinds.map(({ group, kind, plural }) => `${kind} ${plural} ${group}`))
  const counts = [
    `${files.created.length} created`,
    `${files.updated.length} updated`,
    `${files.unchanged.length} unchanged`,
    `${files.removed.length} removed`,
  ]
  const would = { write: '', check: outcome === 'outdated' ? 'out of date: ' : 'up to date: ', 'dry-run': 'would be: ' }
  return `${count(names.size, 'kind')}; files ${would[mode]}${counts.join(', ')} (${(elapsedMs / 1000).toFixed(1)} s)`
}

/** Where the user's own work begins. */
function nextSteps({ scaffolded }: GeneratedFiles): string[] {
  const reconcilers = scaffolded.filter(file => file.endsWith('-reconciler.ts'))
  const [first] = reconcilers
  if (first === undefined) return []
  const others = reconcilers.length > 1 ? ` and ${count(reconcilers.length - 1, 'other')}` : ''
  return [
    `Yours to fill in: ${first}${others}.`,
    'For CRDs of others, whose objects you only read and write, leave reconcilers out: --emit models,client',
  ]
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
