import * as fs from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import * as os from 'node:os'
import * as path from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { Traffic } from './traffic.js'

export interface HeldRequest {
  /** How many requests are held. */
  readonly count: number
  /** Lets what is held, and what comes from now on, go its way. */
  release(): void
}

interface Hold {
  readonly matches: (method: string, path: string) => boolean
  readonly released: Promise<void>
  count: number
}

/** What becomes of a request that is not just passed on. */
export type Treatment =
  /** It is answered in the server's place, which does not hear of it. */
  | {
      readonly type: 'answer'
      readonly status: number
      readonly headers?: http.OutgoingHttpHeaders
      /** A string is sent as it is. */
      readonly body: object | string
    }
  /** It is taken, and nothing follows. */
  | { readonly type: 'swallow' }
  /** The server carries it out, and the connection breaks before the answer. */
  | { readonly type: 'loseAnswer' }
  /** Each piece of the answer comes so much later. */
  | { readonly type: 'delay'; readonly ms: number }
  /** The answer ends in the middle, in order, as if that were all of it. */
  | { readonly type: 'truncate' }
  /** The head of the answer comes, and nothing of its body. */
  | { readonly type: 'mute' }

/** Says what becomes of a request; undefined: nothing unusual. */
export type Rule = (request: { readonly method: string; readonly path: string }) => Treatment | undefined

/** A certificate, by which a client trusts it, and its key: PEM. */
export interface Certificate {
  readonly cert: Buffer
  readonly key: Buffer
}

export interface ApiProxyOptions {
  /** Serves TLS with this. Default: plain HTTP. */
  readonly certificate?: Certificate
  /** The client's credentials are what this file holds. Default: those of the kubeconfig. */
  readonly tokenFile?: string
}

/** Stands before a real API server, holds the requests that a test wants to be under way at a certain moment, and causes faults. */
export class ApiProxy {
  static async start(kubeconfig: string, options: ApiProxyOptions = {}): Promise<ApiProxy> {
    const proxy = new ApiProxy(kubeconfig, options)
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject)
      proxy.#server.listen(0, '127.0.0.1', resolve)
    })
    proxy.#writeKubeconfig(options)
    return proxy
  }

  /** The path of a kubeconfig that leads here. */
  readonly kubeconfig: string
  readonly traffic = new Traffic()
  readonly #onwardTo: string
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-proxy-'))
  readonly #config = new KubeConfig()
  readonly #server: http.Server | https.Server
  readonly #holds = new Set<Hold>()
  readonly #rules = new Set<Rule>()
  /** Answers under way, each with what keeps its body back. */
  readonly #answers = new Map<http.IncomingMessage, () => void>()
  /** Connections of which the client does not know that they are none any more. */
  readonly #dead = new WeakSet<Socket>()
  readonly #sockets = new Set<Socket>()

  private constructor(kubeconfig: string, { certificate }: ApiProxyOptions) {
    this.#onwardTo = kubeconfig
    this.#config.loadFromFile(kubeconfig)
    this.kubeconfig = path.join(this.#folder, 'kubeconfig')
    const forward: http.RequestListener = (request, response) => void this.#forward(request, response)
    this.#server = certificate ? https.createServer(certificate, forward) : http.createServer(forward)
    this.#server.on(certificate ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  hold(matches: (method: string, path: string) => boolean): HeldRequest {
    let free = () => {}
    const released = new Promise<void>(resolve => (free = resolve))
    const hold: Hold = { matches, released, count: 0 }
    this.#holds.add(hold)
    return {
      get count() {
        return hold.count
      },
      release: () => {
        this.#holds.delete(hold)
        free()
      },
    }
  }

  /** The first rule that says something about a request counts. The answer ends it. */
  treat(rule: Rule): () => void {
    this.#rules.add(rule)
    return () => this.#rules.delete(rule)
  }

  /** Ends every connection in the middle of whatever it carries. New ones are accepted. */
  breakConnections(): void {
    this.#server.closeAllConnections()
  }

  /** Every connection is dead from now on, and the client is not told: no byte, no FIN, no RST. New ones are sound. */
  cutConnections(): void {
    for (const socket of this.#sockets) this.#dead.add(socket)
    this.muteAnswers()
  }

  /** Nothing more comes of the answers under way, whose connections stay open. */
  muteAnswers(): void {
    for (const mute of this.#answers.values()) mute()
  }

  /** Shows another certificate, and ends the connections that were made with the old one. Clients are not told to trust it. */
  changeCertificate(certificate: Certificate): void {
    if (!(this.#server instanceof https.Server)) throw new Error('this proxy does not serve TLS')
    this.#server.setSecureContext(certificate)
    this.breakConnections()
  }

  /** Writes the certificate to the file from which clients read whom to trust. */
  announceCertificate({ cert }: Certificate): void {
    fs.writeFileSync(this.#caFile, cert)
  }

  /** To be called when the server that this leads to has other credentials. */
  reload(): void {
    this.#config.loadFromFile(this.#onwardTo)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
    fs.rmSync(this.#folder, { recursive: true, force: true })
  }

  get #caFile(): string {
    return path.join(this.#folder, 'ca.crt')
  }

  #writeKubeconfig({ certificate, tokenFile }: ApiProxyOptions): void {
    const { port } = this.#server.address() as AddressInfo
    const config = JSON.parse(this.#config.exportConfig())
    if (certificate) this.announceCertificate(certificate)
    const cluster = certificate
      ? { server: `https://127.0.0.1:${port}`, 'certificate-authority': this.#caFile }
      : // Without leave to skip TLS the credentials would not be sent over plain HTTP, here from this machine to itself.
        { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true }
    config.clusters = [{ name: 'proxy', cluster }]
    for (const { context } of config.contexts) context.cluster = 'proxy'
    if (tokenFile) for (const each of config.users) each.user = { tokenFile }
    fs.writeFileSync(this.kubeconfig, JSON.stringify(config), { mode: 0o600 })
  }

  async #forward(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    const record = this.traffic.add(method, url)
    response.once('close', () => (record.status = response.writableFinished ? response.statusCode : 'broken'))
    if (this.#dead.has(request.socket)) return void request.resume()
    for (const hold of this.#holds) {
      if (!hold.matches(method, url)) continue
      hold.count++
      await hold.released
    }
    const treatment = this.#treatmentOf({ method, path: url })
    if (treatment?.type === 'swallow') return void request.resume()
    if (treatment?.type === 'answer') {
      request.resume()
      const { status, headers, body } = treatment
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      return void response.end(typeof body === 'string' ? body : `${JSON.stringify(body)}\n`)
    }
    const server = this.#config.getCurrentCluster()?.server
    const options: https.RequestOptions = {}
    await this.#config.applyToHTTPSOptions(options)
    // The client's own credentials count, so that the server judges them.
    const headers = { ...options.headers, ...request.headers }
    const onward = https.request(new URL(url, server), { ...options, method, headers }, answer => {
      if (treatment?.type === 'loseAnswer') {
        answer.resume()
        return void answer.once('close', () => response.destroy())
      }
      this.#passOn(answer, response, treatment)
    })
    onward.once('error', () => response.destroy())
    response.once('close', () => onward.destroy())
    request.pipe(onward)
  }

  #treatmentOf(request: { readonly method: string; readonly path: string }): Treatment | undefined {
    for (const rule of this.#rules) {
      const treatment = rule(request)
      if (treatment) return treatment
    }
    return undefined
  }

  #passOn(answer: http.IncomingMessage, response: http.ServerResponse, treatment: Treatment | undefined): void {
    const delayMs = treatment?.type === 'delay' ? treatment.ms : 0
    let muted = treatment?.type === 'mute'
    const late = (pass: () => unknown) => {
      const unlessMuted = () => muted || pass()
      if (delayMs > 0) setTimeout(unlessMuted, delayMs)
      else unlessMuted()
    }
    const truncates = treatment?.type === 'truncate'
    const head = () => {
      const { 'content-length': length, ...headers } = answer.headers
      const complete = length !== undefined && !truncates
      response.writeHead(answer.statusCode ?? 502, { ...headers, ...(complete && { 'content-length': length }) })
      response.flushHeaders()
    }
    if (muted) head()
    else late(head)
    this.#answers.set(answer, () => (muted = true))
    answer.once('error', () => muted || response.destroy())
    answer.once('close', () => this.#answers.delete(answer))
    if (truncates) {
      answer.once('data', (chunk: Buffer) => {
        response.end(chunk.subarray(0, chunk.length / 2))
        answer.destroy()
      })
      return
    }
    answer.on('data', (chunk: Buffer) => late(() => response.write(chunk)))
    answer.once('end', () => late(() => response.end()))
  }
}
