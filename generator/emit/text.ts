/**
 * The only way for a string of a CRD into a file. Such a string is untrusted: it may close a comment or a literal, hide
 * text from a reader, or speak to a tool. Prose goes through `doc.ts`, which uses what is here.
 */

/**
 * Characters that cannot be seen or that change how others are shown: controls, formats, lone surrogates, separators, letters that
 * are blank. And the one that Prettier takes for a letter (U+2E2F) and compilers do not.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2e2f]|(?! )\p{Zs}/gu

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** A string literal, in the quotes that need fewer escapes, as Prettier chooses them. */
export function literal(value: string): string {
  const quote = count(value, '"') > count(value, "'") ? "'" : '"'
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(INVISIBLE, character => SHORT_ESCAPES[character] ?? escapeCodePoint(character))
  return quote + escaped + quote
}

/** A number literal as Prettier writes it. */
export function numberLiteral(value: number): string {
  return String(value).replace('e+', 'e')
}

/** A name that the model has made; anything that is no identifier is a mistake of the generator. */
export function identifier(name: string): string {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) throw new Error(`not an identifier: ${literal(name)}`)
  return name
}

/** The name of a property in an interface, quoted where it must be. */
export function propertyName(name: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return name
  const quoted = literal(name)
  const isBare = BARE.test(name) && !UNKNOWN_LETTER.test(name) && quoted.length === name.length + 2
  return isBare ? name : quoted
}

/** Of these Prettier takes quotes off where they were identifiers in ES5, and it puts them on none. */
const BARE = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** Letters that Node knows, or may, and compilers do not: TypeScript's tables are those of Unicode 15. */
const UNKNOWN_LETTER =
  /[\u0897\u1acf-\u1aeb\u088f\u0c5c\u0cdc\u1c89\u1c8a\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7f1\u{10000}-\u{10ffff}]/u

/** One line of text for a comment: what cannot be seen is shown as an escape. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escapeCodePoint)
}

/** The columns that a text takes, as Prettier counts them. */
export function width(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length
  let columns = 0
  for (const character of text) {
    columns += COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  }
  return columns
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/
const COMBINING = /\p{Mn}/u
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2fb}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

function escapeCodePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
}

function count(text: string, character: string): number {
  let found = 0
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++
  return found
}
