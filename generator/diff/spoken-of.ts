import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { contains, isCalled, partsOf, type Expression } from '../crd/cel-expression.js'
import { celNamesOf } from '../crd/cel-names.js'
import { isTransition, readRule } from '../crd/rule-expression.js'
import type { ValuePath } from '../load/document.js'

/** The schemas on the way to a place, as far as they say what goes with what. */
export class SpokenOf {
  readonly #speakers: { readonly saysOf: Speaker; readonly path: ValuePath }[] = []

  /** Answers what to call when the schema is left. */
  enter(schema: JsonSchemaProps, path: ValuePath): () => void {
    const saysOf = speakerOf(schema)
    if (!saysOf) return () => {}
    this.#speakers.push({ saysOf, path })
    return () => this.#speakers.pop()
  }

  /** Whether one of the schemas that were entered says what goes with the property at a place, in whatever way. */
  includes(place: ValuePath): boolean {
    return this.#speakers.some(({ saysOf, path }) => saysOf(propertiesOn(place.slice(path.length))))
  }
}

/** The properties on a path, without the steps into lists and maps. */
function propertiesOn(path: ValuePath): string[] {
  const properties: string[] = []
  for (let at = 0; at < path.length; at++) if (path[at] === 'properties') properties.push(String(path[++at]))
  return properties
}

/** Whether a schema says what goes with the property to which these properties lead from it. */
type Speaker = (properties: readonly string[]) => boolean

function speakerOf(schema: JsonSchemaProps): Speaker | undefined {
  const { allOf, anyOf, oneOf, not, maxProperties, enum: values } = schema
  const rules = (schema['x-kubernetes-validations'] ?? []).filter(rule => !isTransition(rule))
  const junctors = [allOf, anyOf, oneOf, not].filter(junctor => junctor !== undefined)
  if (values) return () => true
  if (junctors.length === 0 && rules.length === 0 && maxProperties === undefined) return undefined
  let texts: ReadonlySet<string> | undefined
  return path => {
    if (maxProperties !== undefined && path.length === 1) return true
    texts ??= textsIn(junctors)
    const property = path.at(-1) ?? ''
    if (texts.has(property) || texts.has('maxProperties') || texts.has('minProperties')) return true
    const holders = new Set(path.slice(0, -1).flatMap(celNamesOf))
    return rules.some(rule => {
      const read = readRule(rule)
      // What is no CEL may say anything.
      if (!('expression' in read)) return true
      return contains(read.expression, each => mentions(each, property)) || takesWhole(read.expression, holders)
    })
  }
}

/** All keys and texts in JSON, and so the names of properties. */
function textsIn(value: unknown): Set<string> {
  const texts = JSON.stringify(value).match(/"(?:[^"\\]|\\.)*"/g) ?? []
  return new Set(texts.map(text => JSON.parse(text) as string))
}

function mentions(expression: Expression, property: string): boolean {
  if (expression.kind === 'literal') return expression.value === property
  return (expression.kind === 'select' || expression.kind === 'has') && celNamesOf(property).includes(expression.field)
}

/**
 * Whether an expression looks at more of a value on the way to a property than whether it is there, and which it has in it. `holders`
 * are what CEL calls the properties on that way, `names` what else values on it are called.
 */
function takesWhole(
  expression: Expression,
  holders: ReadonlySet<string>,
  names: ReadonlySet<string> = new Set(),
): boolean {
  // `self.list.all(item, ...)`: what is said of an item is said of what is in the list.
  const isOfItems = expression.kind === 'macro' && isOnTheWay(expression.of, holders, names)
  const known = isOfItems ? new Set([...names, ...expression.variables]) : names
  return partsOf(expression).some(
    part => (isOnTheWay(part, holders, known) && !isLookedInto(part, expression)) || takesWhole(part, holders, known),
  )
}

function isOnTheWay(expression: Expression, holders: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case 'name':
      return isCalled(expression, 'self') || names.has(expression.name)
    case 'select':
      return holders.has(expression.field)
    case 'index':
      return isOnTheWay(expression.of, holders, names)
    case 'macro':
      return expression.name === 'filter' && isOnTheWay(expression.of, holders, names)
    default:
      return false
  }
}

function isLookedInto(part: Expression, by: Expression): boolean {
  switch (by.kind) {
    case 'select':
    case 'has':
    case 'index':
    case 'macro':
      return part === by.of
    default:
      return by.kind === 'call' && by.name === 'size'
  }
}
