/**
 * What a CEL rule says of the properties of `self`, where it says no more than which of them are there and which values they have.
 * The rest of the language is `unknown`.
 *
 * An expression that fails, such as `self.a == 'x'` without an `a`, refuses the object. It counts as false here: where CEL does
 * not need its answer, neither does the formula.
 */

import type { ValidationRule } from '../crd/custom-resource-definition.js'
import { unknown, type Formula, type Scalar } from './formula.js'

const token =
  /\s*(?:([A-Za-z_]\w*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+)|(&&|\|\||[!=<>]=|[-+*/%!<>()[\].,?:{}]))/y

/** Longer rules say more than which properties go together. */
const mostCharacters = 2000

/** `declared`: the properties that a rule may speak of. */
export function ruleFormula({ rule }: ValidationRule, declared: ReadonlySet<string>): Formula {
  // A rule about a change says nothing about an object.
  if (rule.length > mostCharacters || /\boldSelf\b/.test(rule)) return unknown
  const tokens = tokensOf(rule)
  if (!tokens) return unknown
  const parser = new Parser(tokens, declared)
  const operand = parser.expression()
  return parser.isAtEnd ? formulaOf(operand) : unknown
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

/** What an expression is, as far as it matters. */
type Operand =
  | { readonly kind: 'formula'; readonly formula: Formula }
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
    const test = formulaOf(condition)
    return of(any(all(test, formulaOf(then)), all(not(test), formulaOf(otherwise))))
  }

  #disjunction(): Operand {
    let left = this.#conjunction()
    while (this.#accept('||')) left = of(any(formulaOf(left), formulaOf(this.#conjunction())))
    return left
  }

  #conjunction(): Operand {
    let left = this.#relation()
    while (this.#accept('&&')) left = of(all(formulaOf(left), formulaOf(this.#relation())))
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
    if (this.#accept('!')) return of(not(formulaOf(this.#unary())))
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
    return operand.kind === 'self' && this.declared.has(name) ? { kind: 'property', name } : other
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
    if (/^\d/.test(text))
      return this.tokens[this.#next] === '.' ? this.#fail() : { kind: 'literal', value: Number(text) }
    if (/^["']/.test(text)) return text.includes('\\') ? other : { kind: 'literal', value: text.slice(1, -1) }
    if (/^[A-Za-z_]/.test(text)) return this.#accept('(') ? this.#call(text) : other
    return this.#fail()
  }

  #call(name: string): Operand {
    const [only, ...others] = this.#arguments()
    if (name === 'size' && only?.kind === 'number-of') return only
    if (name !== 'has' || only?.kind !== 'property' || others.length > 0) return other
    return of({ kind: 'present', property: only.name })
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

function of(formula: Formula): Operand {
  return { kind: 'formula', formula }
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
function formulaOf(operand: Operand): Formula {
  if (operand.kind === 'formula') return operand.formula
  if (operand.kind === 'property') return { kind: 'value', property: operand.name, values: [true] }
  if (operand.kind !== 'literal' || typeof operand.value !== 'boolean') return unknown
  return operand.value ? all() : any()
}

function related(left: Operand, operator: string, right: Operand): Formula {
  if (left.kind === 'number-of' && right.kind === 'literal') return compared(left.properties, operator, right.value)
  if (operator === 'in')
    return left.kind === 'property' && right.kind === 'list' ? isOneOf(left.name, right.items) : unknown
  if (operator !== '==' && operator !== '!=') return unknown
  const equal = equality(left, right) ?? equality(right, left) ?? unknown
  return operator === '==' ? equal : not(equal)
}

function equality(left: Operand, right: Operand): Formula | undefined {
  if (left.kind === 'property' && right.kind === 'literal') return isOneOf(left.name, [right])
  if (left.kind !== 'formula') return undefined
  const [a, b] = [left.formula, formulaOf(right)]
  return any(all(a, b), all(not(a), not(b)))
}

function isOneOf(property: string, operands: readonly Operand[]): Formula {
  const values = operands.flatMap(operand => (operand.kind === 'literal' ? [operand.value] : []))
  return values.length === operands.length ? { kind: 'value', property, values } : unknown
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
    operand.kind === 'formula' && operand.formula.kind === 'present' ? [operand.formula.property] : [],
  )
  const isEach = properties.length === operands.length && new Set(properties).size === properties.length
  return isEach ? { kind: 'number-of', properties } : other
}

/** What a macro whose condition is each item itself says of a list. */
function ofThoseThatHold(macro: string, items: readonly Operand[]): Operand {
  const number = numberOf(items)
  if (number.kind !== 'number-of') return other
  const among = (atLeast: number, atMost: number): Operand =>
    of({ kind: 'count', properties: number.properties, atLeast, atMost })
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
