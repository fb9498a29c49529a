import { TimeoutError } from '../api/deadline.js'
import type { AnyResource } from '../api/resource.js'
import type { ResponseBody } from '../transport/transport.js'
import { ApiError } from './api-error.js'
import { LineSplitter, toBuffer } from './body.js'
import type { WatchEvent, WatchRequest } from './list-watch.js'
import { acceptOf, complete } from './partial-metadata.js'
import { failure, isStatus, type Requests } from './requests.js'
import { formatTarget, type Query, type Target } from './resource-path.js'

export interface WatchStreamOptions extends Pick<WatchRequest, 'onOpen' | 'idleTimeoutMs' | 'signal'> {
  readonly requests: Requests
  readonly target: Target
  readonly query: Query
}

/** A watch that the server puts off again and again is none: whoever waits for it has to know. */
const openTimeoutMs = 120_000

/**
 * The events of one watch. Ends where the server ends it cleanly. Sends its request when the first event is asked for; leaving the
 * loop, or `return()` at any time, closes the connection.
 */
export class WatchStream<T> implements AsyncIterableIterator<WatchEvent<T>> {
  readonly #options: WatchStreamOptions
  readonly #stop = new AbortController()
  #returned = false
  readonly #events: AsyncGenerator<WatchEvent<T>, void>

  constructor(options: WatchStreamOptions) {
    this.#options = options
    this.#events = this.#read()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<WatchEvent<T>, void>> {
    return this.#events.next()
  }

  /** Does not wait for a `next()` under way, which ends too. */
  return(): Promise<IteratorResult<WatchEvent<T>, void>> {
    this.#returned = true
    this.#stop.abort()
    return this.#events.return()
  }

  async *#read(): AsyncGenerator<WatchEvent<T>, void> {
    const { requests, target, query, signal, onOpen } = this.#options
    const described = `watch ${formatTarget(target)}`
    const follow = () => this.#stop.abort(signal?.reason)
    if (signal?.aborted) throw signal.reason
    signal?.addEventListener('abort', follow, { once: true })
    let body: ResponseBody | undefined
    try {
      const accept = acceptOf(target.resource)
      const request = { verb: 'watch', method: 'GET', target, query: { ...query, watch: true }, accept } as const
      const late = () => this.#stop.abort(new TimeoutError(`it was not accepted within ${openTimeoutMs / 1000} s`))
      const cancel = requests.clock.setTimeout(late, openTimeoutMs)
      ;({ body } = await requests.open(request, { signal: this.#stop.signal }).finally(cancel))
      onOpen?.()
      const lines = new LineSplitter()
      for await (const chunk of this.#chunks(body)) {
        for (const line of lines.push(chunk)) yield decode<T>(line, target.resource, described)
      }
      const rest = lines.end()
      if (rest !== '') yield decode<T>(rest, target.resource, described)
    } catch (error) {
      if (signal?.aborted || !this.#returned) throw failure(error, described, signal)
    } finally {
      signal?.removeEventListener('abort', follow)
      body?.destroy()
    }
  }

  /** Only the time that it waits for the server counts as idle, not that of a reader who is slow. */
  async *#chunks(body: ResponseBody): AsyncGenerator<Buffer> {
    const { requests, idleTimeoutMs } = this.#options
    const chunks = body[Symbol.asyncIterator]()
    const silent = () => body.destroy(new TimeoutError(`nothing has arrived for ${(idleTimeoutMs ?? 0) / 1000} s`))
    for (;;) {
      const cancel = idleTimeoutMs === undefined ? () => {} : requests.clock.setTimeout(silent, idleTimeoutMs)
      const { done, value } = await chunks.next().finally(cancel)
      if (done) return
      yield toBuffer(value)
    }
  }
}

interface WireEvent {
  readonly type: string
  readonly object: { metadata?: { resourceVersion?: string; annotations?: Record<string, string> } }
}

function decode<T>(line: string, resource: AnyResource, request: string): WatchEvent<T> {
  const { type, object } = JSON.parse(line) as WireEvent
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object: complete<T>(object, resource) }
    case 'BOOKMARK': {
      const { resourceVersion = '', annotations } = object.metadata ?? {}
      return { type, resourceVersion, ...(annotations && { annotations }) }
    }
    case 'ERROR': {
      const status = isStatus(object) ? object : undefined
      throw new ApiError({ request, code: status?.code ?? 500, ...(status && { status }) })
    }
    default:
      throw new Error(`the server has sent an event of the unknown type ${type}`)
  }
}
