import { systemClock, type Clock } from '../api/clock.js'
import { createLogger, toLogger, type ChildLogger, type Logger } from '../api/logger.js'
import type { AnyResource } from '../api/resource.js'
import type { ListMode } from '../cache/reflector-state.js'
import { Client } from '../client/client.js'
import { EventRecorder } from '../client/events.js'
import type { Election } from '../leader-election/election.js'
import type { LeaderElectionOptions } from '../leader-election/leader-election-options.js'
import type { Metrics, MetricsRegistry } from '../metrics/metrics.js'
import { findCluster } from '../transport/connect.js'
import { HttpTransport } from '../transport/http-transport.js'
import { RetryingTransport } from '../transport/retrying-transport.js'
import type { Transport } from '../transport/transport.js'
import { formatUserAgent } from '../transport/user-agent.js'
import type { ManagerEnvironment } from './manager.js'
import { settingsOf } from './settings.js'

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
  /** Confines caches, and with them controllers, to these namespaces. Default: the environment variable `WATCH_NAMESPACE`, or all. */
  readonly namespaces?: readonly string[]
  /**
   * Kinds of which all objects of the cluster may be cached, though there can be very many and large ones: Secret, ConfigMap,
   * Event. To cache them all without being named here is an error.
   */
  readonly clusterWide?: readonly AnyResource[]
  /** How caches ask for what there is: in one list (`whole`), in pages of 500 (`paged`), or by `watch-list`. Default: `whole`. */
  readonly listMode?: ListMode
  /**
   * Where `/healthz` and `/readyz` are answered: `:8081`, `127.0.0.1:8081`; port 0 takes a free one, and `0` alone turns them off.
   * Default: the environment variable `HEALTH_ADDRESS`, or `:8081`.
   */
  readonly healthAddress?: string
  /**
   * Where `/metrics` is answered, in the same form. Default: the environment variable `METRICS_ADDRESS`, or where the probes are.
   */
  readonly metricsAddress?: string
  /** Metrics of others to be shown with the manager's: the `register` of prom-client, for one. */
  readonly metricsRegistries?: readonly MetricsRegistry[]
  /**
   * What a stop may take, in milliseconds. Default: 25,000, which fits the 30 seconds that Kubernetes grants a pod. Reconciles
   * under way may end in the first four fifths of it; then their signals abort.
   */
  readonly gracefulShutdownMs?: number
  /**
   * Lets one of several processes work, and the others stand by with warm caches; `true` takes every default. Default: the
   * environment variable `LEADER_ELECT`, or false.
   */
  readonly leaderElection?: boolean | LeaderElectionOptions
  /** One of ours, or pino, or bunyan. Default: {@link createLogger}. */
  readonly logger?: Logger | ChildLogger
  readonly clock?: Clock
}

/** Connects, and gives every option its default. Rejects where there are no credentials. */
export async function prepare(given: ManagerOptions): Promise<ManagerEnvironment> {
  const options: ManagerOptions = { ...settingsOf(process.env), ...given }
  const { name, namespaces, gracefulShutdownMs = 25_000 } = options
  const { clock = systemClock } = options
  const logger = toLogger(options.logger ?? createLogger())
  if (!(gracefulShutdownMs >= 0)) throw new RangeError(`gracefulShutdownMs is ${gracefulShutdownMs}`)
  const healthAddress = options.healthAddress ?? ':8081'
  const metricsAddress = options.metricsAddress ?? healthAddress
  const metrics = await prepareMetrics(metricsAddress)
  const connection = await open(options, clock, metrics)
  const clientOver = (transport: Transport) =>
    new Client({ transport: connection.retrying(transport), fieldManager: name, clock, logger })
  const plain = clientOver(connection.transport)
  const election = await prepareElection(options, { ...connection, client: plain, clock, logger })
  if (election) metrics?.leaderElection(election.name, election.elector)
  // Events are not part of the work: what a leader has done may be told when it is none any more.
  const events = new EventRecorder({ client: plain, reportingController: name, clock, logger })
  return {
    client: election ? clientOver(election.transport) : plain,
    events,
    logger,
    clock,
    namespaces,
    clusterWide: options.clusterWide,
    listMode: options.listMode,
    election,
    metrics,
    metricsRegistries: options.metricsRegistries ?? [],
    metricsAddress,
    healthAddress,
    gracefulShutdownMs,
    async close(limitMs) {
      await events.flush({ timeoutMs: Math.min(limitMs / 2, 5000) })
      if (!options.transport) connection.transport.close()
    },
  }
}

interface Connection {
  readonly transport: Transport
  /** Where the cluster's credentials are for; unknown of a transport that was given. */
  readonly namespace: string | undefined
  /** Whoever gives a transport decides what is sent again. */
  readonly retrying: (transport: Transport) => Transport
}

async function open(options: ManagerOptions, clock: Clock, metrics: Metrics | undefined): Promise<Connection> {
  const { name, version, kubeconfig, context } = options
  const metered = (transport: Transport, host: string) => metrics?.metered(transport, host) ?? transport
  if (options.transport) {
    return { transport: metered(options.transport, ''), namespace: undefined, retrying: given => given }
  }
  const cluster = await findCluster({
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
  })
  return {
    transport: metered(
      new HttpTransport({ cluster, userAgent: formatUserAgent(name, version), clock }),
      cluster.server.host,
    ),
    namespace: cluster.namespace,
    retrying: given => new RetryingTransport(given, clock),
  }
}

async function prepareElection(
  { name, leaderElection = false }: ManagerOptions,
  setup: Pick<Connection, 'transport' | 'namespace'> & Pick<ManagerEnvironment, 'client' | 'clock' | 'logger'>,
): Promise<Election | undefined> {
  if (leaderElection === false) return undefined
  // Not loaded where it is not asked for.
  const { makeElection } = await import('../leader-election/election.js')
  return makeElection({ ...setup, name, options: leaderElection === true ? {} : leaderElection })
}

async function prepareMetrics(address: string): Promise<Metrics | undefined> {
  if (address === '0') return undefined
  // Not loaded where nobody can read them.
  return new (await import('../metrics/metrics.js')).Metrics()
}
