// What the programs on Node have in common: what they are asked for, and how they tell.
import { monitorEventLoopDelay } from 'node:perf_hooks'

export const asked = {
  server: process.env.BENCH_SERVER,
  account: process.env.BENCH_ACCOUNT,
  namespace: process.env.BENCH_NAMESPACE,
  mode: process.env.BENCH_MODE,
  workers: Number(process.env.BENCH_WORKERS ?? 1),
  expected: Number(process.env.BENCH_EXPECTED ?? 0),
  round: process.env.BENCH_ROUND,
}

export const say = what => console.log(JSON.stringify(what))

const delay = asked.mode === 'sync' ? monitorEventLoopDelay({ resolution: 1 }) : undefined
delay?.enable()

export function synced(objects) {
  delay?.disable()
  say({ event: 'synced', objects, ...(delay && { stallMs: delay.max / 1e6 }) })
}

let first
let count = 0

/** Counts what the mode is about. `begun` is when its reconcile began, by `performance.now()`. */
export function done(begun) {
  first ??= begun
  count++
  if (count === Math.floor((asked.expected * 2) / 3)) say({ event: 'warm', ms: performance.now() - first })
  if (count === asked.expected) say({ event: 'done', ms: performance.now() - first })
}

const tallies = new Map()

/** Counts what happens to each object once, and tells when it has happened to all. */
export function tally(event) {
  const times = (tallies.get(event) ?? 0) + 1
  tallies.set(event, times)
  if (times === asked.expected) say({ event })
}

const seen = new Map()
const latencies = []

/** Counts a change that was made after the object was seen for the first time. */
export function arrived({ metadata, spec: { changedAt } }) {
  const now = performance.timeOrigin + performance.now()
  const isKnown = seen.has(metadata.name)
  if (isKnown && seen.get(metadata.name) !== changedAt && latencies.push(now - changedAt) === asked.expected) {
    latencies.sort((a, b) => a - b)
    const at = part => latencies[Math.floor((latencies.length - 1) * part)]
    say({ event: 'done', p50: at(0.5), p99: at(0.99) })
  }
  seen.set(metadata.name, changedAt)
}
