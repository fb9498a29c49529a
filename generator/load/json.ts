import { TooMany } from './excess.js'
import type { Limits } from './limits.js'

/**
 * Whether a text may be JSON, and is one that `JSON.parse` may be given, which knows no limits. Its brackets and commas are counted:
 * there is one for each value, and one more where a collection is empty. Throws `TooMany`.
 */
export function isJsonWithin(text: string, limits: Limits): boolean {
  if (!/^\s*[{[]/.test(text)) return false
  let values = 1
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: {
        at = endOfString(text, at)
        break
      }
      case 0x2c:
        values++
        break
      case 0x5b:
      case 0x7b:
        values++
        if (++depth > limits.depth) return false
        break
      case 0x5d:
      case 0x7d:
        depth--
    }
  }
  if (values > 2 * limits.values) throw new TooMany('values', limits)
  return true
}

/** At the closing quotation mark, or at the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at)
    if (at === -1) return text.length
    let backslashes = 0
    while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++
    if (backslashes % 2 === 0) return at
  }
}
