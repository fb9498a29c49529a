import { compareText } from '../diagnostic.js'

/** How many documents of one kind there are. */
export interface KindCount {
  /** `apps/v1 Deployment`, or `without a kind`. */
  readonly kind: string
  readonly count: number
}

/** Each kind once, most frequent first. */
export function sumCounts(counts: readonly KindCount[]): KindCount[] {
  const sums = new Map<string, number>()
  for (const { kind, count } of counts) sums.set(kind, (sums.get(kind) ?? 0) + count)
  return [...sums]
    .map(([kind, count]) => ({ kind, count }))
    .sort((a, b) => b.count - a.count || compareText(a.kind, b.kind))
}
