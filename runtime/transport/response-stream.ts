import type { Readable } from 'node:stream'
import type { ResponseBody } from './transport.js'

/**
 * A stream of Node as the body of an answer. A reader costs four listeners, where the stream's own iterator has a dozen for an answer
 * that comes in one piece.
 */
export class ResponseStream implements ResponseBody {
  readonly #stream: Readable

  constructor(stream: Readable) {
    this.#stream = stream
  }

  destroy(error?: Error): void {
    this.#stream.destroy(error)
  }

  /** Leaving the loop destroys the stream. */
  [Symbol.asyncIterator](): AsyncIterator<Buffer, undefined> {
    const stream = this.#stream
    let wake = () => {}
    const changed = () => wake()
    for (const event of ['readable', 'end', 'error', 'close']) stream.on(event, changed)
    return {
      async next() {
        for (;;) {
          const chunk = stream.read() as Buffer | null
          if (chunk !== null) return { done: false, value: chunk }
          if (stream.errored) throw stream.errored
          if (stream.readableEnded) return { done: true, value: undefined }
          if (stream.destroyed) throw new Error('the body was given up before its end')
          await new Promise<void>(resolve => (wake = resolve))
        }
      },
      async return() {
        stream.destroy()
        return { done: true, value: undefined }
      },
    }
  }
}
