/**
 * What an expression costs at most, as servers estimate it: each step of it, as often as it may be taken. Where a type or a function is
 * not known here, the estimate is lower than theirs. What is looked at when matters too, because of what `CelPath` says.
 */

import {
  itemsOf,
  largest,
  literal,
  made,
  sameKind,
  selected,
  typeOfItem,
  union,
  type Estimate,
  type Variable,
} from './cel-estimate.js'
import type { BinaryOperator, Expression, Macro } from './cel-expression.js'
import {
  call,
  isLibrary,
  plainType,
  sizeOfType,
  times,
  traversal,
  unknownType,
  unlimited,
  type Given,
} from './cel-functions.js'
import { isTypeName } from './cel-names.js'
import { CelPath } from './cel-path.js'
import type { CelType } from './cel-types.js'

export interface Reckoning {
  readonly cost: number
  /** What it answers. */
  readonly type: CelType
  /** The first name in it that stands for nothing, or the first field that an object does not have. */
  readonly undeclared: string | undefined
}

/** `self`: what the expression is asked of. */
export function reckon(expression: Expression, self: CelType, isOldOptional: boolean): Reckoning {
  const estimator = new Estimator(self, isOldOptional)
  const { cost, type } = estimator.estimate(expression)
  return { cost, type, undeclared: estimator.undeclared }
}

const bool = plainType('bool')
const list = 10
const map = 30
const message = 40

/** Compared by what they are made of, and not by their texts. */
const constants: ReadonlySet<string> = new Set(['ip', 'cidr', 'quantity', 'semver', 'url', 'format'])
const texts: ReadonlySet<string> = new Set(['string', 'bytes', 'dyn'])

class Estimator {
  undeclared: string | undefined
  readonly #variables = new Map<string, Variable>()

  constructor(
    private readonly self: CelType,
    isOldOptional: boolean,
  ) {
    for (const dot of ['', '.']) {
      this.#variables.set(`${dot}self`, { type: self, path: CelPath.of('self') })
      const type = isOldOptional ? plainType('optional', self) : self
      this.#variables.set(`${dot}oldSelf`, { type, path: CelPath.of('oldSelf') })
    }
  }

  estimate(expression: Expression): Estimate {
    switch (expression.kind) {
      case 'literal':
        return literal(expression)
      case 'name':
        return this.#named(expression.name)
      case 'select':
        return selected(this.#holder(expression), expression.field, expression.isOptional)
      case 'has':
        return made(this.#holder(expression).cost, bool)
      case 'index':
        return this.#indexed(this.#measured(expression.of), this.#measured(expression.index), expression.isOptional)
      case 'call':
        return this.#called(expression.name, expression.target, expression.arguments)
      case 'macro':
        return this.#macro(expression)
      case 'unary': {
        const of = this.estimate(expression.of)
        return made(of.cost + 1, expression.operator === '!' ? bool : of.type)
      }
      case 'binary':
        return this.#binary(expression.operator, this.#measured(expression.left), this.#measured(expression.right))
      case 'junction':
        return made(this.#sum(expression.of), bool)
      case 'conditional': {
        const test = this.estimate(expression.test)
        return this.#chosen(test, this.#measured(expression.yes), this.#measured(expression.no))
      }
      case 'list':
        return this.#list(expression.items)
      case 'map':
        return this.#map(expression.entries)
      case 'message':
        return made(message + this.#sum(expression.values), unknownType)
    }
  }

  /** At most; of what comes of the schema, what that says. */
  #size(of: Estimate): number {
    if (of.size === undefined) {
      of.size = of.path.resolve(this.self)?.most
      of.isOfSchema = of.size !== undefined
    }
    return of.size ?? sizeOfType(of.type)
  }

  /** What servers look up how large it is as soon as they have estimated it. */
  #measured(expression: Expression): Estimate {
    const estimate = this.estimate(expression)
    this.#size(estimate)
    return estimate
  }

  #sum(expressions: readonly Expression[]): number {
    return expressions.reduce((sum, each) => sum + this.estimate(each).cost, 0)
  }

  /** What a field is taken of. */
  #holder({ of, field }: Extract<Expression, { readonly kind: 'select' | 'has' }>): Estimate {
    const holder = this.estimate(of)
    const { kind, field: fieldOf } =
      holder.type.kind === 'optional' ? (holder.type.element ?? unknownType) : holder.type
    if (kind === 'object' && fieldOf && !fieldOf(field)) this.undeclared ??= field
    return holder
  }

  #named(name: string): Estimate {
    if (!this.#variables.has(name) && !isTypeName(name) && !isLibrary(name)) this.undeclared ??= name
    const { type, path } = this.#variables.get(name) ?? { type: plainType('type'), path: CelPath.of(name) }
    return { cost: 1, type, path }
  }

  #indexed(of: Estimate, index: Estimate, isOptional: boolean): Estimate {
    const cost = of.cost + index.cost + 1
    const type = of.type.element ?? sameKind(of.type)
    if (isOptional || of.type.kind === 'optional') return made(cost, plainType('optional', type))
    return { cost, type, path: of.path.append(of.type.kind === 'list' ? '@items' : '@values'), size: of.itemSize }
  }

  #called(name: string, target: Expression | undefined, given: readonly Expression[]): Estimate {
    if (target?.kind === 'name' && isLibrary(target.name) && !this.#variables.has(target.name)) {
      return this.#answered(`${target.name}.${name}`, undefined, given)
    }
    if (target) return this.#answered(`.${name}`, target, given)
    const [only] = given
    if (name !== 'dyn' || !only) return this.#answered(name.replace(/^\./, ''), undefined, given)
    const { cost, size, itemSize } = this.#measured(only)
    return { ...made(cost + 1, plainType('dyn')), size, itemSize }
  }

  /** Arguments come before what a method is of. */
  #answered(name: string, target: Expression | undefined, given: readonly Expression[]): Estimate {
    const estimates = given.map(each => this.#measured(each))
    if (target) estimates.unshift(this.#measured(target))
    const { cost, type, size } = call(
      name,
      estimates.map(each => this.#given(each)),
    )
    const all = estimates.reduce((sum, each) => sum + each.cost, cost)
    return { ...made(all, type), size }
  }

  #given(of: Estimate): Given {
    const { type, value } = of
    const size = this.#size(of)
    const least = value !== undefined ? size : of.isOfSchema ? 0 : undefined
    return { type, size, least, itemSize: of.path.resolve(this.self)?.element?.most ?? unlimited, value }
  }

  #chosen(test: Estimate, yes: Estimate, no: Estimate): Estimate {
    return {
      ...made(test.cost + Math.max(yes.cost, no.cost), yes.type.kind === no.type.kind ? yes.type : unknownType),
      size: Math.max(this.#size(yes), this.#size(no)),
      itemSize: union(yes.itemSize, no.itemSize),
    }
  }

  #list(items: readonly Expression[]): Estimate {
    const estimates = items.map(item => this.#measured(item))
    const cost = estimates.reduce((sum, each) => sum + each.cost, list)
    return {
      ...made(cost, plainType('list', typeOfItem(estimates[0]))),
      size: items.length,
      itemSize: largest(estimates.map(each => this.#size(each))),
    }
  }

  #map(entries: readonly (readonly [Expression, Expression])[]): Estimate {
    let cost = map
    const values = entries.map(([key, value]) => {
      cost += this.estimate(key).cost
      const estimate = this.#measured(value)
      cost += estimate.cost
      return estimate
    })
    return {
      ...made(cost, plainType('map', typeOfItem(values[0]))),
      size: entries.length,
      itemSize: largest(values.map(each => this.#size(each))),
    }
  }

  #macro({ name, of, variables, arguments: given }: Macro): Estimate {
    const range = this.estimate(of)
    if (name === 'optMap' || name === 'optFlatMap') return this.#optional(name, range, variables, given)
    const items = itemsOf(range, variables.length)
    const inner = this.#inScope(variables, items, given)
    const [first, last] = [inner[0], inner.at(-1)]
    const [item] = items
    if (!first || !last || !item) return made(range.cost, unknownType)
    // How large the range is comes after all that is in it.
    const size = this.#size(range)
    const filter = inner.length > 1 ? first.cost : 0
    const each = (before: number, step: number, type: CelType, itemSize?: number): Estimate => ({
      ...made(range.cost + before + times(size, step), type),
      size: type.kind === 'bool' ? 1 : size,
      itemSize,
    })
    switch (name) {
      case 'all':
        return each(1, 3 + first.cost, bool)
      case 'exists':
        return each(1, 4 + first.cost, bool)
      case 'exists_one':
      case 'existsOne':
        return each(2, 2 + first.cost, bool)
      case 'filter':
        return each(1 + list, 3 + list + first.cost, plainType('list', item.type), this.#size({ cost: 0, ...item }))
      case 'map':
      case 'transformList':
        return each(1 + list, 2 + list + last.cost + filter, plainType('list', last.type), this.#size(last))
      case 'transformMap':
        return each(1 + map, 3 + last.cost + filter, plainType('map', last.type))
      case 'transformMapEntry':
        return each(1 + map, 2 + last.cost + filter, plainType('map', unknownType))
      case 'sortBy': {
        const isText = last.type.kind === 'string' || last.type.kind === 'bytes'
        const pairs = times(size, size)
        const cost = list + 2 + (1 + list) + times(isText ? 2.1 : 2, pairs) + 1 + list
        return { ...each(cost, 2 + list + last.cost, range.type), size: pairs }
      }
      default:
        return made(range.cost, unknownType)
    }
  }

  #optional(name: string, target: Estimate, variables: readonly string[], given: readonly Expression[]): Estimate {
    const variable = { type: target.type.element ?? unknownType, path: CelPath.none }
    const [inner] = this.#inScope(variables, [variable], given)
    if (!inner) return made(target.cost, unknownType)
    const cost = 2 * (target.cost + 1) + list + inner.cost
    return name === 'optMap' ? made(cost + 1, plainType('optional', inner.type)) : made(cost, inner.type)
  }

  #inScope(names: readonly string[], values: readonly Variable[], given: readonly Expression[]): Estimate[] {
    const outer = names.map(name => this.#variables.get(name))
    names.forEach((name, index) =>
      this.#variables.set(name, values[index] ?? { type: unknownType, path: CelPath.none }),
    )
    const estimates = given.map(each => this.#measured(each))
    names.forEach((name, index) => {
      const before = outer[index]
      if (before) this.#variables.set(name, before)
      else this.#variables.delete(name)
    })
    return estimates
  }

  #binary(operator: BinaryOperator, left: Estimate, right: Estimate): Estimate {
    const cost = left.cost + right.cost
    const areTexts = texts.has(left.type.kind) && texts.has(right.type.kind)
    const [one, other] = [this.#size(left), this.#size(right)]
    const compared = traversal(Math.min(one, other))
    switch (operator) {
      case '==':
        return made(cost + (constants.has(left.type.kind) ? 1 : compared), bool)
      case '!=':
        return made(cost + compared, bool)
      case '<':
      case '<=':
      case '>':
      case '>=':
        return made(cost + (areTexts ? compared : 1), bool)
      case 'in':
        return made(cost + (right.type.kind === 'list' ? other : 1), bool)
      case '+': {
        const size = one + other
        if (areTexts) return { ...made(cost + traversal(size), left.type), size }
        if (left.type.kind !== 'list' || right.type.kind !== 'list') return made(cost + 1, left.type)
        return { ...made(cost + 1, left.type), size, itemSize: union(left.itemSize, right.itemSize) }
      }
      default:
        return made(cost + 1, left.type)
    }
  }
}
