import type { Clock } from '../api/clock.js'
import type { Authentication, Cluster } from './cluster.js'

interface Held {
  readonly authentication: Authentication
  readonly until: number
}

/** Holds what a cluster's `authenticate` has answered, and asks again when it is old or has been refused. */
export class Credentials {
  readonly #cluster: Cluster
  readonly #clock: Clock
  #held: Held | undefined
  /** Shared by all who wait for the same answer. */
  #asking: Promise<Authentication> | undefined

  constructor(cluster: Cluster, clock: Clock) {
    this.#cluster = cluster
    this.#clock = clock
  }

  async current(): Promise<Authentication> {
    const held = this.#held
    if (held && this.#clock.monotonic() < held.until) return held.authentication
    return this.#ask()
  }

  /** Newer ones than those that the server has refused. */
  async instead(refused: Authentication): Promise<Authentication> {
    const held = this.#held
    if (held && held.authentication !== refused) return held.authentication
    return this.#ask(refused)
  }

  #ask(refused?: Authentication): Promise<Authentication> {
    this.#asking ??= this.#cluster
      .authenticate(refused)
      .then(authentication => {
        const until = this.#clock.monotonic() + this.#cluster.authenticationMs
        this.#held = { authentication, until }
        return authentication
      })
      .finally(() => (this.#asking = undefined))
    return this.#asking
  }
}
