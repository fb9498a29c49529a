/**
 * What a CEL rule says of the properties of `self`, where it says no more than which of them are there and which values they have.
 * The rest of the language is `unknown`.
 *
 * An expression that fails, such as `self.a == 'x'` without an `a`, is neither true nor false, and so is its negation: an object is
 * refused where CEL needs its answer. Therefore an expression is two formulas here: when it is true, and when it is false.
 */

import type { ValidationRule } from '../crd/custom-resource-definition.js'
import { unknown, type Formula, type Scalar } from './formula.js'

const token =
  /\s*(?:([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+)|(&&|\|\||[!=<>]=|[-+*/%!<>()[\].,?:{}]))/y

/** Longer rules say more than which properties go together. */
const mostCharacters = 2000
/** A formula of more doubles and doubles again: what is compared with true and false is looked at both ways. */
const mostFormulas = 400
/** Nobody writes what is nested more deeply. */
const mostNested = 100

/** `declared`: the properties that a rule may speak of. */
export function ruleFormula({ rule }: ValidationRule, declared: ReadonlySet<string>): Formula {
  // A rule about a change says nothing about an object.
  if (rule.length > mostCharacters || /\boldSelf\b/.test(rule)) return unknown
  const tokens = tokensOf(rule)
  if (!tokens) return unknown
  const parser = new Parser(tokens, declared)
  const operand = parser.expression()
  return parser.isAtEnd ? truthOf(operand).holds : unknown
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text)
    if (!match) return undefined
    tokens.push(match[0].trimStart())
  }
  return tokens
}

/** When an expression is true, and when it is false. */
interface Truth {
  readonly holds: Formula
  readonly fails: Formula
  /** How many formulas the larger of the two is made of. */
  readonly size: number
}

/** What an expression is, as far as it matters. */
type Operand =
  | ({ readonly kind: 'truth' } & Truth)
  | { readonly kind: 'literal'; readonly value: Scalar }
  | { readonly kind: 'list'; readonly items: readonly Operand[] }
  /** `self.name` */
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'self' }
  /** How many of the properties are there. */
  | { readonly kind: 'number-of'; readonly properties: readonly string[] }
  | { readonly kind: 'other' }

const other: Operand = { kind: 'other' }

class Parser {
  #next = 0
  #nested = 0

  constructor(
    readonly tokens: readonly string[],
    readonly declared: ReadonlySet<string>,
  ) {}

  get isAtEnd(): boolean {
    return this.#next === this.tokens.length
  }

  expression(): Operand {
    const condition = this.#disjunction()
    if (!this.#accept('?')) return condition
    const then = this.expression()
    if (!this.#accept(':')) return this.#fail()
    const otherwise = this.expression()
    const counted = numberOfOne(condition, then, otherwise)
    if (counted) return counted
    return of(chosen(truthOf(condition), truthOf(then), truthOf(otherwise)))
  }

  #disjunction(): Operand {
    let left = this.#conjunction()
    while (this.#accept('||')) left = of(either(truthOf(left), truthOf(this.#conjunction())))
    return left
  }

  #conjunction(): Operand {
    let left = this.#relation()
    while (this.#accept('&&')) left = of(both(truthOf(left), truthOf(this.#relation())))
    return left
  }

  #relation(): Operand {
    const left = this.#sum()
    const operator = ['==', '!=', '<=', '>=', '<', '>', 'in'].find(each => this.#accept(each))
    return operator === undefined ? left : of(related(left, operator, this.#sum()))
  }

  #sum(): Operand {
    let left = this.#unary()
    for (;;) {
      if (this.#accept('+')) left = added(left, this.#unary())
      else if (['-', '*', '/', '%'].some(each => this.#accept(each))) {
        this.#unary()
        left = other
      } else return left
    }
  }

  #unary(): Operand {
    if (this.#nested === mostNested) return this.#fail()
    this.#nested++
    const operand = this.#signed()
    this.#nested--
    return operand
  }

  #signed(): Operand {
    if (this.#accept('!')) return of(opposite(truthOf(this.#unary())))
    if (this.#accept('-')) {
      this.#unary()
      return other
    }
    return this.#member()
  }

  #member(): Operand {
    let operand = this.#primary()
    for (;;) {
      if (this.#accept('.')) {
        const name = this.tokens[this.#next++] ?? ''
        operand = this.#accept('(') ? this.#method(operand, name) : this.#selected(operand, name)
      } else if (this.#accept('[')) {
        this.expression()
        if (!this.#accept(']')) return this.#fail()
        operand = other
      } else return operand
    }
  }

  #selected(operand: Operand, name: string): Operand {
    // CEL writes `a-b` as `a__dash__b`: what has these in its name is another property.
    const isPlain = !name.includes('__') && this.declared.has(name)
    return operand.kind === 'self' && isPlain ? { kind: 'property', name } : other
  }

  /** `[has(self.a), has(self.b)].filter(x, x == true).size()`, as controller-gen writes it. */
  #method(operand: Operand, name: string): Operand {
    const start = this.#next
    this.#arguments()
    const text = this.tokens.slice(start, this.#next - 1).join('')
    if (operand.kind === 'list' && /^(\w+),\1(==true)?$/.test(text)) return ofThoseThatHold(name, operand.items)
    return name === 'size' && operand.kind === 'number-of' ? operand : other
  }

  #primary(): Operand {
    const text = this.tokens[this.#next++]
    if (text === undefined) return other
    if (text === '(') {
      const inner = this.expression()
      return this.#accept(')') ? inner : this.#fail()
    }
    if (text === '[') return { kind: 'list', items: this.#arguments(']') }
    if (text === 'self') return { kind: 'self' }
    if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' }
    if (/^\d/.test(text)) {
      const value = Number(text)
      if (this.tokens[this.#next] === '.') return this.#fail()
      return Number.isSafeInteger(value) ? { kind: 'literal', value } : other
    }
    if (/^["']/.test(text)) return text.includes('\\') ? other : { kind: 'literal', value: text.slice(1, -1) }
    if (/^[A-Za-z_]/.test(text)) return this.#accept('(') ? this.#call(text) : other
    return this.#fail()
  }

  #call(name: string): Operand {
    const [only, ...others] = this.#arguments()
    if (name === 'size' && only?.kind === 'number-of') return only
    if (name !== 'has' || only?.kind !== 'property' || others.length > 0) return other
    return of(plainly(present(only.name)))
  }

  #arguments(end = ')'): Operand[] {
    const operands: Operand[] = []
    while (!this.#accept(end)) {
      operands.push(this.expression())
      if (!this.#accept(',') && this.tokens[this.#next] !== end) {
        this.#fail()
        return operands
      }
    }
    return operands
  }

  #accept(text: string): boolean {
    if (this.tokens[this.#next] !== text) return false
    this.#next++
    return true
  }

  /** Nothing can be made of the rule: its end is never reached. */
  #fail(): Operand {
    this.#next = Number.POSITIVE_INFINITY
    return other
  }
}

function of(truth: Truth): Operand {
  return { kind: 'truth', ...truth }
}

const unknownTruth: Truth = { holds: unknown, fails: unknown, size: 1 }

/** What never fails: it is false where it is not true. */
function plainly(formula: Formula): Truth {
  return { holds: formula, fails: not(formula), size: 2 }
}

function opposite({ holds, fails, size }: Truth): Truth {
  return { holds: fails, fails: holds, size }
}

function both(a: Truth, b: Truth): Truth {
  const size = 1 + a.size + b.size
  if (size > mostFormulas) return unknownTruth
  return { holds: all(a.holds, b.holds), fails: any(a.fails, b.fails), size }
}

function either(a: Truth, b: Truth): Truth {
  return opposite(both(opposite(a), opposite(b)))
}

function chosen(test: Truth, then: Truth, otherwise: Truth): Truth {
  const size = 3 + 2 * test.size + then.size + otherwise.size
  if (size > mostFormulas) return unknownTruth
  return {
    holds: any(all(test.holds, then.holds), all(test.fails, otherwise.holds)),
    fails: any(all(test.holds, then.fails), all(test.fails, otherwise.fails)),
    size,
  }
}

function same(a: Truth, b: Truth): Truth {
  return chosen(a, b, opposite(b))
}

function present(property: string): Formula {
  return { kind: 'present', property }
}

function all(...formulas: Formula[]): Formula {
  return { kind: 'all', of: formulas }
}

function any(...formulas: Formula[]): Formula {
  return { kind: 'any', of: formulas }
}

function not(formula: Formula): Formula {
  return formula.kind === 'not' ? formula.of : { kind: 'not', of: formula }
}

/** An operand as something true or false. */
function truthOf(operand: Operand): Truth {
  if (operand.kind === 'truth') return operand
  if (operand.kind === 'property') return hasOneOf(operand.name, [true])
  if (operand.kind !== 'literal' || typeof operand.value !== 'boolean') return unknownTruth
  return plainly(operand.value ? all() : any())
}

function related(left: Operand, operator: string, right: Operand): Truth {
  if (left.kind === 'number-of' && right.kind === 'literal') {
    return plainly(compared(left.properties, operator, right.value))
  }
  if (operator === 'in')
    return left.kind === 'property' && right.kind === 'list' ? isOneOf(left.name, right.items) : unknownTruth
  if (operator !== '==' && operator !== '!=') return unknownTruth
  const equal = equality(left, right) ?? equality(right, left) ?? unknownTruth
  return operator === '==' ? equal : opposite(equal)
}

function equality(left: Operand, right: Operand): Truth | undefined {
  if (left.kind === 'property' && right.kind === 'literal') return isOneOf(left.name, [right])
  return left.kind === 'truth' ? same(left, truthOf(right)) : undefined
}

function isOneOf(property: string, operands: readonly Operand[]): Truth {
  const values = operands.flatMap(operand => (operand.kind === 'literal' ? [operand.value] : []))
  return values.length === operands.length ? hasOneOf(property, values) : unknownTruth
}

function hasOneOf(property: string, values: readonly Scalar[]): Truth {
  const holds: Formula = { kind: 'value', property, values }
  return { holds, fails: all(present(property), not(holds)), size: 4 }
}

function compared(properties: readonly string[], operator: string, value: Scalar): Formula {
  if (typeof value !== 'number') return unknown
  const count = (atLeast: number, atMost: number): Formula => ({ kind: 'count', properties, atLeast, atMost })
  const most = properties.length
  switch (operator) {
    case '==':
      return count(value, value)
    case '!=':
      return not(count(value, value))
    case '<':
      return count(0, value - 1)
    case '<=':
      return count(0, value)
    case '>':
      return count(value + 1, most)
    case '>=':
      return count(value, most)
    default:
      return unknown
  }
}

function numberOf(operands: readonly Operand[]): Operand {
  const properties = operands.flatMap(operand =>
    operand.kind === 'truth' && operand.holds.kind === 'present' ? [operand.holds.property] : [],
  )
  const isEach = properties.length === operands.length && new Set(properties).size === properties.length
  return isEach ? { kind: 'number-of', properties } : other
}

/** What a macro whose condition is each item itself says of a list. */
function ofThoseThatHold(macro: string, items: readonly Operand[]): Operand {
  const number = numberOf(items)
  if (number.kind !== 'number-of') return other
  const among = (atLeast: number, atMost: number): Operand =>
    of(plainly({ kind: 'count', properties: number.properties, atLeast, atMost }))
  switch (macro) {
    case 'filter':
      return number
    case 'exists_one':
      return among(1, 1)
    case 'exists':
      return among(1, items.length)
    case 'all':
      return among(items.length, items.length)
    default:
      return other
  }
}

/** `has(self.a) ? 1 : 0` */
function numberOfOne(condition: Operand, then: Operand, otherwise: Operand): Operand | undefined {
  const isCounted = then.kind === 'literal' && then.value === 1 && otherwise.kind === 'literal' && otherwise.value === 0
  return isCounted ? numberOf([condition]) : undefined
}

function added(left: Operand, right: Operand): Operand {
  if (left.kind !== 'number-of' || right.kind !== 'number-of') return other
  const properties = [...left.properties, ...right.properties]
  return new Set(properties).size === properties.length ? { kind: 'number-of', properties } : other
}
