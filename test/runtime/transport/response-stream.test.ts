import { PassThrough } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ResponseStream } from '../../../runtime/transport/response-stream.js'

/** What a reader gets until the body ends, and the error that it ends with. */
async function read(body: ResponseStream): Promise<{ readonly text: string; readonly error?: unknown }> {
  let text = ''
  try {
    for await (const chunk of body) text += chunk.toString()
    return { text }
  } catch (error) {
    return { text, error }
  }
}

test('bytes that are there, and bytes that come later', async () => {
  const stream = new PassThrough()
  stream.write('a')
  const got = read(new ResponseStream(stream))
  setImmediate(() => stream.end('b'))
  assert.equal(await got, { text: 'ab' })
})

test('an empty body', async () => {
  const stream = new PassThrough()
  stream.end()
  assert.equal(await read(new ResponseStream(stream)), { text: '' })
})

test('an error comes after what was read before it', async () => {
  const stream = new PassThrough()
  const body = new ResponseStream(stream)
  const got = read(body)
  stream.write('a')
  const lost = new Error('the connection is lost')
  setImmediate(() => body.destroy(lost))
  assert.equal(await got, { text: 'a', error: lost })
})

test('an error that came before anybody read', async () => {
  const stream = new PassThrough()
  const lost = new Error('the connection is lost')
  const failed = new Promise(resolve => stream.once('error', resolve))
  stream.destroy(lost)
  await failed
  assert.equal(await read(new ResponseStream(stream)), { text: '', error: lost })
})

test('a body that is given up is no whole one', async () => {
  const stream = new PassThrough()
  const body = new ResponseStream(stream)
  const got = read(body)
  stream.write('a')
  setImmediate(() => body.destroy())
  const { error } = await got
  assert.match(String(error), 'given up before its end')
})

test('leaving the loop destroys the stream', async () => {
  const stream = new PassThrough()
  stream.write('a')
  for await (const chunk of new ResponseStream(stream)) {
    assert.is(chunk.toString(), 'a')
    break
  }
  assert.ok(stream.destroyed)
})

test('what nobody asks for stays in the stream', async () => {
  const stream = new PassThrough({ highWaterMark: 4 })
  const chunks = new ResponseStream(stream)[Symbol.asyncIterator]()
  stream.write('abcd')
  await chunks.next()
  stream.write('efgh')
  stream.write('ijkl')
  await new Promise(setImmediate)
  assert.ok(stream.writableLength > 0)
})

test.run()
