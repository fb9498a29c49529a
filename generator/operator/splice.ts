import type { ts as TypeScript } from 'ts-morph'
import type { UserSource } from './user-source.js'

/** Text that goes into a file at a place of its original text. */
export interface Edit {
  readonly at: number
  readonly text: string
}

export function splice(text: string, edits: readonly Edit[]): string {
  let spliced = text
  for (const { at, text: added } of [...edits].sort((a, b) => b.at - a.at)) {
    spliced = spliced.slice(0, at) + added + spliced.slice(at)
  }
  return spliced
}

const lineBreak = /\r\n|[\n\r\u2028\u2029]/
const restOfLine = /[^\S\r\n\u2028\u2029]*(?=(\r\n|[\n\r\u2028\u2029])|$)/y

/**
 * Puts statements, given without a semicolon, below another one, as that is written: indented as far, with its line end, and with a
 * semicolon if it has one. What followed it without one has been told apart from it already, so it is from these.
 */
export function insertAfter(
  statement: TypeScript.Statement,
  added: readonly string[],
  { ts, tree: { text }, tree }: UserSource,
  { isApart = false } = {},
): Edit {
  const { end } = statement
  const semicolon = text[end - 1] === ';' ? ';' : ''
  const afterComments = ts.getTrailingCommentRanges(text, end)?.at(-1)?.end ?? end
  restOfLine.lastIndex = afterComments
  const rest = restOfLine.exec(text)
  if (!rest) {
    // Something else stands in this line; without a semicolon, what closes the block.
    const lines = added.map(line => (semicolon ? ` ${line};` : `; ${line}`))
    return { at: end, text: lines.join('') }
  }
  const newline = rest[1] ?? lineBreak.exec(text)?.[0] ?? '\n'
  const start = statement.getStart(tree)
  const lineStart = tree.getLineStarts()[tree.getLineAndCharacterOfPosition(start).line] ?? 0
  const [indent = ''] = /^[^\S\r\n\u2028\u2029]*/.exec(text.slice(lineStart, start)) ?? []
  const lines = added.map(line => `${newline}${indent}${line}${semicolon}`)
  return { at: afterComments + rest[0].length, text: `${isApart ? newline : ''}${lines.join('')}` }
}
