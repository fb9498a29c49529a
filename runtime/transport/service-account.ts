import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import type { Cluster } from './cluster.js'

const mountedAt = '/var/run/secrets/kubernetes.io/serviceaccount'

export interface ServiceAccountOptions {
  /** Default: that of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where the token is mounted. Default: where Kubernetes does it. */
  readonly folder?: string
}

/** Whether this process runs in a pod with a service account. */
export function isInPod({ env = process.env, folder = mountedAt }: ServiceAccountOptions = {}): boolean {
  return Boolean(env['KUBERNETES_SERVICE_HOST'] && env['KUBERNETES_SERVICE_PORT']) && existsSync(join(folder, 'token'))
}

/** The cluster that the pod of this process runs in. Rejects where there is no service account. */
export async function serviceAccountCluster(options: ServiceAccountOptions = {}): Promise<Cluster> {
  const { env = process.env, folder = mountedAt } = options
  const host = env['KUBERNETES_SERVICE_HOST']
  const port = env['KUBERNETES_SERVICE_PORT']
  if (!host || !port) throw new Error('not in a pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set')
  return {
    server: new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`),
    namespace: (await readFile(join(folder, 'namespace'), 'utf8').catch(defaultNamespace)).trim() || 'default',
    compression: false,
    // The kubelet renews a token when four fifths of its life are over: a minute later is soon enough.
    authenticationMs: 60_000,
    async authenticate() {
      const [token, ca] = await Promise.all([readFile(join(folder, 'token'), 'utf8'), readFile(join(folder, 'ca.crt'))])
      return { headers: { authorization: `Bearer ${token.trim()}` }, tls: { ca } }
    },
  }
}

/** Only the token and the certificate are needed. */
function defaultNamespace(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'default'
  throw error
}
