import { setTimeout as sleep } from 'node:timers/promises'
import { ApiProxy } from '../api-proxy.js'
import type { TestCluster } from '../test-cluster.js'
import { until } from '../until.js'
import type { Defect } from './defects.js'
import { KeeperProcess } from './keeper-process.js'
import { RotatingToken } from './rotating-token.js'
import { Workload, type WorkloadOptions } from './workload.js'

/** How a leader leaves its place. */
export interface Departure {
  readonly name: string
  /** Resolves when the process has ended. */
  readonly leave: (leader: Candidate) => Promise<void>
  /** What the lease allows: no successor may begin before, in milliseconds. */
  readonly earliestMs: number
}

interface Candidate {
  readonly keeper: KeeperProcess
  readonly proxy: ApiProxy
}

const pauseMs = 30_000

export const departures: readonly Departure[] = [
  {
    name: 'leader ends in order',
    earliestMs: 0,
    async leave({ keeper }) {
      await keeper.stop()
    },
  },
  {
    name: 'leader killed in a reconcile',
    earliestMs: 10_000,
    async leave({ keeper, proxy }) {
      const held = proxy.hold((method, path) => method === 'PATCH' && path.includes('/status'))
      await until('a reconcile is half done', () => held.count > 0)
      keeper.signal('SIGKILL')
      await keeper.stop()
      held.release()
    },
  },
  {
    name: 'leader cut off from the server',
    earliestMs: 10_000,
    async leave({ keeper, proxy }) {
      proxy.cutConnections()
      proxy.treat(() => ({ type: 'swallow' }))
      await until('the leader that was has ended', () => !keeper.isRunning)
    },
  },
  {
    name: 'leader paused for 30 seconds',
    earliestMs: 10_000,
    async leave({ keeper }) {
      keeper.signal('SIGSTOP')
      await sleep(pauseMs)
      keeper.signal('SIGCONT')
      await until('the leader that was has ended', () => !keeper.isRunning)
    },
  },
]

export interface Succession {
  readonly departure: Departure
  readonly changes: number
  /** From the departure until the successor has written something. */
  readonly failoverMs: number
  readonly convergedMs: number
  readonly lost: readonly string[]
  /** What the old leader wrote after the new one had begun. */
  readonly lateWrites: readonly string[]
  readonly twiceAtOnce: number
}

/** Lets a leader leave in the middle of the work, with another process standing by. */
export async function succeed(
  departure: Departure,
  options: WorkloadOptions & { readonly cluster: TestCluster; readonly defect?: Defect },
): Promise<Succession> {
  const { cluster, defect } = options
  const workload = await Workload.make(cluster, options)
  const { namespace } = workload
  const token = await RotatingToken.make(cluster, namespace)
  const candidates: Candidate[] = []
  const join = async (identity: string): Promise<Candidate> => {
    const proxy = await ApiProxy.start(cluster.kubeconfig, { tokenFile: token.file })
    const keeper = await KeeperProcess.start(proxy.kubeconfig, { namespace, identity, speed: 1, defect })
    candidates.push({ keeper, proxy })
    await keeper.untilReady()
    return { keeper, proxy }
  }
  try {
    const leader = await join('first')
    await workload.untilNothingDiffers()
    const successor = await join('second')
    workload.start()
    await sleep(2000)
    const { twiceAtOnce } = await leader.keeper.report()

    const left = performance.now()
    const gone = departure.leave(leader)
    const [first] = await until('the successor works', () => {
      const writes = successor.proxy.traffic.writesSince(left)
      return writes.length > 0 && writes
    })
    await gone
    const ended = performance.now()
    await sleep(1000)
    await workload.stop()
    const lost = await workload.lost()
    return {
      departure,
      changes: workload.changes,
      failoverMs: first!.at - left,
      convergedMs: performance.now() - ended,
      lost,
      lateWrites: leader.proxy.traffic.writesSince(first!.at).map(({ method, path }) => `${method} ${path}`),
      twiceAtOnce: twiceAtOnce + (await successor.keeper.report()).twiceAtOnce,
    }
  } finally {
    await workload.stop()
    for (const { keeper, proxy } of candidates) {
      if (keeper.isRunning) keeper.signal('SIGKILL')
      await keeper.stop()
      await proxy.stop()
    }
    token.remove()
    await workload.remove()
  }
}
