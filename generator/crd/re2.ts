/**
 * The syntax of RE2, in which an API server reads patterns: JavaScript's own differs in what it lacks (`(?i)`, `\z`, `[[:alpha:]]`)
 * and in what it adds (lookaround, backreferences). Nothing is ever matched here, so that no pattern can take long.
 */

/** What is wrong with a pattern, in the words of Go's `regexp`; nothing where it compiles. */
export function patternProblem(pattern: string): string | undefined {
  const known = knownProblems.get(pattern)
  if (known !== undefined) return known || undefined
  const problem = scan(pattern)
  if (knownProblems.size === mostKnown) knownProblems.clear()
  knownProblems.set(pattern, problem ?? '')
  return problem
}

/** Definitions repeat their patterns. Empty for one that compiles. */
const knownProblems = new Map<string, string>()
const mostKnown = 1000

function scan(pattern: string): string | undefined {
  try {
    new Scanner(pattern).scan()
    return undefined
  } catch (error) {
    if (error instanceof SyntaxProblem) return error.message
    throw error
  }
}

class SyntaxProblem extends Error {}

function fail(reason: string, part?: string): never {
  throw new SyntaxProblem(part === undefined ? reason : `${reason}: \`${part}\``)
}

/** How often what stands in a repetition may be repeated in all, with the repetitions around it and inside of it. */
const maxRepeat = 1000

class Scanner {
  #at = 0
  /** How often the last item is repeated, counting what is inside of it; nothing where there is no item to repeat. */
  #last: number | undefined
  /** The greatest of such counts in the group that is open. */
  #most = 1
  /** Those of the groups around it. */
  readonly #outer: number[] = []
  /** Where the repetition begins that ends here. */
  #repetition: number | undefined

  constructor(private readonly text: string) {}

  scan(): void {
    while (this.#at < this.text.length) {
      const start = this.#at
      const isRepetition = this.#step()
      this.#repetition = isRepetition ? start : undefined
    }
    if (this.#outer.length > 0) fail('missing closing )', this.text)
  }

  /** Says whether it was a repetition. */
  #step(): boolean {
    switch (this.text[this.#at]) {
      case '(':
        this.#open()
        return false
      case '|':
        this.#at++
        this.#last = undefined
        return false
      case ')':
        this.#close()
        return false
      case '[':
        this.#class()
        this.#item()
        return false
      case '*':
      case '+':
      case '?':
        this.#repeat(this.#at + 1, 1)
        return true
      case '{':
        return this.#braces()
      case '\\':
        this.#backslash()
        return false
      default:
        this.#at += codePointLength(this.text, this.#at)
        this.#item()
        return false
    }
  }

  #item(count = 1): void {
    this.#last = count
    this.#most = Math.max(this.#most, count)
  }

  #open(): void {
    const rest = this.text.slice(this.#at, this.#at + 200)
    const named = /^\(\?P?<([^>]*)(>?)/.exec(rest)
    const flags = /^\(\?(?:[imsU]*|[imsU]*-[imsU]+)([:)])/.exec(rest)
    if (!rest.startsWith('(?')) this.#at++
    else if (named) {
      if (!named[2] || !/^\w+$/.test(named[1] ?? '')) fail('invalid named capture', named[0])
      this.#at += named[0].length
    } else if (flags) {
      this.#at += flags[0].length
      // Flags alone are no group, and what stood before them can still be repeated.
      if (flags[1] === ')') return
    } else fail('invalid or unsupported Perl syntax', /^\(\?[imsU-]*[^]?/u.exec(rest)?.[0])
    this.#outer.push(this.#most)
    this.#most = 1
    this.#last = undefined
  }

  #close(): void {
    const outer = this.#outer.pop()
    if (outer === undefined) fail('unexpected )', this.text)
    this.#at++
    const count = this.#most
    this.#most = outer
    this.#item(count)
  }

  #repeat(end: number, times: number): void {
    const start = this.#at
    this.#at = this.text[end] === '?' ? end + 1 : end
    if (this.#repetition !== undefined) {
      fail('invalid nested repetition operator', this.text.slice(this.#repetition, this.#at))
    }
    const operator = this.text.slice(start, this.#at)
    if (this.#last === undefined) fail('missing argument to repetition operator', operator)
    if (this.#last * times > maxRepeat) fail('invalid repeat count', operator)
    this.#item(this.#last * times)
  }

  /** A brace that begins no count stands for itself. */
  #braces(): boolean {
    const count = /^\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/.exec(this.text.slice(this.#at, this.#at + 200))
    if (!count) {
      this.#at++
      this.#item()
      return false
    }
    const least = Number(count[1])
    const most = count[3] === undefined ? (count[2] ? -1 : least) : Number(count[3])
    if (least > maxRepeat || most > maxRepeat || (most >= 0 && least > most)) fail('invalid repeat count', count[0])
    this.#repeat(this.#at + count[0].length, most === -1 ? least || 1 : most)
    return true
  }

  #backslash(): void {
    const next = this.text[this.#at + 1] ?? ''
    if (next === 'Q') {
      const end = this.text.indexOf('\\E', this.#at + 2)
      if (end !== this.#at + 2 && this.#at + 2 < this.text.length) this.#item()
      this.#at = end === -1 ? this.text.length : end + 2
      return
    }
    if ('AbBz'.includes(next) && next) this.#at += 2
    else if (!this.#classEscape()) this.#escape()
    this.#item()
  }

  /** `\d`, `\pL`, `\p{Greek}`. */
  #classEscape(): boolean {
    const rest = this.text.slice(this.#at, this.#at + 200)
    if (/^\\[dDsSwW]/.test(rest)) {
      this.#at += 2
      return true
    }
    const property = /^\\[pP](?:\{\^?([^}]*)(\}?)|([^]))/u.exec(rest)
    if (!property) return false
    const name = property[3] ?? (property[2] ? (property[1] ?? '') : '')
    if (!isUnicodeProperty(name)) fail('invalid character class range', property[0])
    this.#at += property[0].length
    return true
  }

  /** One character. */
  #escape(): number {
    const rest = this.text.slice(this.#at, this.#at + 200)
    if (rest === '\\') fail('trailing backslash at end of expression', '')
    const found =
      /^\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2}|x[0-9A-Fa-f]{2}|x\{[0-9A-Fa-f]+\}|[afnrtv]|[!-/:-@[-`{-~\p{Cc} ])/u.exec(rest)
    const text = found?.[0] ?? fail('invalid escape sequence', /^\\[^]?/u.exec(rest)?.[0])
    const code = text.startsWith('\\x')
      ? Number.parseInt(text.replace(/[\\x{}]/g, ''), 16)
      : /^\\\d/.test(text)
        ? Number.parseInt(text.slice(1), 8)
        : (controls[text.slice(1)] ?? text.charCodeAt(1))
    if (code > 0x10ffff || text.charCodeAt(1) > 0x7f) fail('invalid escape sequence', text)
    this.#at += text.length
    return code
  }

  #class(): void {
    const start = this.#at
    this.#at += this.text[start + 1] === '^' ? 2 : 1
    for (let first = true; first || this.text[this.#at] !== ']'; first = false) {
      const named = /^\[:(.*?):\]/s.exec(this.text.slice(this.#at, this.#at + 200))
      if (named) {
        if (!posixClasses.has(named[1] ?? '')) fail('invalid character class range', named[0])
        this.#at += named[0].length
        continue
      }
      if (this.text[this.#at] === '\\' && this.#classEscape()) continue
      const from = this.#at
      const low = this.#classCharacter(start)
      if (this.text[this.#at] !== '-' || this.#at + 1 >= this.text.length || this.text[this.#at + 1] === ']') continue
      this.#at++
      if (this.#classCharacter(start) < low) fail('invalid character class range', this.text.slice(from, this.#at))
    }
    this.#at++
  }

  #classCharacter(start: number): number {
    if (this.#at >= this.text.length) fail('missing closing ]', this.text.slice(start))
    if (this.text[this.#at] === '\\') return this.#escape()
    const code = this.text.codePointAt(this.#at) ?? 0
    this.#at += codePointLength(this.text, this.#at)
    return code
  }
}

const controls: { readonly [letter: string]: number } = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

const posixClasses = new Set(
  'alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit'
    .split(' ')
    .flatMap(name => [name, `^${name}`]),
)

function codePointLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

/** JavaScript knows the same categories and scripts, and calls for a word before the latter. */
function isUnicodeProperty(name: string): boolean {
  const known = unicodeProperties.get(name)
  if (known !== undefined) return known
  const isProperty = /^\w+$/.test(name) && ['', 'Script='].some(prefix => compiles(`\\p{${prefix}${name}}`))
  unicodeProperties.set(name, isProperty)
  return isProperty
}

const unicodeProperties = new Map<string, boolean>()

function compiles(pattern: string): boolean {
  try {
    return Boolean(RegExp(pattern, 'u'))
  } catch {
    return false
  }
}
