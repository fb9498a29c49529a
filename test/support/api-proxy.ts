import * as fs from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'
import type { AddressInfo } from 'node:net'
import * as os from 'node:os'
import * as path from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'

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

/** Stands before a real API server, and holds the requests that a test wants to be under way at a certain moment, or breaks them. */
export class ApiProxy {
  static async start(kubeconfig: string): Promise<ApiProxy> {
    const proxy = new ApiProxy(kubeconfig)
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject)
      proxy.#server.listen(0, '127.0.0.1', resolve)
    })
    proxy.#writeKubeconfig()
    return proxy
  }

  /** The path of a kubeconfig that leads here, with the credentials of the one that was given. */
  readonly kubeconfig: string
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-proxy-'))
  readonly #config = new KubeConfig()
  readonly #server = http.createServer((request, response) => void this.#forward(request, response))
  readonly #holds = new Set<Hold>()

  private constructor(kubeconfig: string) {
    this.#config.loadFromFile(kubeconfig)
    this.kubeconfig = path.join(this.#folder, 'kubeconfig')
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

  /** Ends every connection in the middle of whatever it carries. New ones are accepted. */
  breakConnections(): void {
    this.#server.closeAllConnections()
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
    fs.rmSync(this.#folder, { recursive: true, force: true })
  }

  #writeKubeconfig(): void {
    const { port } = this.#server.address() as AddressInfo
    const config = JSON.parse(this.#config.exportConfig())
    // Without leave to skip TLS the credentials would not be sent over plain HTTP, here from this machine to itself.
    const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true }
    config.clusters = [{ name: 'proxy', cluster }]
    for (const { context } of config.contexts) context.cluster = 'proxy'
    fs.writeFileSync(this.kubeconfig, JSON.stringify(config), { mode: 0o600 })
  }

  async #forward(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    for (const hold of this.#holds) {
      if (!hold.matches(method, url)) continue
      hold.count++
      await hold.released
    }
    const server = this.#config.getCurrentCluster()?.server
    const options: https.RequestOptions = {}
    await this.#config.applyToHTTPSOptions(options)
    const headers = { ...request.headers, ...options.headers }
    const onward = https.request(new URL(url, server), { ...options, method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      answer.once('error', () => response.destroy())
    })
    onward.once('error', () => response.destroy())
    response.once('close', () => onward.destroy())
    request.pipe(onward)
  }
}
