import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { systemClock } from '../../../runtime/api/clock.js'

interface PlatformTimer {
  readonly ms: number
  readonly fire: () => void
  readonly hasRef: () => boolean
}

/** Runs the body on timers of the platform that fire by hand. */
function withTimers(body: (timers: PlatformTimer[]) => void): void {
  const { setTimeout: real } = globalThis
  const timers: PlatformTimer[] = []
  const fake = (fire: () => void, ms: number) => {
    const timer = real(() => {}, 0)
    timers.push({ ms, fire, hasRef: () => timer.hasRef() })
    return timer
  }
  globalThis.setTimeout = fake as typeof globalThis.setTimeout
  try {
    body(timers)
  } finally {
    globalThis.setTimeout = real
  }
}

const longest = 2 ** 31 - 1
const waits: [ms: number, timers: number[]][] = [
  [0, [0]],
  [5, [5]],
  [longest, [longest]],
  [longest + 1, [longest, 1]],
  [3 * longest, [longest, longest, longest]],
]

for (const [ms, expected] of waits) {
  test(`a wait of ${ms} ms is one of ${expected.join(' and ')}`, () => {
    withTimers(timers => {
      let calls = 0
      systemClock.setTimeout(() => calls++, ms)
      for (const [index] of expected.entries()) {
        assert.is(calls, 0)
        timers[index]!.fire()
      }
      assert.is(calls, 1)
      assert.equal(
        timers.map(timer => timer.ms),
        expected,
      )
    })
  })
}

test('an infinite wait goes on', () => {
  withTimers(timers => {
    let calls = 0
    systemClock.setTimeout(() => calls++, Infinity)
    for (let turn = 0; turn < 3; turn++) timers[turn]!.fire()
    assert.equal(
      timers.map(timer => timer.ms),
      [longest, longest, longest, longest],
    )
    assert.is(calls, 0)
  })
})

test('a wait keeps the process alive only if it is asked to, to its end', () => {
  for (const ref of [undefined, false, true]) {
    withTimers(timers => {
      systemClock.setTimeout(() => {}, 2 * longest, ref === undefined ? {} : { ref })
      timers[0]!.fire()
      assert.equal(
        timers.map(timer => timer.hasRef()),
        [ref === true, ref === true],
      )
    })
  }
})

test.run()
