import { once } from 'node:events'
import * as http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { ApiError, RequestError } from '../../../runtime/client/api-error.js'

export interface ReceivedRequest {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
  /** Rises with each connection, from 1. */
  readonly connection: number
}

export type Answer = (request: ReceivedRequest, response: http.ServerResponse) => void

/** A server on this machine whose answers a test writes, and that remembers what it was asked. */
export class LocalServer {
  static async start(answer: Answer): Promise<LocalServer> {
    const server = new LocalServer(answer)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  answer: Answer
  readonly requests: ReceivedRequest[] = []
  readonly sockets = new Set<Socket>()
  readonly #server: http.Server
  #connections = 0

  private constructor(answer: Answer) {
    this.answer = answer
    const numbers = new WeakMap<Socket, number>()
    this.#server = http.createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request.setEncoding('utf8')) body += chunk
      const { method = '', url = '', headers, socket } = request
      const received = { method, url, headers, body, connection: numbers.get(socket) ?? 0 }
      this.requests.push(received)
      this.answer(received, response)
    })
    this.#server.on('connection', (socket: Socket) => {
      numbers.set(socket, ++this.#connections)
      this.sockets.add(socket)
      socket.once('close', () => this.sockets.delete(socket))
    })
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`)
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }
}

export function json(value: unknown, status = 200, headers: http.OutgoingHttpHeaders = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(value))
  }
}

/** An error, with what the errors of the runtime have beside a message. */
export type Rejection = Error & Partial<Omit<ApiError, keyof Error> & Pick<RequestError, 'code'>>

/** What a promise rejects with; an error where it does not. */
export async function rejection(promise: Promise<unknown>): Promise<Rejection> {
  let value: unknown
  try {
    value = await promise
  } catch (error) {
    return error as Rejection
  }
  throw new Error(`it was expected to reject, and resolved with ${JSON.stringify(value)}`)
}
