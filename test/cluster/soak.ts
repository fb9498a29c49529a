// An operator at work for as long as one likes, with every fault of the fault tests in random order, on a real server of its own:
//
//     npm run soak                                  30 minutes
//     npm run soak -- --minutes 5 --seed 7          the same order for the same seed
//     npm run soak -- --only '500'                  faults with this in their names
//
// Prints what each round has shown, then a table, and ends with 1 where something was not as it must be.
// The operator's clock runs ten times as fast as the machine's, but for those that are killed or compete for a lease.

import { parseArgs } from 'node:util'
import { Chance } from '../support/chance.js'
import { ApiServer } from '../support/api-server/api-server.js'
import { backupDefinition } from '../support/backups.js'
import { faults, type Fault } from '../support/faults/faults.js'
import { SoakReport } from '../support/faults/soak-report.js'
import { Stage, type StageOptions } from '../support/faults/stage.js'
import { departures, succeed, type Departure } from '../support/faults/succession.js'
import { attempt } from '../support/faults/trial.js'
import { TestCluster } from '../support/test-cluster.js'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    only: { type: 'string', default: '' },
  },
})
const chance = new Chance(Number(values.seed))
const size = 20
const speed = 10
const seconds = { least: 5, most: 15, silent: 35 }

const server = await ApiServer.start()
const cluster = new TestCluster(server.kubeconfig())
const report = new SoakReport(line => console.log(line))
try {
  await cluster.install(backupDefinition)
  await soak()
} finally {
  cluster.close()
  await server.stop()
}
console.log(`\nseed ${values.seed}\n\n${report.table()}`)
process.exitCode = report.problems.length > 0 ? 1 : 0

async function soak(): Promise<void> {
  const wanted = [...faults, ...departures].filter(({ name }) => name.includes(values.only))
  if (wanted.length === 0) throw new Error(`no fault has ${JSON.stringify(values.only)} in its name`)
  let stage = await setStage({ speed })
  const end = performance.now() + Number(values.minutes) * 60_000
  let bag: (Fault | Departure)[] = []
  while (performance.now() < end) {
    if (bag.length === 0) bag = [...wanted]
    const [next] = bag.splice(chance.below(bag.length), 1)
    if ('leave' in next!) await reported(next, () => handOver(next))
    else if (next!.keeper) await reported(next!, () => strikeAlone(next!))
    else if (!(await reported(next!, async () => report.trial(await strike(next!, stage), true)))) {
      // What a round that broke off has left is nobody's measure.
      await stage.close()
      stage = await setStage({ speed })
    }
  }
  await stage.close()
}

/** Whether the round could be carried out. */
async function reported({ name }: Fault | Departure, round: () => Promise<void>): Promise<boolean> {
  try {
    await round()
    return true
  } catch (error) {
    report.failure(name, error)
    return false
  }
}

function setStage(options: Pick<StageOptions, 'speed' | 'leads'>): Promise<Stage> {
  return Stage.set({ cluster, server, size, random: chance.next, ...options })
}

async function strike(fault: Fault, stage: Stage): ReturnType<typeof attempt> {
  return attempt(
    fault,
    stage,
    fault.silent ? seconds.silent : seconds.least + chance.below(seconds.most - seconds.least),
  )
}

/** What it does to its operator is none of the others' business. */
async function strikeAlone(fault: Fault): Promise<void> {
  const stage = await setStage({ speed: 1, leads: fault.keeper === 'leads' })
  try {
    report.trial(await strike(fault, stage), false)
  } finally {
    await stage.close()
  }
}

async function handOver(departure: Departure): Promise<void> {
  report.succession(await succeed(departure, { cluster, size, random: chance.next }))
}
