import type { Clock } from '../api/clock.js'
import type { StoredObject } from '../api/resource.js'
import type { ListerWatcher, WatchEvent, WatchRequest } from '../client/list-watch.js'
import type { ReflectorSink } from './reflector-sink.js'

/** Where nothing has arrived for so long before the closing bookmark, it will not come: some proxies swallow it. */
const silentMs = 10_000
/** A server that knows nothing of initial events sends changes for ever, and never the bookmark. */
const wholeMs = 120_000

const closing = 'k8s.io/initial-events-end'

/** The server has not brought the initial events to their end: it does not know of them, or something in between keeps the end back. */
export class IncompleteInitialEventsError extends Error {
  override readonly name = 'IncompleteInitialEventsError'
}

export interface InitialEventsOptions<T extends StoredObject> {
  readonly listerWatcher: ListerWatcher<T>
  /** Of the watch. */
  readonly request: Omit<WatchRequest, 'signal' | 'sendInitialEvents' | 'resourceVersionMatch'>
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** A watch whose first events tell of what there is (`sendInitialEvents`), and which goes on with what changes. */
export class InitialEvents<T extends StoredObject> implements AsyncIterable<WatchEvent<T>> {
  readonly #request = new AbortController()
  readonly #clock: Clock
  readonly #events: AsyncIterator<WatchEvent<T>>
  readonly #stopFollowing: () => void
  #count = 0

  constructor({ listerWatcher, request, clock, signal }: InitialEventsOptions<T>) {
    this.#clock = clock
    const follow = () => this.#request.abort(signal.reason)
    if (signal.aborted) follow()
    else signal.addEventListener('abort', follow, { once: true })
    this.#stopFollowing = () => signal.removeEventListener('abort', follow)
    const initial = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' } as const
    this.#events = listerWatcher.watch({ ...request, ...initial, signal: this.#request.signal })[Symbol.asyncIterator]()
  }

  /** What comes after the initial events. */
  [Symbol.asyncIterator](): AsyncIterator<WatchEvent<T>> {
    return this.#events
  }

  /** Tells of what there is, and resolves with its version. The watch is to be closed where this rejects. */
  async tell(sink: Pick<ReflectorSink<T>, 'listed' | 'changed'>): Promise<string> {
    const cancel = this.#expectProgress()
    try {
      for (;;) {
        const { done, value: event } = await this.#events.next()
        if (done) throw new IncompleteInitialEventsError('the server ended the watch within its initial events')
        this.#count++
        if (event.type === 'BOOKMARK') {
          if (event.annotations?.[closing] === 'true') return event.resourceVersion
        } else if (event.type === 'DELETED') sink.changed(event.type, event.object)
        else sink.listed([event.object])
      }
    } finally {
      cancel()
    }
  }

  close(): void {
    this.#stopFollowing()
    this.#request.abort()
    // What becomes of it is of no interest to anybody any more.
    this.#events.return?.().then(undefined, () => {})
  }

  #expectProgress(): () => void {
    const start = this.#clock.monotonic()
    let counted = 0
    let cancel = () => {}
    const check = () => {
      const isLate = this.#clock.monotonic() - start >= wholeMs
      if (isLate || this.#count === counted) {
        const problem = isLate ? `no end after ${wholeMs / 1000} s` : `nothing for ${silentMs / 1000} s`
        return this.#request.abort(new IncompleteInitialEventsError(`the initial events did not end: ${problem}`))
      }
      counted = this.#count
      cancel = this.#clock.setTimeout(check, silentMs)
    }
    cancel = this.#clock.setTimeout(check, silentMs)
    return () => cancel()
  }
}
