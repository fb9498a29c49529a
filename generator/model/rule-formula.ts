/**
 * What a CEL rule says of the properties of `self`, where it says no more than which of them are there and which values they have.
 * The rest of the language is `unknown`.
 *
 * An expression that fails, such as `self.a == 'x'` without an `a`, is neither true nor false, and so is its negation: an object is
 * refused where CEL needs its answer. Therefore an expression is two formulas here: when it is true, and when it is false.
 */

import { isCalled, type Call, type Expression, type Macro } from '../crd/cel-expression.js'
import { celNamesOf } from '../crd/cel-names.js'
import type { JsonSchemaProps, ValidationRule } from '../crd/custom-resource-definition.js'
import { readRule, speaksOfOldSelf } from '../crd/rule-expression.js'
import { unknown, type Formula, type Scalar } from './formula.js'

/** Longer rules say more than which properties go together. */
const mostCharacters = 2000
/** A comparison with something true or false doubles a formula, and one within another does so again. */
const mostFormulas = 400

/** Of a rule of a schema. `spoken`: the properties of which anything is known. */
export function ruleFormula(rule: ValidationRule, schema: JsonSchemaProps, spoken: ReadonlySet<string>): Formula {
  // A rule about a change says nothing about an object.
  if (rule.rule.length > mostCharacters || speaksOfOldSelf(rule)) return unknown
  const read = readRule(rule)
  return 'expression' in read ? truthOf(new Reader(schema, spoken).read(read.expression)).holds : unknown
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
  | { readonly kind: 'property'; readonly name: string; readonly isBoolean: boolean }
  | { readonly kind: 'self' }
  /** How many of the properties are there. */
  | { readonly kind: 'number-of'; readonly properties: readonly string[] }
  | { readonly kind: 'other' }

const other: Operand = { kind: 'other' }

class Reader {
  /** The properties that are spoken of, by the names that CEL has for them. */
  readonly #properties: ReadonlyMap<string, string>

  constructor(
    readonly schema: JsonSchemaProps,
    spoken: ReadonlySet<string>,
  ) {
    this.#properties = byCelName(spoken)
  }

  read(expression: Expression): Operand {
    switch (expression.kind) {
      case 'literal': {
        const { type, value } = expression
        const isTold = type === 'string' || type === 'bool' || (type === 'int' && Number.isSafeInteger(value))
        return isTold ? { kind: 'literal', value } : other
      }
      case 'name':
        return isCalled(expression, 'self') ? { kind: 'self' } : other
      case 'select':
        return expression.isOptional ? other : this.#property(expression)
      case 'has': {
        const property = this.#property(expression)
        return property.kind === 'property' ? of(plainly(present(property.name))) : other
      }
      case 'call':
        return this.#call(expression)
      case 'macro':
        return this.#macro(expression)
      case 'unary':
        return expression.operator === '!' ? of(opposite(truthOf(this.read(expression.of)))) : other
      case 'binary': {
        const left = this.read(expression.left)
        const right = this.read(expression.right)
        if (expression.operator === '+') return added(left, right)
        return '-*/%'.includes(expression.operator) ? other : of(related(left, expression.operator, right))
      }
      case 'junction':
        return of(
          expression.of.map(each => truthOf(this.read(each))).reduce(expression.operator === '&&' ? both : either),
        )
      case 'conditional': {
        const test = this.read(expression.test)
        const yes = this.read(expression.yes)
        const no = this.read(expression.no)
        return numberOfOne(test, yes, no) ?? of(chosen(truthOf(test), truthOf(yes), truthOf(no)))
      }
      case 'list':
        return { kind: 'list', items: expression.items.map(item => this.read(item)) }
      case 'index':
      case 'map':
      case 'message':
        return other
    }
  }

  #property({ of, field }: { readonly of: Expression; readonly field: string }): Operand {
    const name = this.read(of).kind === 'self' ? this.#properties.get(field) : undefined
    if (name === undefined) return other
    const { properties = {} } = this.schema
    const isBoolean = Object.hasOwn(properties, name) && properties[name]?.type === 'boolean'
    return { kind: 'property', name, isBoolean }
  }

  #call({ name, target, arguments: given }: Call): Operand {
    const [only, ...others] = target ? [target, ...given] : given
    if (name !== 'size' || !only || others.length > 0) return other
    const operand = this.read(only)
    return operand.kind === 'number-of' ? operand : other
  }

  /** `[has(self.a), has(self.b)].filter(x, x == true).size()`, as controller-gen writes it. */
  #macro({ name, of, variables, arguments: [condition] }: Macro): Operand {
    const [variable, ...others] = variables
    if (others.length > 0 || !condition || of.kind !== 'list') return other
    const asked = isTrueAsked(condition) ? condition.left : condition
    if (asked.kind !== 'name' || asked.name !== variable) return other
    return ofThoseThatHold(
      name,
      of.items.map(item => this.read(item)),
    )
  }
}

const known = new WeakMap<ReadonlySet<string>, ReadonlyMap<string, string>>()

/** Asked for each rule of a schema. */
function byCelName(properties: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found =
    known.get(properties) ??
    new Map([...properties].flatMap(name => celNamesOf(name).map(word => [word, name] as const)))
  known.set(properties, found)
  return found
}

function isTrueAsked(condition: Expression): condition is Extract<Expression, { readonly kind: 'binary' }> {
  if (condition.kind !== 'binary' || condition.operator !== '==') return false
  return condition.right.kind === 'literal' && condition.right.value === true
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
  if (operand.kind === 'property') return operand.isBoolean ? hasOneOf(operand.name, [true]) : someValueOf(operand.name)
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

/** A value that is neither true nor false, or may be so: that it is there is all that is known. */
function someValueOf(property: string): Truth {
  const formula = all(present(property), unknown)
  return { holds: formula, fails: formula, size: 3 }
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
