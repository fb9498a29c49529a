import { sleep, systemClock, type Clock } from '../api/clock.js'
import { discard, type Transport, type TransportRequest, type TransportResponse } from './transport.js'

/** As often as client-go does it. */
const retries = 10
/** Whoever asks for more than this gets to decide by themselves. */
const longestSeconds = 60

/**
 * Sends a request again after the time that the server asks for in `Retry-After`: where it answers 429 or 503, because it has
 * refused the request unseen, and with a GET also for other codes from 500 up. At most 10 times; then the answer stands.
 */
export class RetryingTransport implements Transport {
  readonly #transport: Transport
  readonly #clock: Clock

  constructor(transport: Transport, clock: Clock = systemClock) {
    this.#transport = transport
    this.#clock = clock
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    for (let retry = 0; ; retry++) {
      const response = await this.#transport.send(request)
      const seconds = retry < retries ? delayOf(request, response) : undefined
      if (seconds === undefined) return response
      void discard(response.body)
      await sleep(this.#clock, seconds * 1000, request.signal)
    }
  }

  close(): void {
    this.#transport.close()
  }
}

function delayOf({ method }: TransportRequest, { status, headers }: TransportResponse): number | undefined {
  const again = status === 429 || status === 503 || (status >= 500 && method === 'GET')
  const text = headers['retry-after']
  if (!again || typeof text !== 'string' || !/^\s*\d+\s*$/.test(text)) return undefined
  const seconds = Number(text)
  return seconds <= longestSeconds ? seconds : undefined
}
