import * as https from 'node:https'
import { KubeConfig } from '@kubernetes/client-node'

/** An answer that is no success. */
export class RequestError extends Error {
  override readonly name = 'RequestError'

  constructor(
    request: string,
    readonly status: number,
    readonly body: string,
  ) {
    super(`${request}: ${status} ${body.slice(0, 2000)}`)
  }
}

// eslint-disable-next-line typescript/no-explicit-any -- tests look into objects of any kind, and fail where they are wrong
export type Json = any

/** Bare requests, so that what a test sees of a cluster does not come through the client that it tests. */
export class ApiRequests {
  readonly #config = new KubeConfig()
  readonly #agent = new https.Agent({ keepAlive: true })

  /** From a kubeconfig file. */
  constructor(private readonly kubeconfig: string) {
    this.reload()
  }

  /** Reads the kubeconfig again, in which something has changed. */
  reload(): void {
    this.#config.loadFromFile(this.kubeconfig)
  }

  get(path: string): Promise<Json> {
    return this.#send('GET', path)
  }

  /** undefined where there is none. */
  async find(path: string): Promise<Json | undefined> {
    try {
      return await this.get(path)
    } catch (error) {
      if (error instanceof RequestError && error.status === 404) return undefined
      throw error
    }
  }

  create(path: string, body: unknown): Promise<Json> {
    return this.#send('POST', path, body)
  }

  replace(path: string, body: unknown): Promise<Json> {
    return this.#send('PUT', path, body)
  }

  /** A JSON merge patch. */
  merge(path: string, body: unknown): Promise<Json> {
    return this.#send('PATCH', path, body, 'application/merge-patch+json')
  }

  /** A server-side apply. */
  apply(path: string, body: unknown): Promise<Json> {
    return this.#send('PATCH', path, body, 'application/apply-patch+yaml')
  }

  delete(path: string): Promise<Json> {
    return this.#send('DELETE', path)
  }

  close(): void {
    this.#agent.destroy()
  }

  async #send(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<Json> {
    const cluster = this.#config.getCurrentCluster()
    if (!cluster) throw new Error('the kubeconfig has no current cluster')
    const options: https.RequestOptions = { method, timeout: 30_000 }
    await this.#config.applyToHTTPSOptions(options)
    options.agent = this.#agent
    options.headers = {
      ...options.headers,
      accept: 'application/json',
      ...(body ? { 'content-type': contentType } : {}),
    }
    const { status, text, type } = await exchange(new URL(path, cluster.server), options, body)
    if (status < 200 || status > 299) throw new RequestError(`${method} ${path}`, status, text)
    return type.startsWith('application/json') ? JSON.parse(text) : text
  }
}

function exchange(
  url: URL,
  options: https.RequestOptions,
  body: unknown,
): Promise<{ status: number; text: string; type: string }> {
  return new Promise((resolve, reject) => {
    const request = https.request(url, options, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.once('error', reject)
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text, type: response.headers['content-type'] ?? '' }),
      )
    })
    request.once('error', reject)
    request.once('timeout', () => request.destroy(new Error(`no answer from ${url.href} in 30 s`)))
    request.end(body === undefined ? undefined : escaped(JSON.stringify(body)))
  })
}

/** The same JSON, of which YAML, as which an apply is read, makes the same. */
function escaped(json: string): string {
  return json.replace(/[\x7f-\ud7ff\ue000-\uffff]/g, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
