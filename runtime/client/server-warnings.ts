import type { Logger } from '../api/logger.js'
import type { TransportResponse } from '../transport/transport.js'

/** More different ones than this are not remembered: they would be logged again. */
const remembered = 1000

/** Logs each warning of the server once: a field that the schema does not know, a version that is going away. */
export class ServerWarnings {
  readonly #logger: Logger
  readonly #seen = new Set<string>()

  constructor(logger: Logger) {
    this.#logger = logger
  }

  log({ headers }: TransportResponse, request: string): void {
    const header = headers['warning']
    if (header === undefined) return
    for (const warning of parseWarnings(typeof header === 'string' ? header : header.join(', '))) {
      if (this.#seen.has(warning)) continue
      if (this.#seen.size >= remembered) this.#seen.clear()
      this.#seen.add(warning)
      this.#logger.warn(`the server warns: ${warning}`, { request })
    }
  }
}

/** The texts in a `Warning` header (RFC 7234, section 5.5): `299 - "first", 299 - "second"`. */
function parseWarnings(header: string): string[] {
  const warnings = header.matchAll(/\b\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)
  return Array.from(warnings, ([, text = '']) => text.replace(/\\(.)/g, '$1'))
}
