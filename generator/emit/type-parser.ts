import { literal, numberLiteral } from './text.js'
import { membersOf, type TypeNode } from './type-node.js'

/** Reads the one interface that json-schema-to-typescript was asked for: its types by property. */
export function parseInterface(text: string): Map<string, TypeNode> {
  return new Parser(text).parseInterface()
}

/** A token with what was before it: spaces and comments. Of a string, its beginning. */
const TOKEN = /(?:\s+|\/\*[\s\S]*?\*\/)*(?:(")|(-?\d[\w.]*(?:(?<=e)[+-]\d+)?)|([A-Za-z_$][\w$]*)|([^\s\w]))/gy

type Token =
  | { readonly kind: 'string' | 'number' | 'word' | 'punctuation'; readonly text: string }
  | { readonly kind: 'end'; readonly text: '' }

const KEYWORDS = new Set(['string', 'number', 'boolean', 'unknown', 'null', 'true', 'false', 'never'])

class Parser {
  private readonly tokens: readonly Token[]
  private next = 0

  constructor(text: string) {
    this.tokens = tokenize(text)
  }

  parseInterface(): Map<string, TypeNode> {
    const properties = new Map<string, TypeNode>()
    this.expect('export')
    this.expect('interface')
    this.take('word')
    this.expect('{')
    while (!this.accept('}')) {
      const name = this.take('word')
      this.accept('?')
      this.expect(':')
      properties.set(name, this.parseType())
    }
    this.take('end')
    return properties
  }

  private parseType(): TypeNode {
    const members = [this.parseArray()]
    while (this.accept('|')) members.push(this.parseArray())
    const [only] = members
    return members.length === 1 && only ? only : { kind: 'union', members: members.flatMap(membersOf) }
  }

  private parseArray(): TypeNode {
    let node = this.parsePrimary()
    while (this.accept('[')) {
      this.expect(']')
      node = { kind: 'array', items: node }
    }
    return node
  }

  private parsePrimary(): TypeNode {
    if (this.accept('(')) {
      const node = this.parseType()
      this.expect(')')
      return node
    }
    if (this.accept('{')) {
      this.expect('[')
      this.take('word')
      this.expect(':')
      this.expect('string')
      this.expect(']')
      this.expect(':')
      const values = this.parseType()
      this.expect('}')
      return { kind: 'map', values }
    }
    const token = this.tokens[this.next++]
    switch (token?.kind) {
      case 'string':
        return { kind: 'literal', text: literal(JSON.parse(token.text) as string) }
      case 'number':
        return { kind: 'literal', text: numberLiteral(Number(token.text)) }
      case 'word':
        return KEYWORDS.has(token.text) ? { kind: 'keyword', text: token.text } : { kind: 'name', name: token.text }
      default:
        throw new Error(`json-schema-to-typescript answered with something unexpected: ${token?.text}`)
    }
  }

  private accept(text: string): boolean {
    const token = this.tokens[this.next]
    if (token?.kind === 'string' || token?.text !== text) return false
    this.next++
    return true
  }

  private expect(text: string): void {
    if (!this.accept(text)) {
      throw new Error(`json-schema-to-typescript answered ${this.tokens[this.next]?.text} where ${text} was expected`)
    }
  }

  private take(kind: Token['kind']): string {
    const token = this.tokens[this.next++]
    if (token?.kind !== kind) {
      throw new Error(`json-schema-to-typescript answered ${token?.text} where a ${kind} was expected`)
    }
    return token.text
  }
}

/** Strings are whole tokens, so that nothing in them is taken for syntax; an expression would run out of stack in a long one. */
function endOfString(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at++) {
    const character = text[at]
    if (character === '"') return at + 1
    if (character === '\\') at++
  }
  throw new Error('json-schema-to-typescript answered with a string that does not end')
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  const trimmed = text.trimEnd()
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < trimmed.length) {
    const start = TOKEN.lastIndex
    const match = TOKEN.exec(trimmed)
    if (!match)
      throw new Error(
        `json-schema-to-typescript answered with something unexpected: ${trimmed.slice(start, start + 80)}`,
      )
    const [, string, number, word, punctuation] = match
    if (string !== undefined) {
      const begin = TOKEN.lastIndex - 1
      TOKEN.lastIndex = endOfString(trimmed, begin)
      tokens.push({ kind: 'string', text: trimmed.slice(begin, TOKEN.lastIndex) })
    } else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else if (punctuation !== undefined) tokens.push({ kind: 'punctuation', text: punctuation })
  }
  tokens.push({ kind: 'end', text: '' })
  return tokens
}
