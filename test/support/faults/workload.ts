import { setTimeout as sleep } from 'node:timers/promises'
import { RequestError, type Json } from '../api-server/requests.js'
import { backup } from '../backups.js'
import type { TestCluster } from '../test-cluster.js'
import { childDataOf, markAnnotation, pulseName } from './workload-objects.js'

/** Between two changes. */
const intervalMs = 200
/** Of a key that has failed again and again the next attempt may be 1000 seconds away, of a clock that runs ten times as fast. */
const defaultPatienceMs = 120_000

export interface WorkloadOptions {
  /** How many Backups there are. */
  readonly size: number
  /** Returns a number from 0 up to 1. */
  readonly random: () => number
  /** How long it is waited for what is lost. Default: two minutes. */
  readonly patienceMs?: number
}

export interface LostOptions {
  /** Why the operator is not ready; undefined where it is. Default: nobody asks. */
  readonly isReady?: () => Promise<string | undefined>
  /** Whether objects whose owner is gone are deleted meanwhile. Default false. */
  readonly collectsGarbage?: boolean | undefined
  /** How long it is waited. Default: the workload's. */
  readonly patienceMs?: number
}

/** Changes the Backups of a namespace, and what the operator makes of them, at random and without end, and says what is not as it should be. */
export class Workload {
  static async make(cluster: TestCluster, options: WorkloadOptions): Promise<Workload> {
    const workload = new Workload(cluster, await cluster.makeNamespace(), options)
    await Promise.all([...workload.#names, pulseName].map(name => workload.#create(name)))
    return workload
  }

  /** Changes that the server has accepted. */
  changes = 0
  readonly #names: readonly string[]
  readonly #random: () => number
  readonly #patienceMs: number
  /** When each pulse was accepted, by the monotonic clock of this process. */
  readonly #pulses: number[] = []
  #stop = new AbortController()
  #running: Promise<unknown> = Promise.resolve()

  private constructor(
    private readonly cluster: TestCluster,
    readonly namespace: string,
    { size, random, patienceMs = defaultPatienceMs }: WorkloadOptions,
  ) {
    this.#names = Array.from({ length: size }, (_, index) => `backup-${index}`)
    this.#random = random
    this.#patienceMs = patienceMs
  }

  start(): void {
    this.#stop = new AbortController()
    const { signal } = this.#stop
    this.#running = Promise.all([
      this.#repeat(intervalMs, signal, () => this.#changeOne()),
      this.#repeat(2 * intervalMs, signal, () => this.#beat()),
    ])
  }

  /** Resolves once nothing is under way; rejects with what the server should not have answered. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  /** For how many milliseconds there has been a pulse that somebody who has seen this one has not. */
  behindMs(pulse: number): number {
    const missed = this.#pulses.find((at, index) => index > pulse && at !== undefined)
    return missed === undefined ? 0 : performance.now() - missed
  }

  /** What the operator has still to do, in words. Without any it has lost nothing. */
  async differences(): Promise<string[]> {
    const [backups, configMaps]: [Json, Json] = await Promise.all([
      this.cluster.requests.get(this.#backups()),
      this.cluster.requests.get(this.#configMaps()),
    ])
    const children = new Map<string, Json>(configMaps.items.map((each: Json) => [each.metadata.name, each]))
    children.delete('kube-root-ca.crt')
    const differences: string[] = []
    for (const parent of backups.items) {
      const { name, uid, deletionTimestamp } = parent.metadata
      const child = children.get(name)
      children.delete(name)
      const problem = deletionTimestamp ? 'is still there' : problemOf(parent, child, uid)
      if (problem) differences.push(`${name} ${problem}`)
    }
    return [...differences, ...[...children.keys()].map(name => `${name} has a ConfigMap and is not there`)]
  }

  /** Waits until the operator has nothing to do, or its patience is at an end. The answer is what it has lost. */
  async lost({
    isReady = async () => undefined,
    collectsGarbage = false,
    patienceMs = this.#patienceMs,
  }: LostOptions = {}): Promise<string[]> {
    const deadline = performance.now() + patienceMs
    for (;;) {
      if (collectsGarbage) await this.#collectGarbage()
      const differences = await this.differences()
      const problem = differences.length === 0 ? await isReady() : undefined
      if (problem !== undefined) differences.push(problem)
      if (differences.length === 0 || performance.now() > deadline) return differences
      await sleep(100)
    }
  }

  /** What the garbage collector of a cluster does, of which a server alone has none. */
  async #collectGarbage(): Promise<void> {
    const [backups, configMaps]: [Json, Json] = await Promise.all([
      this.cluster.requests.get(this.#backups()),
      this.cluster.requests.get(this.#configMaps()),
    ])
    const owners = new Set<string>(backups.items.map((each: Json) => each.metadata.uid))
    for (const { metadata } of configMaps.items) {
      const [owner] = metadata.ownerReferences ?? []
      if (!owner || owners.has(owner.uid)) continue
      await accepted(this.cluster.requests.delete(`${this.#configMaps()}/${metadata.name}`))
    }
  }

  /** Has all the patience there is: before a trial, nothing shows in how long it takes. */
  async untilNothingDiffers(): Promise<void> {
    const lost = await this.lost({ patienceMs: defaultPatienceMs })
    if (lost.length > 0) throw new Error(`the operator has not done its work: ${lost.join(', ')}`)
  }

  /** Does not wait for its end. */
  async remove(): Promise<void> {
    await this.cluster.deleteNamespace(this.namespace)
  }

  async #repeat(ms: number, signal: AbortSignal, change: () => Promise<unknown>): Promise<void> {
    while (!signal.aborted) {
      if (await accepted(change())) this.changes++
      await sleep(ms, undefined, { signal }).catch(() => {})
    }
  }

  #changeOne(): Promise<unknown> {
    const name = this.#names[Math.floor(this.#random() * this.#names.length)]!
    const copies = Math.floor(this.#random() * 10)
    const dice = this.#random()
    if (dice < 0.5) return this.#merge(name, { spec: { copies } })
    if (dice < 0.6) return this.cluster.requests.delete(`${this.#backups()}/${name}`)
    if (dice < 0.8) return this.#create(name)
    if (dice < 0.9) return this.cluster.requests.delete(`${this.#configMaps()}/${name}`)
    return this.cluster.requests.merge(`${this.#configMaps()}/${name}`, { data: { copies: 'spoiled' } })
  }

  async #beat(): Promise<void> {
    const next = this.#pulses.length
    await this.#merge(pulseName, { metadata: { annotations: { [markAnnotation]: String(next) } } })
    this.#pulses[next] = performance.now()
  }

  #create(name: string): Promise<Json> {
    return this.cluster.requests.create(this.#backups(), {
      apiVersion: 'vault.example.com/v1',
      kind: 'Backup',
      ...backup(name),
    })
  }

  #merge(name: string, change: object): Promise<Json> {
    return this.cluster.requests.merge(`${this.#backups()}/${name}`, change)
  }

  #backups(): string {
    return `/apis/vault.example.com/v1/namespaces/${this.namespace}/backups`
  }

  #configMaps(): string {
    return `/api/v1/namespaces/${this.namespace}/configmaps`
  }
}

function problemOf(parent: Json, child: Json | undefined, uid: string): string | undefined {
  if (!child) return 'has no ConfigMap'
  if (child.metadata.ownerReferences?.[0]?.uid !== uid) return 'has the ConfigMap of another one'
  const wanted = JSON.stringify(childDataOf(parent))
  const data = JSON.stringify(child.data)
  if (data !== wanted) return `has a ConfigMap with ${data} and not ${wanted}`
  const { copies } = parent.spec
  return parent.status?.copies === copies ? undefined : `has the status ${parent.status?.copies} and not ${copies}`
}

/** A change that came too late or too soon is none, nor is one that a server did not answer that is down or starting. */
async function accepted(change: Promise<unknown>): Promise<boolean> {
  try {
    await change
    return true
  } catch (error) {
    if (!(error instanceof RequestError)) return false
    if (error.status === 404 || error.status === 409 || error.status === 429 || error.status >= 500) return false
    throw error
  }
}
