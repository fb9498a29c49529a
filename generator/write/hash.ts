import { createHash } from 'node:crypto'

/** Line ends do not count: a checkout may have changed them. */
export function hashText(text: string): string {
  return `sha256-${createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('base64')}`
}
