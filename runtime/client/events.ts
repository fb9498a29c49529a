import { hostname } from 'node:os'
import { sleep, systemClock, type Clock } from '../api/clock.js'
import { createLogger, type Logger } from '../api/logger.js'
import type { AnyResource } from '../api/resource.js'
import { isAlreadyExists, isApiError, isNamespaceTerminating, isNotFound } from './api-error.js'
import type { Client } from './client.js'
import { EventCorrelator, type EventSeries } from './event-correlator.js'
import type { EventNote, Regarding } from './event-object.js'
import type { RequestOptions } from './options.js'
import { NamespaceResourceClient } from './resource-client.js'
import { formatMicroTime } from './timestamps.js'

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
 * caller's back; they are a courtesy: what cannot be sent is logged and forgotten. One that happens again within 6 minutes is
 * counted in a series, and not made again. As in client-go, of more than 9 that differ in their notes only within 10 minutes the
 * rest is one series, and about one object there are at most 25 requests at once and one each 5 minutes: what is more is
 * counted, and told with the next one or at the end.
 */
export class EventRecorder {
  readonly #client: Client
  readonly #correlator: EventCorrelator
  readonly #clock: Clock
  readonly #logger: Logger
  /** Each is in it once: what happens until it is sent is counted. */
  readonly #queue = new Set<EventSeries>()
  /** Is being sent, and may be in the queue once more. */
  #current: EventSeries | undefined
  #sending: Promise<void> | undefined
  #dropped = 0
  #giveUp = new AbortController()

  constructor(options: EventRecorderOptions) {
    const { client, reportingController, clock = systemClock, logger = createLogger() } = options
    this.#client = client
    this.#clock = clock
    this.#logger = logger
    const instance = options.reportingInstance ?? `${reportingController}-${hostname()}`
    this.#correlator = new EventCorrelator({ controller: reportingController, instance: instance.slice(0, 128) }, clock)
  }

  /** Records an event about an object. Never throws, and does not wait. */
  record(object: Regarding, note: EventNote): void {
    try {
      const series = this.#correlator.take(object, note)
      if (series) this.#enqueue(series)
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
    for (const series of this.#correlator.unsent()) this.#enqueue(series)
    while (this.#sending && !isLate) isLate = await Promise.race([this.#sending.then(() => false), late])
    cancel()
    if (!this.#sending) return
    this.#logger.warn('events are given up', { events: this.#unsent })
    this.#giveUp.abort(new Error('the recorder was flushed'))
    await this.#sending
  }

  get #unsent(): number {
    return this.#queue.size + (this.#current ? 1 : 0)
  }

  #enqueue(series: EventSeries): void {
    if (this.#unsent >= longestQueue && !this.#queue.has(series)) {
      if (this.#dropped++ === 0) this.#logger.warn('events are dropped: too many wait to be sent')
      return
    }
    this.#queue.add(series)
    this.#sending ??= this.#drain()
  }

  async #drain(): Promise<void> {
    // A set that grows is walked to its end.
    for (const series of this.#queue) {
      this.#queue.delete(series)
      this.#current = series
      if (!this.#giveUp.signal.aborted) await this.#send(series)
      this.#current = undefined
    }
    if (this.#dropped > 0) this.#logger.warn('events were dropped', { events: this.#dropped })
    this.#dropped = 0
    if (this.#giveUp.signal.aborted) this.#giveUp = new AbortController()
    // In the same turn in which the queue was found empty: an event that comes now must not count on this drain.
    this.#sending = undefined
  }

  async #send(series: EventSeries): Promise<void> {
    const { signal } = this.#giveUp
    for (let attempt = 1; ; attempt++) {
      const { count } = series
      try {
        await this.#write(series, { signal, timeoutMs: 30_000 })
        series.sent = count
        return
      } catch (error) {
        if (signal.aborted) return
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

  async #write({ event, count, lastObserved, sent }: EventSeries, options: RequestOptions): Promise<void> {
    const series = count > 1 ? { series: { count, lastObservedTime: formatMicroTime(lastObserved) } } : {}
    const { namespace, name } = event.metadata
    if (sent > 0) {
      try {
        await new NamespaceResourceClient(this.#client, Event, namespace).patch(name, { merge: series }, options)
        return
      } catch (error) {
        // The server keeps events for an hour.
        if (!isNotFound(error)) throw error
      }
    }
    try {
      await this.#client.for(Event).create({ ...event, ...series }, options)
    } catch (error) {
      // It exists if an attempt succeeded whose answer was lost.
      if (!isAlreadyExists(error)) throw error
    }
  }
}

/** Sending it again would not help. */
function isRefused(error: unknown): boolean {
  return isApiError(error) && error.status < 500 && error.status !== 429
}
