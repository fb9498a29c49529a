import { hostname } from 'node:os'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  electionSettings,
  type LeaderElectionOptions,
} from '../../../runtime/leader-election/leader-election-options.js'

const defaults = { name: 'operator', namespace: 'here' }

test('everything has a default', () => {
  const { identity, ...rest } = electionSettings({}, { ...defaults, name: 'Example.com/My operator' })
  assert.equal(rest, {
    name: 'example.com-my-operator',
    namespace: 'here',
    leaseDurationMs: 15_000,
    renewDeadlineMs: 10_000,
    retryPeriodMs: 2_000,
  })
  assert.ok(identity.startsWith(`${hostname()}_`))
  assert.is.not(electionSettings({}, defaults).identity, identity)
})

test('what is given counts', () => {
  const given = {
    name: 'lease',
    namespace: 'there',
    identity: 'me',
    leaseDurationMs: 6_000,
    renewDeadlineMs: 4_000,
    retryPeriodMs: 1_000,
  }
  assert.equal(electionSettings(given, { name: 'x', namespace: undefined }), given)
})

test('times that could let two lead at once, or that make no sense, are refused', () => {
  const table: [LeaderElectionOptions, RegExp][] = [
    [{ renewDeadlineMs: 15_000 }, /^renewDeadlineMs is 15000: it must be below leaseDurationMs, 15000$/],
    [{ leaseDurationMs: 9_000 }, /renewDeadlineMs is 10000/],
    [{ leaseDurationMs: 15_500 }, /leaseDurationMs is 15500: it must be a whole number of seconds/],
    [{ leaseDurationMs: 0 }, /leaseDurationMs is 0/],
    [{ leaseDurationMs: Number.NaN }, /leaseDurationMs is NaN/],
    [{ retryPeriodMs: 5_001 }, /at most half of renewDeadlineMs, 10000/],
    [{ retryPeriodMs: 0 }, /retryPeriodMs is 0/],
    [{ identity: '' }, /identity/],
  ]
  for (const [options, message] of table) assert.throws(() => electionSettings(options, defaults), message)
  assert.throws(() => electionSettings({}, { name: 'x', namespace: undefined }), /needs a `namespace`/)
})

test.run()
