import type { Position, Report } from '../diagnostic.js'

/** Text without its byte order mark: UTF-8, or UTF-16 where a mark says so. Bytes that are no text, and NUL, are reported at
 * their place. */
export function decode(name: string, bytes: Uint8Array, report: Report): string | undefined {
  const encoding = encodingOf(bytes)
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    const nul = text.indexOf('\0')
    if (nul === -1) return text
    const lines = text.slice(0, nul).split('\n')
    const position = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
    report({ severity: 'error', code: 'input/encoding', message: 'a NUL character', file: name, position })
    return undefined
  } catch {
    const position = encoding === 'utf-8' ? firstInvalid(bytes) : undefined
    report({
      severity: 'error',
      code: 'input/encoding',
      message: `not valid ${encoding.toUpperCase()}`,
      file: name,
      ...(position && { position }),
      help: 'Save the file as UTF-8.',
    })
    return undefined
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return 'utf-8'
}

function firstInvalid(bytes: Uint8Array): Position {
  let valid = 0
  let line = 1
  // Line feeds are one byte in UTF-8 and part of nothing else.
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start)
    const next = end === -1 ? bytes.length : end + 1
    if (!isValid(bytes.subarray(start, next))) {
      valid = start
      break
    }
    start = next
  }
  const rest = bytes.subarray(valid)
  let length = 0
  while (length < rest.length && isValid(rest.subarray(0, length + 1), true)) length++
  return { line, column: new TextDecoder().decode(rest.subarray(0, length)).length + 1 }
}

/** `stream`: a character may be cut off at the end. */
function isValid(bytes: Uint8Array, stream = false): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}
