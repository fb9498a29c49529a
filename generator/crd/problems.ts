import type { Report, Severity } from '../diagnostic.js'
import type { Document, ValuePath } from '../load/document.js'

/** More than anybody reads: one fault is then all over the document, or it is hostile. */
const most = 500

/** Longest message, in characters: it may tell a name or a text of the document. */
const longest = 2000

/** What is found in one document, told at its place. What is too much is counted. */
export class Problems {
  #told = 0
  readonly #untold = { error: 0, warning: 0 }

  constructor(
    private readonly document: Document,
    private readonly report: Report,
  ) {}

  get count(): number {
    return this.#told + this.#untold.error + this.#untold.warning
  }

  tell(severity: Severity, code: string, path: ValuePath, message: string, help?: string): void {
    if (this.#told === most) {
      this.#untold[severity]++
      return
    }
    this.#told++
    const position = this.document.position(path)
    const shown = message.length > longest ? `${message.slice(0, longest)}…` : message
    this.report({ severity, code, message: shown, file: this.document.source.name, position, ...(help && { help }) })
  }

  /** Says how much has not been told. */
  finish(): void {
    const { error, warning } = this.#untold
    if (error + warning === 0) return
    this.report({
      severity: error > 0 ? 'error' : 'warning',
      code: 'crd/more',
      message: `${error + warning} more problems in this document, of which ${error} are errors`,
      file: this.document.source.name,
      position: this.document.position([]),
    })
  }
}
