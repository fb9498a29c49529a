/** TSDoc from what a schema says: its description, then its limits in one line, then its rules and tags. */

import type { DocFact, DocModel, LimitKeyword } from '../model/resource-model.js'
import { capitalize } from '../model/words.js'
import { alternativeRules } from './alternatives.js'
import { PRINT_WIDTH } from './layout.js'
import { limitLabel } from './limits.js'
import { code, descriptionBlocks, LIST_ITEM, longCode, plain, wrap, wrapItem } from './prose.js'
import { width } from './text.js'
import { valueText } from './values.js'

/**
 * A comment with its indentation and a newline at its end; empty where there is nothing to say. `brief` where the whole stands
 * in another view: of the words the first sentence, but all that a value has to be.
 */
export function layoutDoc(doc: DocModel, indent: number, { brief = false } = {}): string {
  const columns = columnsOf(indent)
  const blocks = doc.description === undefined ? [] : descriptionBlocks(doc.description, columns)
  if (!brief) return layoutComment(docBlocks(blocks, doc.facts, columns), indent)
  return layoutComment(docBlocks(firstSentence(blocks, columns), briefly(doc.facts), columns), indent)
}

interface TextOptions {
  /** Lines of code below the words, which are not wrapped. */
  readonly code?: readonly string[]
  readonly facts?: readonly DocFact[]
}

/** A comment of our own words, and briefly what else a value has to be. */
export function layoutText(text: string, indent: number, { code = [], facts = [] }: TextOptions = {}): string {
  const columns = columnsOf(indent)
  const words = [...wrap(text, columns), ...code.map(line => `\`${line}\``)]
  return layoutComment(docBlocks([words], briefly(facts), columns), indent)
}

function columnsOf(indent: number): number {
  return PRINT_WIDTH - indent - 3
}

function briefly(facts: readonly DocFact[]): readonly DocFact[] {
  return facts.filter(({ kind }) => kind !== 'example' && kind !== 'link' && kind !== 'storage-version')
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

function docBlocks(words: string[][], facts: readonly DocFact[], columns: number): string[][] {
  if (facts.length === 0) return words
  const rules = facts.flatMap(ruleTexts)
  const tags = facts.flatMap(fact => tagText(fact) ?? [])
  return [
    ...withLimits(words, limitTexts(facts).join(' '), columns),
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
  const items = first.findIndex(line => LIST_ITEM.test(line))
  const words = items === -1 ? first : first.slice(0, items)
  const [sentence] = /^.*?(?<!\b(?:e\.g|i\.e|etc|vs))[.!?](?=\s|$)/.exec(words.join(' ')) ?? []
  return sentence === undefined ? [first] : [wrap(sentence, columns)]
}

/** Longer rules are cut. */
const RULE_LENGTH = 400

/** Formats that say no more than the type does. */
const PLAIN_FORMATS = new Set(['string', 'int-or-string', ''])

function limitTexts(facts: readonly DocFact[]): string[] {
  return facts.flatMap((fact): string | string[] => {
    switch (fact.kind) {
      case 'default':
        return `Default: ${valueText(fact.value)}.`
      case 'example':
        return `Example: ${valueText(fact.value)}.`
      case 'format':
        return PLAIN_FORMATS.has(fact.format) ? [] : `Format: ${plain(fact.format)}.`
      case 'limit':
        return limitText(fact, facts)
      case 'integer':
        return 'Integer.'
      case 'each':
      case 'field':
        return partSentence(fact)
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

type LimitFact = Extract<DocFact, { kind: 'limit' }>

/** A fact about a part of the value, which is called what. */
type PartFact = Extract<DocFact, { kind: 'each' | 'field' }>

function partName(fact: PartFact): string {
  return fact.kind === 'each' ? `each ${fact.of}` : code(fact.name)
}

/** `Each item: minimum length 1, format email.` */
function partSentence(fact: PartFact): string | [] {
  const part = partName(fact)
  const limits = limitTexts(fact.facts).map(text => {
    const [keyword = '', ...rest] = text.replace(/\.$/, '').split(': ')
    return [keyword.charAt(0).toLowerCase() + keyword.slice(1), rest.join(': ')].filter(each => each !== '').join(' ')
  })
  return limits.length === 0 ? [] : `${capitalize(part)}: ${limits.join(', ')}.`
}

function limitText({ keyword, value }: LimitFact, facts: readonly DocFact[]): string | [] {
  const isMarked = (mark: LimitKeyword) =>
    facts.some(fact => fact.kind === 'limit' && fact.keyword === mark && fact.value === true)
  const label = limitLabel(keyword, value, isMarked)
  return label === undefined ? [] : `${label}.`
}

function ruleTexts(fact: DocFact): string[] {
  if (fact.kind === 'each' || fact.kind === 'field') {
    const part = partName(fact)
    return fact.facts.flatMap(each => {
      // What is said of each item is said of one at a time: it is no subject of a sentence about alternatives.
      if (fact.kind === 'field' && each.kind === 'alternatives') return alternativeRules(each.schema, part)
      return ruleTexts(each).map(text => `${part}: ${text}`)
    })
  }
  if (fact.kind === 'alternatives') return alternativeRules(fact.schema)
  if (fact.kind !== 'rule') return []
  const message = plain(fact.message ?? '')
  if (message !== '') return [message]
  return fact.rule.trim() === '' ? [] : [longCode(fact.rule, RULE_LENGTH)]
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
