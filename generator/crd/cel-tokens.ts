/** The words of CEL, as its grammar has them: in ASCII, whatever JavaScript takes for a space or a letter. */

export interface Token {
  readonly kind: 'name' | 'quoted-name' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'symbol' | 'end'
  readonly text: string
  /** Where it begins. */
  readonly at: number
}

/** Why a text is no CEL. */
export class CelError extends Error {}

const space = /(?:[\t \r\n\f]|\/\/[^\n]*)*/y

const name = /[A-Za-z_][A-Za-z0-9_]*/y
const symbol = /&&|\|\||[=!<>]=|[-+*/%!<>()[\].,?:{}]/y
/** Where several fit, the longest does: the first of them here. */
const others: readonly (readonly [kind: Token['kind'], form: RegExp])[] = [
  ['string', stringForm('')],
  ['bytes', stringForm('[bB]')],
  ['uint', /(?:0x[0-9A-Fa-f]+|[0-9]+)[uU]/y],
  ['double', /(?:[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)/y],
  ['int', /0x[0-9A-Fa-f]+|[0-9]+/y],
  ['name', name],
  ['symbol', symbol],
  ['quoted-name', /`[A-Za-z0-9_./ -]+`/y],
]

function stringForm(prefix: string): RegExp {
  const raw = String.raw`[rR](?:"""[^]*?"""|'''[^]*?'''|"[^"\n\r]*"|'[^'\n\r]*')`
  const long = [`"`, `'`].map(
    quote =>
      String.raw`${quote.repeat(3)}[^\\${quote}]*(?:(?:\\[^]|${quote}(?!${quote}{2}))[^\\${quote}]*)*${quote.repeat(3)}`,
  )
  const short = [`"`, `'`].map(quote => String.raw`${quote}[^\\${quote}\n\r]*(?:\\[^][^\\${quote}\n\r]*)*${quote}`)
  return new RegExp(`${prefix}(?:${[raw, ...long, ...short].join('|')})`, 'y')
}

/** Names that are symbols. */
const words = new Set(['in', 'true', 'false', 'null'])

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (let at = afterSpace(text, 0); at < text.length;) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = afterSpace(text, at + token.text.length)
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  return tokens
}

function afterSpace(text: string, at: number): number {
  space.lastIndex = at
  space.test(text)
  return space.lastIndex
}

function tokenAt(text: string, at: number): Token {
  // Most words are names and symbols.
  const word = matched(name, text, at)
  if (word !== undefined && !isQuote(text[at + word.length])) {
    return { kind: words.has(word) ? 'symbol' : 'name', text: word, at }
  }
  const sign = word === undefined && text[at] !== '.' ? matched(symbol, text, at) : undefined
  if (sign !== undefined) return { kind: 'symbol', text: sign, at }
  for (const [kind, form] of others) {
    const found = matched(form, text, at)
    if (found !== undefined) return { kind, text: found, at }
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return fail(`${isQuote(character) ? 'unfinished' : 'unexpected'} ${character} at ${at}`)
}

function matched(form: RegExp, text: string, at: number): string | undefined {
  form.lastIndex = at
  return form.exec(text)?.[0]
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'" || character === '`'
}

/** What a literal says, as it stands between its quotation marks. */
export function textOf({ kind, text, at }: Token): string {
  const body = (kind === 'bytes' ? text.slice(1) : text).replace(/\r\n?/g, '\n')
  const isRaw = /^[rR]/.test(body)
  const quoted = isRaw ? body.slice(1) : body
  const mark = /^("""|''')/.test(quoted) && quoted.length > 5 ? 3 : 1
  const inner = quoted.slice(mark, -mark)
  if (isRaw || !inner.includes('\\')) return inner
  return inner.replace(/\\(?:([xX])(..)|([0-3][0-7]{2})|u(.{4})|U(.{8})|([^]))/gs, (escape, ...groups) => {
    const [, hexadecimal, octal, short, long, letter] = groups as (string | undefined)[]
    if (letter !== undefined) {
      return letters.get(letter) ?? fail(`the escape ${escape} in the text at ${at} is unknown`)
    }
    const digits = hexadecimal ?? octal ?? short ?? long ?? ''
    const code = /^[0-9A-Fa-f]+$/.test(digits) ? Number.parseInt(digits, octal === undefined ? 16 : 8) : Number.NaN
    const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    const isKnown = kind === 'bytes' ? short === undefined && long === undefined : isCharacter
    return isKnown && !Number.isNaN(code)
      ? String.fromCodePoint(code)
      : fail(`the escape ${escape} in the text at ${at} is no character`)
  })
}

const letters = new Map(
  [...'abfnrtv']
    .map((letter, index) => [letter, '\x07\b\f\n\r\t\v'[index] ?? ''] as const)
    .concat([...'"\'\\?`'].map(mark => [mark, mark] as const)),
)

/** Numbers are of 64 bits, and what is too large is no CEL. */
export function numberOf({ kind, text, at }: Token, isNegative: boolean): number {
  if (kind === 'double') {
    const value = Number(text)
    if (!Number.isFinite(value)) fail(`the number at ${at} is too large`)
    return isNegative ? -value : value
  }
  const digits = kind === 'uint' ? text.slice(0, -1) : text
  const value = digits.length > mostDigits ? significant(digits) : BigInt(digits)
  const most = kind === 'uint' ? 2n ** 64n - 1n : isNegative ? 2n ** 63n : 2n ** 63n - 1n
  if (value > most) fail(`the number at ${at} is too large`)
  return isNegative ? -Number(value) : Number(value)
}

const mostDigits = 20

/** Zeros may lead. */
function significant(digits: string): bigint {
  const [, prefix = '', rest = ''] = /^(0x)?0*(.*)$/s.exec(digits) ?? []
  return rest.length > mostDigits ? 2n ** 64n : BigInt(`${prefix}${rest || '0'}`)
}

export function fail(why: string): never {
  throw new CelError(why)
}
