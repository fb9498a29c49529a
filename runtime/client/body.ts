import type { ResponseBody } from '../transport/transport.js'

/** A list of 100,000 large objects has this size; a string of JavaScript could not be much longer. */
const longestBody = 400 * 1024 * 1024

/** Reads a body to its end. Rejects, and frees the connection, where it is too long. */
export async function readText(body: ResponseBody, limit = longestBody): Promise<string> {
  const { bytes, whole } = await readStart(body, limit)
  if (!whole) throw new Error(`the answer is longer than ${limit} bytes: ask for pages`)
  return bytes.toString('utf8')
}

/** Reads at most so many bytes of a body, and says whether that is all of it. Frees the connection in either case. */
export async function readStart(
  body: ResponseBody,
  limit: number,
): Promise<{ readonly bytes: Buffer; readonly whole: boolean }> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    const bytes = toBuffer(chunk)
    chunks.push(bytes)
    length += bytes.length
    if (length > limit) return { bytes: Buffer.concat(chunks, limit), whole: false }
  }
  return { bytes: Buffer.concat(chunks), whole: true }
}

export function toBuffer(chunk: Uint8Array | string): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)
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
