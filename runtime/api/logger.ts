/** Structured logging: a constant message, and what varies as keys. pino has this shape too, with the arguments turned round. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
  /** A logger that adds these fields to each line. */
  with(fields: Readonly<Record<string, unknown>>): Logger
}

export { createLogger, type LoggerOptions, type LogLevel } from './log-lines.js'
