import { inspect } from 'node:util'
import { systemClock, type Clock } from './clock.js'
import type { Logger } from './logger.js'

const levels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof levels)[number]

export interface LoggerOptions {
  /**
   * `json`: an object on each line, with `ts`, `level` and `msg`. Default: the environment variable `LOG_FORMAT`, or `text` on a terminal,
   * else `json`.
   */
  readonly format?: 'json' | 'text'
  /** What is less than this is left out. Default: the environment variable `LOG_LEVEL`, or `info`. */
  readonly level?: LogLevel
  /** Where the lines go. Default: the standard error. */
  readonly stream?: { write(text: string): unknown; readonly isTTY?: boolean }
  readonly clock?: Clock
}

type Fields = Readonly<Record<string, unknown>>

/** A logger that writes lines. It never throws, whatever it is given. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { stream = process.stderr, clock = systemClock, level = levelOfEnvironment() } = options
  const wanted = options.format ?? formatOfEnvironment() ?? (stream.isTTY ? 'text' : 'json')
  const format = wanted === 'text' ? formatText : formatJson
  const least = levels.indexOf(level)
  const withFields = (always: Fields): Logger => {
    const at = (name: LogLevel) =>
      levels.indexOf(name) < least
        ? () => {}
        : (message: string, fields?: Fields) => {
            stream.write(`${format(new Date(clock.now()).toISOString(), name, message, { ...always, ...fields })}\n`)
          }
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      with: fields => withFields({ ...always, ...fields }),
    }
  }
  return withFields({})
}

function levelOfEnvironment(): LogLevel {
  const wanted = process.env['LOG_LEVEL']?.toLowerCase()
  return levels.find(level => level === wanted) ?? 'info'
}

function formatOfEnvironment(): LoggerOptions['format'] {
  const wanted = process.env['LOG_FORMAT']?.toLowerCase()
  return wanted === 'json' || wanted === 'text' ? wanted : undefined
}

function formatJson(ts: string, level: LogLevel, msg: string, fields: Fields): string {
  const line = (rest: Fields) => Object.assign({ ts, level, msg }, rest, { ts, level, msg })
  try {
    return JSON.stringify(line(fields), plain())
  } catch {
    // Something in it cannot be read, such as a getter or a toJSON that throws.
    const texts = Object.entries(fields).map(([key, value]) => [key, readable(value)])
    return JSON.stringify(line(Object.fromEntries(texts)))
  }
}

function formatText(ts: string, level: LogLevel, message: string, fields: Fields): string {
  const stacks: string[] = []
  const pairs = Object.entries(fields).map(([key, value]) => {
    if (!(value instanceof Error)) return ` ${key}=${typeof value === 'string' ? quoted(value) : oneLine(value)}`
    stacks.push(readable(value))
    return ` ${key}=${quoted(readable(value.message))}`
  })
  const details = stacks.map(stack => `\n${stack.replace(/^/gm, '    ')}`)
  return `${ts} ${level.toUpperCase().padEnd(5)} ${message}${pairs.join('')}${details.join('')}`
}

function quoted(text: string): string {
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text)
}

function oneLine(value: unknown): string {
  try {
    return JSON.stringify(value, plain()) ?? String(value)
  } catch {
    return readable(value)
  }
}

/** Turns what JSON does not know, for one call of `JSON.stringify`, which goes from the outside to the inside. */
function plain(): (this: unknown, key: string, value: unknown) => unknown {
  /** What is being written, the innermost last: as it was given, and as it is written. */
  const path: { readonly given: object; readonly written: object }[] = []
  return function (_key, value) {
    if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return String(value)
    if (typeof value !== 'object' || value === null) return value
    while (path.length > 0 && path.at(-1)?.written !== this) path.pop()
    if (path.some(({ given }) => given === value)) return '[circular]'
    const written = turn(value)
    path.push({ given: value, written })
    return written
  }
}

function turn(value: object): object {
  if (value instanceof Error) {
    const { name, message, stack, cause } = value
    // Its own fields are what it says beside its message: `code`, `status`, `reason`.
    return Object.assign({ name, message }, value, { stack }, cause === undefined ? {} : { cause })
  }
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set) return [...value]
  return value
}

function readable(value: unknown): string {
  try {
    return typeof value === 'string' ? value : inspect(value, { depth: 4, breakLength: Number.POSITIVE_INFINITY })
  } catch {
    return '[unreadable]'
  }
}
