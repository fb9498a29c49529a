import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { deadline, TimeoutError } from '../../../runtime/api/deadline.js'
import { FakeClock } from '../../support/fake-clock.js'

const reason = new Error('stop')

test('the signal aborts when the time is over', async () => {
  const clock = new FakeClock()
  const { signal } = deadline(clock, 1000, 'it took too long')
  await clock.advance(999)
  assert.not.ok(signal.aborted)
  await clock.advance(1)
  assert.instance(signal.reason, TimeoutError)
  assert.is(signal.reason.name, 'TimeoutError')
  assert.is(signal.reason.message, 'it took too long')
})

test('or together with the other one, for its reason; whichever is first', async () => {
  const clock = new FakeClock()
  const [early, late] = [new AbortController(), new AbortController()]
  const first = deadline(clock, 1000, 'late', early.signal)
  const second = deadline(clock, 1000, 'late', late.signal)
  early.abort(reason)
  assert.is(first.signal.reason, reason)
  await clock.advance(1000)
  late.abort(reason)
  assert.is(first.signal.reason, reason)
  assert.instance(second.signal.reason, TimeoutError)
})

test('or at once where the other one has', () => {
  assert.is(deadline(new FakeClock(), 1000, 'late', AbortSignal.abort(reason)).signal.reason, reason)
})

test('never, once it is cancelled; nothing of it is left then', async () => {
  const clock = new FakeClock()
  const other = new AbortController()
  const { signal, cancel } = deadline(clock, 1000, 'late', other.signal)
  cancel()
  assert.equal(clock.pending, [])
  await clock.advance(2000)
  other.abort(reason)
  assert.not.ok(signal.aborted)
})

test.run()
