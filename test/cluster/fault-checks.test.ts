// What the fault tests look for is found where it is: operators with a defect each, at work on a real server.

import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { backupDefinition } from '../support/backups.js'
import { Chance } from '../support/chance.js'
import type { Defect } from '../support/faults/defects.js'
import { faults, type Fault } from '../support/faults/faults.js'
import { shortcomingsOf, shortcomingsOfSuccession } from '../support/faults/shortcomings.js'
import { Stage } from '../support/faults/stage.js'
import { departures, succeed } from '../support/faults/succession.js'
import { attempt } from '../support/faults/trial.js'
import { inLanes } from '../support/lanes.js'
import { TestCluster } from '../support/test-cluster.js'

const size = 20
const random = new Chance(1).next
const nothing: Fault = { name: 'nothing', strike: (_, seconds) => sleep(seconds * 1000) }
const failing = faults.find(({ name }) => name === 'every second request answered 500')!

const planted: readonly { readonly defect: Defect; readonly fault: Fault; readonly shows: RegExp }[] = [
  { defect: 'works on a key twice at once', fault: nothing, shows: /^a key was worked on twice at once, \d+ times$/ },
  { defect: 'forgets some changes', fault: nothing, shows: /^lost: backup-\d+ has / },
  { defect: 'leaks memory', fault: nothing, shows: /^a leak: the heap has grown by \d+ bytes$/ },
  { defect: 'leaks timers', fault: nothing, shows: /^a leak: \d+ handles more than before$/ },
  { defect: 'never rests', fault: nothing, shows: /^a hot loop: \d+ requests a minute$/ },
  { defect: 'always calls itself ready', fault: failing, shows: /^called ready all the time$/ },
]

let cluster: TestCluster
let shortcomings: Map<Defect, Promise<string[]>>

test.before(async () => {
  cluster = TestCluster.ofThisRun()
  await cluster.install(backupDefinition)
  const trials = inLanes(
    3,
    planted.map(
      ({ defect, fault }) =>
        () =>
          tryOne(defect, fault),
    ),
  )
  for (const each of trials) each.catch(() => {}) // the test that awaits it tells
  shortcomings = new Map(planted.map(({ defect }, index) => [defect, trials[index]!]))
})

test.after(() => cluster.close())

for (const { defect, shows } of planted) {
  test(`an operator that ${defect}`, async () => {
    const found = await shortcomings.get(defect)!
    assert.ok(
      found.some(each => shows.test(each)),
      JSON.stringify(found),
    )
  })
}

test('an operator that works without the lead', async () => {
  const departure = departures.find(({ name }) => name === 'leader killed in a reconcile')!
  const succession = await succeed(departure, { cluster, size, random, defect: 'works without the lead' })
  const found = shortcomingsOfSuccession(succession)
  assert.match(found.join('; '), /two leaders: the new one began after \d+ ms, before the lease could end/)
})

async function tryOne(defect: Defect, fault: Fault): Promise<string[]> {
  const stage = await Stage.set({ cluster, speed: 1, size, random, defect, patienceMs: 10_000 })
  try {
    return shortcomingsOf(await attempt(fault, stage, 6))
  } finally {
    await stage.close()
  }
}

test.run()
