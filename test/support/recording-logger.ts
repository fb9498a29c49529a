import type { Logger } from '../../runtime/api/logger.js'

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** A logger that keeps its lines. */
export interface RecordingLogger extends Logger {
  readonly lines: LogLine[]
}

export function recordingLogger(
  lines: LogLine[] = [],
  always: Readonly<Record<string, unknown>> = {},
): RecordingLogger {
  const at =
    (level: LogLine['level']) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void lines.push({ level, message, fields: { ...always, ...fields } })
  return {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: fields => recordingLogger(lines, { ...always, ...fields }),
  }
}
