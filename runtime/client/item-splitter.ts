/** No item, and no list without its items, is longer: it would be no answer of an API server. */
const longestPart = 64 * 1024 * 1024

const quote = 0x22
const comma = 0x2c
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/**
 * Takes the JSON of a list apart while its bytes arrive, so that no more than the items of one chunk is parsed at a time, however
 * long the list: what arrives between `"items":[` and `]` as texts of whole items, and the list without them at its end.
 * It does not check what it cuts: each part has to be parsed.
 */
export class ItemSplitter {
  /** The list around its items. */
  readonly #envelope = new Part()
  /** The beginning of an item whose end has not come yet. */
  readonly #pending = new Part()
  #depth = 0
  #inString = false
  #isEscaped = false
  #inItems = false
  #isFirst = true

  /** The items that have become whole with this chunk, as the text of a JSON array. Throws where one is too long. */
  push(chunk: Buffer): string | undefined {
    /** Where the part begins that is under way. */
    let start = 0
    /** Where the last whole item ends; `start` where there is none. */
    let end = 0
    let depth = this.#depth
    let inString = this.#inString
    let items: string | undefined
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]
      if (inString) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (byte === backslash) this.#isEscaped = true
        else if (byte === quote) inString = false
      } else if (byte === quote) {
        inString = true
      } else if (byte === openBrace || byte === openBracket) {
        depth++
        if (depth === 2 && byte === openBracket && this.#namesItems(chunk.subarray(start, at))) {
          this.#envelope.keep(chunk.subarray(start, at + 1))
          this.#inItems = true
          start = end = at + 1
        }
      } else if (byte === closeBrace || byte === closeBracket) {
        depth--
        if (!this.#inItems) continue
        if (depth === 2) end = at + 1
        if (depth > 1) continue
        items = this.#take(chunk.subarray(start, end))
        this.#pending.take()
        this.#inItems = false
        start = at
      }
    }
    this.#depth = depth
    this.#inString = inString
    if (!this.#inItems) {
      this.#envelope.keep(chunk.subarray(start))
      return items
    }
    if (end > start) {
      items = this.#take(chunk.subarray(start, end))
      start = end
    }
    this.#pending.keep(chunk.subarray(start))
    return items
  }

  /** The text of the list, whose items are gone. */
  end(): string {
    return this.#envelope.take().toString('utf8')
  }

  #namesItems(before: Buffer): boolean {
    return /[{,]\s*"items"\s*:\s*$/.test(this.#envelope.peek(before).toString('latin1'))
  }

  /** Nothing where no item has ended. */
  #take(bytes: Buffer): string | undefined {
    if (bytes.length === 0) return undefined
    const whole = this.#pending.take(bytes)
    const start = this.#isFirst ? 0 : separatorOf(whole) + 1
    this.#isFirst = false
    return `[${whole.toString('utf8', start)}]`
  }
}

/** What separates items from those before them has come with them. */
function separatorOf(items: Buffer): number {
  const separator = items.indexOf(comma)
  if (separator === -1 || separator > items.indexOf(openBrace))
    throw new Error('the items of a list are not apart in JSON')
  return separator
}

/** Bytes that arrive in pieces. */
class Part {
  #pieces: Buffer[] = []
  #length = 0

  keep(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#pieces.push(bytes)
    this.#length += bytes.length
    if (this.#length > longestPart) throw new Error(`a part of a list is longer than ${longestPart} bytes`)
  }

  /** All of it with `more` at its end, which begins anew. */
  take(more: Buffer = Buffer.alloc(0)): Buffer {
    const whole = this.peek(more)
    this.#pieces = []
    this.#length = 0
    return whole
  }

  peek(more: Buffer): Buffer {
    return this.#pieces.length === 0 ? more : Buffer.concat([...this.#pieces, more], this.#length + more.length)
  }
}
