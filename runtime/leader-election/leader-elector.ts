import { sleep, type Clock } from '../api/clock.js'
import type { Logger } from '../api/logger.js'
import { isAlreadyExists, isConflict, isNotFound } from '../client/api-error.js'
import type { Client } from '../client/client.js'
import { NamespaceResourceClient } from '../client/resource-client.js'
import { retryOnConflict } from '../client/retry-on-conflict.js'
import { formatMicroTime } from '../client/timestamps.js'
import { LeadershipLostError } from './leadership-lost-error.js'
import { Lease, type LeaseObject, type LeaseSpec } from './lease.js'

export interface LeaderElectorOptions {
  readonly client: Client
  readonly namespace: string
  /** Of the Lease. */
  readonly name: string
  /** Tells this candidate from all others. */
  readonly identity: string
  /** How long others wait, after the last renewal that they have seen, before they take the lease. */
  readonly leaseDurationMs: number
  /** How long the leader goes on without a renewal. */
  readonly renewDeadlineMs: number
  /** Between two attempts. */
  readonly retryPeriodMs: number
  readonly clock: Clock
  readonly logger: Logger
  /** Returns a number from 0 up to 1. */
  readonly random: () => number
}

/** Delays between the attempts of those who wait differ by up to this part. */
const jitter = 0.2

/**
 * Competes for a Lease with other processes, once.
 *
 *     waiting --the lease is nobody's, or has not changed for as long as it says--> leading
 *     leading --the deadline has passed without a renewal, or somebody else has the lease--> over
 *     leading --released--> over
 *
 * Two never lead at once. The leader counts from the moment before it sent its last successful renewal, and stops after
 * `renewDeadlineMs`; others count from the moment after they saw that renewal, and wait for `leaseDurationMs`, which is longer. Each
 * looks at its own monotonic clock: no time that another machine has written is compared with anything. And each write
 * names the version that it saw, so that of two who take a lease at once only one succeeds.
 */
export class LeaderElector {
  readonly #options: LeaderElectorOptions
  readonly #leases: NamespaceResourceClient<LeaseObject, object, object>
  /** The lease as it was last seen, and when it was seen like that for the first time. */
  #seen: { readonly lease: LeaseObject; readonly at: number } | undefined
  #state: 'waiting' | 'leading' | 'over' = 'waiting'
  /** By the monotonic clock. */
  #leadsUntil = Number.NEGATIVE_INFINITY
  /** A request to take the lease was sent: it may be held even if no answer came. */
  #mayHold = false
  #lastError: unknown
  #slowRenewals = 0

  constructor(options: LeaderElectorOptions) {
    this.#options = options
    this.#leases = new NamespaceResourceClient(options.client, Lease, options.namespace)
  }

  /** Nobody else can lead at this moment. Looks at the clock: it is right also when no timer has fired for long. */
  get isLeader(): boolean {
    return this.#state === 'leading' && this.#options.clock.monotonic() < this.#leadsUntil
  }

  /** Has been the leader, and is not any more. */
  get isOver(): boolean {
    return this.#state === 'over' || (this.#state === 'leading' && !this.isLeader)
  }

  /** Why the last attempt failed. To meet another holder is no failure. */
  get lastError(): unknown {
    return this.#lastError
  }

  /** How many renewals had to read the lease first, because somebody had changed it. */
  get slowRenewals(): number {
    return this.#slowRenewals
  }

  /** Who has the lease, as last seen. */
  get holder(): string | undefined {
    return this.#seen?.lease.spec?.holderIdentity || undefined
  }

  /** Resolves as soon as this process leads. Rejects with the signal's reason. */
  async acquire(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options
    let lastHolder: string | undefined
    while (!(await this.#attempt(signal))) {
      if (this.holder !== lastHolder) logger.info('another process is the leader', { holder: this.holder })
      lastHolder = this.holder
      await sleep(clock, this.#pauseMs(), signal)
    }
  }

  /** Renews until the signal aborts, and resolves then. Rejects with a {@link LeadershipLostError} when the lead is lost. */
  async hold(signal: AbortSignal): Promise<void> {
    const { clock, retryPeriodMs, renewDeadlineMs } = this.#options
    let next = clock.monotonic() + retryPeriodMs
    while (!signal.aborted) {
      const now = clock.monotonic()
      await sleep(clock, Math.max(Math.min(next, this.#leadsUntil) - now, 0), signal).catch(() => {})
      if (signal.aborted) return
      if (!this.isLeader) {
        this.#state = 'over'
        const why = this.#lastError ?? new Error('this process stood still')
        throw new LeadershipLostError(`the lease was not renewed for ${renewDeadlineMs} ms`, { cause: why })
      }
      next = clock.monotonic() + retryPeriodMs
      await this.#attempt(signal)
    }
  }

  /** Gives the lease away, if it may be held, so that the next leader need not wait. Never rejects. */
  async release(timeoutMs: number): Promise<void> {
    const { identity, logger, clock } = this.#options
    this.#state = 'over'
    if (!this.#mayHold) return
    try {
      // A renewal that was given up may still have been carried out.
      const released = await retryOnConflict(
        async () => {
          const lease = await this.#leases.get(this.#options.name, { timeoutMs })
          if (lease.spec?.holderIdentity !== identity) return false
          const { holderIdentity: _, ...spec } = lease.spec
          const renewTime = formatMicroTime(clock.now())
          await this.#leases.replace({ ...lease, spec: { ...spec, leaseDurationSeconds: 1, renewTime } }, { timeoutMs })
          return true
        },
        { clock },
      )
      if (released) logger.info('the lease is released')
    } catch (error) {
      logger.warn('the lease could not be released: the next leader has to wait for its end', { error })
    }
  }

  /** Takes or renews the lease if that is possible. Whether this process leads then. */
  async #attempt(signal: AbortSignal): Promise<boolean> {
    const wasLeading = this.#state === 'leading'
    try {
      const holds = wasLeading ? await this.#renew(signal) : await this.#take(signal)
      this.#lastError = undefined
      return holds
    } catch (error) {
      if (signal.aborted && !wasLeading) throw signal.reason
      if (signal.aborted) return this.isLeader
      if (error instanceof LeadershipLostError) throw error
      this.#lastError = error
      this.#options.logger.warn('leader election: an attempt failed, trying again', { error })
      return false
    }
  }

  /** One request, unless somebody has changed the lease. */
  async #renew(signal: AbortSignal): Promise<boolean> {
    try {
      if (this.#seen) return await this.#write(this.#seen.lease, signal)
    } catch (error) {
      if (!isConflict(error) && !isNotFound(error)) throw error
    }
    this.#slowRenewals++
    return this.#take(signal)
  }

  async #take(signal: AbortSignal): Promise<boolean> {
    const { identity, name, clock } = this.#options
    let lease: LeaseObject | undefined
    try {
      lease = await this.#leases.get(name, { signal, timeoutMs: this.#timeoutMs() })
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
    if (lease) this.#see(lease)
    if (lease && this.holder !== undefined && this.holder !== identity) {
      if (this.#state === 'leading') {
        this.#state = 'over'
        throw new LeadershipLostError(`${this.holder} has taken the lease`)
      }
      if (clock.monotonic() < this.#freeAt()) return false
    }
    try {
      return await this.#write(lease, signal)
    } catch (error) {
      // Somebody was faster.
      if (isConflict(error) || isAlreadyExists(error)) return false
      throw error
    }
  }

  /** Takes or renews the lease. The time counts from before the request: the server may carry it out at once. */
  async #write(lease: LeaseObject | undefined, signal: AbortSignal): Promise<boolean> {
    const { name, clock, renewDeadlineMs, logger } = this.#options
    const options = { signal, timeoutMs: this.#timeoutMs() }
    const sentAt = clock.monotonic()
    const spec = this.#specAfter(lease?.spec)
    this.#mayHold = true
    const written = lease
      ? await this.#leases.replace({ ...lease, spec }, options)
      : await this.#leases.create({ metadata: { name }, spec }, options)
    this.#see(written)
    this.#leadsUntil = sentAt + renewDeadlineMs
    // An answer that comes too late begins no lead.
    if (this.#state === 'waiting' && clock.monotonic() < this.#leadsUntil) {
      this.#state = 'leading'
      logger.info('this process is the leader')
    }
    return this.isLeader
  }

  #specAfter(spec: LeaseSpec = {}): LeaseSpec {
    const { identity, leaseDurationMs, clock } = this.#options
    const now = formatMicroTime(clock.now())
    const isOurs = spec.holderIdentity === identity
    return {
      ...spec,
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(leaseDurationMs / 1000),
      renewTime: now,
      acquireTime: (isOurs && spec.acquireTime) || now,
      leaseTransitions: (spec.leaseTransitions ?? 0) + (isOurs || spec.acquireTime === undefined ? 0 : 1),
    }
  }

  #see(lease: LeaseObject): void {
    const { uid, resourceVersion } = lease.metadata
    const known = this.#seen?.lease.metadata
    if (known?.uid === uid && known.resourceVersion === resourceVersion) return
    this.#seen = { lease, at: this.#options.clock.monotonic() }
  }

  /** When the lease of somebody else may be taken: it is for its holder to say how long it is. */
  #freeAt(): number {
    if (!this.#seen) return Number.NEGATIVE_INFINITY
    const { leaseDurationSeconds = this.#options.leaseDurationMs / 1000 } = this.#seen.lease.spec ?? {}
    return this.#seen.at + leaseDurationSeconds * 1000
  }

  /** Sooner where the lease ends sooner. */
  #pauseMs(): number {
    const { retryPeriodMs, random, clock } = this.#options
    const extra = random() * jitter * retryPeriodMs
    const left = this.holder === undefined ? 0 : this.#freeAt() - clock.monotonic()
    return (left > 0 ? Math.min(left, retryPeriodMs) : retryPeriodMs) + extra
  }

  /** One request that hangs leaves time for another one. */
  #timeoutMs(): number {
    const { renewDeadlineMs, clock } = this.#options
    const left = this.#state === 'leading' ? this.#leadsUntil - clock.monotonic() : Number.POSITIVE_INFINITY
    return Math.max(Math.min(renewDeadlineMs / 2, left), 1)
  }
}
