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
    only: { type: 'string', default: 'sync,work,latency,idle' },
    who: { type: 'string', default: '' },
  },
})
const sizes = options.objects.split(',').map(Number)
const runs = Number(options.runs)
const parts = new Set(options.only.split(','))
const written = 3000
const changes = { count: 1000, perSecond: 50 }
const settleMs = 5000
const idleMs = 10_000

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
const hasGo = buildPeers()
const isMeant = ({ name, command }) => new RegExp(options.who).test(name) && (hasGo || command === process.execPath)
const server = await startServer()
const api = new Api(server.url, server.account)
const results = { sync: [], work: [], latency: [], idle: [] }
try {
  const namespaces = Object.fromEntries(sizes.map(size => [`records-${size}`, size]))
  await api.populate({ ...namespaces, changing: written, empty: 0 })
  results.bytesPerObject = await api.bytesPerObject(`records-${sizes[0]}`)
  if (parts.has('sync')) for (const size of sizes) await measureSync(size)
  if (parts.has('work')) await measureWork()
  if (parts.has('latency')) await measureLatency()
  if (parts.has('idle')) await measureIdle()
} finally {
  api.close()
  await server.stop()
}

const text = render(results, { runs, written, changes })
console.log(text)
const isWhole = Object.values(parseArgs({ strict: false }).values).length === 0
if (isWhole) writeFileSync(join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../RUNTIME.md'), text)

/** Contestants take turns, so that what disturbs the machine disturbs all of them. */
async function measureSync(size) {
  const all = [
    ...Object.values(floors),
    opwright,
    ...Object.values(opwrightIn),
    ...Object.values(controllerRuntime),
    clientNode,
  ].filter(isMeant)
  const samples = new Map(all.map(each => [each, []]))
  for (let run = 0; run < runs; run++) {
    for (const each of all) {
      const isLast = run === runs - 1
      samples.get(each).push(await syncOnce(each, size, isLast && size === Math.max(...sizes) && !isFloor(each)))
    }
  }
  for (const [{ name }, all] of samples) results.sync.push({ size, name, samples: all })
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
  const all = [opwright, controllerRuntime.list, clientNode].filter(isMeant)
  for (const each of all) {
    const noop = await running(
      each,
      { mode: 'noop', namespace: `records-${size}`, expected: size },
      async program => size / ((await program.event('done')).ms / 1000),
    )
    const writes = []
    for (const workers of [1, 10]) {
      const round = `${each.name} ${workers}`
      const request = { mode: 'write', namespace: 'changing', expected: written, workers, round }
      writes.push(
        await running(each, request, async program => {
          const before = await api.requests()
          const { ms } = await program.event('done')
          const cpu = program.cpu()
          // Reading the server's own count is no request about records.
          const requests = (await api.requests()) - before
          return { workers, perSecond: written / (ms / 1000), cpu, requests: requests / written }
        }),
      )
    }
    results.work.push({ name: each.name, noop, writes })
  }
}

async function measureLatency() {
  const all = [floors.watchList, opwright, controllerRuntime.list, clientNode].filter(isMeant)
  for (const each of all) {
    const request = { mode: 'latency', namespace: 'changing', expected: changes.count }
    const { p50, p99, cpu } = await running(each, request, async program => {
      await program.event('synced')
      await sleep(2000)
      const before = program.cpu()
      await api.change('changing', changes.count, changes.perSecond)
      return { ...(await program.event('done', 30_000)), cpu: program.cpu() - before }
    })
    results.latency.push({ name: each.name, p50, p99, cpu })
  }
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
