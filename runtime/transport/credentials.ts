import { isDeepStrictEqual } from 'node:util'
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

  /** Those of the last answer, as long as it is not old. */
  get held(): Authentication | undefined {
    const held = this.#held
    return held && this.#clock.monotonic() < held.until ? held.authentication : undefined
  }

  async current(): Promise<Authentication> {
    return this.held ?? this.#ask()
  }

  /** Others than those that the server has refused; undefined where there are none. */
  async instead(refused: Authentication): Promise<Authentication | undefined> {
    const held = this.#held?.authentication
    const newer = held && held !== refused ? held : await this.#ask(refused)
    return isSame(newer, refused) ? undefined : newer
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

/** A token that was not renewed yet is read from its file again and again. */
function isSame(a: Authentication, b: Authentication): boolean {
  return isDeepStrictEqual([a.headers, a.tls], [b.headers, b.tls])
}
