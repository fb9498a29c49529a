import { compareText } from '../diagnostic.js'
import type { JsonSchemaProps } from './custom-resource-definition.js'

/** The same text for values that differ in the order of their keys alone. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const said = Object.entries(value).filter(([, each]) => each !== undefined)
  return record(said.map(([key, each]) => [key, canonical(each)]))
}

/** What a schema says to people alone. */
export const wordKeywords: ReadonlySet<string> = new Set([
  'description',
  'title',
  'example',
  'externalDocs',
  'deprecated',
] satisfies (keyof JsonSchemaProps)[])
const values: ReadonlySet<string> = new Set(['default', 'enum'])

/** The same text for schemas that a server cannot tell apart: they may differ in words, and in the order of what has none. */
export function canonicalSchema(schema: JsonSchemaProps): string {
  const said = Object.entries(schema).filter(([keyword]) => !wordKeywords.has(keyword))
  return record(said.map(([keyword, value]) => [keyword, canonicalKeyword(keyword, value)]))
}

function canonicalKeyword(keyword: string, value: unknown): string {
  if (values.has(keyword)) return canonical(value)
  if (keyword === 'required' && Array.isArray(value)) return canonical([...value].sort())
  if (keyword === 'properties') {
    return record(Object.entries(value as object).map(([name, schema]) => [name, canonicalSchema(schema)]))
  }
  if (Array.isArray(value)) return `[${value.map(each => canonicalKeyword('', each)).join()}]`
  return typeof value === 'object' && value !== null ? canonicalSchema(value) : canonical(value)
}

function record(entries: (readonly [key: string, text: string])[]): string {
  const parts = entries.sort(([a], [b]) => compareText(a, b)).map(([key, text]) => `${JSON.stringify(key)}:${text}`)
  return `{${parts.join()}}`
}
