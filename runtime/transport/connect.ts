import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Clock } from '../api/clock.js'
import type { Cluster } from './cluster.js'
import { HttpTransport } from './http-transport.js'
import { RetryingTransport } from './retrying-transport.js'
import { isInPod, serviceAccountCluster, type ServiceAccountOptions } from './service-account.js'
import type { Transport } from './transport.js'
import { formatUserAgent } from './user-agent.js'

export interface FindClusterOptions {
  /** Path of a kubeconfig. */
  readonly kubeconfig?: string
  /** A context of the kubeconfig. Default: its current one. */
  readonly context?: string
}

export interface ConnectOptions extends FindClusterOptions {
  /** The operator's name, for the user agent. */
  readonly name: string
  /** The operator's version, for the user agent. */
  readonly version?: string
  /** Until the headers of a response are there, in milliseconds. Default: 65,000. */
  readonly timeoutMs?: number
  readonly clock?: Clock
}

/** What is looked at where no kubeconfig is given. Default: that of this process. */
export interface Surroundings extends ServiceAccountOptions {
  /** The user's folder, with `.kube` in it. */
  readonly home?: string
}

/** Finds the cluster and makes a transport to it. No request is sent yet. Rejects where there are no credentials. */
export async function connect(options: ConnectOptions): Promise<Transport> {
  const { name, version, timeoutMs, clock } = options
  const transport = new HttpTransport({
    cluster: await findCluster(options),
    userAgent: formatUserAgent(name, version),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(clock && { clock }),
  })
  return new RetryingTransport(transport, clock)
}

/**
 * The cluster that is meant: that of the kubeconfig given, of the files in `KUBECONFIG`, of the pod's service account, or of
 * `~/.kube/config`, whichever is there first. A context is one of a kubeconfig. The same order as controller-runtime's.
 */
export async function findCluster(
  { kubeconfig, context }: FindClusterOptions = {},
  { env = process.env, home = homedir(), ...pod }: Surroundings = {},
): Promise<Cluster> {
  const files = kubeconfig === undefined ? filesOf(env['KUBECONFIG']) : [kubeconfig]
  if (files.length > 0) return kubeconfigCluster(files, context)
  if (context === undefined && isInPod({ env, ...pod })) return serviceAccountCluster({ env, ...pod })
  const file = join(home, '.kube', 'config')
  if (existsSync(file)) return kubeconfigCluster([file], context)
  throw new Error(`no cluster: KUBECONFIG is not set, this is no pod with a service account, and there is no ${file}`)
}

function filesOf(list = ''): string[] {
  return list.split(delimiter).filter(file => file !== '')
}

async function kubeconfigCluster(files: readonly string[], context: string | undefined): Promise<Cluster> {
  // In a pod this is not needed, and it is large.
  const { readKubeconfig } = await import('./kubeconfig.js')
  return readKubeconfig(files, context)
}
