import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { sleep, type Clock } from '../api/clock.js'
import type { Cached } from '../api/deep-readonly.js'
import type { Logger } from '../api/logger.js'
import type { ObjectKey, StoredObject } from '../api/resource.js'
import type { Cache } from '../cache/cache.js'
import type { Informer } from '../cache/informer.js'
import { isConflict } from '../client/api-error.js'
import type { Client } from '../client/client.js'
import type { EventRecorder } from '../client/events.js'
import { formatKey } from '../queue/object-key.js'
import type { WorkQueue } from '../queue/work-queue.js'
import type { ControllerMetrics } from './controller-metrics.js'
import { keyOf } from './event-source.js'
import { isTerminating, type Finalizer } from './finalizer.js'
import { isTerminal, type Outcome, outcomeOf, ReconcileTimeoutError } from './outcome.js'
import type { Context, Reconciler } from './reconciler.js'

export interface ControllerSetup<T extends StoredObject> {
  readonly name: string
  readonly reconciler: Reconciler<T>
  readonly informer: Informer<T>
  /** Filled by the controller's event sources. */
  readonly queue: WorkQueue
  /** Absent: the reconciler does not finalize. */
  readonly finalizer: Finalizer<T> | undefined
  readonly workers: number
  readonly reconcileTimeoutMs: number
  /** Told of each object that a report of an error has written. */
  readonly reported: (object: Cached<StoredObject>) => void
  /** Absent: never. */
  readonly resyncMs: number | undefined
  readonly client: Client
  readonly cache: Cache
  readonly events: EventRecorder
  readonly logger: Logger
  readonly clock: Clock
  readonly metrics?: ControllerMetrics | undefined
  /** Called when it works no more. */
  readonly ended: () => void
}

/** A reconcile that goes on for so long after its signal has aborted ignores it. To report an error it may take as long. */
const ignoredAfterMs = 10_000
/** Reconciles that never wait for anything may keep timers and sockets waiting for so long. */
const breatheEveryMs = 10

/** Reconciles the keys of a queue, several at a time and each key once at a time. */
export class Controller<T extends StoredObject = StoredObject> {
  readonly name: string
  readonly #setup: ControllerSetup<T>
  /** What is under way, by key: also what ignores its signal and has no worker any more. */
  readonly #underWay = new Map<string, AbortController>()
  /** By key, what its last attempt has failed with, as long as failures are counted. */
  readonly #lastErrors = new Map<string, unknown>()
  #stopping = false
  #breathedAt = 0

  constructor(setup: ControllerSetup<T>) {
    this.name = setup.name
    this.#setup = setup
  }

  /**
   * Works until the signal aborts, and resolves once every reconcile under way has ended. Keys that still wait then are dropped:
   * the list at the next start finds them again.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { queue, workers } = this.#setup
    const stopped = new Promise<void>(resolve => {
      const stop = () => {
        this.#stopping = true
        resolve(queue.shutDown())
      }
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
    })
    const resync = this.#resync(signal)
    await Promise.all(Array.from({ length: workers }, () => this.#work()))
    await resync
    await stopped
    this.#setup.ended()
  }

  /** Aborts the signals of the reconciles under way, and begins no others. */
  interrupt(reason: unknown): void {
    this.#stopping = true
    void this.#setup.queue.shutDown()
    for (const reconcile of this.#underWay.values()) reconcile.abort(reason)
  }

  /** The keys of the reconciles under way: `namespace/name`. */
  get underWay(): string[] {
    return [...this.#underWay.keys()]
  }

  async #resync(signal: AbortSignal): Promise<void> {
    const { clock, resyncMs, informer, queue } = this.#setup
    if (resyncMs === undefined) return
    while (!signal.aborted) {
      await sleep(clock, resyncMs * (0.9 + Math.random() * 0.2), signal).catch(() => {})
      if (signal.aborted) return
      for (const object of informer.list()) queue.add(keyOf(object), { background: true })
    }
  }

  async #work(): Promise<void> {
    const { queue, clock, metrics } = this.#setup
    for (let key = await queue.get(); key; key = await queue.get()) {
      metrics?.busy()
      await this.#process(key).finally(() => metrics?.free())
      if (clock.monotonic() - this.#breathedAt < breatheEveryMs) continue
      await setImmediate()
      this.#breathedAt = clock.monotonic()
    }
  }

  /**
   * Resolves when the worker is free again: after the reconcile, or once it has ignored its signal for too long. The key is
   * given back only when the reconcile has ended, however late: it never runs twice at once.
   */
  #process(key: ObjectKey): Promise<void> {
    const { queue, clock, reconcileTimeoutMs, metrics } = this.#setup
    const begun = clock.monotonic()
    const text = formatKey(key)
    const logger = this.#setup.logger.with({ ...key, reconcileID: randomUUID() })
    const controller = this.#begin(text)

    return new Promise((resolve, reject) => {
      const timeout = () => {
        const error = new ReconcileTimeoutError(reconcileTimeoutMs)
        controller.abort(error)
        metrics?.timedOut()
        cancel = clock.setTimeout(ignored, ignoredAfterMs)
      }
      const ignored = () => {
        const error = new ReconcileTimeoutError(reconcileTimeoutMs)
        logger.error('a reconcile ignores its signal: its object waits until it ends', { error })
        resolve()
      }
      let cancel = clock.setTimeout(timeout, reconcileTimeoutMs)
      this.#reconcile(key, controller.signal, logger)
        .then(outcome => {
          cancel()
          this.#underWay.delete(text)
          metrics?.reconciled(outcome, clock.monotonic() - begun)
          this.#settle(key, outcome, logger)
          queue.done(key)
        })
        .then(resolve, reject)
    })
  }

  /** A controller whose signal aborts when what is under way for a key is to end. */
  #begin(text: string): AbortController {
    const controller = new AbortController()
    // Many requests of one reconcile may wait for it at once: that is no leak to be warned of.
    setMaxListeners(0, controller.signal)
    this.#underWay.set(text, controller)
    return controller
  }

  async #reconcile(key: ObjectKey, signal: AbortSignal, logger: Logger): Promise<Outcome> {
    const { client, cache, events, queue } = this.#setup
    const lastError = this.#lastErrors.get(formatKey(key))
    const context = { key, client, cache, events, log: logger, signal, attempt: queue.retries(key) + 1, lastError }
    const outcome = await this.#attempt(context)
    await this.#report(outcome, context)
    return outcome
  }

  async #attempt(context: Context): Promise<Outcome> {
    const { key, signal } = context
    try {
      const object = this.#setup.informer.get(key)
      if (!object) return { type: 'gone' }
      return isTerminating(object) ? await this.#finalize(object, context) : await this.#bringCloser(object, context)
    } catch (error) {
      if (this.#stopping && signal.aborted) return { type: 'interrupted', error }
      if (isTerminal(error)) return { type: 'terminal', error }
      if (signal.aborted)
        return { type: 'failed', error: new ReconcileTimeoutError(this.#setup.reconcileTimeoutMs, error) }
      return { type: 'failed', error }
    }
  }

  async #report(outcome: Outcome, context: Context): Promise<void> {
    const { reconciler, informer, clock, reported } = this.#setup
    const isFault = outcome.type === 'terminal' || (outcome.type === 'failed' && !isConflict(outcome.error))
    if (!isFault || !reconciler.reportError || this.#stopping) return
    // Its own signal: that of the reconcile may have aborted.
    const controller = this.#begin(formatKey(context.key))
    const cancel = clock.setTimeout(() => controller.abort(new ReconcileTimeoutError(ignoredAfterMs)), ignoredAfterMs)
    try {
      const object = informer.get(context.key)
      const client = context.client.telling((_, written) => reported(written))
      if (object) await reconciler.reportError(object, outcome.error, { ...context, client, signal: controller.signal })
    } catch (error) {
      context.log.error('the error of a reconcile could not be reported', { error })
    } finally {
      cancel()
    }
  }

  async #bringCloser(object: Cached<T>, context: Context): Promise<Outcome> {
    const { reconciler, finalizer } = this.#setup
    const current = finalizer ? await finalizer.add(object, context.signal) : object
    // Without it the object is gone or being deleted already, and the event that says so is on its way.
    return current ? outcomeOf(await reconciler.reconcile(current, context)) : { type: 'done' }
  }

  async #finalize(object: Cached<T>, context: Context): Promise<Outcome> {
    const { reconciler, finalizer } = this.#setup
    if (!finalizer?.isDue(object)) return { type: 'done' }
    const outcome = outcomeOf(await reconciler.finalize?.(object, context))
    if (outcome.type === 'done') await finalizer.remove(object, context.signal)
    return outcome
  }

  #settle(key: ObjectKey, outcome: Outcome, logger: Logger): void {
    const { queue } = this.#setup
    const text = formatKey(key)
    if (outcome.type === 'failed') this.#lastErrors.set(text, outcome.error)
    else if (outcome.type !== 'interrupted') this.#lastErrors.delete(text)
    switch (outcome.type) {
      case 'gone':
      case 'done':
        queue.forget(key)
        break
      case 'requeue':
        queue.forget(key)
        queue.addAfter(key, outcome.afterMs)
        break
      case 'requeueSoon':
        queue.addRateLimited(key)
        break
      case 'failed': {
        const attempt = queue.retries(key) + 1
        const retryInMs = queue.addRateLimited(key)
        const fields = { attempt, retryInMs, error: outcome.error }
        // No fault where others write too: a cache is always a little behind.
        if (isConflict(outcome.error)) logger.info('reconcile met a newer state', fields)
        else logger.error('reconcile failed', fields)
        break
      }
      case 'terminal':
        queue.forget(key)
        logger.error('reconcile failed for good: it is not tried again before the object changes', {
          error: outcome.error,
        })
        break
      case 'interrupted':
        logger.info('the stop interrupted a reconcile', { error: outcome.error })
        break
    }
  }
}
