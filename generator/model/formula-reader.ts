/** What `oneOf`, `anyOf`, `allOf` and `not` say of the properties of one object, and of one value, as formulas. */

import { wordKeywords } from '../crd/canonical.js'
import type { Json, JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { always, unknown, type Formula, type Scalar } from './formula.js'

/** What must hold together, each by itself, for an object with these properties; `nullable`: those of them that may be null. */
export function formulasOf(
  schema: JsonSchemaProps,
  declared: ReadonlySet<string>,
  isClosed: boolean,
  nullable: ReadonlySet<string> = new Set(),
): Formula[] {
  const { allOf = [], anyOf, oneOf, not } = schema
  const reader = new FormulaReader(declared, isClosed, nullable)
  return [
    ...reader.limits(schema),
    ...allOf.map(each => reader.read(each)),
    ...(anyOf ? [reader.alternatives('any', anyOf)] : []),
    ...(oneOf ? [reader.alternatives('one', oneOf)] : []),
    ...(not ? [negation(reader.read(not))] : []),
  ].flatMap(formula => (formula.kind === 'all' ? formula.of : formula))
}

class FormulaReader {
  constructor(
    readonly declared: ReadonlySet<string>,
    /** Whether the declared properties are all that an object can have. */
    readonly isClosed: boolean,
    readonly nullable: ReadonlySet<string>,
  ) {}

  /** A schema within `allOf`, `anyOf`, `oneOf` or `not`. */
  read(schema: JsonSchemaProps): Formula {
    const keywords = Object.keys(schema) as (keyof JsonSchemaProps)[]
    const parts = keywords.flatMap(keyword => this.#keyword(keyword, schema))
    const [only] = parts
    return parts.length === 1 && only ? only : { kind: 'all', of: parts }
  }

  /** A server asks nothing where there are none. */
  alternatives(kind: 'any' | 'one', schemas: readonly JsonSchemaProps[]): Formula {
    if (schemas.length === 0) return always
    const of = schemas.map(schema => this.read(schema))
    return (kind === 'one' ? exactly(of) : atLeastOne(of)) ?? { kind, of }
  }

  limits({ minProperties = 0, maxProperties }: JsonSchemaProps): Formula[] {
    if (minProperties === 0 && maxProperties === undefined) return []
    if (!this.isClosed) return [unknown]
    const properties = [...this.declared]
    return [{ kind: 'count', properties, atLeast: minProperties, atMost: maxProperties ?? properties.length }]
  }

  #keyword(keyword: keyof JsonSchemaProps, schema: JsonSchemaProps): Formula[] {
    switch (keyword) {
      case 'required':
        return (schema.required ?? []).map(name => this.#about(name, { kind: 'present', property: name }))
      case 'properties':
        return Object.entries(schema.properties ?? {}).map(([name, value]) =>
          this.#about(name, this.#value(name, value)),
        )
      case 'allOf':
        return (schema.allOf ?? []).map(each => this.read(each))
      case 'anyOf':
        return [this.alternatives('any', schema.anyOf ?? [])]
      case 'oneOf':
        return [this.alternatives('one', schema.oneOf ?? [])]
      case 'not':
        return schema.not ? [negation(this.read(schema.not))] : []
      case 'minProperties':
        return this.limits(schema)
      case 'maxProperties':
        return schema.minProperties === undefined ? this.limits(schema) : []
      case 'type':
        return schema.type === 'object' ? [] : [unknown]
      default:
        return wordKeywords.has(keyword) ? [] : [unknown]
    }
  }

  /** A schema that is not structural may speak of properties that it does not declare. */
  #about(property: string, formula: Formula): Formula {
    return this.declared.has(property) ? formula : unknown
  }

  /** What is said of a property holds also where it is absent. Of all that may be said, a server holds an enum alone against null. */
  #value(property: string, schema: JsonSchemaProps): Formula {
    const value = valueFormula(property, schema)
    if (value === always) return always
    const isNull: Formula = { kind: 'value', property, values: [null] }
    const passes = this.nullable.has(property) && !schema.enum?.length ? [isNull] : []
    return { kind: 'any', of: [{ kind: 'not', of: { kind: 'present', property } }, ...passes, value] }
  }
}

/** What a schema says of one value. */
export function valueFormula(property: string, schema: JsonSchemaProps): Formula {
  const read = (each: JsonSchemaProps) => valueFormula(property, each)
  const keywords = Object.keys(schema) as (keyof JsonSchemaProps)[]
  const parts = keywords.flatMap((keyword): Formula[] => {
    if (schema[keyword] === undefined || wordKeywords.has(keyword)) return []
    switch (keyword) {
      case 'enum':
        return schema.enum?.length ? [enumFormula(property, schema.enum)] : []
      case 'allOf':
        return (schema.allOf ?? []).map(read)
      case 'anyOf':
        return schema.anyOf?.length ? [{ kind: 'any', of: schema.anyOf.map(read) }] : []
      case 'oneOf':
        return schema.oneOf?.length ? [{ kind: 'one', of: schema.oneOf.map(read) }] : []
      case 'not':
        return schema.not ? [negation(read(schema.not))] : []
      default:
        return [unknown]
    }
  })
  return parts.length === 0 ? always : { kind: 'all', of: parts }
}

/** A server finds null in no enum. */
function enumFormula(property: string, values: readonly Json[]): Formula {
  if (!values.every(isExact)) return unknown
  return { kind: 'value', property, values: [...new Set(values)].filter(value => value !== null) }
}

/** A single value that is no other one here than on the server: of numbers beyond 2^53 the last digits are lost. */
export function isExact(value: Json): value is Scalar {
  return isScalar(value) && !(Number.isInteger(value) && !Number.isSafeInteger(value))
}

export function isScalar(value: Json): value is Scalar {
  return value === null || typeof value !== 'object'
}

function negation(formula: Formula): Formula {
  if (formula.kind === 'not') return formula.of
  // `not: { required: [a, b] }`, and `not: { anyOf: [{ required: [a] }, { required: [b] }] }`, are counts.
  const names = formula.kind === 'all' ? presentNames(formula.of) : undefined
  if (names && names.length > 1) return { kind: 'count', properties: names, atLeast: 0, atMost: names.length - 1 }
  if (formula.kind === 'count' && formula.atLeast === 1 && formula.atMost === formula.properties.length) {
    return { ...formula, atLeast: 0, atMost: 0 }
  }
  return { kind: 'not', of: formula }
}

/** One of the properties, each in an alternative of its own; or none of them, where one alternative says that. */
function exactly(of: readonly Formula[]): Formula | undefined {
  const none = of.filter(each => each.kind === 'count' && each.atMost === 0)
  const names = presentNames(of.filter(each => !none.includes(each)))
  if (!names || none.length > 1) return undefined
  const [nothing] = none
  if (!nothing) return { kind: 'count', properties: names, atLeast: 1, atMost: 1 }
  const excluded = nothing.kind === 'count' ? nothing.properties : []
  const isSame = excluded.length === names.length && names.every(name => excluded.includes(name))
  return isSame ? { kind: 'count', properties: names, atLeast: 0, atMost: 1 } : undefined
}

function atLeastOne(of: readonly Formula[]): Formula | undefined {
  const names = presentNames(of)
  return names && { kind: 'count', properties: names, atLeast: 1, atMost: names.length }
}

/** The names of distinct properties, where nothing is said but that each is there. */
function presentNames(of: readonly Formula[]): string[] | undefined {
  const names = of.flatMap(each => {
    // What is said beside a presence may be nothing, as in `properties: { a: {} }, required: [a]`.
    const parts = each.kind === 'all' ? each.of.filter(part => part !== always) : [each]
    const [only] = parts
    return parts.length === 1 && only?.kind === 'present' ? [only.property] : []
  })
  return names.length === of.length && names.length > 0 && new Set(names).size === names.length ? names : undefined
}
