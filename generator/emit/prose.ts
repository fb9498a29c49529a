/**
 * Prose from a CRD as lines of a comment. It is untrusted: it stays within its comment, its tags are no tags, and no tool
 * takes a line of it for an order. Paragraphs are wrapped; lists, tables and code keep their lines.
 */

import { visible, width } from './text.js'

/** Longer values are cut or left out: the schema has them whole. */
export const VALUE_LENGTH = 80

/** Nobody reads on: longer prose is cut. */
const PROSE_LENGTH = 100_000

/** Untrusted text as one line of prose. */
export function plain(text: string): string {
  return escapeLine(cut(text, PROSE_LENGTH).replace(LINE_END, ' ').replace(/\s+/g, ' ').trim())
}

/** Untrusted text as a code span, cut where it is longer than a value need be. */
export function code(text: string): string {
  return longCode(text, VALUE_LENGTH)
}

/** Untrusted text as a code span, cut where it is longer than `length`. */
export function longCode(text: string, length: number): string {
  const short = escapeLine(cut(text, length).replace(LINE_END, ' '))
  const fence = '`'.repeat(1 + Math.max(0, ...[...short.matchAll(/`+/g)].map(([run]) => run.length)))
  return fence.length > 1 ? `${fence} ${short} ${fence}` : fence + short + fence
}

/** Between two characters, never within one. */
function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…` : text
}

const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g

/** Words that tools obey wherever they stand in a comment, `\@` or not. */
const DIRECTIVE = /@(?=jsx|ts-|flow|noflow|format|noformat|prettier|noprettier|__|preserve|license|cc_on)/gi

/** ASCII without controls and `@`: most lines by far, and the rest of the way is slow. */
const HARMLESS = /^[\x20-\x3f\x41-\x7e]*$/

/** Makes a line of untrusted text harmless within a comment. Markdown shows what was written. */
function escapeLine(line: string): string {
  if (HARMLESS.test(line) && !line.includes('*/') && !line.includes('//#')) return line
  return visible(
    line
      .replaceAll('\t', '  ')
      .replace(/[\u00ad\u200b\ufeff]/g, '')
      .replace(/\p{Zs}/gu, ' '),
  )
    .replaceAll('*/', '*\\/')
    .replace(/\/\/([#@])/g, '//\\$1')
    .replace(DIRECTIVE, '&#64;')
    .replace(/(?<![\w\])&#\\])@(?=\w)/g, '\\@')
}

/** The blocks of a description, each as lines. What its author wrapped is wrapped anew; other lines are kept if they fit. */
export function descriptionBlocks(description: string, columns: number): string[][] {
  const blocks: string[][] = []
  let block: string[] = []
  let fence: string | undefined
  const flush = () => {
    if (block.length > 0) blocks.push(wrapBlock(block, columns))
    block = []
  }
  for (const raw of cut(description, PROSE_LENGTH).split(LINE_END)) {
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
    else if (SAID_BY_TYPE.test(line)) continue
    else block.push(line)
  }
  if (fence !== undefined) blocks.push(outdent(block))
  else flush()
  return blocks
}

/** A line that says no more than a question mark does. That a field is required may be no part of its schema: that stays. */
const SAID_BY_TYPE = /^\s*(?:\+optional|Optional\.?)$/

export const LIST_ITEM = /^\s*([-*+•]|\d+[.)])\s/
const TABLE = /^\s*[|>#]/
const INDENTED_CODE = /^( {4}|\t)/

function wrapBlock(lines: readonly string[], columns: number): string[] {
  if (lines.every(line => INDENTED_CODE.test(line))) return [...lines]
  if (lines.some(line => TABLE.test(line))) return lines.flatMap(line => wrapItem(line, columns))
  const [line = ''] = lines
  const items = lines.length === 1 ? itemsIn(line) : []
  if (items.length > 0) return wrapBlock(items, columns)
  if (lines.some(line => LIST_ITEM.test(line))) return joinItems(lines).flatMap(line => wrapItem(line, columns))
  return joinContinuations(lines, columns).flatMap(line =>
    width(line) <= columns ? [line.trimStart()] : wrap(line, columns),
  )
}

/** A list that its source has put in one line, as lines; empty where something else may be meant, or where more than the list follows. */
function itemsIn(line: string): string[] {
  const [, before = '', mark = '', list = ''] = /^(.*?:) +([-*•]) (.*)$/.exec(line) ?? []
  const items = list.split(` ${mark} `).map(item => item.trim())
  const isList = items.length > 1 && items.every(item => item !== '' && !/[.!?] +\p{Lu}/u.test(item))
  return isList && [before, ...items].every(isClosed) ? [before, ...items.map(item => `${mark} ${item}`)] : []
}

/** Whether code, quotes and parentheses end where they began. */
function isClosed(text: string): boolean {
  const count = (character: string) => text.split(character).length - 1
  return count('`') % 2 === 0 && count('"') % 2 === 0 && count('(') === count(')')
}

/** Puts each item of a list in one line. */
function joinItems(lines: readonly string[]): string[] {
  const joined: string[] = []
  let isInItem = false
  for (const line of lines) {
    const isItem = LIST_ITEM.test(line)
    if (isInItem && !isItem && /^\s/.test(line)) joined.push(`${joined.pop()} ${line.trimStart()}`)
    else {
      joined.push(line)
      isInItem = isItem
    }
  }
  return joined
}

/** Puts the lines together that the author broke only because of their length. */
function joinContinuations(lines: readonly string[], columns: number): string[] {
  const evenly = lines.slice(0, -1).every(line => line.length > 55 && line.length < 140)
  const joined: string[] = []
  let last: string | undefined
  for (const line of lines) {
    const broken =
      last !== undefined &&
      !/[.:;!?]$/.test(last) &&
      (last.length > columns || (last.length > 40 && /^[a-z(`'"]/.test(line)))
    if (joined.length > 0 && (evenly || broken)) joined.push(`${joined.pop()} ${line}`)
    else joined.push(line)
    last = line
  }
  return joined
}

/** Wraps a list item or an indented line, with its continuation below its text. */
export function wrapItem(line: string, columns: number): string[] {
  if (width(line) <= columns) return [line]
  const [start = ''] = /^\s*(?:(?:[-*+•]|\d+[.)])\s+)?/.exec(line) ?? []
  if (start.length > columns / 2) return [line.trimEnd()]
  const [first = '', ...rest] = wrap(line.slice(start.length), columns - start.length)
  return [start + first, ...rest.map(each => ' '.repeat(start.length) + each)]
}

/**
 * Breaks at spaces, and in a code span only where it is longer than a line. A word that would begin a list or a heading in
 * Markdown stays on the line of the one before it.
 */
export function wrap(text: string, columns: number): string[] {
  const breakLines = HARMLESS.test(text) && !IRREGULAR_SPACE.test(text) ? wrapHarmless : wrapWords
  if (!text.includes('`')) return breakLines(text, columns)
  const joined = text.replace(CODE_SPANS, spans => (width(spans) <= columns ? spans.replace(/\s/g, JOINT) : spans))
  return breakLines(joined, columns).map(line => line.replaceAll(JOINT, ' '))
}

/** With what stands between them and after them without a space. */
const CODE_SPANS = /(?:`[^`]*`[^\s`]*)+/g

/** A space at which no line breaks: no text has this character once it is escaped. */
const JOINT = '\0'

function wrapWords(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(/\s+/)) {
    if (word === '') continue
    const taken = width(word)
    if (line === '') {
      line = word
      used = taken
    } else if (used + 1 + taken <= columns || STARTS_BLOCK.test(word)) {
      line += ` ${word}`
      used += 1 + taken
    } else {
      lines.push(line)
      line = word
      used = taken
    }
  }
  return line === '' ? lines : [...lines, line]
}

const IRREGULAR_SPACE = /^ | {2}| $/

/** The same for characters of one column with single spaces between the words, as most prose is: nothing need be measured. */
function wrapHarmless(text: string, columns: number): string[] {
  const lines: string[] = []
  let start = 0
  while (text.length - start > columns) {
    let end = text.lastIndexOf(' ', start + columns)
    if (end < start) end = text.indexOf(' ', start + columns)
    while (end !== -1 && STARTS_BLOCK.test(wordAt(text, end + 1))) end = text.indexOf(' ', end + 1)
    if (end === -1) break
    lines.push(text.slice(start, end))
    start = end + 1
  }
  return text === '' ? lines : [...lines, text.slice(start)]
}

function wordAt(text: string, start: number): string {
  const end = text.indexOf(' ', start)
  return text.slice(start, end === -1 ? undefined : end)
}

const STARTS_BLOCK = /^([-*+>•|]|#+|\d+[.)])$/

function outdent(lines: readonly string[]): string[] {
  const margins = lines.filter(line => line !== '').map(line => line.length - line.trimStart().length)
  const margin = margins.reduce((least, each) => Math.min(least, each), Infinity)
  return lines.map(line => line.slice(margin))
}
