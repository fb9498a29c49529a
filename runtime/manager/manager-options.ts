import { systemClock, type Clock } from '../api/clock.js'
import { createLogger, type Logger } from '../api/logger.js'
import { Client } from '../client/client.js'
import { EventRecorder } from '../client/events.js'
import { connect } from '../transport/connect.js'
import type { Transport } from '../transport/transport.js'
import type { ManagerEnvironment } from './manager.js'

export interface ManagerOptions {
  /** The operator's name, as others see it: user agent, field manager, and the reporter of events. */
  readonly name: string
  /** The operator's own version, for the user agent. */
  readonly version?: string
  /** Path of a kubeconfig. Default: `KUBECONFIG`, the pod's service account, `~/.kube/config`, whichever is there first. */
  readonly kubeconfig?: string
  /** A context of the kubeconfig. Default: its current one. */
  readonly context?: string
  /** Used instead of a connection of its own, and not closed. */
  readonly transport?: Transport
  /** Confines caches, and with them controllers, to these namespaces. Default: all. */
  readonly namespaces?: readonly string[]
  /**
   * Where `/healthz` and `/readyz` are answered: `:8081`, `127.0.0.1:8081`; port 0 takes a free one, and `0` alone turns them off.
   * Default: the environment variable `HEALTH_ADDRESS`, or `:8081`.
   */
  readonly healthAddress?: string
  /**
   * What a stop may take, in milliseconds. Default: 25,000, which fits the 30 seconds that Kubernetes grants a pod. Reconciles
   * under way may end in the first four fifths of it; then their signals abort.
   */
  readonly gracefulShutdownMs?: number
  readonly logger?: Logger
  readonly clock?: Clock
}

/** Connects, and gives every option its default. Rejects where there are no credentials. */
export async function prepare(options: ManagerOptions): Promise<ManagerEnvironment> {
  const { name, version, kubeconfig, context, namespaces, gracefulShutdownMs = 25_000 } = options
  const { clock = systemClock, logger = createLogger() } = options
  if (!(gracefulShutdownMs >= 0)) throw new RangeError(`gracefulShutdownMs is ${gracefulShutdownMs}`)
  const transport =
    options.transport ??
    (await connect({
      name,
      ...(version !== undefined && { version }),
      ...(kubeconfig !== undefined && { kubeconfig }),
      ...(context !== undefined && { context }),
      clock,
    }))
  const client = new Client({ transport, fieldManager: name, clock, logger })
  const events = new EventRecorder({ client, reportingController: name, clock, logger })
  return {
    client,
    events,
    logger,
    clock,
    namespaces,
    healthAddress: options.healthAddress ?? process.env['HEALTH_ADDRESS'] ?? ':8081',
    gracefulShutdownMs,
    async close(limitMs) {
      await events.flush({ timeoutMs: Math.min(limitMs / 2, 5000) })
      if (!options.transport) transport.close()
    },
  }
}
