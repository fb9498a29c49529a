import { createHash } from 'node:crypto'

/** Line ends do not count: a checkout may have changed them. */
export function hashText(text: string): string {
  // One character is looked for several times as fast as two.
  return sha256(text.includes('\r') ? text.replaceAll('\r\n', '\n') : text)
}

/** What {@link hashText} answers for the text that these bytes are in UTF-8. */
export function hashBytes(bytes: Uint8Array): string {
  return sha256(withUnixLineEnds(bytes))
}

const carriageReturn = 0x0d
const lineFeed = 0x0a

/** The bytes themselves where they have no other line ends. */
export function withUnixLineEnds(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!buffer.includes(carriageReturn) || !buffer.includes('\r\n')) return bytes
  const kept = Buffer.allocUnsafe(buffer.length)
  let size = 0
  for (let at = 0; at < buffer.length; at++) {
    const byte = buffer[at] ?? 0
    if (byte !== carriageReturn || buffer[at + 1] !== lineFeed) kept[size++] = byte
  }
  return kept.subarray(0, size)
}

function sha256(content: string | Uint8Array): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`
}
