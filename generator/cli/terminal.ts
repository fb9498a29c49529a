import picocolors from 'picocolors'
import { formatDiagnostic, type Diagnostic, type Severity } from '../diagnostic.js'

/** Where a run talks to people: problems and progress on standard error, everything else on standard output. */
export interface Terminal {
  readonly out: Stream
  readonly err: Stream
  /** Milliseconds, from any start. */
  readonly now: () => number
}

export interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

type Colors = ReturnType<typeof picocolors.createColors>

/** As `--no-color`, `NO_COLOR` and `FORCE_COLOR` ask for, else on terminals. */
export function colorsFor(stream: Stream, wanted: boolean, env: NodeJS.ProcessEnv): Colors {
  const isAsked = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0'
  const isRefused = !wanted || Boolean(env['NO_COLOR']) || env['TERM'] === 'dumb'
  return picocolors.createColors(!isRefused && (isAsked || stream.isTTY === true))
}

export function formatDiagnostics(diagnostics: readonly Diagnostic[], colors: Colors): string {
  const paint: { readonly [severity in Severity]: (text: string) => string } = {
    error: text => colors.bold(colors.red(text)),
    warning: text => colors.yellow(text),
  }
  return diagnostics
    .map(diagnostic => {
      const mark = `${diagnostic.severity}[${diagnostic.code}]`
      return `${formatDiagnostic(diagnostic).replace(mark, () => paint[diagnostic.severity](mark))}\n`
    })
    .join('')
}

/** A run that is shorter than this shows no progress, in milliseconds. */
const patienceMs = 500

/** One line on a terminal that says what a long run is doing, and goes away at its end. */
export class Progress {
  readonly #startedAt: number
  #isShown = false

  constructor(private readonly terminal: Terminal) {
    this.#startedAt = terminal.now()
  }

  show(text: string): void {
    const { err, now } = this.terminal
    if (!err.isTTY || now() - this.#startedAt < patienceMs) return
    err.write(`\r\x1b[2K${text.slice(0, (err.columns ?? 80) - 1)}`)
    this.#isShown = true
  }

  end(): void {
    if (this.#isShown) this.terminal.err.write('\r\x1b[2K')
    this.#isShown = false
  }
}
