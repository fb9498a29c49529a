/**
 * TSDoc from what a schema says: its description, then its limits in one line, then its rules and tags.
 *
 * The description is untrusted text. It stays a comment, its tags are no tags, and it is wrapped as a paragraph or kept
 * as it is where its lines mean something (lists, code).
 */

import type { Json } from '../crd/custom-resource-definition.js'
import type { DocFact, DocModel, LimitKeyword } from '../model/resource-model.js'
import { PRINT_WIDTH } from './layout.js'
import { visible, width } from './text.js'

/** A comment with its indentation and a newline at its end; empty where there is nothing to say. */
export function layoutDoc(doc: DocModel, indent: number, options: { readonly brief?: boolean } = {}): string {
  return layoutComment(docBlocks(doc, PRINT_WIDTH - indent - 3, options.brief ?? false), indent)
}

/** A comment of our own words. */
export function layoutText(text: string, indent: number): string {
  return layoutComment([wrap(text, PRINT_WIDTH - indent - 3)], indent)
}

/** Blocks of lines, with an empty line between two blocks. */
function layoutComment(blocks: readonly (readonly string[])[], indent: number): string {
  const pad = ' '.repeat(indent)
  const lines = blocks
    .filter(block => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block]))
  const [first] = lines
  if (first === undefined) return ''
  if (lines.length === 1 && indent + width(first) + 7 <= PRINT_WIDTH) return `${pad}/** ${first} */\n`
  return `${pad}/**\n${lines.map(line => `${pad} *${line && ` ${line}`}\n`).join('')}${pad} */\n`
}

function docBlocks(doc: DocModel, columns: number, brief: boolean): string[][] {
  const description = doc.description === undefined ? [] : descriptionBlocks(doc.description, columns)
  const limits = limitsSentence(doc.facts)
  const rules = brief ? [] : doc.facts.flatMap(fact => ruleText(fact) ?? [])
  const tags = doc.facts.flatMap(fact => tagText(fact) ?? [])
  const words = brief ? description.slice(0, 1) : description
  const [line] = words.flat()
  const joined = `${line} ${limits}`
  const short = line !== undefined && words.flat().length === 1 && /[.!?]$/.test(line) && width(joined) + 4 <= columns
  return [
    ...(short && limits !== '' ? [[joined]] : [...words, wrap(limits, columns)]),
    rules.length === 1
      ? rules.flatMap(rule => wrap(rule, columns))
      : rules.flatMap(rule => wrapItem(`- ${rule}`, columns)),
    tags.flatMap(tag => wrap(tag, columns)),
  ]
}

const LIMITS: Readonly<Record<LimitKeyword, string>> = {
  minimum: 'Minimum',
  exclusiveMinimum: 'Greater than',
  maximum: 'Maximum',
  exclusiveMaximum: 'Less than',
  multipleOf: 'Multiple of',
  minLength: 'Minimum length',
  maxLength: 'Maximum length',
  pattern: 'Pattern',
  minItems: 'Minimum items',
  maxItems: 'Maximum items',
  uniqueItems: 'Items are unique',
  minProperties: 'Minimum properties',
  maxProperties: 'Maximum properties',
}

/** Formats that say no more than the type does. */
const PLAIN_FORMATS = new Set(['int32', 'int64', 'float', 'double', 'string', 'int-or-string', ''])

/** Longer values of defaults, examples and patterns are cut: the schema has them whole. */
const VALUE_LENGTH = 120

function limitsSentence(facts: readonly DocFact[]): string {
  return facts
    .flatMap(fact => {
      switch (fact.kind) {
        case 'default':
          return `Default: ${value(fact.value)}.`
        case 'example':
          return `Example: ${value(fact.value)}.`
        case 'format':
          return PLAIN_FORMATS.has(fact.format) ? [] : `Format: ${plain(fact.format)}.`
        case 'limit':
          if (fact.keyword === 'pattern') return `Pattern: ${code(String(fact.value))}.`
          return typeof fact.value === 'boolean'
            ? fact.value
              ? `${LIMITS[fact.keyword]}.`
              : []
            : `${LIMITS[fact.keyword]}: ${plain(String(fact.value))}.`
        case 'list':
          return fact.listType === 'set' ? 'Items are unique.' : `Unique by ${fact.keys.map(code).join(', ')}.`
        case 'immutable':
          return 'Immutable.'
        case 'rule':
        case 'deprecated':
        case 'link':
          return []
      }
    })
    .join(' ')
}

/** A value as it stands in YAML or JSON; a code span where Markdown would read something into it. */
function value(json: Json): string {
  const text = JSON.stringify(json)
  return /^"?[\w ./:,-]*"?$/.test(text) ? text : code(text)
}

function ruleText(fact: DocFact): string | undefined {
  if (fact.kind !== 'rule') return undefined
  return fact.message === undefined ? `Rule: ${code(fact.rule)}` : `Rule: ${plain(fact.message)}`
}

function tagText(fact: DocFact): string | undefined {
  if (fact.kind === 'deprecated') return `@deprecated ${plain(fact.reason ?? '')}`.trimEnd()
  if (fact.kind === 'link') return linkText(fact.url, fact.title)
  return undefined
}

/** A link where the address is one; nothing in it can end the tag. */
function linkText(address: string, title: string | undefined): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  const href = url.href.replace(/[{}|*\s]/g, encodeURIComponent).replaceAll('*', '%2A')
  return title === undefined ? `@see {@link ${href}}` : `@see {@link ${href} | ${plain(title).replace(/[{}]/g, '')}}`
}

/** Untrusted text as one line of prose. */
function plain(text: string): string {
  return escapeLine(text.replace(LINE_END, ' ').replace(/\s+/g, ' ').trim())
}

/** Untrusted text as a code span. */
function code(text: string): string {
  const line = escapeLine(text.replace(LINE_END, ' '))
  const short = line.length > VALUE_LENGTH ? `${line.slice(0, VALUE_LENGTH)}…` : line
  const fence = '`'.repeat(1 + Math.max(0, ...[...short.matchAll(/`+/g)].map(([run]) => run.length)))
  return fence.length > 1 ? `${fence} ${short} ${fence}` : fence + short + fence
}

const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g

/** Words that tools obey wherever they stand in a comment, `\@` or not. */
const DIRECTIVE = /@(?=jsx|ts-|flow|noflow|format|noformat|prettier|noprettier|__|preserve|license|cc_on)/gi

/** Makes a line of untrusted text harmless within a comment. Markdown shows what was written. */
function escapeLine(line: string): string {
  return visible(
    line
      .replaceAll('\t', '  ')
      .replace(/[\u00ad\u200b\ufeff]/g, '')
      .replace(/\p{Zs}/gu, ' '),
  )
    .replaceAll('*/', '*\\/')
    .replace(/\/\/([#@])/g, '//\\$1')
    .replace(DIRECTIVE, '&#64;')
    .replace(/(?<![\w&#\\])@(?=\w)/g, '\\@')
}

/**
 * Paragraphs of the description. A paragraph whose lines were wrapped by its author is wrapped anew; other lines are kept,
 * and wrapped only where they are too long.
 */
function descriptionBlocks(description: string, columns: number): string[][] {
  const blocks: string[][] = []
  let block: string[] = []
  let fence: string | undefined
  const flush = () => {
    if (block.length > 0) blocks.push(wrapBlock(block, columns))
    block = []
  }
  for (const raw of description.split(LINE_END)) {
    const line = escapeLine(raw).trimEnd()
    const mark = /^\s*(```|~~~)/.exec(line)?.[1]
    if (fence !== undefined) {
      block.push(line)
      if (mark === fence) {
        fence = undefined
        blocks.push(outdent(block))
        block = []
      }
    } else if (mark !== undefined) {
      flush()
      fence = mark
      block.push(line)
    } else if (line === '') flush()
    else block.push(line)
  }
  if (fence !== undefined) blocks.push(outdent(block))
  else flush()
  return blocks
}

const LIST_ITEM = /^\s*([-*+•]|\d+[.)])\s/
const INDENTED_CODE = /^( {4}|\t)/

function wrapBlock(lines: readonly string[], columns: number): string[] {
  if (lines.every(line => INDENTED_CODE.test(line))) return [...lines]
  const structured = lines.some(line => LIST_ITEM.test(line) || /^\s*[|>#]/.test(line))
  if (structured) return lines.flatMap(line => wrapItem(line, columns))
  const wrappedByAuthor = lines.slice(0, -1).every(line => line.length > 55 && line.length < 140)
  if (wrappedByAuthor) return wrap(lines.join(' '), columns)
  return lines.flatMap(line => wrap(line, columns))
}

/** Wraps a list item or an indented line, with its continuation below its text. */
function wrapItem(line: string, columns: number): string[] {
  const [start = ''] = /^\s*(?:(?:[-*+•]|\d+[.)])\s+)?/.exec(line) ?? []
  if (start.length > columns / 2) return [line.trimEnd()]
  const [first = '', ...rest] = wrap(line.slice(start.length), columns - start.length)
  return [start + first, ...rest.map(each => ' '.repeat(start.length) + each)]
}

/** Breaks at spaces. A word that would begin a list or a heading in Markdown stays on the line of the one before it. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (word === '') continue
    if (line === '') line = word
    else if (width(line) + 1 + width(word) <= columns || /^([-*+>•|]|#+|\d+[.)])$/.test(word)) line += ` ${word}`
    else {
      lines.push(line)
      line = word
    }
  }
  return line === '' ? lines : [...lines, line]
}

function outdent(lines: readonly string[]): string[] {
  const margin = Math.min(...lines.filter(line => line !== '').map(line => line.length - line.trimStart().length))
  return lines.map(line => line.slice(margin))
}
