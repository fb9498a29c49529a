/** What the words mean that YAML 1.1 takes for something else than text. */
export const words: ReadonlyMap<string, boolean | null> = new Map([
  ...['~', 'null', 'Null', 'NULL'].map(text => [text, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(text => [text, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(text => [text, false] as const),
])

const longestWord = 5

/** Spares most scalars, which are words, the regular expressions. */
function beginsNumber(text: string): boolean {
  const first = text.charCodeAt(0)
  return (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e
}

const integer = /^([-+]?)(?:0b([01_]+)|0x([0-9a-fA-F_]+)|0o?([0-7_]+)|(0|[1-9][0-9_]*))$/

/** Nothing where the text is no whole number as YAML 1.1 has them: `0777`, `0o17`, `0x1F`, `0b11`, `1_000`. */
export function readInteger(text: string): number | undefined {
  const match = beginsNumber(text) && !text.endsWith('_') ? integer.exec(text) : null
  if (!match) return undefined
  const [, sign, binary, hex, octal, decimal = ''] = match
  const digits = (binary ?? hex ?? octal ?? decimal).replaceAll('_', '')
  const value = Number.parseInt(digits, binary ? 2 : hex ? 16 : octal ? 8 : 10)
  return sign === '-' ? 0 - value : value
}

const decimal = /^(?:[-+]?[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/
const noNumber = /^[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)$/

/** The value of a scalar without quotes; `undefined` for what JSON cannot say (`.inf`, `.nan`) and for a merge key. */
export function resolvePlain(text: string): string | number | boolean | null | undefined {
  if (text.length <= longestWord) {
    const word = words.get(text)
    if (word !== undefined) return word
    if (text === '<<') return undefined
  }
  if (!beginsNumber(text)) return text
  const whole = readInteger(text)
  if (whole !== undefined) return whole
  const number = decimal.test(text) ? Number.parseFloat(text) : Number.NaN
  if (Number.isFinite(number)) return number
  return noNumber.test(text) ? undefined : text
}
