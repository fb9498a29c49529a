import { YAMLException } from 'js-yaml'
import type { Diagnostic, Position, Report } from '../diagnostic.js'
import type { SourceText } from './document.js'
import { isJsonWithin } from './json.js'
import type { Limits } from './limits.js'
import { join, linesBefore, type Part, type ReadPart } from './parts.js'
import { locate, type LocatedValue } from './positions.js'
import type { Reading } from './reading.js'
import { loadAll, mostMergedKeys } from './schema.js'

/** Any JSON or YAML, of which parts may be read already. No documents where it cannot be read, which is reported. */
export function parse(name: string, parts: readonly Part[], limits: Limits, report: Report): Reading {
  const read = parts.length > 1 ? parseParts(parts, limits) : undefined
  if (read) return join(read)
  const text = parts.map(part => part.text).join('')
  const json = isJsonWithin(text, limits) ? parseJson(text) : undefined
  if (json) return readingOf(text, json, limits)
  if (text.length > limits.foreign) return parseLarge(name, parts, limits, report)
  return readingOf(text, parseYaml({ name, text }, limits, report), limits)
}

function readingOf(text: string, values: readonly unknown[], limits: Limits): Reading {
  let located: readonly (LocatedValue | undefined)[] | undefined
  return {
    values,
    doubtful: values.map((_, document) => document),
    size: 0,
    position: (document, path) => (located ??= locate(text, limits))[document]?.position(path),
  }
}

/** Nothing where one of the parts cannot be read: what is wrong is told of the whole. */
function parseParts(parts: readonly Part[], limits: Limits): ReadPart[] | undefined {
  const merging = parts.filter(({ text, reading }) => !reading && text.includes('<<'))
  if (merging.length * mostMergedKeys > limits.values) return undefined
  if (parts.some(({ text, reading }) => !reading && text.length > limits.foreign)) return undefined
  try {
    return parts.map(({ text, reading }) => {
      return { text, reading: reading ?? readingOf(text, loadAll(text, limits), limits) }
    })
  } catch (error) {
    if (error instanceof YAMLException || error instanceof RangeError) return undefined
    throw error
  }
}

/** What is wrong with each part is told of that one: the whole would take more memory than there may be. */
function parseLarge(name: string, parts: readonly Part[], limits: Limits, report: Report): Reading {
  const lines = linesBefore(parts)
  const read = parts.map(({ text, reading }, index): ReadPart => {
    if (reading) return { text, reading }
    const tell: Report = found => {
      const { line, column } = found.position ?? { line: 1, column: 1 }
      report({ ...found, position: { line: (lines[index] ?? 0) + line, column } })
    }
    if (text.length > limits.foreign) return { text, reading: readingOf(text, reportLarge(name, limits, tell), limits) }
    return { text, reading: readingOf(text, parseYaml({ name, text }, limits, tell), limits) }
  })
  return join(read)
}

function reportLarge(name: string, { foreign }: Limits, report: Report): [] {
  report({
    severity: 'error',
    code: 'yaml/large',
    message: `a document of more than ${Math.floor(foreign / 1024 / 1024)} MiB that has more in it than block style, or is wrong somewhere`,
    file: name,
    help: 'Give each definition a document or a file of its own, or give it as JSON.',
  })
  return []
}

/** Nothing where the text is not one JSON value: YAML can say what is wrong with it, and where. */
function parseJson(text: string): unknown[] | undefined {
  try {
    return [JSON.parse(text)]
  } catch {
    return undefined
  }
}

function parseYaml(source: SourceText, limits: Limits, report: Report): unknown[] {
  try {
    return loadAll(source.text, limits)
  } catch (error) {
    const { message, position } = asProblem(error)
    if (message !== 'duplicated mapping key') return reportSyntax(error, source, limits, report)
    // kubectl takes the last one without a word.
    report({
      severity: 'warning',
      code: 'yaml/duplicate-key',
      message: 'this key stands twice in its mapping: the last one counts',
      file: source.name,
      ...(position && { position }),
    })
  }
  try {
    return loadAll(source.text, limits, { json: true })
  } catch (error) {
    return reportSyntax(error, source, limits, report)
  }
}

function reportSyntax(error: unknown, { name, text }: SourceText, limits: Limits, report: Report): [] {
  const { message, position } = asProblem(error)
  const place = { severity: 'error', file: name, ...(position && { position }) } as const
  if (message.startsWith('nesting exceeded')) {
    report({ ...place, code: 'yaml/depth', message: `nested deeper than ${limits.depth} levels` })
  } else if (message.startsWith('merge keys exceeded')) {
    report({ ...place, code: 'yaml/alias', message: 'its merge keys (<<) write out too many keys' })
  } else {
    report({ ...place, code: 'yaml/syntax', message, ...templateHelp(text, position) })
  }
  return []
}

/** An action of a Helm template is what most often looks like YAML and is none. */
function templateHelp(text: string, position: Position | undefined): Pick<Diagnostic, 'help'> {
  const line = position && text.split('\n', position.line)[position.line - 1]
  return line?.includes('{{') ? { help: 'This looks like a Helm template: give what `helm template` makes of it.' } : {}
}

function asProblem(error: unknown): { readonly message: string; readonly position?: Position } {
  if (error instanceof YAMLException) {
    const { reason, mark } = error
    const message = reason.replace(/\s+/g, ' ')
    return mark ? { message, position: { line: mark.line + 1, column: mark.column + 1 } } : { message }
  }
  if (error instanceof RangeError) return { message: 'nested too deeply' }
  throw error
}
