import type { Transport, TransportRequest, TransportResponse } from '../transport/transport.js'
import { LeadershipLostError } from './leadership-lost-error.js'

/** Lets nothing be written once another process may lead: not even by what a stop has not reached yet. Reads pass. */
export class FencedTransport implements Transport {
  readonly #transport: Transport
  readonly #isOver: () => boolean
  /** Writes under way. */
  readonly #writes = new Set<AbortController>()

  /** @param isOver Asked before each write, whatever timers have fired until then. */
  constructor(transport: Transport, isOver: () => boolean) {
    this.#transport = transport
    this.#isOver = isOver
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    if (request.method === 'GET') return this.#transport.send(request)
    if (this.#isOver()) throw lost()
    const write = new AbortController()
    const follow = () => write.abort(request.signal?.reason)
    if (request.signal?.aborted) follow()
    // Not taken off again: the signal is that of one request, and ends the reading of its answer too.
    request.signal?.addEventListener('abort', follow, { once: true })
    this.#writes.add(write)
    try {
      return await this.#transport.send({ ...request, signal: write.signal })
    } finally {
      this.#writes.delete(write)
    }
  }

  /** Ends the writes under way: some may wait for a connection. */
  interrupt(): void {
    for (const write of this.#writes) write.abort(lost())
  }

  close(): void {
    this.#transport.close()
  }
}

function lost(): LeadershipLostError {
  return new LeadershipLostError('nothing is written: another process may be the leader now')
}
