/** What a CEL expression is made of. */
export type Expression =
  | Literal
  | { readonly kind: 'name'; readonly name: string }
  /** `of.field`; `of.?field`, which is an optional value. */
  | { readonly kind: 'select'; readonly of: Expression; readonly field: string; readonly isOptional: boolean }
  | { readonly kind: 'has'; readonly of: Expression; readonly field: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression; readonly isOptional: boolean }
  | Call
  | Macro
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly of: Expression }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  /** Two or more, side by side. */
  | { readonly kind: 'junction'; readonly operator: '&&' | '||'; readonly of: readonly Expression[] }
  | {
      readonly kind: 'conditional'
      readonly test: Expression
      readonly yes: Expression
      readonly no: Expression
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  | { readonly kind: 'message'; readonly type: string; readonly values: readonly Expression[] }

export type Literal = { readonly kind: 'literal' } & (
  | { readonly type: 'int' | 'uint' | 'double'; readonly value: number }
  | { readonly type: 'string' | 'bytes'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'null'; readonly value: null }
)

export interface Call {
  readonly kind: 'call'
  readonly name: string
  /** Of a method. */
  readonly target: Expression | undefined
  readonly arguments: readonly Expression[]
}

/** A method that evaluates its last arguments for each item, with names for it: `self.all(x, x > 0)`. */
export interface Macro {
  readonly kind: 'macro'
  readonly name: string
  readonly of: Expression
  readonly variables: readonly string[]
  readonly arguments: readonly Expression[]
}

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%'

/** Whether an expression is no more than a name; with a dot before it, it is that of no macro. */
export function isCalled(expression: Expression, name: string): boolean {
  return expression.kind === 'name' && (expression.name === name || expression.name === `.${name}`)
}

/** Whether an expression, or one that it is made of, is of some kind. */
export function contains(expression: Expression, is: (each: Expression) => boolean): boolean {
  return is(expression) || partsOf(expression).some(part => contains(part, is))
}

/** The expressions that one is made of, in their order. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return []
    case 'select':
    case 'has':
    case 'unary':
      return [expression.of]
    case 'index':
      return [expression.of, expression.index]
    case 'call':
      return expression.target ? [expression.target, ...expression.arguments] : expression.arguments
    case 'macro':
      return [expression.of, ...expression.arguments]
    case 'binary':
      return [expression.left, expression.right]
    case 'junction':
      return expression.of
    case 'conditional':
      return [expression.test, expression.yes, expression.no]
    case 'list':
      return expression.items
    case 'map':
      return expression.entries.flat()
    case 'message':
      return expression.values
  }
}
