import type { Succession } from './succession.js'
import type { Trial } from './trial.js'

/** What a keeper with twenty Backups may send in a minute of the machine's clock: it sends half of that at most. */
const requestsPerMinute = 1_800
/** A machine may be loaded, and the work before a fault not done when it strikes. */
const unnoticedMs = 5_000
/** A watch that has shown something has two limits before its objects are listed: of 150 seconds each, by the keeper's clock. */
const silentMs = 2 * 150_000
/** From one trial to the next. What is loaded and compiled only when something fails comes with the first ones. */
const heapGrowthBytes = 4 * 1024 * 1024
/** Connections that are kept for a while, timers of delays. */
const handleGrowth = 8
/** The lease ends after 15 seconds, and is looked at every two. */
const failoverMs = 30_000

/** What a trial shows that must not be, in words. */
export function shortcomingsOf(trial: Trial): string[] {
  const { fault, twiceAtOnce, before, after, probes, reasons, staleMs, speed } = trial
  const found = trial.lost.map(each => `lost: ${each}`)
  if (twiceAtOnce > 0) found.push(`a key was worked on twice at once, ${twiceAtOnce} times`)
  if (trial.requestsPerMinute > (fault.requestsPerMinute ?? requestsPerMinute))
    found.push(`a hot loop: ${trial.requestsPerMinute} requests a minute`)
  const heapGrowth = after.heapBytes - before.heapBytes
  if (heapGrowth > heapGrowthBytes) found.push(`a leak: the heap has grown by ${heapGrowth} bytes`)
  const handles = after.handles - before.handles
  if (handles > handleGrowth) found.push(`a leak: ${handles} handles more than before`)
  if (fault.readyz === 'ready' && probes.unready > 0)
    found.push(`not ready although all was well: ${reasons.join('; ')}`)
  if (fault.readyz === 'unready' && probes.unready === 0) found.push('called ready all the time')
  for (const reason of reasons) if (!explains.test(reason)) found.push(`not ready, and no reason: ${reason}`)
  const limitMs = unnoticedMs + (fault.silent ? silentMs / speed : 0)
  if (staleMs > limitMs) found.push(`called ready when it was ${Math.round(staleMs)} ms behind`)
  return found
}

/** What a succession shows that must not be, in words. */
export function shortcomingsOfSuccession(succession: Succession): string[] {
  const { departure, lost, lateWrites, twiceAtOnce } = succession
  const found = lost.map(each => `lost: ${each}`)
  if (twiceAtOnce > 0) found.push(`a key was worked on twice at once, ${twiceAtOnce} times`)
  for (const write of lateWrites) found.push(`two leaders: the old one has written ${write}`)
  const ms = Math.round(succession.failoverMs)
  if (ms < departure.earliestMs) found.push(`two leaders: the new one began after ${ms} ms, before the lease could end`)
  if (ms > failoverMs) found.push(`the new leader began after ${ms} ms only`)
  return found
}

const explains = /^\[-\](cache .* failed: not (fresh|synced): .+|manager failed: \w+$)/
