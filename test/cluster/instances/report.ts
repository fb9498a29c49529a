import type { Cause, Verdict } from './judge.js'
import type { Mutant } from './mutants.js'
import type { Trial } from './objects.js'
import { plainMessages } from './rules.js'
import { unsaidOf } from './unsaid.js'

/** What a server said of an object, or of a mutant of it. */
export interface Judged {
  readonly key: string
  readonly trial: Trial
  readonly verdict: Verdict
}

export interface JudgedMutant extends Judged {
  readonly mutant: Mutant
  readonly compiles: boolean
}

/** What of a refusal is structure, and what are values and rules that no type can know. */
const reasons: readonly (readonly [reason: string, pattern: RegExp])[] = [
  ['unknown field', /^UnknownField/],
  ['required', /^FieldValueRequired/],
  ['enum', /^FieldValueNotSupported/],
  ['oneOf', /\(oneOf\)/],
  ['anyOf', /\(anyOf\)/],
  ['allOf', /\(allOf\)/],
  ['not', /\(not\)/],
  ['pattern, format, length, range', /must be of type (?!(?:object|array|string|integer|number|boolean|null)\b)/],
  ['number of properties', /at (?:least|most) \d+ properties|must have at (?:least|most) \d+ (?:items|properties)/],
  [
    'type',
    /^FieldValueTypeInvalid|must be of type|expected (?:map|list|struct)|Invalid value: "(?:null|object|array|string|integer|boolean|number)"/,
  ],
  [
    'pattern, format, length, range',
    /should match|should be (?:at|less|greater|>=|<=)|chars long|Too (?:long|many|few)|multiple of/,
  ],
]

const plainRule = 'rule over has and values'

/** What a server holds against an object, in one word. */
export function reasonOf({ verdict, trial }: Judged): string {
  if (verdict.accepted) return 'accepted'
  if (verdict.causes.some(cause => isOfPlainRule(cause, trial))) return plainRule
  // A rule that fails is none of the schema's own structure, whatever it fails of.
  const causes = verdict.causes.filter(({ message }) => !message.includes(' evaluating rule: '))
  const texts = causes.map(({ reason, message }) => `${reason} ${message}`)
  return reasons.find(([, pattern]) => texts.some(text => pattern.test(text)))?.[0] ?? 'rules and values'
}

function isOfPlainRule({ message }: Cause, { version }: Trial): boolean {
  return [...plainMessages(version.schema ?? {})].some(each => message.endsWith(`: ${each}`))
}

/** What a type could say. */
const structure = new Set([
  'unknown field',
  'required',
  'enum',
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'number of properties',
  'type',
  plainRule,
])

/** Whether an object is refused for what a type could say. */
export function isStructural(judged: Judged): boolean {
  return structure.has(reasonOf(judged))
}

/** One line for each reason of the server and each kind of change. */
export function mutantTable(all: readonly JudgedMutant[]): string {
  const rows = new Map<string, { total: number; refused: number }>()
  for (const each of all) {
    const { mutant, compiles } = each
    const reason = reasonOf(each)
    for (const key of [reason, `${reason} <- ${mutant.mutation}`]) {
      const row = rows.get(key) ?? { total: 0, refused: 0 }
      rows.set(key, { total: row.total + 1, refused: row.refused + (compiles ? 0 : 1) })
    }
  }
  const lines = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { total, refused }]) => {
      const share = `${((100 * refused) / total).toFixed(1)}%`
      return `  ${key.padEnd(60)} ${String(refused).padStart(5)} of ${String(total).padStart(5)} do not compile ${share.padStart(7)}`
    })
  const structural = all.filter(isStructural)
  const share = (100 * structural.filter(({ compiles }) => !compiles).length) / structural.length
  lines.push(`  of ${structural.length} refusals for the structure, the compiler makes ${share.toFixed(1)}% too`)
  for (const each of structural.filter(({ compiles }) => compiles)) {
    lines.push(...named('but not', each), `      ${unsaidOf(each)?.why ?? 'NO EXCEPTION'}`)
  }
  return [`${all.length} mutants, by what the server says of them:`, ...lines].join('\n')
}

function named(words: string, { key, verdict }: Judged): string[] {
  return [
    `    ${words}: ${key}`,
    ...(verdict.accepted ? [] : verdict.causes.map(({ message }) => `      ${message.slice(0, 200)}`)),
  ]
}

/** Why objects are refused that compile. */
export function refusalTable(all: readonly Judged[]): string {
  const rows = new Map<string, number>()
  for (const each of all) rows.set(reasonOf(each), (rows.get(reasonOf(each)) ?? 0) + 1)
  return [
    ...[...rows].map(([reason, count]) => `    compiles, but is refused: ${reason} ${count}`),
    ...all.flatMap(each => named(reasonOf(each), each)),
  ].join('\n')
}
