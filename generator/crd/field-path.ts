/** `fieldPath` of a rule: where below the value a server says that it stands, `.spec.names['a.b']`. */

import type { JsonSchemaProps } from './custom-resource-definition.js'
import { isRecord } from './field.js'

/** What is quoted ends where no backslash stands before the mark, and else with the text. */
const words = /'[^]*?(?<!\\)'|'[^]*|[.[\]]|[^.[\]]+/g

/** Whether it leads to something that the schema declares. */
export function isFieldPath(path: string, schema: JsonSchemaProps): boolean {
  const tokens = path.match(words) ?? []
  let at: JsonSchemaProps | undefined = schema
  for (let next = 0; next < tokens.length;) {
    const isQuoted = tokens[next] === '['
    const name = isQuoted ? unquoted(tokens[next + 1]) : tokens[next] === '.' ? tokens[next + 1] : undefined
    if (name === undefined || (isQuoted && tokens[next + 2] !== ']')) return false
    const inner: JsonSchemaProps | boolean | undefined = valueOf(at, name)
    if (!inner) return false
    // What a map of anything holds has no schema.
    if (inner === true) return true
    at = inner
    next += isQuoted ? 3 : 2
  }
  return true
}

function valueOf({ properties = {}, additionalProperties }: JsonSchemaProps, name: string) {
  if (Object.hasOwn(properties, name)) return properties[name]
  // What has properties has no other values; counting them for each of many rules would take long.
  return isRecord(additionalProperties) ? additionalProperties : additionalProperties === true
}

const escapes = new Map([...'abfnrtv'].map((letter, index) => [letter, '\x07\b\f\n\r\t\v'[index] ?? '']))
for (const mark of "'\\") escapes.set(mark, mark)

function unquoted(token = ''): string | undefined {
  if (token.length < 2 || !token.startsWith("'") || !token.endsWith("'")) return undefined
  const text = token.slice(1, -1)
  const isKnown = [...text.matchAll(/\\(.)/g)].every(([, letter = '']) => escapes.has(letter))
  return isKnown ? text.replace(/\\(.)/g, (_, letter: string) => escapes.get(letter) ?? '') : undefined
}
