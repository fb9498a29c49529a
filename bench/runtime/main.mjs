// The runtime beside controller-runtime and client-node's informer, on one API server. See ../README.md.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Api } from './api.mjs'
import { Contestant } from './contestant.mjs'
import { buildPeers, clientNode, controllerRuntime, floors, opwright, opwrightIn } from './contestants.mjs'
import { render } from './render.mjs'
import { startServer } from './server.mjs'

const { values: options } = parseArgs({
  options: {
    objects: { type: 'string', default: '10000,50000' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: 'sync,work,dependents,latency,idle' },
    who: { type: 'string', default: '' },
  },
})
const sizes = options.objects.split(',').map(Number)
const runs = Number(options.runs)
const parts = new Set(options.only.split(','))
const written = 3000
const owners = 500
const changes = { count: 1000, perSecond: 50 }
const settleMs = 5000
const idleMs = 10_000

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
const hasGo = buildPeers()
const isMeant = ({ name, command }) => new RegExp(options.who).test(name) && (hasGo || command === process.execPath)
const server = await startServer()
const api = new Api(server.url, server.account)
const results = { sync: [], work: [], dependents: [], latency: [], idle: [] }
try {
  const namespaces = Object.fromEntries(sizes.map(size => [`records-${size}`, size]))
  await api.populate({ ...namespaces, changing: written, owners: 0, empty: 0 })
  results.bytesPerObject = await api.bytesPerObject(`records-${sizes[0]}`)
  if (parts.has('sync')) for (const size of sizes) await measureSync(size)
  if (parts.has('work')) await measureWork()
  if (parts.has('dependents')) await measureDependents()
  if (parts.has('latency')) await measureLatency()
  if (parts.has('idle')) await measureIdle()
} finally {
  api.close()
  await server.stop()
}

const text = render(results, { runs, written, owners, changes })
console.log(text)
const isWhole = Object.values(parseArgs({ strict: false }).values).length === 0
if (isWhole) writeFileSync(join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../RUNTIME.md'), text)

/** Contestants take turns, so that what disturbs the machine disturbs all of them. */
async function inTurns(contestants, measure) {
  const samples = new Map(contestants.filter(isMeant).map(each => [each, []]))
  for (let run = 0; run < runs; run++) {
    for (const [each, taken] of samples) taken.push(await measure(each, run === runs - 1))
  }
  return [...samples].map(([{ name }, taken]) => ({ name, samples: taken }))
}

async function measureSync(size) {
  const all = [
    ...Object.values(floors),
    opwright,
    ...Object.values(opwrightIn),
    ...Object.values(controllerRuntime),
    clientNode,
  ]
  const rows = await inTurns(all, (each, isLast) =>
    syncOnce(each, size, isLast && size === Math.max(...sizes) && !isFloor(each)),
  )
  results.sync.push(...rows.map(row => ({ size, ...row })))
}

function isFloor(contestant) {
  return Object.values(floors).includes(contestant)
}

async function syncOnce(contestant, size, andIdle) {
  return running(contestant, { mode: 'sync', namespace: `records-${size}` }, async program => {
    const { afterMs, objects, stallMs } = await program.event('synced')
    if (objects !== size) throw new Error(`${contestant.name} has ${objects} of ${size} objects`)
    const cpu = program.cpu()
    await sleep(settleMs)
    const { peak, resident } = program.memory()
    if (!andIdle) return { ms: afterMs, stallMs, cpu, peak, resident }
    const before = program.cpu()
    await sleep(idleMs)
    return { ms: afterMs, stallMs, cpu, peak, resident, idleCpu: (program.cpu() - before) / (idleMs / 1000) }
  })
}

async function measureWork() {
  const size = sizes[0]
  let turn = 0
  results.work = await inTurns([opwright, controllerRuntime.list, clientNode], async each => {
    const noop = await running(
      each,
      { mode: 'noop', namespace: `records-${size}`, expected: size },
      async program => size / ((await program.event('done')).ms / 1000),
    )
    const writes = []
    for (const workers of [1, 10]) {
      const request = { mode: 'write', namespace: 'changing', expected: written, workers, round: `${turn++}` }
      writes.push(
        await running(each, request, async program => {
          const before = await api.requests()
          const warm = await program.event('warm')
          const warmCpu = program.cpu()
          const { ms } = await program.event('done')
          const cpu = program.cpu()
          const last = { count: written / 3, ms: ms - warm.ms, cpu: cpu - warmCpu }
          // Reading the server's own count is no request about records.
          const requests = (await api.requests()) - before
          return {
            perSecond: written / (ms / 1000),
            cpu,
            requests: requests / written,
            lastPerSecond: last.count / (last.ms / 1000),
            lastCpu: last.cpu,
          }
        }),
      )
    }
    return { noop, one: writes[0], ten: writes[1] }
  })
}

async function measureDependents() {
  const namespace = 'owners'
  let turn = 0
  results.dependents = await inTurns([opwright, controllerRuntime.list], async each => {
    const request = { mode: 'dependents', namespace, expected: owners, workers: 10, round: `dependents-${turn++}` }
    const sample = await running(each, request, async program => {
      await program.event('synced')
      const before = program.cpu()
      const madeMs = await lasted(program.event('made'), api.fill(namespace, owners))
      const madeCpu = program.cpu() - before
      const repairedMs = await lasted(program.event('repaired'), api.scaleDeployments(namespace, owners))
      const cpu = program.cpu() - before
      await api.checkDependents(namespace, owners, request.round)
      return { madeMs, madeCpu, repairedMs, repairedCpu: cpu - madeCpu }
    })
    await api.clear(namespace)
    return sample
  })
}

/** Milliseconds from now until all has come to pass. */
async function lasted(...events) {
  const start = performance.now()
  await Promise.all(events)
  return performance.now() - start
}

async function measureLatency() {
  const request = { mode: 'latency', namespace: 'changing', expected: changes.count }
  results.latency = await inTurns([floors.watchList, opwright, controllerRuntime.list, clientNode], each =>
    running(each, request, async program => {
      await program.event('synced')
      await sleep(2000)
      const before = program.cpu()
      await api.change('changing', changes.count, changes.perSecond)
      return { ...(await program.event('done', 30_000)), cpu: program.cpu() - before }
    }),
  )
}

async function measureIdle() {
  const bare = {
    name: 'bare Node',
    command: process.execPath,
    args: ['-e', 'console.log(`{"event":"synced"}`);setInterval(()=>{},1e6)'],
  }
  for (const each of [bare, opwright, controllerRuntime.list, clientNode].filter(
    each => each === bare || isMeant(each),
  )) {
    const resident = await running(each, { mode: 'idle', namespace: 'empty' }, async program => {
      await program.event('synced')
      await sleep(idleMs)
      return program.memory().resident
    })
    results.idle.push({ name: each.name, resident })
  }
}

async function running({ name, environment, ...start }, request, measure) {
  const { mode, namespace, workers = 1, expected = 0, round = '' } = request
  console.error(`${new Date().toISOString().slice(11, 19)} ${name}: ${mode} ${namespace} ${workers > 1 ? workers : ''}`)
  const program = new Contestant(start, {
    ...environment,
    BENCH_SERVER: server.url,
    BENCH_ACCOUNT: server.account,
    BENCH_MODE: mode,
    BENCH_NAMESPACE: namespace,
    BENCH_WORKERS: String(workers),
    BENCH_EXPECTED: String(expected),
    BENCH_ROUND: round,
  })
  try {
    return await measure(program)
  } finally {
    await program.stop()
  }
}

function sleep(ms) {
  return new Promise(resolve => setTimeout(resolve, ms))
}
