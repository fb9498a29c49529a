import { generateKeyPairSync, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureAssets, type Assets } from './assets.js'
import { freePort } from './free-port.js'
import { GuardedProcess } from './guarded-process.js'
import { kubeconfig } from './kubeconfig.js'
import { ApiRequests } from './requests.js'
import { makeRunFolder } from './run-folder.js'

export interface ApiServerOptions {
  /** The controllers of kube-controller-manager to run, such as `garbagecollector` and `namespace`. Default: none, and no manager. */
  readonly controllers?: readonly string[]
  /** Users without any rights, for each of whom there is a kubeconfig; grant them what a test needs through RBAC. */
  readonly users?: readonly string[]
  /** More arguments for kube-apiserver, such as `--runtime-config=api/all=true`. */
  readonly serverArguments?: readonly string[]
  /** Until everything answers. Default 120 seconds: a start that takes 6 alone takes many times that on a loaded machine. */
  readonly startTimeoutMs?: number
}

const admin = 'admin'

/** A real kube-apiserver with an etcd of its own, on loopback ports of its own. No process of it outlives this one. */
export class ApiServer {
  /** Rejects, with nothing left running, when a program ends or the time is over before all of them are ready. */
  static async start(options: ApiServerOptions = {}): Promise<ApiServer> {
    const assets = await ensureAssets()
    for (let attempt = 1; ; attempt++) {
      const server = new ApiServer(assets, options, await freePort(), await freePort(), await freePort())
      try {
        await server.#start()
        return server
      } catch (error) {
        const portTaken = server.#mentions('address already in use')
        await server.stop()
        if (!portTaken || attempt === 5) throw error
      }
    }
  }

  readonly url: string
  readonly #folder = makeRunFolder()
  readonly #tokens: ReadonlyMap<string, string>
  readonly #programs = new Map<'etcd' | 'server' | 'manager', GuardedProcess>()

  private constructor(
    private readonly assets: Assets,
    private readonly options: ApiServerOptions,
    private readonly port: number,
    private readonly etcdPort: number,
    private readonly etcdPeerPort: number,
  ) {
    this.url = `https://127.0.0.1:${port}`
    this.#tokens = new Map([admin, ...(options.users ?? [])].map(user => [user, randomBytes(16).toString('hex')]))
  }

  /** The path of a kubeconfig for one of the users; default: one who may do everything. */
  kubeconfig(user = admin): string {
    const file = this.#file(`${user}.kubeconfig`)
    const token = this.#tokens.get(user)
    if (token === undefined) throw new Error(`this server was not started with a user ${user}`)
    const ca = fs.readFileSync(this.#file('certificates', 'apiserver.crt'))
    fs.writeFileSync(file, kubeconfig({ url: this.url, ca, user, token }), { mode: 0o600 })
    return file
  }

  /**
   * Starts kube-controller-manager with these controllers. The garbage collector looks for new kinds every 30 seconds: to have
   * it collect objects of a custom kind at once, make the kind known before.
   */
  startControllers(controllers: readonly string[]): void {
    const program = this.assets.kubeControllerManager
    if (!program) throw new Error('controllers need kube-controller-manager, which is not among the assets')
    this.#run('manager', program, [
      `--kubeconfig=${this.kubeconfig()}`,
      `--controllers=${controllers.join(',')}`,
      `--service-account-private-key-file=${this.#file('service-account.key')}`,
      '--leader-elect=false',
      '--secure-port=0',
    ])
  }

  /** Ends kube-apiserver as a crash would: connections break, nothing is said. etcd keeps what was written. */
  async killServer(): Promise<void> {
    await this.#programs.get('server')?.kill()
    this.#programs.delete('server')
  }

  /** Ends kube-apiserver in order, as an upgrade does: watches end as if their time were over. */
  async stopServer(): Promise<void> {
    await this.#programs.get('server')?.stop()
    this.#programs.delete('server')
  }

  /** Starts kube-apiserver again, on the same port, with the same data and credentials. */
  async restartServer(): Promise<void> {
    await this.killServer()
    this.#startServer()
    await this.#untilReady()
  }

  /** What it shows to clients, for one who stands in its place. */
  certificate(): { readonly cert: Buffer; readonly key: Buffer } {
    const read = (name: string) => fs.readFileSync(this.#file('certificates', name))
    return { cert: read('apiserver.crt'), key: read('apiserver.key') }
  }

  /** Starts kube-apiserver again with another certificate, which no kubeconfig that was handed out before trusts. */
  async renewCertificate(): Promise<void> {
    await this.killServer()
    fs.rmSync(this.#file('certificates'), { recursive: true })
    await this.restartServer()
  }

  /** Copies what etcd holds, as it is now. The answer is for `restoreData`. */
  saveData(): string {
    const etcd = this.#programs.get('etcd')
    const copy = fs.mkdtempSync(this.#file('snapshot-'))
    // A state that etcd could find after a crash: it goes on from any of these.
    etcd?.signal('STOP')
    try {
      fs.cpSync(this.#file('etcd'), copy, { recursive: true })
    } finally {
      etcd?.signal('CONT')
    }
    return copy
  }

  /** Goes back to a state of the past, as a backup does: what was written since is gone, and versions are given a second time. */
  async restoreData(copy: string): Promise<void> {
    await this.killServer()
    await this.#programs.get('etcd')?.kill()
    fs.rmSync(this.#file('etcd'), { recursive: true })
    fs.cpSync(copy, this.#file('etcd'), { recursive: true })
    this.#startEtcd()
    await this.restartServer()
  }

  /** Lets etcd forget every state before a version, as it does by itself every five minutes. */
  async compact(resourceVersion: string): Promise<void> {
    const body = JSON.stringify({ revision: resourceVersion, physical: true })
    const url = `http://127.0.0.1:${this.etcdPort}/v3/kv/compaction`
    const { ok, status } = await fetch(url, { method: 'POST', body })
    if (!ok) throw new Error(`etcd answered ${status} to a compaction`)
  }

  /** Stalls kube-apiserver: connections stay open and nothing answers, until it is resumed. */
  pauseServer(): void {
    this.#programs.get('server')?.signal('STOP')
  }

  resumeServer(): void {
    this.#programs.get('server')?.signal('CONT')
  }

  /** Stops everything and removes its data. May be called again. Open watches delay it: end them first. */
  async stop(): Promise<void> {
    for (const name of ['manager', 'server', 'etcd'] as const) {
      await this.#programs.get(name)?.stop()
      this.#programs.delete(name)
    }
    fs.rmSync(this.#folder, { recursive: true, force: true })
  }

  async #start(): Promise<void> {
    this.#startEtcd()
    this.#writeCredentials()
    this.#startServer()
    await this.#untilReady()
    if (this.options.controllers) this.startControllers(this.options.controllers)
  }

  #startEtcd(): void {
    const clientUrl = `http://127.0.0.1:${this.etcdPort}`
    const peerUrl = `http://127.0.0.1:${this.etcdPeerPort}`
    this.#run('etcd', this.assets.etcd, [
      `--data-dir=${this.#file('etcd')}`,
      `--listen-client-urls=${clientUrl}`,
      `--advertise-client-urls=${clientUrl}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ])
  }

  #writeCredentials(): void {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    fs.writeFileSync(this.#file('service-account.key'), privateKey, { mode: 0o600 })
    fs.writeFileSync(this.#file('service-account.pub'), publicKey)
    const lines = [...this.#tokens].map(
      ([user, token]) => `${token},${user},${user}${user === admin ? ',system:masters' : ''}`,
    )
    fs.writeFileSync(this.#file('tokens.csv'), `${lines.join('\n')}\n`, { mode: 0o600 })
  }

  #startServer(): void {
    this.#run('server', this.assets.kubeApiServer, [
      `--etcd-servers=http://127.0.0.1:${this.etcdPort}`,
      '--bind-address=127.0.0.1',
      // A machine without a default route has no address to advertise.
      '--advertise-address=127.0.0.1',
      `--secure-port=${this.port}`,
      `--cert-dir=${this.#file('certificates')}`,
      `--token-auth-file=${this.#file('tokens.csv')}`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${this.#file('service-account.pub')}`,
      `--service-account-signing-key-file=${this.#file('service-account.key')}`,
      '--service-cluster-ip-range=10.0.0.0/24',
      // Nobody makes the service accounts that this plugin demands of pods.
      '--disable-admission-plugins=ServiceAccount',
      // As on OpenShift: an operator that lacks `update` on its owner's finalizers fails here, not there.
      '--enable-admission-plugins=OwnerReferencesPermissionEnforcement',
      '--endpoint-reconciler-type=none',
      ...(this.options.serverArguments ?? []),
    ])
  }

  #run(name: 'etcd' | 'server' | 'manager', program: string, args: readonly string[]): void {
    this.#programs.set(name, new GuardedProcess(this.#folder, program, args))
  }

  async #untilReady(): Promise<void> {
    const deadline = Date.now() + (this.options.startTimeoutMs ?? 120_000)
    for (;;) {
      for (const program of this.#programs.values()) {
        if (program.exitCode === undefined) continue
        throw new Error(`${program.name} ended with exit code ${program.exitCode}:\n${program.tail()}`)
      }
      if (await this.#isReady()) return
      if (Date.now() > deadline) throw new Error(`not ready in time:\n${this.#programs.get('server')?.tail()}`)
      await sleep(100)
    }
  }

  /** The namespace `default` is made a little after /readyz is true. Without credentials /readyz is forbidden for a while. */
  async #isReady(): Promise<boolean> {
    if (!fs.existsSync(this.#file('certificates', 'apiserver.crt'))) return false
    const requests = new ApiRequests(this.kubeconfig())
    try {
      await requests.get('/readyz')
      await requests.get('/api/v1/namespaces/default')
      return true
    } catch {
      return false // not yet: the programs' exit codes and the deadline tell of a failure
    } finally {
      requests.close()
    }
  }

  #mentions(text: string): boolean {
    return [...this.#programs.values()].some(
      program => program.exitCode !== undefined && program.tail(200).includes(text),
    )
  }

  #file(...parts: string[]): string {
    return path.join(this.#folder, ...parts)
  }
}
