import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  findCondition,
  isConditionTrue,
  setCondition,
  type Condition,
  type ConditionUpdate,
} from '../../../runtime/client/conditions.js'
import { FakeClock } from '../../support/fake-clock.js'

const clock = new FakeClock()
const now = '2030-01-01T00:00:00Z'
const before = '2029-01-01T00:00:00Z'

const ready: Condition = {
  type: 'Ready',
  status: 'False',
  reason: 'Starting',
  message: 'it starts',
  lastTransitionTime: before,
  observedGeneration: 3,
}
const other: Condition = { ...ready, type: 'Progressing', status: 'True' }
const update = (fields: Partial<Condition> = {}): ConditionUpdate<Condition> => {
  const { lastTransitionTime: _, observedGeneration: __, ...rest } = ready
  return { ...rest, ...fields }
}

const rows: readonly (readonly [
  what: string,
  conditions: readonly Condition[] | undefined,
  update: ConditionUpdate<Condition>,
  expected: readonly Condition[],
])[] = [
  ['none before', undefined, update(), [{ ...update(), lastTransitionTime: now }]],
  ['a new type goes to the end', [other], update(), [other, { ...update(), lastTransitionTime: now }]],
  [
    'another status is a transition, in the same place',
    [ready, other],
    update({ status: 'True', reason: 'Started', observedGeneration: 4 }),
    [{ ...ready, status: 'True', reason: 'Started', observedGeneration: 4, lastTransitionTime: now }, other],
  ],
  [
    'another reason, message or generation is none',
    [other, ready],
    update({ reason: 'Waiting', message: 'it waits', observedGeneration: 4 }),
    [other, { ...ready, reason: 'Waiting', message: 'it waits', observedGeneration: 4 }],
  ],
  [
    'a time that is given counts for a transition',
    [ready],
    update({ status: 'Unknown', observedGeneration: 3, lastTransitionTime: '2029-06-01T00:00:00Z' }),
    [{ ...ready, status: 'Unknown', lastTransitionTime: '2029-06-01T00:00:00Z' }],
  ],
  ['and only for one', [ready], update({ observedGeneration: 3, lastTransitionTime: '2029-06-01T00:00:00Z' }), [ready]],
  [
    'an old condition without a time gets one',
    [{ ...update(), observedGeneration: 3 } as Condition],
    update({ observedGeneration: 3 }),
    [{ ...ready, lastTransitionTime: now }],
  ],
  [
    'a generation that is not given is not claimed',
    [ready],
    update({ status: 'True' }),
    [{ ...update({ status: 'True' }), lastTransitionTime: now }],
  ],
]

for (const [what, conditions, given, expected] of rows) {
  test(what, () => {
    const copy = structuredClone(conditions)
    assert.equal(setCondition(conditions, given, clock), expected)
    assert.equal(conditions, copy, 'what was given is not changed')
  })
}

test('without a clock it is the time of the machine, to the second', () => {
  const [condition] = setCondition(undefined, update())
  assert.match(condition?.lastTransitionTime ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  assert.ok(Math.abs(Date.parse(condition?.lastTransitionTime ?? '') - Date.now()) < 60_000)
})

test('conditions are found by type', () => {
  assert.is(findCondition([other, ready], 'Ready'), ready)
  assert.is(findCondition([other], 'Ready'), undefined)
  assert.is(findCondition<Condition>(undefined, 'Ready'), undefined)
  assert.equal(
    [[ready, other], [other], [{ ...ready, status: 'True' }], [{ ...ready, status: 'Unknown' }], undefined].map(
      conditions => isConditionTrue(conditions, 'Ready'),
    ),
    [false, false, true, false, false],
  )
})

test.run()
