import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './faults.js'
import type { KeeperReport } from './keeper-messages.js'
import type { Stage } from './stage.js'

const windowMs = 5_000

/** What a fault did. */
export interface Trial {
  readonly fault: Fault
  /** Of the keeper's seconds, how many passed in one. */
  readonly speed: number
  /** How long it lasted. */
  readonly lastedMs: number
  /** What changed meanwhile. */
  readonly changes: number
  readonly requests: number
  /** In the busiest five seconds, from its beginning until all was as it should be, counted up to a minute. */
  readonly requestsPerMinute: number
  /** From its end until all was as it should be and the keeper ready. */
  readonly convergedMs: number
  /** What never became as it should be. */
  readonly lost: readonly string[]
  /** How often a key was worked on while it was worked on. */
  readonly twiceAtOnce: number
  readonly before: KeeperReport
  readonly after: KeeperReport
  /** How often the probe said so while it lasted. */
  readonly probes: { readonly ready: number; readonly unready: number }
  /** How far behind the keeper was at most while the probe called it ready. */
  readonly staleMs: number
  /** What the probe said while it was not ready. */
  readonly reasons: readonly string[]
}

/** Lets a fault strike in the middle of the work, and waits until everything is as it should be. */
export async function attempt(fault: Fault, stage: Stage, seconds: number): Promise<Trial> {
  const { workload, proxy } = stage
  const { keeper } = stage
  const before = await keeper.report()
  const since = performance.now()
  const changesBefore = workload.changes
  workload.start()
  await sleep(1000)
  const probing = new AbortController()
  const observed = probe(stage, probing.signal)
  const began = performance.now()
  await fault.strike(stage, seconds)
  const ended = performance.now()
  probing.abort()
  const probes = await observed
  await sleep(1000)
  await workload.stop()
  const isReady = async () => {
    const { ready, text } = await stage.keeper.readiness()
    return ready ? undefined : `the keeper is not ready: ${text}`
  }
  const lost = await workload.lost({ isReady, collectsGarbage: fault.forgets })
  const after = await stage.keeper.report()
  return {
    fault,
    speed: stage.speed,
    lastedMs: ended - began,
    changes: workload.changes - changesBefore,
    requests: proxy.traffic.requests.filter(({ at }) => at >= since).length,
    requestsPerMinute: (proxy.traffic.busiest(windowMs, since) * 60_000) / windowMs,
    convergedMs: performance.now() - ended,
    lost,
    twiceAtOnce: after.twiceAtOnce - (stage.keeper === keeper ? before.twiceAtOnce : 0),
    before,
    after,
    ...probes,
  }
}

async function probe(stage: Stage, signal: AbortSignal): Promise<Pick<Trial, 'probes' | 'staleMs' | 'reasons'>> {
  const probes = { ready: 0, unready: 0 }
  const reasons = new Set<string>()
  let staleMs = 0
  while (!signal.aborted) {
    const { keeper, workload } = stage
    const { ready, text } = await keeper.readiness()
    if (ready) {
      probes.ready++
      staleMs = Math.max(staleMs, workload.behindMs(keeper.pulse))
    } else if (ready === false) {
      probes.unready++
      for (const line of text.split('\n')) if (line.startsWith('[-]')) reasons.add(line)
    }
    await sleep(200, undefined, { signal }).catch(() => {})
  }
  return { probes, staleMs, reasons: [...reasons] }
}
