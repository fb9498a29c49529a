/** Thrown where a text leaves the subset of YAML that is read here. */
export const beyond = Symbol('beyond the subset')

export const enum Code {
  Tab = 0x09,
  Newline = 0x0a,
  Space = 0x20,
  Quote = 0x22,
  Hash = 0x23,
  Apostrophe = 0x27,
  Plus = 0x2b,
  Dash = 0x2d,
  Dot = 0x2e,
  Zero = 0x30,
  One = 0x31,
  Nine = 0x39,
  Colon = 0x3a,
  Greater = 0x3e,
  Question = 0x3f,
  OpeningBracket = 0x5b,
  Backslash = 0x5c,
  ClosingBracket = 0x5d,
  OpeningBrace = 0x7b,
  Pipe = 0x7c,
  ClosingBrace = 0x7d,
}

/** What may stand behind a backslash in double quotes, but for `x` and `u`, and what it stands for. */
const escaped = '0abt\tnvfre "/\\N_LP'
const meant = '\0\x07\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029'

/** What no plain scalar begins with. Those that follow may begin one where no blank follows. */
const indicators = tableOf('\t,[]{}#&*!|>\'"%@`')
const indicatorsBeforeBlanks = tableOf('-?:')

/** Of ASCII, which characters are among these. */
function tableOf(characters: string): readonly boolean[] {
  return Array.from({ length: 128 }, (_, code) => characters.includes(String.fromCharCode(code)))
}

/** A long scalar is put together from pieces of this many characters. */
const longPiece = 16_384

/** Takes scalars from a text that ends with a newline. */
export class Scanner {
  /** Of the next character. */
  at = 0
  /** Columns before the content of the line that `toContent` came to; -1 at the end of a document. */
  indent = 0

  /** The beginning of a long scalar, of which many pieces were made. */
  private readonly beginning: string[] = []

  constructor(readonly text: string) {}

  code(offset = 0): number {
    return this.text.charCodeAt(this.at + offset)
  }

  /** At a space or the end of a line. */
  isBlank(offset = 0): boolean {
    const code = this.code(offset)
    return code === Code.Space || code === Code.Newline
  }

  /** From the start of a line to the next content. Gives the number of empty lines before it, -1 where comments were passed. */
  toContent(): number {
    const { text } = this
    let passed = 0
    for (let at = this.at; ;) {
      const start = at
      while (text.charCodeAt(at) === Code.Space) at++
      const code = text.charCodeAt(at)
      if (code === Code.Newline) {
        at++
        if (passed >= 0) passed++
      } else if (code === Code.Hash) {
        at = text.indexOf('\n', at) + 1
        passed = -1
      } else {
        this.at = at
        this.indent = at === text.length || (at === start && this.isMarker()) ? -1 : at - start
        return passed
      }
    }
  }

  /** At `---`, given that a line begins here. */
  private isMarker(): boolean {
    const code = this.code()
    if ((code !== Code.Dash && code !== Code.Dot) || this.code(1) !== code || this.code(2) !== code) return false
    if (!this.isBlank(3)) return false
    if (code === Code.Dot) throw beyond
    return true
  }

  skipSpaces(): void {
    while (this.code() === Code.Space) this.at++
  }

  /** Past a line that may only have a comment left. */
  endLine(): void {
    if (this.code() === Code.Newline) {
      this.at++
      return
    }
    this.skipSpaces()
    if (!this.endsLine()) throw beyond
    this.at = this.text.indexOf('\n', this.at) + 1
  }

  /** At nothing, or at a comment, behind spaces. */
  endsLine(): boolean {
    const code = this.code()
    return code === Code.Newline || (code === Code.Hash && this.code(-1) === Code.Space)
  }

  /** Past a line that may only have a comment left, to the next content. */
  nextContent(): void {
    this.endLine()
    this.toContent()
  }

  startsPlain(): boolean {
    const code = this.code()
    return !indicators[code] && !(indicatorsBeforeBlanks[code] && this.isBlank(1))
  }

  /** A plain scalar, as far as it goes on this line. */
  plainLine(): string {
    const { text, at: start } = this
    let at = start
    for (; ; at++) {
      const code = text.charCodeAt(at)
      if (code > Code.Colon) continue
      if (code === Code.Newline) break
      if (code === Code.Colon) {
        const next = text.charCodeAt(at + 1)
        if (next === Code.Space || next === Code.Newline) break
      } else if (code === Code.Hash) {
        if (text.charCodeAt(at - 1) === Code.Space) break
      } else if (code === Code.Tab) throw beyond
    }
    this.at = at
    while (text.charCodeAt(at - 1) === Code.Space) at--
    return text.slice(start, at)
  }

  /** The lines that continue a scalar without quotes: those deeper than `parent`. Ends at content. */
  plainRest(first: string, parent: number): string {
    for (let value = first; ;) {
      const isCommented = this.code() === Code.Hash
      this.endLine()
      const emptyLines = this.toContent()
      if (this.indent <= parent) return this.whole(value)
      if (isCommented || emptyLines < 0) throw beyond
      value = this.rest(value + fold(emptyLines) + this.plainLine())
    }
  }

  /** A scalar in quotes of either kind. Ends behind it, on whatever line that is. */
  quoted(): string {
    const { text } = this
    const quote = this.code()
    let at = this.at + 1
    let value = ''
    let start = at
    /** Behind the last character that stays where the line ends: not white space. */
    let end = at
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === quote) {
        if (quote === Code.Quote || text.charCodeAt(at + 1) !== quote) break
        value = this.rest(value + text.slice(start, at + 1))
        start = end = at += 2
      } else if (code === Code.Backslash && quote === Code.Quote) {
        value += text.slice(start, at)
        this.at = at + 1
        value = this.rest(value + this.escape())
        start = end = at = this.at
      } else if (code === Code.Newline) {
        value += text.slice(start, end)
        this.at = at
        value = this.rest(value + fold(this.skipBreaks()))
        start = end = at = this.at
      } else {
        if (at === text.length) throw beyond
        at++
        if (code !== Code.Space && code !== Code.Tab) end = at
      }
    }
    this.at = at + 1
    return this.whole(value + text.slice(start, at))
  }

  /** Of a scalar that pieces are added to: what of it is still to be kept in hand. */
  private rest(value: string): string {
    if (value.length < longPiece) return value
    // A string that was added to is a tree of all that was added, of many times its size, until one looks into it.
    value.charCodeAt(0)
    this.beginning.push(value)
    return ''
  }

  private whole(rest: string): string {
    if (this.beginning.length === 0) return rest
    const value = this.beginning.join('') + rest
    this.beginning.length = 0
    return value
  }

  /** Behind a backslash. */
  private escape(): string {
    if (this.code() === Code.Newline) {
      this.skipBreaks()
      return ''
    }
    const character = this.text.charAt(this.at++)
    const index = escaped.indexOf(character)
    if (index !== -1) return meant.charAt(index)
    const length = character === 'x' ? 2 : character === 'u' ? 4 : 0
    const digits = this.text.slice(this.at, this.at + length)
    if (!/^[0-9a-fA-F]+$/.test(digits)) throw beyond
    this.at += length
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  /** At the end of a line within quotes: to the next character that counts. Gives the number of empty lines before it. */
  private skipBreaks(): number {
    let breaks = 0
    let start = this.at
    for (; ; this.at++) {
      const code = this.code()
      if (code === Code.Newline) {
        breaks++
        start = this.at + 1
      } else if (code !== Code.Space && code !== Code.Tab) break
    }
    if (this.at === start && this.isMarker()) throw beyond
    return breaks - 1
  }

  /** A literal or folded scalar, whose lines are deeper than `parent`. Ends at the start of a line. */
  block(parent: number): string {
    const { text } = this
    const folds = this.code() === Code.Greater
    let chomping = 0
    let width = 0
    for (this.at++; ; this.at++) {
      const code = this.code()
      if ((code === Code.Dash || code === Code.Plus) && chomping === 0) chomping = code
      else if (code >= Code.One && code <= Code.Nine && width === 0) width = parent + code - Code.Zero
      else break
    }
    this.endLine()
    if (width === 0) width = Math.max(parent + 1, this.widthOfBlock())

    let value: string | undefined
    let emptyLines = 0
    let wasDeeper = false
    for (;;) {
      const content = this.at + width
      let at = this.at
      while (at < content && text.charCodeAt(at) === Code.Space) at++
      const code = text.charCodeAt(at)
      if (code === Code.Newline) {
        emptyLines++
        this.at = at + 1
        continue
      }
      if (at < content || at === text.length) break
      const isDeeper = code === Code.Space || code === Code.Tab
      if (value === undefined) value = '\n'.repeat(emptyLines)
      else value += folds && !isDeeper && !wasDeeper ? fold(emptyLines) : '\n'.repeat(emptyLines + 1)
      wasDeeper = isDeeper
      emptyLines = 0
      const end = text.indexOf('\n', at)
      value = this.rest(value + text.slice(at, end))
      this.at = end + 1
    }
    const content = this.whole(value ?? '')
    if (chomping === Code.Plus) return content + '\n'.repeat(value === undefined ? emptyLines : emptyLines + 1)
    return value === undefined || chomping === Code.Dash ? content : `${content}\n`
  }

  /** That of its first line with content. */
  private widthOfBlock(): number {
    let start = this.at
    while (this.text.charCodeAt(start) === Code.Newline) start++
    let at = start
    while (this.text.charCodeAt(at) === Code.Space) at++
    // One of nothing but spaces would count as well, if it is the widest.
    if (this.text.charCodeAt(at) === Code.Newline) throw beyond
    return at - start
  }
}

/** What a line break becomes where lines are folded. */
function fold(emptyLines: number): string {
  return emptyLines === 0 ? ' ' : '\n'.repeat(emptyLines)
}
