/**
 * Reads CEL, as servers do that know optional values and macros of two variables (Kubernetes 1.33): what one of them takes is never
 * refused here. Types are not looked at.
 */

import { partsOf, type BinaryOperator, type Expression, type Macro } from './cel-expression.js'
import { CelError, fail, numberOf, textOf, tokensOf, type Token } from './cel-tokens.js'

/** In characters, as servers count them. */
const longest = 100_000
/** What is more deeply nested is refused by servers too, some of which give up sooner. */
const deepest = 250

export type ReadExpression = { readonly expression: Expression } | { readonly problem: string }

export function readExpression(text: string): ReadExpression {
  try {
    if (text.length > longest && [...text].length > longest) fail(`it has more than ${longest} characters`)
    const tokens = tokensOf(text)
    const expression = new Parser(tokens).whole()
    if (tokens.length > deepest) checkDepth(expression, 0)
    return { expression }
  } catch (error) {
    if (error instanceof CelError) return { problem: error.message }
    throw error
  }
}

const reserved = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
)

/** How strongly operators bind. */
const strengths: ReadonlyMap<string, number> = new Map(
  ['||', '&&', '== != < <= > >= in', '+ -', '* / %'].flatMap((operators, strength) =>
    operators.split(' ').map(operator => [operator, strength] as const),
  ),
)

class Parser {
  #next = 0
  #nested = 0

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expression {
    const expression = this.#expression()
    return this.#token.kind === 'end' ? expression : this.#unexpected()
  }

  #expression(): Expression {
    if (this.#nested === deepest) tooDeep()
    this.#nested++
    let expression = this.#operation(0)
    if (this.#accept('?')) {
      const yes = this.#operation(0)
      this.#expect(':')
      expression = { kind: 'conditional', test: expression, yes, no: this.#expression() }
    }
    this.#nested--
    return expression
  }

  /** Operators that bind at least so strongly, those of one strength from left to right. */
  #operation(least: number): Expression {
    let left = this.#unary()
    for (;;) {
      const { kind, text: operator } = this.#token
      const strength = kind === 'symbol' ? (strengths.get(operator) ?? -1) : -1
      if (strength < least) return left
      if (operator === '||' || operator === '&&') left = this.#junction(left, operator, strength)
      else {
        this.#next++
        left = { kind: 'binary', operator: operator as BinaryOperator, left, right: this.#operation(strength + 1) }
      }
    }
  }

  #junction(first: Expression, operator: '||' | '&&', strength: number): Expression {
    const of = [first]
    while (this.#accept(operator)) of.push(this.#operation(strength + 1))
    return { kind: 'junction', operator, of }
  }

  /** An operator that is said twice says nothing, but two different ones do not stand together. */
  #unary(): Expression {
    const operator = this.#isSymbol('!') ? '!' : '-'
    let isOdd = false
    while (!this.#isNegativeNumber() && this.#accept(operator)) isOdd = !isOdd
    const of = this.#member()
    return isOdd ? { kind: 'unary', operator, of } : of
  }

  #isNegativeNumber(): boolean {
    const following = this.tokens[this.#next + 1]?.kind
    return this.#isSymbol('-') && (following === 'int' || following === 'double')
  }

  #member(): Expression {
    let of = this.#primary()
    for (;;) {
      if (this.#accept('.')) of = this.#selection(of)
      else if (this.#accept('[')) {
        const isOptional = this.#accept('?')
        const index = this.#expression()
        this.#expect(']')
        of = { kind: 'index', of, index, isOptional }
      } else return of
    }
  }

  #selection(of: Expression): Expression {
    const isOptional = this.#accept('?')
    const isCall = this.tokens[this.#next + 1]?.text === '(' && this.#token.kind === 'name' && !isOptional
    if (!isCall) return { kind: 'select', of, field: this.#field(), isOptional }
    const { text: name, at } = this.#take()
    this.#next++
    const given = this.#list(')', () => this.#expression())
    return macro(name, of, given, at) ?? { kind: 'call', name, target: of, arguments: given }
  }

  #field(): string {
    const { kind, text } = this.#token
    if (kind !== 'name' && kind !== 'quoted-name') return this.#unexpected()
    this.#next++
    return kind === 'name' ? text : text.slice(1, -1)
  }

  #primary(): Expression {
    if (this.#accept('(')) {
      const inner = this.#expression()
      this.#expect(')')
      return inner
    }
    if (this.#accept('[')) return { kind: 'list', items: this.#list(']', () => this.#optional()) }
    if (this.#accept('{')) return { kind: 'map', entries: this.#list('}', () => this.#entry()) }
    const dot = this.#accept('.') ? '.' : ''
    if (this.#token.kind === 'name') return this.#name(dot)
    return dot ? this.#unexpected() : this.#literal()
  }

  #optional(): Expression {
    this.#accept('?')
    return this.#expression()
  }

  #entry(): [Expression, Expression] {
    const key = this.#optional()
    this.#expect(':')
    return [key, this.#expression()]
  }

  /** Of items of any kind. A comma may follow the last one, but not in a call. */
  #list<T>(end: ')' | ']' | '}', item: () => T): T[] {
    const items: T[] = []
    if (end !== ')' && this.#accept(',')) {
      this.#expect(end)
      return items
    }
    while (!this.#accept(end)) {
      items.push(item())
      if (this.#accept(',')) {
        if (end === ')' && this.#isSymbol(end)) this.#unexpected()
      } else if (!this.#isSymbol(end)) this.#unexpected()
    }
    return items
  }

  #name(dot: string): Expression {
    const message = this.#messageType()
    if (message !== undefined) return { kind: 'message', type: dot + message, values: this.#values() }
    const { text, at } = this.#take()
    if (reserved.has(text)) fail(`${text} at ${at} is a reserved word`)
    const name = dot + text
    if (!this.#accept('(')) return { kind: 'name', name }
    const given = this.#list(')', () => this.#expression())
    const [only] = given
    if (name !== 'has' || !only || given.length > 1) {
      return { kind: 'call', name, target: undefined, arguments: given }
    }
    const isField = only.kind === 'has' || (only.kind === 'select' && !only.isOptional)
    return isField ? { kind: 'has', of: only.of, field: only.field } : fail(`has at ${at} is asked of no field`)
  }

  /** `a.b.C` where `{` follows. */
  #messageType(): string | undefined {
    let end = this.#next
    while (this.tokens[end + 1]?.text === '.' && this.tokens[end + 2]?.kind === 'name') end += 2
    if (this.tokens[end + 1]?.kind !== 'symbol' || this.tokens[end + 1]?.text !== '{') return undefined
    const names = this.tokens.slice(this.#next, end + 1).map(({ text }) => text)
    this.#next = end + 2
    return names.join('')
  }

  #values(): Expression[] {
    return this.#list('}', () => {
      this.#accept('?')
      this.#field()
      this.#expect(':')
      return this.#expression()
    })
  }

  #literal(): Expression {
    const isNegative = this.#isNegativeNumber() && this.#accept('-')
    const token = this.#token
    const { kind } = token
    if (kind === 'int' || kind === 'uint' || kind === 'double') {
      this.#next++
      return { kind: 'literal', type: kind, value: numberOf(token, isNegative) }
    }
    if (kind === 'string' || kind === 'bytes') {
      this.#next++
      return { kind: 'literal', type: kind, value: textOf(token) }
    }
    if (this.#accept('null')) return { kind: 'literal', type: 'null', value: null }
    if (this.#accept('true')) return { kind: 'literal', type: 'bool', value: true }
    if (this.#accept('false')) return { kind: 'literal', type: 'bool', value: false }
    return this.#unexpected()
  }

  get #token(): Token {
    return this.tokens[this.#next] as Token
  }

  #take(): Token {
    const token = this.#token
    this.#next++
    return token
  }

  #isSymbol(text: string): boolean {
    return this.#token.kind === 'symbol' && this.#token.text === text
  }

  #accept(text: string): boolean {
    if (!this.#isSymbol(text)) return false
    this.#next++
    return true
  }

  #expect(text: string): void {
    if (!this.#accept(text)) fail(`${this.#found} where ${text} should be`)
  }

  #unexpected(): never {
    return fail(this.#token.kind === 'end' ? 'it ends too early' : `unexpected ${this.#found}`)
  }

  get #found(): string {
    const { kind, text, at } = this.#token
    return kind === 'end' ? 'its end' : `${text.slice(0, 100)} at ${at}`
  }
}

function tooDeep(): never {
  return fail(`more than ${deepest} expressions are within each other`)
}

/** Operators and selections in a row are within each other too. */
function checkDepth(expression: Expression, depth: number): void {
  const isCounted = ['conditional', 'binary', 'select', 'has', 'index', 'macro'].includes(expression.kind)
  const own = isCounted || (expression.kind === 'call' && expression.target) ? depth + 1 : depth
  if (own > deepest) tooDeep()
  for (const each of partsOf(expression)) checkDepth(each, own)
}

/** How many variables each macro has, by the number of its arguments. */
const macros: ReadonlyMap<string, number> = new Map([
  ...'all exists exists_one'.split(' ').flatMap(name => [[`${name} 2`, 1] as const, [`${name} 3`, 2] as const]),
  ['existsOne 3', 2] as const,
  ...'map 2,map 3,filter 2,optMap 2,optFlatMap 2,sortBy 2'.split(',').map(key => [key, 1] as const),
  ...'transformList transformMap transformMapEntry'
    .split(' ')
    .flatMap(name => [[`${name} 3`, 2] as const, [`${name} 4`, 2] as const]),
])

function macro(name: string, of: Expression, given: readonly Expression[], at: number): Macro | undefined {
  const count = macros.get(`${name} ${given.length}`)
  if (count === undefined) return undefined
  const variables = given.slice(0, count).map(each => {
    const isName = each.kind === 'name' && each.name !== '__result__'
    return isName ? each.name : fail(`${name} at ${at} needs a name for each item`)
  })
  if (new Set(variables).size < count) fail(`${name} at ${at} has two variables of one name`)
  return { kind: 'macro', name, of, variables, arguments: given.slice(count) }
}
