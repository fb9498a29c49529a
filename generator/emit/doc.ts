/** TSDoc from what a schema says: its description, then its limits in one line, then its rules and tags. */

import type { Json } from '../crd/custom-resource-definition.js'
import type { DocFact, DocModel, LimitKeyword } from '../model/resource-model.js'
import { alternativeRules } from './alternatives.js'
import { PRINT_WIDTH } from './layout.js'
import { code, descriptionBlocks, plain, VALUE_LENGTH, wrap, wrapItem } from './prose.js'
import { width } from './text.js'

/** A comment with its indentation and a newline at its end; empty where there is nothing to say. */
export function layoutDoc(doc: DocModel, indent: number, options: { readonly brief?: boolean } = {}): string {
  return layoutComment(docBlocks(doc, PRINT_WIDTH - indent - 3, options.brief ?? false), indent)
}

/** A comment of our own words, and below them a line of code, which is not wrapped. */
export function layoutText(text: string, indent: number, ...code: string[]): string {
  return layoutComment([[...wrap(text, PRINT_WIDTH - indent - 3), ...code.map(line => `\`${line}\``)]], indent)
}

/** Blocks of lines, with an empty line between two blocks. */
function layoutComment(blocks: readonly (readonly string[])[], indent: number): string {
  const lines: string[] = []
  for (const block of blocks) {
    if (block.length === 0) continue
    if (lines.length > 0) lines.push('')
    for (const line of block) lines.push(line)
  }
  const [first] = lines
  if (first === undefined) return ''
  const pad = ' '.repeat(indent)
  const fits = indent + width(first) + 7 <= PRINT_WIDTH || first.startsWith('@see')
  if (lines.length === 1 && fits) return `${pad}/** ${first} */\n`
  return `${pad}/**\n${lines.map(line => `${pad} *${line && ` ${line}`}\n`).join('')}${pad} */\n`
}

function docBlocks(doc: DocModel, columns: number, brief: boolean): string[][] {
  const blocks = doc.description === undefined ? [] : descriptionBlocks(doc.description, columns)
  const words = brief ? firstSentence(blocks, columns) : blocks
  if (doc.facts.length === 0) return words
  const limits = limitsSentence(
    brief ? doc.facts.filter(({ kind }) => kind === 'default' || kind === 'immutable') : doc.facts,
  )
  const rules = brief ? [] : doc.facts.flatMap(ruleTexts)
  const tags = doc.facts.flatMap(fact => tagText(fact) ?? [])
  return [
    ...withLimits(words, limits, columns),
    rules.length === 1
      ? wrap(`Rule: ${rules[0]}`, columns)
      : rules.flatMap((rule, index) => [...(index === 0 ? ['Rules:'] : []), ...wrapItem(`- ${rule}`, columns)]),
    tags.flatMap(tag => (tag.startsWith('@see') ? [tag] : wrap(tag, columns))),
  ]
}

/** Limits go on the line of a description that leaves room for them. */
function withLimits(words: string[][], limits: string, columns: number): string[][] {
  if (limits === '') return words
  const [line, ...others] = words.flat()
  const joined = `${line} ${limits}`
  const short = line !== undefined && others.length === 0 && /[.!?]$/.test(line) && width(joined) + 4 <= columns
  return short ? [[joined]] : [...words, wrap(limits, columns)]
}

/** As much as reminds of what is said in full elsewhere. */
function firstSentence([first = []]: readonly string[][], columns: number): string[][] {
  if (/^(```|~~~)/.test(first[0] ?? '')) return []
  const [sentence] = /^.*?(?<!\b(?:e\.g|i\.e|etc|vs))[.!?](?=\s|$)/.exec(first.join(' ')) ?? []
  return sentence === undefined ? [first] : [wrap(sentence, columns)]
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

const EXCLUSIVE: Readonly<Partial<Record<LimitKeyword, LimitKeyword>>> = {
  minimum: 'exclusiveMinimum',
  maximum: 'exclusiveMaximum',
}

/** Formats that say no more than the type does. */
const PLAIN_FORMATS = new Set(['int32', 'int64', 'float', 'double', 'string', 'int-or-string', ''])

function limitsSentence(facts: readonly DocFact[]): string {
  return limitTexts(facts).join(' ')
}

function limitTexts(facts: readonly DocFact[]): string[] {
  return facts.flatMap((fact): string | string[] => {
    switch (fact.kind) {
      case 'default':
        return `Default: ${value(fact.value)}.`
      case 'example':
        return `Example: ${value(fact.value)}.`
      case 'format':
        return PLAIN_FORMATS.has(fact.format) ? [] : `Format: ${plain(fact.format)}.`
      case 'limit':
        return limitText(fact.keyword, fact.value, facts)
      case 'each':
        return eachSentence(fact.of, fact.facts)
      case 'list':
        return fact.listType === 'set' ? 'Items are unique.' : `Unique by ${fact.keys.map(code).join(', ')}.`
      case 'immutable':
        return 'Immutable.'
      case 'storage-version':
        return 'The storage version.'
      case 'rule':
      case 'alternatives':
      case 'deprecated':
      case 'link':
        return []
    }
  })
}

/** `Each item: minimum length 1, format email.` */
function eachSentence(of: string, facts: readonly DocFact[]): string | [] {
  const limits = limitTexts(facts).map(text => {
    const [name = '', ...rest] = text.replace(/\.$/, '').split(': ')
    return [name.charAt(0).toLowerCase() + name.slice(1), rest.join(': ')].filter(part => part !== '').join(' ')
  })
  return limits.length === 0 ? [] : `Each ${of}: ${limits.join(', ')}.`
}

/** A value as it stands in YAML or JSON; a code span where Markdown would read something into it. */
function value(json: Json): string {
  const text = JSON.stringify(json)
  const cut = typeof json === 'object' && text.length > VALUE_LENGTH
  if (cut) return Array.isArray(json) ? '`[…]`' : '`{…}`'
  return /^"?[\w ./:,-]*"?$/.test(text) ? text : code(text)
}

function limitText(keyword: LimitKeyword, limit: number | string | boolean, facts: readonly DocFact[]): string | [] {
  // In a CRD `exclusiveMinimum` is a mark on the minimum, and no number.
  const exclusive = EXCLUSIVE[keyword]
  if (exclusive && facts.some(fact => fact.kind === 'limit' && fact.keyword === exclusive && fact.value === true)) {
    return `${LIMITS[exclusive]}: ${plain(String(limit))}.`
  }
  if (typeof limit === 'boolean') return limit && keyword === 'uniqueItems' ? `${LIMITS[keyword]}.` : []
  if (keyword !== 'pattern') return `${LIMITS[keyword]}: ${plain(String(limit))}.`
  // A part of a pattern would say something else than the pattern.
  return String(limit).length > VALUE_LENGTH ? [] : `${LIMITS[keyword]}: ${code(String(limit))}.`
}

function ruleTexts(fact: DocFact): string[] {
  if (fact.kind === 'each') return fact.facts.flatMap(ruleTexts).map(text => `each ${fact.of}: ${text}`)
  if (fact.kind === 'alternatives') return alternativeRules(fact.schema)
  if (fact.kind !== 'rule') return []
  const message = plain(fact.message ?? '')
  if (message !== '') return [message]
  return fact.rule.trim() === '' ? [] : [code(fact.rule)]
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
  if (!/^https?:$/.test(url.protocol) || url.username !== '') return undefined
  const href = url.href.replace(/[{}|*@\s]/g, character => `%${character.charCodeAt(0).toString(16)}`)
  return title === undefined ? `@see ${href}` : `@see {@link ${href} | ${plain(title).replace(/[{}]/g, '')}}`
}
