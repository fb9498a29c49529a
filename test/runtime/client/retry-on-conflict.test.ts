import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ApiError } from '../../../runtime/client/api-error.js'
import { retryOnConflict, type RetryOnConflictOptions } from '../../../runtime/client/retry-on-conflict.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { rejection } from '../transport/local-server.js'

const error = (code: number, reason: string) => new ApiError({ request: 'replace x', code, status: { reason } })
const conflict = error(409, 'Conflict')
const taken = error(409, 'AlreadyExists')

const rows: readonly (readonly [
  what: string,
  answers: readonly (Error | string)[],
  options: RetryOnConflictOptions,
  delays: readonly number[],
  outcome: Error | string,
])[] = [
  ['a success is the answer', ['ok'], {}, [], 'ok'],
  ['a conflict is tried again soon', [conflict, conflict, 'ok'], {}, [10, 10], 'ok'],
  ['five times at most', Array.from({ length: 9 }, () => conflict), {}, [10, 10, 10, 10], conflict],
  ['as often as is asked for', [conflict, conflict, 'ok'], { steps: 2 }, [10], conflict],
  ['delays may grow', [conflict, conflict, conflict, 'ok'], { delayMs: 100, factor: 2 }, [100, 200, 400], 'ok'],
  ['and are longer at random', [conflict, 'ok'], { random: () => 0.5 }, [10.5], 'ok'],
  ['a name that is taken is no conflict', [taken, 'ok'], {}, [], taken],
  ['nor is any other error', [conflict, error(500, 'InternalError'), 'ok'], {}, [10], error(500, 'InternalError')],
]

for (const [what, answers, options, delays, outcome] of rows) {
  test(what, async () => {
    const clock = new FakeClock()
    const attempts: number[] = []
    const result = retryOnConflict(
      async attempt => {
        attempts.push(attempt)
        const answer = answers[attempt - 1]
        if (answer instanceof Error) throw answer
        return answer
      },
      { clock, random: () => 0, ...options },
    )
    const settledResult = outcome instanceof Error ? rejection(result) : result
    const waited: number[] = []
    await settled()
    while (clock.pending.length > 0) waited.push(await clock.advanceToNext())
    assert.equal(waited, delays)
    assert.equal(
      attempts,
      Array.from({ length: delays.length + 1 }, (_, index) => index + 1),
    )
    const value = await settledResult
    if (outcome instanceof Error) assert.is((value as Error).message, outcome.message)
    else assert.is(value, outcome)
  })
}

test('an abort ends the wait', async () => {
  const clock = new FakeClock()
  const controller = new AbortController()
  let attempts = 0
  const write = async () => {
    attempts++
    throw conflict
  }
  const rejected = rejection(retryOnConflict(write, { clock, signal: controller.signal }))
  await settled()
  const reason = new Error('stop')
  controller.abort(reason)
  assert.is(await rejected, reason)
  assert.is(attempts, 1)
  assert.equal(clock.pending, [])
})

test.run()
