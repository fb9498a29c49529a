import { ApiProxy } from '../api-proxy.js'
import type { ApiServer } from '../api-server/api-server.js'
import type { TestCluster } from '../test-cluster.js'
import type { Defect } from './defects.js'
import { KeeperProcess } from './keeper-process.js'
import { RotatingToken } from './rotating-token.js'
import { Workload } from './workload.js'

export interface StageOptions {
  readonly cluster: TestCluster
  /** Its own, for faults of a server. The way to it is TLS then. */
  readonly server?: ApiServer | undefined
  /** Of the keeper's seconds, how many pass in one. */
  readonly speed: number
  /** How many Backups there are. */
  readonly size: number
  /** The keeper competes for a lease, which nobody else wants. */
  readonly leads?: boolean
  /** Returns a number from 0 up to 1. */
  readonly random: () => number
  /** What is wrong about the keeper. */
  readonly defect?: Defect
  /** How long it is waited for what is lost. Default: a minute. */
  readonly patienceMs?: number
}

/** A workload, the keeper that looks after it, and the proxy between this and the server. */
export class Stage {
  static async set(options: StageOptions): Promise<Stage> {
    const { cluster, server } = options
    const workload = await Workload.make(cluster, options)
    const { namespace } = workload
    const token = await RotatingToken.make(cluster, namespace)
    const certificate = server && { certificate: server.certificate() }
    const proxy = await ApiProxy.start(cluster.kubeconfig, { tokenFile: token.file, ...certificate })
    const stage = new Stage(options, workload, token, proxy)
    try {
      await stage.startKeeper()
      await workload.untilNothingDiffers()
      return stage
    } catch (error) {
      await stage.close()
      throw error
    }
  }

  #keeper: KeeperProcess | undefined

  private constructor(
    private readonly options: StageOptions,
    readonly workload: Workload,
    readonly token: RotatingToken,
    readonly proxy: ApiProxy,
  ) {}

  get keeper(): KeeperProcess {
    if (!this.#keeper) throw new Error('there is no keeper')
    return this.#keeper
  }

  get server(): ApiServer {
    if (!this.options.server) throw new Error('this fault needs a server of its own')
    return this.options.server
  }

  get cluster(): TestCluster {
    return this.options.cluster
  }

  get speed(): number {
    return this.options.speed
  }

  async startKeeper(): Promise<void> {
    const identity = this.options.leads ? { identity: 'alone' } : {}
    const { speed, defect } = this.options
    const settings = { namespace: this.workload.namespace, speed, defect, ...identity }
    this.#keeper = await KeeperProcess.start(this.proxy.kubeconfig, settings)
    await this.#keeper.untilReady()
  }

  async close(): Promise<void> {
    if (this.#keeper?.isRunning) this.#keeper.signal('SIGKILL')
    await this.#keeper?.stop()
    await this.proxy.stop()
    this.token.remove()
    await this.workload.remove()
  }
}
