import { isUtf8 } from 'node:buffer'
import type { Report } from '../diagnostic.js'
import { decode } from './encoding.js'
import { TooMany } from './excess.js'
import type { Limits } from './limits.js'
import { Code } from './yaml-scanner.js'

const marker = Buffer.from('\n---')
const byteOrderMark = Buffer.from('\ufeff')

/**
 * The texts that make up an input, one after the other: as far as that can be seen, each is that of one document, from its `---` to the
 * next. A text that is all ASCII takes half the memory of another one. Bytes that are no text are reported.
 * Throws `TooMany`.
 */
export function documentTexts(
  name: string,
  bytes: Uint8Array,
  limits: Limits,
  report: Report,
): readonly string[] | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!isUtf8(buffer) || buffer.includes(0) || buffer.subarray(0, 3).equals(byteOrderMark)) {
    const text = decode(name, bytes, report)
    return text === undefined ? undefined : [text]
  }
  const texts: string[] = []
  let start = 0
  for (let at = buffer.indexOf(marker, startOfContent(buffer)); at !== -1; at = buffer.indexOf(marker, at + 1)) {
    const next = buffer[at + marker.length] ?? Code.Newline
    if (next !== Code.Space && next !== Code.Newline) continue
    texts.push(buffer.toString('utf8', start, at + 1))
    start = at + 1
    if (texts.length > limits.documents) throw new TooMany('documents', limits)
  }
  texts.push(buffer.toString('utf8', start))
  return texts
}

/** Comments before the first document are part of it. */
function startOfContent(bytes: Buffer): number {
  let at = 0
  for (;;) {
    const code = bytes[at]
    if (code === Code.Hash) at = bytes.indexOf(Code.Newline, at) + 1 || bytes.length
    else if (code === Code.Space || code === Code.Newline) at++
    else return at
  }
}
