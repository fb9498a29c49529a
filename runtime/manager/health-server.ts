import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One thing that a probe looks at. */
export interface Check {
  readonly name: string
  /** Why it fails; absent if it does not. */
  readonly problem?: string | undefined
}

/** The checks of each path, made when it is asked for: `/readyz`. */
export type Checks = Readonly<Record<string, () => readonly Check[]>>

/**
 * Answers probes as a Kubernetes component does: 200 and `ok`, or 503 and the reasons; with `?verbose`, each check in either
 * case.
 */
export class HealthServer {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /** @param address `:8081` (every interface), `127.0.0.1:8081`, `[::1]:8081`; port 0 takes a free one. Rejects where it is taken. */
  static async listen(address: string, checks: Checks): Promise<HealthServer> {
    const { host, port } = parseAddress(address)
    const server = createServer((request, response) => answer(request, response, checks))
    await new Promise<void>((resolve, reject) => {
      server.once('error', error => reject(new Error(reasonOf(error, address), { cause: error })))
      server.listen({ port, ...(host !== '' && { host }) }, resolve)
    })
    return new HealthServer(server)
  }

  /** `host:port` as it is. */
  get address(): string {
    const { address, family, port } = this.#server.address() as AddressInfo
    return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`
  }

  /** Resolves once nothing of it is left. */
  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.close(error => (error ? reject(error) : resolve()))
      this.#server.closeAllConnections()
    })
  }
}

function answer({ method, url = '/' }: IncomingMessage, response: ServerResponse, checks: Checks): void {
  const [path = '/', query] = url.split('?', 2)
  const send = (status: number, text: string) => {
    response.writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    })
    response.end(method === 'HEAD' ? undefined : text)
  }
  const checksOfPath = Object.hasOwn(checks, path) ? checks[path] : undefined
  if (!checksOfPath) return send(404, 'not found\n')
  if (method !== 'GET' && method !== 'HEAD') return send(405, 'method not allowed\n')

  const results = checksOfPath()
  const failed = results.some(check => check.problem !== undefined)
  const name = path.slice(1)
  if (!failed && !new URLSearchParams(query).has('verbose')) return send(200, 'ok')
  const lines = results.map(({ name: each, problem }) =>
    problem === undefined ? `[+]${each} ok` : `[-]${each} failed: ${problem}`,
  )
  send(failed ? 503 : 200, [...lines, `${name} check ${failed ? 'failed' : 'passed'}`, ''].join('\n'))
}

function parseAddress(address: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain = '', digits] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(address) ?? []
  const port = Number(digits)
  if (digits === undefined || port > 65_535) {
    throw new Error(`health address ${JSON.stringify(address)} is not of the form host:port; \`0\` turns it off`)
  }
  return { host: bracketed ?? plain, port }
}

function reasonOf(error: NodeJS.ErrnoException, address: string): string {
  const what = `the health server cannot listen on ${address}`
  return error.code === 'EADDRINUSE'
    ? `${what}: it is in use; give another one with \`healthAddress\` or HEALTH_ADDRESS (\`0\` turns it off)`
    : `${what}: ${error.message}`
}
