import type { Verdict } from './judge.js'
import type { Mutant } from './mutants.js'

export interface Judged {
  readonly key: string
  readonly mutant: Mutant
  readonly verdict: Verdict
  readonly compiles: boolean
}

interface Refusal {
  readonly key: string
  readonly verdict: Verdict
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

/** What a server holds against an object, in one word. */
export function reasonOf(verdict: Verdict): string {
  if (verdict.accepted) return 'accepted'
  const texts = verdict.causes.map(({ reason, message }) => `${reason} ${message}`)
  return reasons.find(([, pattern]) => texts.some(text => pattern.test(text)))?.[0] ?? 'rules and values'
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
])

/** Whether an object is refused for what a type could say. */
export function isStructural(verdict: Verdict): boolean {
  return structure.has(reasonOf(verdict))
}

/** One line for each reason of the server and each kind of change. */
export function mutantTable(all: readonly Judged[]): string {
  const rows = new Map<string, { total: number; refused: number }>()
  for (const { mutant, verdict, compiles } of all) {
    for (const key of [reasonOf(verdict), `${reasonOf(verdict)} <- ${mutant.mutation}`]) {
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
  const structural = all.filter(({ verdict }) => isStructural(verdict))
  const share = (100 * structural.filter(({ compiles }) => !compiles).length) / structural.length
  lines.push(`  of ${structural.length} refusals for the structure, the compiler makes ${share.toFixed(1)}% too`)
  lines.push(...structural.filter(({ compiles }) => compiles).flatMap(each => named('but not', each)))
  return [`${all.length} mutants, by what the server says of them:`, ...lines].join('\n')
}

function named(words: string, { key, verdict }: Refusal): string[] {
  return [
    `    ${words}: ${key}`,
    ...(verdict.accepted ? [] : verdict.causes.map(({ message }) => `      ${message.slice(0, 200)}`)),
  ]
}

/** Why objects are refused that compile. */
export function refusalTable(all: readonly Refusal[]): string {
  const rows = new Map<string, number>()
  for (const { verdict } of all) rows.set(reasonOf(verdict), (rows.get(reasonOf(verdict)) ?? 0) + 1)
  return [
    ...[...rows].map(([reason, count]) => `    compiles, but is refused: ${reason} ${count}`),
    ...all.flatMap(each => named(reasonOf(each.verdict), each)),
  ].join('\n')
}
