import type { Clock } from '../../runtime/api/clock.js'
import { sleep } from '../../runtime/api/clock.js'
import type { StoredObject } from '../../runtime/api/resource.js'
import type { ListerWatcher, ListPage, ListRequest, WatchEvent, WatchRequest } from '../../runtime/client/list-watch.js'

/** What a server answers to one request. A watch that is not given an `end` ends cleanly after its events. */
export type Answer<T> =
  /** `arrives`: items that are handed over before the answer. */
  | { readonly list: ListPage<T> | Error; readonly arrives?: T[] }
  /** A number lets as many milliseconds pass. */
  | { readonly watch: readonly (WatchEvent<T> | number)[]; readonly end?: Error }

/** A server that answers as a script says, and no more once the script is over. A request that is not its next one is an error. */
export class ScriptedListerWatcher<T extends StoredObject> implements ListerWatcher<T> {
  readonly #clock: Clock
  readonly #script: Answer<T>[]
  readonly lists: ListRequest<T>[] = []
  readonly watches: WatchRequest[] = []
  /** Every request, with the clock's milliseconds: `0 list`, `800 watch 12`, `0 stream` for a watch with initial events. */
  readonly log: string[] = []

  constructor(clock: Clock, script: readonly Answer<T>[]) {
    this.#clock = clock
    this.#script = [...script]
  }

  get over(): boolean {
    return this.#script.length === 0
  }

  async list(request: ListRequest<T>): Promise<ListPage<T>> {
    this.lists.push(request)
    const details = [request.continue && `continue=${request.continue}`, request.limit === undefined && 'whole']
    this.log.push([this.#clock.monotonic(), 'list', ...details.filter(Boolean)].join(' '))
    const answer = this.#script.shift()
    if (!answer) return aborted(request.signal)
    if (!('list' in answer)) throw new Error(`the script has a watch where a list is asked for: ${this.log.join(', ')}`)
    if (answer.arrives) request.onItems?.(answer.arrives)
    if (answer.list instanceof Error) throw answer.list
    return answer.list
  }

  async *watch(request: WatchRequest): AsyncGenerator<WatchEvent<T>> {
    this.watches.push(request)
    const what = request.sendInitialEvents ? 'stream' : `watch ${request.resourceVersion}`
    this.log.push(`${this.#clock.monotonic()} ${what}`)
    const answer = this.#script.shift()
    if (!answer) return aborted(request.signal)
    if (!('watch' in answer))
      throw new Error(`the script has a list where a watch is asked for: ${this.log.join(', ')}`)
    for (const step of answer.watch) {
      if (typeof step === 'number') await sleep(this.#clock, step, request.signal)
      else yield step
    }
    if (answer.end) throw answer.end
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason)
    else signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** An error with the fields that a server's `Status` gives it. */
export function statusError(status: number, fields: { reason?: string; retryAfterSeconds?: number } = {}): Error {
  return Object.assign(new Error(`the server answered ${status}`), { status, ...fields })
}
