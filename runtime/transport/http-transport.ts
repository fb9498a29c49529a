import * as http from 'node:http'
import * as https from 'node:https'
import { pipeline, type Readable } from 'node:stream'
import { urlToHttpOptions } from 'node:url'
import { createGunzip } from 'node:zlib'
import { systemClock, type Clock } from '../api/clock.js'
import { TimeoutError } from '../api/deadline.js'
import { Agents } from './agents.js'
import type { Authentication, Cluster } from './cluster.js'
import { Credentials } from './credentials.js'
import { ResponseStream } from './response-stream.js'
import { discard, type Transport, type TransportRequest, type TransportResponse } from './transport.js'

export interface HttpTransportOptions {
  readonly cluster: Cluster
  readonly userAgent: string
  /** Until the response's headers are there, in milliseconds. Default: 65,000; a server gives up after 60 seconds itself. */
  readonly timeoutMs?: number
  readonly clock?: Clock
}

/**
 * Sends requests over kept-alive connections.
 *
 * A request is sent a second time in two cases only: the server refused the credentials (401) and there are others; or
 * a GET was given to a connection that the server was just closing. Anything else may have been carried out already.
 */
export class HttpTransport implements Transport {
  readonly #cluster: Cluster
  readonly #credentials: Credentials
  readonly #agents: Agents
  readonly #userAgent: string
  readonly #timeoutMs: number
  readonly #clock: Clock
  readonly #address: http.RequestOptions
  /** The path of a server: it may be behind a proxy that serves several clusters. */
  readonly #prefix: string

  constructor({ cluster, userAgent, timeoutMs = 65_000, clock = systemClock }: HttpTransportOptions) {
    this.#cluster = cluster
    this.#credentials = new Credentials(cluster, clock)
    this.#agents = new Agents(cluster.server.protocol === 'https:')
    this.#userAgent = userAgent
    this.#timeoutMs = timeoutMs
    this.#clock = clock
    this.#address = urlToHttpOptions(cluster.server)
    this.#prefix = cluster.server.pathname.replace(/\/+$/, '')
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    request.signal?.throwIfAborted()
    const authentication = this.#credentials.held ?? (await unlessAborted(this.#credentials.current(), request.signal))
    const response = await this.#exchange(request, authentication)
    if (response.status !== 401) return response
    const newer = await unlessAborted(this.#credentials.instead(authentication), request.signal).catch(error => {
      response.body.destroy()
      throw error
    })
    if (!newer) return response
    void discard(response.body)
    return this.#exchange(request, newer)
  }

  close(): void {
    this.#agents.close()
  }

  async #exchange(request: TransportRequest, authentication: Authentication): Promise<TransportResponse> {
    try {
      return await this.#once(request, authentication)
    } catch (error) {
      if (request.method !== 'GET' || !(error instanceof StaleConnectionError)) throw error
      // What else is idle was idle for as long, and is as likely closed.
      this.#agents.dropIdle()
      return this.#once(request, authentication)
    }
  }

  #once(request: TransportRequest, authentication: Authentication): Promise<TransportResponse> {
    const { signal, body, timeoutMs = this.#timeoutMs } = request
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const { server } = this.#cluster
      const sent = (server.protocol === 'https:' ? https : http).request({
        ...this.#address,
        path: `${this.#prefix}${request.path}`,
        method: request.method,
        agent: this.#agents.for(authentication),
        headers: this.#headers(request, authentication),
      })
      let received: http.IncomingMessage | undefined
      const stop = (error: unknown) => {
        reject(error)
        const cause = error instanceof Error ? error : new Error('aborted', { cause: error })
        // The response first: its reader shall see this error and not that of the connection.
        received?.destroy(cause)
        sent.destroy(cause)
      }
      const abort = () => stop(signal?.reason)
      const cancelTimer = this.#clock.setTimeout(
        () => stop(new TimeoutError(`${server.host} has not answered within ${timeoutMs / 1000} s`)),
        timeoutMs,
      )
      const end = () => {
        cancelTimer()
        signal?.removeEventListener('abort', abort)
      }
      signal?.addEventListener('abort', abort, { once: true })
      sent.once('response', response => {
        cancelTimer()
        received = response
        response.once('close', end)
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: new ResponseStream(decoded(response)),
        })
      })
      sent.on('error', (error: NodeJS.ErrnoException) => {
        end()
        const stale = sent.reusedSocket && !received && isReset(error)
        reject(stale ? new StaleConnectionError(server.host, error) : error)
      })
      sent.end(body)
    })
  }

  #headers(request: TransportRequest, authentication: Authentication): http.OutgoingHttpHeaders {
    return {
      accept: 'application/json',
      ...(this.#cluster.compression && { 'accept-encoding': 'gzip' }),
      'user-agent': this.#userAgent,
      ...(request.body !== undefined && { 'content-length': Buffer.byteLength(request.body) }),
      ...request.headers,
      ...authentication.headers,
    }
  }
}

/** The connection was kept alive, and closed by the server before it answered. */
class StaleConnectionError extends Error {
  override readonly name = 'StaleConnectionError'
  readonly code = 'ECONNRESET'

  constructor(host: string, cause: Error) {
    super(`${host} closed the connection before it answered: ${cause.message}`, { cause })
  }
}

function isReset({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE'
}

/** An exec plugin may take its time, which others wait for too. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function decoded(response: http.IncomingMessage): Readable {
  if (response.headers['content-encoding'] !== 'gzip') return response
  const body = createGunzip()
  // The reader of `body` is told of an error by `body`, to which the pipeline hands it.
  pipeline(response, body, () => {})
  return body
}
