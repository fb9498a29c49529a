/** The alternatives of a schema in words, where no type says them. */

import { wordKeywords } from '../crd/canonical.js'
import type { JsonSchemaProps } from '../crd/custom-resource-definition.js'
import { isList } from '../crd/field.js'
import { limitKeywords } from '../model/facts.js'
import { capitalize } from '../model/words.js'
import { limitClause } from './limits.js'
import { code, plain } from './prose.js'
import { valueCode } from './values.js'

/** A longer sentence helps nobody. */
const mostCharacters = 400

/** One sentence for each keyword, about the value itself or about what `subject` calls. Of what there are no words for there is none. */
export function alternativeRules(schema: JsonSchemaProps, subject = ''): string[] {
  return clauses(schema, subject)
    .filter(clause => clause !== unsaid)
    .map(clause => {
      const sentence = `${capitalize(clause)}.`
      return sentence.length > mostCharacters
        ? `${sentence.slice(0, 1 + sentence.lastIndexOf(' ', mostCharacters))}…`
        : sentence
    })
}

/** What there are no words for. */
const unsaid = 'something else'

/** What a schema says, each part by itself. `subject` is what it is about: empty for the value itself. */
function clauses(schema: JsonSchemaProps, subject: string): string[] {
  const { allOf = [], anyOf, oneOf, not, required = [], properties = {}, enum: values } = schema
  const is = (words: string) => (subject === '' ? words : `${subject} ${words}`)
  const about = subject || 'the value'
  return [
    ...(required.length > 0 ? [is(`has ${list(required.map(code), 'and')}`)] : []),
    ...Object.entries(properties).flatMap(([name, of]) => clauses(of, propertyOf(subject, name))),
    ...members(schema, subject),
    ...(values ? [`${about} is ${list(values.map(valueCode), 'or')}`] : []),
    ...limits(schema).map(limit => `${about} ${limit}`),
    ...allOf.flatMap(each => clauses(each, subject)),
    ...alternatives('at least one of', anyOf, subject),
    ...alternatives('exactly one of', oneOf, subject),
    ...(not ? negation(clauses(not, subject)) : []),
    ...(hasOthers(schema) ? [unsaid] : []),
  ]
}

function propertyOf(subject: string, name: string): string {
  if (subject === '') return code(name)
  return subject.startsWith('each ') ? `${code(name)} of ${subject}` : `${subject}.${code(name)}`
}

function members({ items, additionalProperties }: JsonSchemaProps, subject: string): string[] {
  const each = (what: string) => `each ${what}${subject === '' ? '' : ` of ${subject}`}`
  if (isList(items)) return [unsaid]
  return [
    ...(items ? clauses(items, each('item')) : []),
    ...(typeof additionalProperties === 'object' ? clauses(additionalProperties, each('value')) : []),
  ]
}

function alternatives(words: string, schemas: readonly JsonSchemaProps[] = [], subject: string): string[] {
  const branches = schemas.map(schema => clauses(schema, subject))
  if (branches.every(branch => branch.length === 0)) return []
  if (branches.every(isUnsaid)) return [unsaid]
  return [`${words}: ${branches.map(joined).join('; ')}`]
}

function negation(branch: readonly string[]): string[] {
  return [branch.length > 0 && isUnsaid(branch) ? unsaid : `not: ${joined(branch)}`]
}

/** Whether no more is known than that something is said, if anything is. */
function isUnsaid(branch: readonly string[]): boolean {
  return branch.every(clause => clause === unsaid)
}

function joined(branch: readonly string[]): string {
  return [...new Set(branch)].join(', and ') || 'anything'
}

function limits(schema: JsonSchemaProps): string[] {
  const isMarked = (keyword: keyof JsonSchemaProps) => schema[keyword] === true
  return [
    ...(schema.type === undefined ? [] : [`is of type ${plain(schema.type)}`]),
    ...(schema.format === undefined ? [] : [`has the format ${plain(schema.format)}`]),
    ...limitKeywords.flatMap(keyword => limitClause(keyword, schema[keyword] ?? false, isMarked) ?? []),
  ]
}

/** Keywords that are told, and those that ask for nothing. */
const known: ReadonlySet<string> = new Set<string>([
  ...limitKeywords,
  ...wordKeywords,
  ...'type format enum required properties items allOf anyOf oneOf not default'.split(' '),
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-map-type',
])

/** Whether a schema asks for what there are no words for. */
function hasOthers({ additionalProperties, ...schema }: JsonSchemaProps): boolean {
  const asks = Object.entries(schema).some(([keyword, given]) => !known.has(keyword) && given !== undefined)
  return asks || additionalProperties === false
}

function list(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`
}
