/** The alternatives of a schema in words, where no type says them. */

import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { capitalize } from '../model/words.js'
import { code, plain } from './prose.js'

/** A longer sentence helps nobody. */
const mostCharacters = 400

/** One sentence for each keyword. */
export function alternativeRules(schema: JsonSchemaProps): string[] {
  return clauses(schema, '').map(clause => {
    const sentence = `${capitalize(clause)}.`
    return sentence.length > mostCharacters
      ? `${sentence.slice(0, 1 + sentence.lastIndexOf(' ', mostCharacters))}…`
      : sentence
  })
}

/** What a schema says, each part by itself. `subject` is what it is about: empty for the value itself. */
function clauses(schema: JsonSchemaProps, subject: string): string[] {
  const { allOf = [], anyOf, oneOf, not, required = [], properties = {}, enum: values } = schema
  const is = (words: string) => (subject === '' ? words : `${subject} ${words}`)
  return [
    ...(required.length > 0 ? [is(`has ${list(required.map(code), 'and')}`)] : []),
    ...Object.entries(properties).flatMap(([name, of]) =>
      clauses(of, subject === '' ? code(name) : `${subject}.${code(name)}`),
    ),
    ...(values
      ? [
          `${subject || 'the value'} is ${list(
            values.map(each => code(JSON.stringify(each))),
            'or',
          )}`,
        ]
      : []),
    ...limits(schema).map(limit => `${subject || 'the value'} ${limit}`),
    ...allOf.flatMap(each => clauses(each, subject)),
    ...alternatives('at least one of', anyOf, subject),
    ...alternatives('exactly one of', oneOf, subject),
    ...(not ? [`not: ${clauses(not, subject).join(', and ') || 'anything'}`] : []),
  ]
}

function alternatives(words: string, schemas: readonly JsonSchemaProps[] = [], subject: string): string[] {
  const texts = schemas.map(schema => clauses(schema, subject).join(', and '))
  if (texts.every(text => text === '')) return []
  return [`${words}: ${texts.map(text => text || 'anything').join('; ')}`]
}

function limits(schema: JsonSchemaProps): string[] {
  const texts: string[] = []
  if (schema.type !== undefined) texts.push(`is of type ${plain(schema.type)}`)
  if (schema.format !== undefined) texts.push(`has the format ${plain(schema.format)}`)
  if (schema.pattern !== undefined) texts.push(`matches ${code(schema.pattern)}`)
  if (schema.minimum !== undefined) texts.push(`is at least ${schema.minimum}`)
  if (schema.maximum !== undefined) texts.push(`is at most ${schema.maximum}`)
  for (const [low, high, what] of [
    ['minLength', 'maxLength', 'characters'],
    ['minItems', 'maxItems', 'items'],
    ['minProperties', 'maxProperties', 'properties'],
  ] as const) {
    if (schema[low] !== undefined) texts.push(`has at least ${schema[low]} ${what}`)
    if (schema[high] !== undefined) texts.push(`has at most ${schema[high]} ${what}`)
  }
  return texts
}

function list(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`
}
