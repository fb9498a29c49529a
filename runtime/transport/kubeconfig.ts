import { readFile } from 'node:fs/promises'
import type { RequestOptions } from 'node:https'
import { dirname, resolve } from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { load } from 'js-yaml'
import type { Authentication, Cluster } from './cluster.js'

/** What is read of a kubeconfig here; the rest is client-node's. */
interface Kubeconfig {
  readonly clusters?: readonly { readonly name: string; readonly cluster: ClusterEntry }[]
  readonly users?: readonly { readonly name: string; readonly user: UserEntry }[]
  readonly contexts?: readonly { readonly name: string; readonly context: ContextEntry }[]
  readonly 'current-context'?: string
}

interface ClusterEntry {
  readonly server: string
  readonly 'certificate-authority'?: string
  readonly 'insecure-skip-tls-verify'?: boolean
  readonly 'proxy-url'?: string
  readonly 'disable-compression'?: boolean
}

interface UserEntry {
  readonly token?: string
  readonly tokenFile?: string
  readonly 'client-certificate'?: string
  readonly 'client-key'?: string
  readonly exec?: ExecEntry
  readonly 'as-groups'?: readonly string[]
  readonly 'as-uid'?: string
}

interface ExecEntry {
  readonly apiVersion?: string
  readonly command: string
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null
  readonly provideClusterInfo?: boolean
}

interface ContextEntry {
  readonly cluster: string
  readonly user?: string
  readonly namespace?: string
}

/** One context, and what it names. */
interface Selected {
  readonly cluster: ClusterEntry
  readonly user: UserEntry
  readonly namespace: string
}

/**
 * The cluster of a context; without one, of the current context. Of several files the first that says something about a name
 * counts, and files that do not exist are passed over, as kubectl has it.
 */
export async function readKubeconfig(files: readonly string[], context?: string): Promise<Cluster> {
  const { cluster, user, namespace } = await select(files, context)
  // Keeps what an exec plugin or a login has answered. Read anew when the server refuses it.
  let config: { readonly kubeConfig: KubeConfig; readonly user: UserEntry } | undefined
  return {
    server: new URL(cluster.server),
    namespace,
    compression: !cluster['disable-compression'],
    // client-node runs a plugin whose answer has no time of expiry whenever it is asked: rather until the server refuses it.
    authenticationMs: user.exec ? Number.POSITIVE_INFINITY : 10_000,
    async authenticate(refused) {
      if (!config || refused) {
        const current = await select(files, context)
        config = { kubeConfig: kubeConfigOf(current), user: current.user }
      }
      return authenticate(config.kubeConfig, config.user)
    },
  }
}

async function authenticate(kubeConfig: KubeConfig, user: UserEntry): Promise<Authentication> {
  const options: RequestOptions = {}
  await kubeConfig.applyToHTTPSOptions(options)
  const { agent, auth, headers, ca, cert, key, rejectUnauthorized, servername } = options
  const authorization =
    user.tokenFile !== undefined
      ? `Bearer ${(await readFile(user.tokenFile, 'utf8')).trim()}`
      : auth && `Basic ${Buffer.from(auth).toString('base64')}`
  return {
    headers: {
      ...(headers as Record<string, string>),
      ...(authorization && { authorization }),
      ...(user['as-uid'] && { 'impersonate-uid': user['as-uid'] }),
      ...(user['as-groups'] && { 'impersonate-group': [...user['as-groups']] }),
    },
    tls: {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      // client-node gives it as it stands in the file, never as an object.
      ...(key !== undefined && { key: key as string | Buffer }),
      ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
      ...(servername !== undefined && { servername }),
    },
    ...(kubeConfig.getCurrentCluster()?.proxyUrl && typeof agent === 'object' && { proxy: () => agent }),
  }
}

async function select(files: readonly string[], wanted: string | undefined): Promise<Selected> {
  const configs = await Promise.all(files.map(read))
  const found = configs.filter(config => config !== undefined)
  if (found.length === 0) throw new Error(`there is no kubeconfig ${files.join(', ')}`)
  const where = `in ${files.join(', ')}`
  const name = wanted ?? found.map(config => config['current-context']).find(Boolean)
  if (!name) throw new Error(`there is no current context ${where}: name one`)
  const named = <T extends { readonly name: string }>(what: string, entries: readonly T[], sought: string): T => {
    const entry = entries.find(candidate => candidate.name === sought)
    if (!entry) throw new Error(`there is no ${what} ${sought} ${where}`)
    return entry
  }
  const contexts = found.flatMap(config => config.contexts ?? [])
  const clusters = found.flatMap(config => config.clusters ?? [])
  const users = found.flatMap(config => config.users ?? [])
  const { context } = named('context', contexts, name)
  const { cluster } = named('cluster', clusters, context.cluster)
  if (!cluster?.server) throw new Error(`cluster ${context.cluster} has no server ${where}`)
  const user = context.user ? named('user', users, context.user).user : undefined
  return { cluster, user: user ?? {}, namespace: context.namespace || 'default' }
}

/** Paths in it are relative to its folder. */
async function read(file: string): Promise<Kubeconfig | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const config = parse(file, text)
  const folder = dirname(resolve(file))
  return {
    ...config,
    clusters: (config.clusters ?? []).map(({ name, cluster }) => ({
      name,
      cluster: absolute(cluster, ['certificate-authority'], folder),
    })),
    users: (config.users ?? []).map(({ name, user }) => ({
      name,
      user: withAbsolutePaths(user ?? {}, folder),
    })),
  }
}

function parse(file: string, text: string): Kubeconfig {
  try {
    const config = load(text) ?? {}
    if (typeof config === 'object') return config
  } catch (cause) {
    throw new Error(`${file} is no kubeconfig: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
  throw new Error(`${file} is no kubeconfig`)
}

function withAbsolutePaths(user: UserEntry, folder: string): UserEntry {
  const { exec, ...rest } = absolute(user, ['client-certificate', 'client-key', 'tokenFile'], folder)
  if (!exec) return rest
  // A command without a slash is looked for in the PATH.
  return { ...rest, exec: exec.command?.includes('/') ? absolute(exec, ['command'], folder) : exec }
}

function absolute<T extends object>(entry: T, fields: readonly (keyof T)[], folder: string): T {
  const paths = fields.flatMap(field => {
    const path = entry[field]
    return typeof path === 'string' && path !== '' ? [[field, resolve(folder, path)]] : []
  })
  return { ...entry, ...Object.fromEntries(paths) }
}

/** client-node's view of a single context. */
function kubeConfigOf({ cluster, user }: Selected): KubeConfig {
  // client-node wants this said where there is no TLS at all.
  const insecure = cluster.server.startsWith('http:') && { 'insecure-skip-tls-verify': true }
  const name = 'selected'
  const kubeConfig = new KubeConfig()
  kubeConfig.loadFromString(
    JSON.stringify({
      clusters: [{ name, cluster: { ...cluster, ...insecure } }],
      users: [{ name, user: { ...user, ...(user.exec && { exec: withExecInfo(user.exec, cluster) }) } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    }),
  )
  return kubeConfig
}

/** Plugins are told in the environment what is wanted of them, which client-node leaves out. */
function withExecInfo(exec: ExecEntry, cluster: ClusterEntry): ExecEntry {
  const { apiVersion, env, provideClusterInfo } = exec
  const spec = { interactive: false, ...(provideClusterInfo && { cluster }) }
  const value = JSON.stringify({ apiVersion, kind: 'ExecCredential', spec })
  return { ...exec, env: [...(env ?? []), { name: 'KUBERNETES_EXEC_INFO', value }] }
}
