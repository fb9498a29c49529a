import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createLogger, toLogger, type ChildLogger, type LoggerOptions } from '../../../runtime/api/logger.js'
import { FakeClock } from '../../support/fake-clock.js'

const ts = '2030-01-01T00:00:00.000Z'

/** A logger and what it has written. */
function start(options: LoggerOptions = {}) {
  const texts: string[] = []
  const stream = { write: (text: string) => texts.push(text) }
  return { texts, logger: createLogger({ stream, clock: new FakeClock(), ...options }) }
}

/** What an `info` writes, without the newline. */
function line(format: 'json' | 'text', message: string, fields?: Record<string, unknown>): string {
  const { texts, logger } = start({ format })
  logger.info(message, fields)
  assert.is(texts.length, 1)
  assert.ok(texts[0]?.endsWith('\n'))
  return texts[0]?.slice(0, -1) ?? ''
}

const circular: Record<string, unknown> = { name: 'x' }
circular['self'] = circular
const shared = { a: 1 }
const hostile = {
  get field() {
    throw new Error('no')
  },
}

const fields: readonly (readonly [what: string, value: unknown, json: unknown, text: string])[] = [
  ['a word', 'word', 'word', 'word'],
  ['text with spaces', 'two words', 'two words', '"two words"'],
  ['text with a newline', 'a\nb', 'a\nb', String.raw`"a\nb"`],
  ['text with an equals sign', 'a=b', 'a=b', '"a=b"'],
  ['no text', '', '', '""'],
  ['a number', 5, 5, '5'],
  ['null', null, null, 'null'],
  ['undefined', undefined, undefined, 'undefined'],
  ['an object', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, '{"a":[1,{"b":2}]}'],
  ['a bigint', 5n, '5', '"5"'],
  ['a symbol', Symbol('s'), 'Symbol(s)', '"Symbol(s)"'],
  ['a Map', new Map([['a', 1]]), { a: 1 }, '{"a":1}'],
  ['a Set', new Set([1, 2]), [1, 2], '[1,2]'],
  ['a Date', new Date(0), '1970-01-01T00:00:00.000Z', '"1970-01-01T00:00:00.000Z"'],
  ['a circle', circular, { name: 'x', self: '[circular]' }, '{"name":"x","self":"[circular]"}'],
  ['the same object twice', [shared, shared], [{ a: 1 }, { a: 1 }], '[{"a":1},{"a":1}]'],
]

for (const [what, value, json, text] of fields) {
  test(`as JSON: ${what}`, () => {
    assert.equal(JSON.parse(line('json', 'hello', { value })), {
      ts,
      level: 'info',
      msg: 'hello',
      ...(json !== undefined && { value: json }),
    })
  })
  test(`as text: ${what}`, () => assert.is(line('text', 'hello', { value }), `${ts} INFO  hello value=${text}`))
}

test('an error has its name, message, stack, cause, and what it says beside', () => {
  const error = Object.assign(new TypeError('bad', { cause: new Error('why') }), { code: 'E1' })
  const { error: written } = JSON.parse(line('json', 'failed', { error }))
  assert.equal(
    { ...written, stack: '', cause: written.cause.message },
    { name: 'TypeError', message: 'bad', code: 'E1', stack: '', cause: 'why' },
  )
  assert.match(written.stack, /TypeError: bad\n +at /)
  const [first, ...rest] = line('text', 'failed', { error }).split('\n')
  assert.is(first, `${ts} INFO  failed error=bad`)
  assert.ok(rest.every(each => each.startsWith('    ')))
  assert.match(rest.join('\n'), /TypeError: bad/)
  assert.match(rest.join('\n'), /why/)
})

test('an error that is its own cause ends', () => {
  const error = new Error('round')
  error.cause = error
  assert.is(JSON.parse(line('json', 'failed', { error })).error.cause, '[circular]')
})

test('it writes, whatever it is given', () => {
  for (const format of ['json', 'text'] as const) {
    for (const value of [
      hostile,
      { toJSON: () => hostile.field },
      Object.create(null),
      new Proxy({}, { ownKeys: () => [1] as never }),
    ]) {
      assert.match(line(format, 'hello', { value }), 'hello')
    }
  }
})

test('fields do not take the place of what every line has', () => {
  const written = line('json', 'hello', { ts: 'never', level: 'none', msg: 'bye', x: 1 })
  assert.is(written, `{"ts":"${ts}","level":"info","msg":"hello","x":1}`)
})

test('fields that are always there come before those of the line, which count where both have one', () => {
  const { texts, logger } = start({ format: 'text' })
  const child = logger.with({ a: 1, b: 2 }).with({ c: 3 })
  child.warn('hello', { b: 4 })
  logger.warn('bye')
  assert.equal(texts, [`${ts} WARN  hello a=1 b=4 c=3\n`, `${ts} WARN  bye\n`])
})

const levels = ['debug', 'info', 'warn', 'error'] as const

for (const [index, level] of levels.entries()) {
  test(`what is less than ${level} is left out`, () => {
    const { texts, logger } = start({ format: 'text', level })
    for (const each of levels) logger.with({})[each](each)
    assert.equal(
      texts.map(text => text.split(' ')[1]?.toLowerCase()),
      levels.slice(index),
    )
  })
}

test('LOG_LEVEL says which level, unless an option does', () => {
  const before = process.env['LOG_LEVEL']
  const written = (value: string | undefined, options?: LoggerOptions) => {
    if (value === undefined) delete process.env['LOG_LEVEL']
    else process.env['LOG_LEVEL'] = value
    const { texts, logger } = start(options)
    for (const level of levels) logger[level]('x')
    return texts.length
  }
  try {
    assert.equal(
      [undefined, 'debug', 'WARN', 'nonsense'].map(value => written(value)),
      [3, 4, 2, 3],
    )
    assert.is(written('debug', { level: 'error' }), 1)
  } finally {
    written(before)
  }
})

test('LOG_FORMAT says in which form, unless an option does', () => {
  const before = process.env['LOG_FORMAT']
  const begins = (value: string | undefined, options?: LoggerOptions) => {
    if (value === undefined) delete process.env['LOG_FORMAT']
    else process.env['LOG_FORMAT'] = value
    const texts: string[] = []
    createLogger({ stream: { write: text => texts.push(text) }, clock: new FakeClock(), ...options }).error('x')
    return texts[0]?.[0]
  }
  try {
    assert.equal(
      [undefined, 'json', 'Text', 'nonsense'].map(value => begins(value)),
      ['{', '{', '2', '{'],
    )
    assert.is(begins('text', { format: 'json' }), '{')
  } finally {
    begins(before)
  }
})

/** What pino and bunyan take: fields, then the message. They write errors that are `err`. */
function childLogger(lines: unknown[], always: object = {}): ChildLogger {
  const at = (level: string) => (fields: object, message: string) => {
    lines.push([level, message, { ...always, ...fields }])
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: fields => childLogger(lines, { ...always, ...fields }),
  }
}

test('loggers that take the fields first will do', () => {
  const lines: unknown[] = []
  const logger = toLogger(childLogger(lines)).with({ controller: 'foo' })
  const error = new Error('no')
  logger.debug('one')
  logger.info('two', { a: 1 })
  logger.warn('three', { error })
  logger.with({ name: 'x', error }).error('four', { controller: 'bar' })
  assert.equal(lines, [
    ['debug', 'one', { controller: 'foo' }],
    ['info', 'two', { controller: 'foo', a: 1 }],
    ['warn', 'three', { controller: 'foo', err: error }],
    ['error', 'four', { controller: 'bar', name: 'x', err: error }],
  ])
})

test('one of ours is left as it is', () => {
  const logger = createLogger()
  assert.is(toLogger(logger), logger)
})

test('it is text on a terminal, and JSON elsewhere', () => {
  for (const [isTTY, begin] of [
    [true, ts],
    [false, '{'],
    [undefined, '{'],
  ] as const) {
    const texts: string[] = []
    const stream = { write: (text: string) => texts.push(text), ...(isTTY !== undefined && { isTTY }) }
    createLogger({ stream, clock: new FakeClock() }).error('x')
    assert.ok(texts[0]?.startsWith(begin), texts[0])
  }
})

test.run()
