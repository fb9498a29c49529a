import { Readable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ServerWarnings } from '../../../runtime/client/server-warnings.js'
import { recordingLogger } from '../../support/recording-logger.js'

const response = (warning?: string | readonly string[]) => ({
  status: 200,
  headers: { warning },
  body: Readable.from([]),
})

const rows: readonly (readonly [
  what: string,
  header: string | readonly string[] | undefined,
  texts: readonly string[],
])[] = [
  ['no header', undefined, []],
  ['one', '299 - "v1beta1 is old"', ['v1beta1 is old']],
  ['several in one header', '299 - "one, two", 299 kube "three"', ['one, two', 'three']],
  ['several headers', ['299 - "one"', '299 - "two"'], ['one', 'two']],
  ['quotes and backslashes', String.raw`299 - "field \"a\\b\""`, [String.raw`field "a\b"`]],
  ['a date behind it', '299 - "old" "Wed, 21 Oct 2026 07:28:00 GMT"', ['old']],
  ['the same twice', '299 - "one", 299 - "one"', ['one']],
  ['what is none', 'be careful', []],
  ['one that is not closed', '299 - "one', []],
]

for (const [what, header, texts] of rows) {
  test(what, () => {
    const logger = recordingLogger()
    new ServerWarnings(logger).log(response(header), 'get x')
    const expected = texts.map(text => ({
      level: 'warn',
      message: `the server warns: ${text}`,
      fields: { request: 'get x' },
    }))
    assert.equal(logger.lines, expected)
  })
}

test('a thousand are remembered, so that memory does not grow without end', () => {
  const logger = recordingLogger()
  const warnings = new ServerWarnings(logger)
  for (let index = 0; index < 1000; index++) warnings.log(response(`299 - "${index}"`), 'get x')
  warnings.log(response('299 - "0"'), 'get x')
  assert.is(logger.lines.length, 1000)
  warnings.log(response('299 - "1000"'), 'get x')
  warnings.log(response('299 - "0"'), 'get x')
  assert.is(logger.lines.length, 1002)
})

test.run()
