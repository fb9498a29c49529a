import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One thing that a probe looks at. */
export interface Check {
  readonly name: string
  /** Why it fails; absent if it does not. */
  readonly problem?: string | undefined
}

/** What is at each path, made when it is asked for: the checks of `/readyz`, the text of `/metrics`. */
export type Pages = Readonly<Record<string, () => Promise<readonly Check[] | string>>>

/**
 * Answers probes as a Kubernetes component does: 200 and `ok`, or 503 and the reasons; with `?verbose`, each check in either
 * case; of one check alone at `/readyz/<name>`. Metrics are text for Prometheus.
 */
export class HealthServer {
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  /**
   * @param purpose As in the name of the option, `healthAddress`.
   * @param address `:8081` (every interface), `127.0.0.1:8081`, `[::1]:8081`; port 0 takes a free one. Rejects where it is taken.
   */
  static async listen(purpose: 'health' | 'metrics', address: string, pages: Pages): Promise<HealthServer> {
    const { host, port } = parseAddress(purpose, address)
    const server = createServer((request, response) => answer(request, response, pages))
    await new Promise<void>((resolve, reject) => {
      server.once('error', error => reject(new Error(reasonOf(error, purpose, address), { cause: error })))
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

function answer({ method, url = '/' }: IncomingMessage, response: ServerResponse, pages: Pages): void {
  const [path = '/', query] = url.split('?', 2)
  const send = (status: number, text: string, type = '') => {
    response.writeHead(status, {
      'Content-Type': `text/plain;${type} charset=utf-8`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    })
    response.end(method === 'HEAD' ? undefined : text)
  }
  const [page, only] = find(pages, path)
  if (!page) return send(404, 'not found\n')
  if (method !== 'GET' && method !== 'HEAD') return send(405, 'method not allowed\n')

  const show = (content: readonly Check[] | string) => {
    if (typeof content === 'string') return send(200, content, ' version=0.0.4;')
    const checks = only === undefined ? content : content.filter(check => check.name === only)
    if (checks.length === 0) return send(404, 'not found\n')
    const failed = checks.some(check => check.problem !== undefined)
    if (!failed && !new URLSearchParams(query).has('verbose')) return send(200, 'ok')
    const lines = checks.map(({ name, problem }) =>
      problem === undefined ? `[+]${name} ok` : `[-]${name} failed: ${problem}`,
    )
    send(failed ? 503 : 200, [...lines, `${path.slice(1)} check ${failed ? 'failed' : 'passed'}`, ''].join('\n'))
  }
  page().then(show, (error: unknown) => send(500, `${String(error)}\n`))
}

/** The page at a path, or the one that has the check which the path ends with. */
function find(pages: Pages, path: string): [page: Pages[string] | undefined, only?: string] {
  if (Object.hasOwn(pages, path)) return [pages[path]]
  const [, parent = '', name = ''] = /^(\/[^/]+)\/(.+)$/.exec(path) ?? []
  if (!Object.hasOwn(pages, parent) || parent === '/metrics') return [undefined]
  try {
    return [pages[parent], decodeURIComponent(name)]
  } catch {
    return [undefined] // It is no text.
  }
}

function parseAddress(purpose: string, address: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain = '', digits] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(address) ?? []
  const port = Number(digits)
  if (digits === undefined || port > 65_535) {
    throw new Error(`${purpose} address ${JSON.stringify(address)} is not of the form host:port; \`0\` turns it off`)
  }
  return { host: bracketed ?? plain, port }
}

function reasonOf(error: NodeJS.ErrnoException, purpose: string, address: string): string {
  const what = `the ${purpose} server cannot listen on ${address}`
  return error.code === 'EADDRINUSE'
    ? `${what}: it is in use; give another one with \`${purpose}Address\` or ${purpose.toUpperCase()}_ADDRESS (\`0\` turns it off)`
    : `${what}: ${error.message}`
}
