import { setTimeout as sleep } from 'node:timers/promises'
import type { Rule, Treatment } from '../api-proxy.js'
import { until } from '../until.js'
import type { Stage } from './stage.js'

export interface Fault {
  readonly name: string
  /** Lasts for about so many seconds, and leaves everything sound. */
  readonly strike: (stage: Stage, seconds: number) => Promise<void>
  /** What the probe must have said at some moment while it lasted; `ready`: at every moment. Default: either. */
  readonly readyz?: 'ready' | 'unready'
  /** The server has to be the stage's own. */
  readonly ownServer?: true
  /** What is special about the keeper: it does not survive the fault and is started again, or it holds a lease. */
  readonly keeper?: 'ends' | 'leads'
  /** At most, where it is more than elsewhere: while every reconcile fails at once, each Backup is tried ten times in the first five seconds. */
  readonly requestsPerMinute?: number
  /**
   * The server no longer has what it had accepted. The keeper may have made something for an owner that is gone since, before its cache
   * knew: that is for the garbage collector of a cluster.
   */
  readonly forgets?: true
  /** The keeper can notice it only after its time limit for silence, which is 150 seconds of its clock. */
  readonly silent?: true
}

/** What can go wrong between an operator and its server, and in the operator itself. */
export const faults: readonly Fault[] = [
  {
    name: 'server killed and started again',
    ownServer: true,
    readyz: 'unready',
    async strike({ server }, seconds) {
      await server.killServer()
      await pass(seconds / 2)
      await server.restartServer()
    },
  },
  {
    name: 'server ended in order and started again',
    ownServer: true,
    readyz: 'unready',
    async strike({ server }, seconds) {
      await server.stopServer()
      await pass(seconds / 2)
      await server.restartServer()
    },
  },
  {
    name: 'etcd restored from an older snapshot',
    ownServer: true,
    forgets: true,
    readyz: 'unready',
    async strike({ server }, seconds) {
      const snapshot = server.saveData()
      await pass(seconds / 2)
      await server.restoreData(snapshot)
      // Versions are given a second time: those that the operator has seen, and does not know any more.
      await pass(seconds)
    },
  },
  {
    name: 'another certificate, announced late',
    ownServer: true,
    readyz: 'unready',
    async strike({ cluster, server, proxy }, seconds) {
      await server.renewCertificate()
      cluster.requests.reload()
      proxy.reload()
      proxy.changeCertificate(server.certificate())
      await pass(seconds / 2)
      proxy.announceCertificate(server.certificate())
    },
  },
  {
    name: 'half-open connections: nothing is answered',
    readyz: 'unready',
    silent: true,
    async strike(stage, seconds) {
      stage.proxy.cutConnections()
      await treated(stage, seconds, () => ({ type: 'swallow' }))
    },
  },
  {
    name: 'connections cut without FIN, new ones sound',
    silent: true,
    async strike({ proxy }, seconds) {
      proxy.cutConnections()
      await pass(seconds)
    },
  },
  {
    name: 'watches that go silent',
    silent: true,
    async strike(stage, seconds) {
      stage.proxy.muteAnswers()
      await treated(stage, seconds, ({ path }) => (isWatch(path) ? { type: 'mute' } : undefined))
    },
  },
  {
    name: 'connections reset, again and again',
    readyz: 'unready',
    strike: (stage, seconds) => reset(stage, seconds, 1),
  },
  {
    name: 'every second request answered 500',
    readyz: 'unready',
    async strike(stage, seconds) {
      let count = 0
      stage.proxy.breakConnections()
      await treated(stage, seconds, () => (count++ % 2 === 0 ? failure(500, 'InternalError') : undefined))
    },
  },
  {
    name: '429 with Retry-After to every request',
    readyz: 'unready',
    async strike(stage, seconds) {
      // A second of ours.
      const answer = { ...failure(429, 'TooManyRequests'), headers: { 'retry-after': String(stage.speed) } }
      stage.proxy.breakConnections()
      await treated(stage, seconds, () => answer)
    },
  },
  {
    name: 'pages in HTML, from something between, with 502 and with 200',
    readyz: 'unready',
    async strike(stage, seconds) {
      let count = 0
      const page = {
        type: 'answer',
        headers: { 'content-type': 'text/html' },
        body: '<html><h1>Sign in</h1></html>',
      } as const
      stage.proxy.breakConnections()
      await treated(stage, seconds, () => ({ ...page, status: count++ % 2 === 0 ? 200 : 502 }))
    },
  },
  {
    name: 'answers that end in the middle, two in three',
    async strike(stage, seconds) {
      let count = 0
      stage.proxy.breakConnections()
      await treated(stage, seconds, () => (count++ % 3 > 0 ? { type: 'truncate' } : undefined))
    },
  },
  {
    name: 'answers that come two seconds late',
    readyz: 'ready',
    async strike(stage, seconds) {
      await treated(stage, seconds, () => ({ type: 'delay', ms: 2000 }))
    },
  },
  {
    name: 'expired token, renewed late',
    readyz: 'unready',
    requestsPerMinute: 4_000,
    async strike({ token, proxy }, seconds) {
      await token.expire()
      // A server remembers for ten seconds what it thinks of a token.
      await pass(seconds / 2 + 10)
      proxy.breakConnections()
      await pass(seconds / 2)
      await token.issue()
    },
  },
  {
    name: '410 to every watch',
    readyz: 'unready',
    async strike(stage, seconds) {
      const object = status(410, 'Expired')
      stage.proxy.breakConnections()
      await treated(stage, seconds, ({ path }) =>
        isWatch(path) ? { type: 'answer', status: 200, body: { type: 'ERROR', object } } : undefined,
      )
    },
  },
  {
    name: 'answers to writes lost, every second one',
    readyz: 'ready',
    async strike(stage, seconds) {
      let count = 0
      await treated(stage, seconds, ({ method }) =>
        method !== 'GET' && count++ % 2 === 0 ? { type: 'loseAnswer' } : undefined,
      )
    },
  },
  {
    name: 'a date that jumps a day ahead and back',
    keeper: 'leads',
    readyz: 'ready',
    async strike({ keeper }, seconds) {
      const day = 24 * 60 * 60 * 1000
      for (const ms of [day, -2 * day, day]) {
        keeper.jumpClock(ms)
        await pass(seconds / 3)
      }
    },
  },
  {
    name: 'killed in a reconcile',
    keeper: 'ends',
    async strike(stage) {
      const held = stage.proxy.hold((method, path) => method === 'PATCH' && path.includes('/status'))
      await until('a reconcile is half done', () => held.count > 0)
      stage.keeper.signal('SIGKILL')
      await stage.keeper.stop()
      held.release()
      await stage.startKeeper()
    },
  },
]

/** So many reconnects as an operator has to make in an hour in which no watch lasts: for one whose clock runs fast. */
export const manyReconnects: Fault = {
  name: "an hour's worth of reconnects",
  readyz: 'unready',
  strike: (stage, seconds) => reset(stage, seconds, 0.4),
}

async function reset({ proxy }: Stage, seconds: number, interval: number): Promise<void> {
  for (let second = 0; second < seconds; second += interval) {
    proxy.breakConnections()
    await pass(interval)
  }
}

async function treated({ proxy }: Stage, seconds: number, rule: Rule): Promise<void> {
  const stop = proxy.treat(rule)
  await pass(seconds)
  stop()
}

function pass(seconds: number): Promise<void> {
  return sleep(seconds * 1000)
}

function isWatch(path: string): boolean {
  return path.includes('watch=true')
}

function failure(code: number, reason: string): Extract<Treatment, { type: 'answer' }> {
  return { type: 'answer', status: code, body: status(code, reason) }
}

function status(code: number, reason: string): object {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', message: `a fault: ${reason}`, reason, code }
}
