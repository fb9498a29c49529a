import { hostname } from 'node:os'
import { sleep, systemClock, type Clock } from '../api/clock.js'
import { createLogger, type Logger } from '../api/logger.js'
import type { AnyResource } from '../api/resource.js'
import { isAlreadyExists, isApiError, isNamespaceTerminating } from './api-error.js'
import type { Client } from './client.js'
import { eventOf, type EventNote, type Regarding, type Reporter } from './event-object.js'

export type { EventNote, Regarding } from './event-object.js'

export interface EventRecorderOptions {
  readonly client: Client
  /** Who reports: the operator's name, or `example.com/operator`. */
  readonly reportingController: string
  /** Which one of its processes. Default: `<controller>-<host name>`. */
  readonly reportingInstance?: string
  readonly clock?: Clock
  readonly logger?: Logger
}

/** More than this are not kept while the server does not answer. */
const longestQueue = 1000
/** How often an event is sent before it is given up. */
const attempts = 5
const firstDelayMs = 500

/** `events.k8s.io/v1`: its own, because the built-in kinds stand on this layer. */
const Event: AnyResource = {
  group: 'events.k8s.io',
  version: 'v1',
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  plural: 'events',
  scope: 'Namespaced',
}

/**
 * Tells users what happens to their objects, where `kubectl describe` shows it. Events are sent one after the other behind the
 * caller's back; they are a courtesy: what cannot be sent is logged and forgotten.
 */
export class EventRecorder {
  readonly #client: Client
  readonly #reporter: Reporter
  readonly #clock: Clock
  readonly #logger: Logger
  /** The first is being sent. */
  readonly #queue: object[] = []
  #sending: Promise<void> | undefined
  #dropped = 0
  #recorded = 0
  #giveUp = new AbortController()

  constructor(options: EventRecorderOptions) {
    const { client, reportingController, clock = systemClock, logger = createLogger() } = options
    this.#client = client
    this.#clock = clock
    this.#logger = logger
    const instance = options.reportingInstance ?? `${reportingController}-${hostname()}`
    this.#reporter = { controller: reportingController, instance: instance.slice(0, 128) }
  }

  /** Records an event about an object. Never throws, and does not wait. */
  record(object: Regarding, note: EventNote): void {
    try {
      // Aggregation has its place here: an event like one before becomes a series of that one, and is sent as a patch.
      this.#enqueue(eventOf(object, note, this.#reporter, this.#clock.now(), this.#recorded++))
    } catch (error) {
      this.#logger.error('an event cannot be recorded', { reason: note?.reason, error })
    }
  }

  /** Resolves when all that has been recorded is sent or given up; after `timeoutMs` (5,000) what is left is given up. */
  async flush({ timeoutMs = 5_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    let cancel = () => {}
    const late = new Promise<boolean>(resolve => {
      cancel = this.#clock.setTimeout(() => resolve(true), timeoutMs, { ref: true })
    })
    let isLate = false
    while (this.#sending && !isLate) isLate = await Promise.race([this.#sending.then(() => false), late])
    cancel()
    if (!this.#sending) return
    this.#logger.warn('events are given up', { events: this.#queue.length })
    this.#giveUp.abort(new Error('the recorder was flushed'))
    await this.#sending
  }

  #enqueue(event: object): void {
    if (this.#queue.length >= longestQueue) {
      if (this.#dropped++ === 0) this.#logger.warn('events are dropped: too many wait to be sent')
      return
    }
    this.#queue.push(event)
    this.#sending ??= this.#drain()
  }

  async #drain(): Promise<void> {
    for (let event = this.#queue[0]; event; event = this.#queue[0]) {
      if (!this.#giveUp.signal.aborted) await this.#send(event)
      this.#queue.shift()
    }
    if (this.#dropped > 0) this.#logger.warn('events were dropped', { events: this.#dropped })
    this.#dropped = 0
    if (this.#giveUp.signal.aborted) this.#giveUp = new AbortController()
    // In the same turn in which the queue was found empty: an event that comes now must not count on this drain.
    this.#sending = undefined
  }

  async #send(event: object): Promise<void> {
    const { signal } = this.#giveUp
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#client.for(Event).create(event, { signal, timeoutMs: 30_000 })
        return
      } catch (error) {
        // It exists if an attempt succeeded whose answer was lost.
        if (isAlreadyExists(error) || signal.aborted) return
        if (isNamespaceTerminating(error)) return this.#logger.debug('an event is not sent: its namespace is deleted')
        if (attempt === attempts || isRefused(error)) {
          return this.#logger.warn('an event could not be sent', { error })
        }
      }
      const interrupted = await sleep(this.#clock, firstDelayMs * 2 ** (attempt - 1), signal).then(
        () => false,
        () => true,
      )
      if (interrupted) return
    }
  }
}

/** Sending it again would not help. */
function isRefused(error: unknown): boolean {
  return isApiError(error) && error.status < 500 && error.status !== 429
}
