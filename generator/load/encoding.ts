import { isUtf8 } from 'node:buffer'
import type { Position, Report } from '../diagnostic.js'

/**
 * Text without its byte order mark: UTF-8, or UTF-16 where a mark says so. Bytes that are no text, and NUL, are reported at their
 * place.
 */
export function decode(name: string, bytes: Uint8Array, report: Report): string | undefined {
  const encoding = encodingOf(bytes)
  const text = encoding === 'utf-8' ? decodeUtf8(bytes) : decodeUtf16(bytes, encoding)
  const nul = text?.indexOf('\0') ?? -1
  if (text !== undefined && nul === -1) return text
  const position = text === undefined ? firstInvalid(bytes, encoding) : positionAfter(text.slice(0, nul))
  report({
    severity: 'error',
    code: 'input/encoding',
    message:
      text === undefined
        ? `not valid ${encoding.toUpperCase()}`
        : 'a NUL character: not a text file, or UTF-16 without a mark',
    file: name,
    position,
    help: 'Save the file as UTF-8.',
  })
  return undefined
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

function encodingOf([first, second]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return 'utf-8'
}

/** Not through TextDecoder, whose strings take two bytes a character also where one does. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

function decodeUtf16(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** By halving: whether a beginning of the text is valid is found fast. */
function firstInvalid(bytes: Uint8Array, encoding: Encoding): Position {
  let valid = 0
  let tooLong = bytes.length + 1
  while (tooLong - valid > 1) {
    const middle = Math.floor((valid + tooLong) / 2)
    if (isBeginning(bytes.subarray(0, middle), encoding)) valid = middle
    else tooLong = middle
  }
  return positionAfter(new TextDecoder(encoding).decode(bytes.subarray(0, valid), { stream: true }))
}

/** The last character may be cut off. */
function isBeginning(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

function positionAfter(text: string): Position {
  let line = 1
  let start = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', start)) {
    line++
    start = at + 1
  }
  return { line, column: text.length - start + 1 }
}
