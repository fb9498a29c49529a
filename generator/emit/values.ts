/** Values of a schema in a comment. */

import type { Json } from '../crd/custom-resource-definition.js'
import { numberText } from '../crd/number-text.js'
import { code, VALUE_LENGTH } from './prose.js'

/** A value as it stands in YAML or JSON; a code span where Markdown would read something into it. */
export function valueText(json: Json): string {
  const text = jsonText(json)
  return /^"?[\w ./:,-]*"?$/.test(text) ? text : code(text)
}

/** A value within a sentence: a code span, but for a number of which not all is known. */
export function valueCode(json: Json): string {
  return typeof json === 'number' && !isTold(json) ? numberText(json) : code(jsonText(json))
}

/** As JSON. Of a list or an object that is too long, or has a number of which not all is known, nothing is shown but that it is one. */
function jsonText(json: Json): string {
  if (typeof json === 'number') return numberText(json)
  let isWhole = true
  const text = JSON.stringify(json, (_, each: unknown) => {
    isWhole &&= typeof each !== 'number' || isTold(each)
    return each
  })
  if (typeof json !== 'object' || (isWhole && text.length <= VALUE_LENGTH)) return text
  return Array.isArray(json) ? '[…]' : '{…}'
}

function isTold(value: number): boolean {
  return numberText(value) === String(value)
}
