import type { DiffResult } from '../diff/diff.js'
import type { Finding, KindDiff, Stored, TypeEffect } from '../diff/schema-diff.js'
import { inLine, type Colors } from './terminal.js'

export interface DiffSummaryOptions {
  /** Only what breaks. */
  readonly quiet: boolean
  readonly colors: Colors
}

/** What changed, for people: by kind and version, a line for each place, and below it what that does. */
export function summarizeDiff({ kinds }: Pick<DiffResult, 'kinds'>, { quiet, colors }: DiffSummaryOptions): string {
  const shown = kinds
    .map(kind => ({ ...kind, findings: kind.findings.filter(({ breaks }) => breaks || !quiet) }))
    .filter(({ findings }) => findings.length > 0)
  const plurals = new Map<string, Set<string>>()
  for (const kind of shown) plurals.set(nameOf(kind), (plurals.get(nameOf(kind)) ?? new Set()).add(kind.plural))
  const headOf = (kind: KindDiff) =>
    (plurals.get(nameOf(kind))?.size ?? 0) > 1 ? `${nameOf(kind)} (${kind.plural})` : nameOf(kind)
  const groups = shown.map(kind => [
    colors.bold(inLine(headOf(kind))),
    ...kind.findings.flatMap(finding => describe(finding, colors)),
    '',
  ])
  const lines = [...groups.flat(), ...(quiet && shown.length === 0 ? [] : [headline(kinds)])]
  return lines.map(line => `${line}\n`).join('')
}

function nameOf({ group, kind, version }: KindDiff): string {
  const name = group === '' ? kind : `${kind}.${group}`
  return version === undefined ? name : `${name} ${version}`
}

function describe(finding: Finding, colors: Colors): string[] {
  const { file, position, path, changes, typescript, stored, breaks } = finding
  const place = `${file}:${position.line}:${position.column}: `
  const what = `${path === '' ? '' : `${path}: `}${changes.map(({ message }) => clip(message)).join('; ')}`
  return [
    `  ${inLine(place)}${breaks ? `${colors.red('breaks')}: ` : ''}${inLine(what)}`,
    ...(typescript.length > 0 ? [`    types: ${inLine(describeEffects(typescript))}`] : []),
    ...(stored === 'valid' ? [] : [`    stored: ${fate[stored]}`]),
  ]
}

/** What breaks first; what is true of several types, once. */
function describeEffects(effects: readonly TypeEffect[]): string {
  const subjects = new Map<string, string[]>()
  for (const { type, message } of [...effects].sort((a, b) => Number(b.breaks) - Number(a.breaks))) {
    const types = subjects.get(message) ?? []
    subjects.set(message, types)
    if (type !== undefined) types.push(type)
  }
  return [...subjects].map(([message, types]) => [types.join(', '), message].filter(Boolean).join(': ')).join('; ')
}

/** In characters: rules of a page are in the JSON, and at the place that is told. */
const longest = 160

function clip(message: string): string {
  return message.length <= longest ? message : `${message.slice(0, longest - 1)}…`
}

const fate: { readonly [stored in Exclude<Stored, 'valid'>]: string } = {
  dropped: 'objects stay, without the value',
  refused: 'an object that does not fit may be refused when it is next written',
  unreadable: 'objects cannot be read any more',
}

function headline(kinds: readonly KindDiff[]): string {
  const findings = kinds.flatMap(({ findings: each }) => each)
  if (findings.length === 0) return 'Nothing changed.'
  const changed = new Set(kinds.map(({ group, plural }) => `${plural}.${group}`)).size
  const breaking = findings.filter(({ breaks }) => breaks).length
  const places = findings.length === 1 ? 'at 1 place' : `at ${findings.length} places`
  return `${changed} ${changed === 1 ? 'kind' : 'kinds'} changed, ${places}: ${outcomeOf(breaking, findings.length)}.`
}

function outcomeOf(breaking: number, all: number): string {
  if (breaking === 0) return 'nothing breaks'
  if (all === 1) return 'it breaks something'
  return `${breaking} of them ${breaking === 1 ? 'breaks' : 'break'} something`
}
