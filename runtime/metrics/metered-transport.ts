import type { Transport, TransportRequest, TransportResponse } from '../transport/transport.js'

/** Counts requests by method and status code; `<error>` where there was no answer, as in client-go. */
export class MeteredTransport implements Transport {
  readonly #transport: Transport
  readonly #count: (method: string, code: string) => void

  constructor(transport: Transport, count: (method: string, code: string) => void) {
    this.#transport = transport
    this.#count = count
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    try {
      const response = await this.#transport.send(request)
      this.#count(request.method, String(response.status))
      return response
    } catch (error) {
      this.#count(request.method, '<error>')
      throw error
    }
  }

  close(): void {
    this.#transport.close()
  }
}
