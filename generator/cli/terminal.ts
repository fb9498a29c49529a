import { formatDiagnostic, type Diagnostic, type Severity } from '../diagnostic.js'

/** Where a run talks to people: problems and progress on standard error, everything else on standard output. */
export interface Terminal {
  readonly out: Stream
  readonly err: Stream
  /** Milliseconds since the process was started. */
  now(): number
  /** Calls back once after some milliseconds, unless the answer is called before. */
  after(ms: number, action: () => void): () => void
  /** Resolves when the user wants an end. From the call on that does not end the process by itself. */
  interrupted(): Promise<void>
}

export interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

export type Colors = { readonly [style in 'bold' | 'red' | 'yellow']: (text: string) => string }

const plain: Colors = { bold: text => text, red: text => text, yellow: text => text }

/** As `--no-color`, `NO_COLOR` and `FORCE_COLOR` ask for, in this order; else on terminals. */
export async function colorsFor(stream: Stream, wanted: boolean, env: NodeJS.ProcessEnv): Promise<Colors> {
  const forced = env['FORCE_COLOR']
  const isAsked = forced !== undefined && forced !== '0' && forced !== 'false'
  const isRefused = !wanted || Boolean(env['NO_COLOR']) || (forced !== undefined && !isAsked)
  if (isRefused || (!isAsked && (stream.isTTY !== true || env['TERM'] === 'dumb'))) return plain
  const { default: picocolors } = await import('picocolors')
  return picocolors.createColors(true)
}

export function formatDiagnostics(diagnostics: readonly Diagnostic[], colors: Colors): string {
  const paint: { readonly [severity in Severity]: (text: string) => string } = {
    error: text => colors.bold(colors.red(text)),
    warning: text => colors.yellow(text),
  }
  return diagnostics
    .map(diagnostic => {
      const { severity, code, message, file, help } = diagnostic
      const mark = `${severity}[${code}]`
      const shown = formatDiagnostic({
        ...diagnostic,
        message: inLine(message),
        ...(file !== undefined && { file: inLine(file) }),
        ...(help !== undefined && { help: inLine(help) }),
      })
      return `${shown.replace(mark, () => paint[severity](mark))}\n`
    })
    .join('')
}

/** Text of others as it may be shown on a terminal: what would steer it, or turn the direction of writing, is spelt out. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\0-\x09\x0b-\x1f\x7f-\x9f\p{Bidi_Control}\u2028\u2029]/gu, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** The same as a part of one line: what comes from others cannot look like a line of ours. */
export function inLine(text: string): string {
  return printable(text.replaceAll('\n', '\\n'))
}

/** A run that is shorter than this shows no progress, in milliseconds. */
const patienceMs = 500

/** One line on a terminal that says what a long run is doing, and goes away at its end. */
export class Progress {
  readonly #startedAt: number
  #text = ''
  #isShown = false
  #cancel: (() => void) | undefined

  constructor(private readonly terminal: Terminal) {
    this.#startedAt = terminal.now()
  }

  show(text: string): void {
    const { err, now, after } = this.terminal
    if (!err.isTTY) return
    this.#text = text
    const remaining = this.#startedAt + patienceMs - now()
    if (remaining <= 0) this.#draw()
    else this.#cancel ??= after(remaining, () => this.#draw())
  }

  end(): void {
    this.#cancel?.()
    if (this.#isShown) this.terminal.err.write('\r\x1b[2K')
    this.#isShown = false
  }

  #draw(): void {
    const { err } = this.terminal
    err.write(`\r\x1b[2K${this.#text.slice(0, (err.columns ?? 80) - 1)}`)
    this.#isShown = true
  }
}
