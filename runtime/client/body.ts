import type { Readable } from 'node:stream'

/** A list of 100,000 large objects has this size; a string of JavaScript could not be much longer. */
const longestBody = 400 * 1024 * 1024

/** Reads a body to its end. Rejects, and frees the connection, where it is too long. */
export async function readText(body: Readable, limit = longestBody): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    const bytes: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    length += bytes.length
    if (length > limit) throw new Error(`the answer is longer than ${limit} bytes: ask for pages`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks, length).toString('utf8')
}

const longestLine = 64 * 1024 * 1024
const newline = 0x0a

/** Cuts chunks into lines, without the newline, wherever the chunks begin and end. Empty lines are left out. */
export class LineSplitter {
  /** The beginning of a line whose end has not come yet. */
  #pending: Buffer[] = []
  #length = 0

  /** The last line, if it has no newline. */
  end(): string {
    return this.#take(Buffer.alloc(0))
  }

  /** The lines that end in this chunk. Throws where a line is too long. */
  *push(chunk: Buffer): Generator<string> {
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      const line = this.#take(chunk.subarray(start, end))
      start = end + 1
      if (line !== '') yield line
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start))
  }

  #keep(bytes: Buffer): void {
    this.#pending.push(bytes)
    this.#length += bytes.length
    if (this.#length > longestLine) throw new Error(`an event is longer than ${longestLine} bytes`)
  }

  #take(rest: Buffer): string {
    if (this.#pending.length === 0) return rest.toString('utf8').trim()
    this.#keep(rest)
    const line = Buffer.concat(this.#pending, this.#length).toString('utf8').trim()
    this.#pending = []
    this.#length = 0
    return line
  }
}
