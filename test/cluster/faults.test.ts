// An operator at work while everything fails around it, on a real server. `npm run soak` does the same for as long as one likes.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Chance } from '../support/chance.js'
import { ApiServer } from '../support/api-server/api-server.js'
import { backupDefinition } from '../support/backups.js'
import { faults, manyReconnects, type Fault } from '../support/faults/faults.js'
import { shortcomingsOf, shortcomingsOfSuccession } from '../support/faults/shortcomings.js'
import { Stage } from '../support/faults/stage.js'
import { departures, succeed, type Succession } from '../support/faults/succession.js'
import { attempt, type Trial } from '../support/faults/trial.js'
import { inLanes } from '../support/lanes.js'
import { TestCluster } from '../support/test-cluster.js'

const size = 20
const random = new Chance(1).next
/** Faults of connections disturb nobody else: they happen side by side. */
const lanes = 4
/** Silence is noticed after minutes: the clocks of those who have to wait for it run faster. */
const fast = 20
const ownServerFaults = faults.filter(({ ownServer }) => ownServer)
const otherFaults = faults.filter(({ ownServer }) => !ownServer)

let trials: Map<string, Promise<Trial>>
let successions: Map<string, Promise<Succession>>
let reconnects: Promise<readonly [Trial, Trial]>
let shared: TestCluster
let own: { readonly server: ApiServer; readonly cluster: TestCluster } | undefined

test.before(async () => {
  shared = TestCluster.ofThisRun()
  await shared.install(backupDefinition)
  const start = (fault: Fault) => () => tryOne(fault)
  const ownTrials = inLanes(1, ownServerFaults.map(start))
  const others = inLanes<unknown>(lanes, [
    tryManyReconnects,
    ...departures.map(departure => () => succeed(departure, { cluster: shared, size, random })),
    ...otherFaults.map(start),
  ])
  const all = [...ownTrials, ...others]
  for (const each of all) each.catch(() => {}) // the test that awaits it tells
  reconnects = others.shift() as typeof reconnects
  successions = new Map(departures.map(({ name }) => [name, others.shift() as Promise<Succession>]))
  trials = new Map([
    ...ownServerFaults.map(({ name }, index) => [name, ownTrials[index]!] as const),
    ...otherFaults.map(({ name }) => [name, others.shift() as Promise<Trial>] as const),
  ])
})

test.after(async () => {
  shared.close()
  own?.cluster.close()
  await own?.server.stop()
})

for (const { name } of faults) {
  test(name, async () => {
    assert.equal(shortcomingsOf(await trials.get(name)!), [])
  })
}

for (const { name } of departures) {
  test(name, async () => {
    assert.equal(shortcomingsOfSuccession(await successions.get(name)!), [])
  })
}

test(`${manyReconnects.name} leave nothing behind`, async () => {
  const [first, second] = await reconnects
  assert.equal([...shortcomingsOf(first), ...shortcomingsOf(second)], [])
  const growth = second.after.heapBytes - second.before.heapBytes
  assert.ok(growth < 1024 * 1024, `the heap has grown by ${growth} bytes`)
})

async function tryOne(fault: Fault): Promise<Trial> {
  const speed = fault.silent ? fast : 1
  const stage = await Stage.set({ ...(await placeOf(fault)), speed, size, random, leads: fault.keeper === 'leads' })
  return explained(stage, () => attempt(fault, stage, fault.silent ? 20 : 8))
}

/** What the first half leaves behind is what is made once. */
async function tryManyReconnects(): Promise<readonly [Trial, Trial]> {
  // Faster, and the time limits of its requests would be too short for a loaded machine.
  const stage = await Stage.set({ cluster: shared, speed: 30, size, random })
  return explained(stage, async () => [
    await attempt(manyReconnects, stage, 40),
    await attempt(manyReconnects, stage, 80),
  ])
}

async function placeOf({ ownServer }: Fault): Promise<Pick<Parameters<typeof Stage.set>[0], 'cluster' | 'server'>> {
  if (!ownServer) return { cluster: shared }
  if (!own) {
    const server = await ApiServer.start()
    own = { server, cluster: new TestCluster(server.kubeconfig()) }
    await own.cluster.install(backupDefinition)
  }
  return own
}

async function explained<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new Error(`${(error as Error).message}\nthe keeper's log:\n${stage.keeper.log.slice(-4000)}`, {
      cause: error,
    })
  } finally {
    await stage.close()
  }
}

test.run()
