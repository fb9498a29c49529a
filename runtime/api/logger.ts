type Fields = Readonly<Record<string, unknown>>

/** Structured logging: a constant message, and what varies as keys. */
export interface Logger {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
  /** A logger that adds these fields to each line. */
  with(fields: Fields): Logger
}

/** What pino and bunyan are: fields before the message, errors as `err`, and children that add fields. */
export interface ChildLogger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  child(fields: Record<string, unknown>): ChildLogger
}

/** Whichever is given, as a {@link Logger}. */
export function toLogger(logger: Logger | ChildLogger): Logger {
  if ('with' in logger) return logger
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: Fields = {}) =>
      logger[level](withErr(fields), message)
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: fields => toLogger(logger.child(withErr(fields))),
  }
}

/** An error has to be `err`: under any other key they write nothing of it. */
function withErr({ error, ...fields }: Fields): Record<string, unknown> {
  return error === undefined ? fields : { ...fields, err: error }
}

export { createLogger, type LoggerOptions, type LogLevel } from './log-lines.js'
