import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

export interface LeaderElectionOptions {
  /** Of the Lease. Default: the manager's name. */
  readonly name?: string
  /** Where the Lease is. Default: the pod's own namespace, or that of the kubeconfig's context. */
  readonly namespace?: string
  /** Tells this process from all others that compete. Default: the host's name and a random part. */
  readonly identity?: string
  /** How long others wait, after the last renewal that they have seen, before they take over. Whole seconds. Default: 15,000. */
  readonly leaseDurationMs?: number
  /** How long the leader goes on without a renewal. Default: 10,000. */
  readonly renewDeadlineMs?: number
  /** Between two attempts to renew, or to take over. Default: 2,000. */
  readonly retryPeriodMs?: number
}

/** Gives every option its default. Throws where the times would let two lead at once, or end a lead for one renewal that fails. */
export function electionSettings(
  options: LeaderElectionOptions,
  defaults: { readonly name: string; readonly namespace: string | undefined },
): Required<LeaderElectionOptions> {
  const { leaseDurationMs = 15_000, renewDeadlineMs = 10_000, retryPeriodMs = 2_000 } = options
  const { namespace = defaults.namespace, identity = `${hostname()}_${randomUUID()}` } = options
  if (!(leaseDurationMs >= 1000 && leaseDurationMs % 1000 === 0)) {
    throw new RangeError(`leaseDurationMs is ${leaseDurationMs}: it must be a whole number of seconds`)
  }
  if (!(renewDeadlineMs < leaseDurationMs)) {
    throw new RangeError(`renewDeadlineMs is ${renewDeadlineMs}: it must be below leaseDurationMs, ${leaseDurationMs}`)
  }
  if (!(retryPeriodMs > 0 && retryPeriodMs * 2 <= renewDeadlineMs)) {
    throw new RangeError(
      `retryPeriodMs is ${retryPeriodMs}: it must be above 0 and at most half of renewDeadlineMs, ${renewDeadlineMs}`,
    )
  }
  if (namespace === undefined) throw new Error('leader election needs a `namespace` where a transport is given')
  if (identity === '') throw new Error('the identity of leader election is empty')
  const { name = defaults.name.toLowerCase().replace(/[^a-z0-9.-]+/g, '-') } = options
  return { name, namespace, identity, leaseDurationMs, renewDeadlineMs, retryPeriodMs }
}
