/** The words for limits: in a comment that lists those of a value, and in a sentence about a part of one. */

import { numberText } from '../crd/number-text.js'
import type { LimitKeyword } from '../model/resource-model.js'
import { capitalize } from '../model/words.js'
import { longCode } from './prose.js'

interface Words {
  readonly label: string
  /** What a value does that keeps to it. */
  readonly verb: string
  readonly unit?: string
}

const words: Readonly<Record<LimitKeyword, Words>> = {
  minimum: { label: 'Minimum', verb: 'is at least' },
  exclusiveMinimum: { label: 'Greater than', verb: 'is greater than' },
  maximum: { label: 'Maximum', verb: 'is at most' },
  exclusiveMaximum: { label: 'Less than', verb: 'is less than' },
  multipleOf: { label: 'Multiple of', verb: 'is a multiple of' },
  minLength: { label: 'Minimum length', verb: 'has at least', unit: 'characters' },
  maxLength: { label: 'Maximum length', verb: 'has at most', unit: 'characters' },
  pattern: { label: 'Pattern', verb: 'matches' },
  minItems: { label: 'Minimum items', verb: 'has at least', unit: 'items' },
  maxItems: { label: 'Maximum items', verb: 'has at most', unit: 'items' },
  uniqueItems: { label: 'Items are unique', verb: 'has unique items' },
  minProperties: { label: 'Minimum properties', verb: 'has at least', unit: 'properties' },
  maxProperties: { label: 'Maximum properties', verb: 'has at most', unit: 'properties' },
}

type Limit = number | string | boolean

/** `Minimum: 5`. Nothing of what is no limit by itself; `isMarked` tells whether a keyword is true. */
export function limitLabel(keyword: LimitKeyword, limit: Limit, isMarked: IsMarked): string | undefined {
  const { label, value } = stated(keyword, limit, isMarked) ?? {}
  return value === undefined ? label : `${label}: ${value}`
}

/** The same as `is at least 5`. */
export function limitClause(keyword: LimitKeyword, limit: Limit, isMarked: IsMarked): string | undefined {
  const { verb, value, unit } = stated(keyword, limit, isMarked) ?? {}
  return [verb, value, unit].filter(part => part !== undefined).join(' ') || undefined
}

type IsMarked = (keyword: LimitKeyword) => boolean

/** Longer patterns say nothing to anybody, and a part of one would say something else. */
const PATTERN_LENGTH = 400

function stated(
  keyword: LimitKeyword,
  limit: Limit,
  isMarked: IsMarked,
): (Words & { readonly value?: string }) | undefined {
  if (typeof limit === 'boolean') return limit && keyword === 'uniqueItems' ? words[keyword] : undefined
  if (typeof limit === 'number') {
    // In a CRD `exclusiveMinimum` is a mark on the minimum, and no number.
    const exclusive = keyword === 'minimum' ? 'exclusiveMinimum' : keyword === 'maximum' ? 'exclusiveMaximum' : keyword
    return { ...words[isMarked(exclusive) ? exclusive : keyword], value: numberText(limit) }
  }
  const { length } = limit
  if (length <= PATTERN_LENGTH) return { ...words[keyword], value: longCode(limit, length) }
  const pattern = `a pattern of ${length} characters`
  return { label: capitalize(pattern), verb: `matches ${pattern}` }
}
