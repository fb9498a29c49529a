import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { buildAssets } from './build-assets.js'

export const kubernetesVersion = '1.37.2'

/** Paths of the programs that make a control plane. */
export interface Assets {
  readonly etcd: string
  readonly kubeApiServer: string
  readonly kubeControllerManager?: string
  readonly kubectl?: string
}

const programs = {
  etcd: { file: 'etcd', variable: 'TEST_ASSET_ETCD', needed: true },
  kubeApiServer: { file: 'kube-apiserver', variable: 'TEST_ASSET_KUBE_APISERVER', needed: true },
  kubeControllerManager: {
    file: 'kube-controller-manager',
    variable: 'TEST_ASSET_KUBE_CONTROLLER_MANAGER',
    needed: false,
  },
  kubectl: { file: 'kubectl', variable: 'TEST_ASSET_KUBECTL', needed: false },
} as const

type Program = keyof typeof programs

export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache')
  return path.join(base, 'opwright', 'api-server', `v${kubernetesVersion}`)
}

/**
 * The programs, from `TEST_ASSET_*`, else `KUBEBUILDER_ASSETS`, else this user's cache, into which they are built with the Go
 * toolchain when they are not there yet: a quarter of an hour, once.
 *
 * Throws `NoAssetsError` where that cannot be, and an ordinary error where a variable names something that is not there.
 */
export async function ensureAssets(env: NodeJS.ProcessEnv = process.env): Promise<Assets> {
  const named = findNamed(env)
  if (named) return named
  const folder = cacheFolder(env)
  const cached = findIn(folder)
  if (Object.keys(cached).length === Object.keys(programs).length) return complete(cached)
  await buildAssets(folder, kubernetesVersion, env)
  return complete(findIn(folder))
}

/** What the environment names; undefined where it names nothing. */
function findNamed(env: NodeJS.ProcessEnv): Assets | undefined {
  const folder = env['KUBEBUILDER_ASSETS']
  const found: Partial<Record<Program, string>> = folder ? findIn(folder) : {}
  for (const [program, { variable }] of entriesOf(programs)) {
    const file = env[variable]
    if (!file) continue
    if (!fs.existsSync(file)) throw new Error(`${variable} names ${file}, which is not there`)
    found[program] = file
  }
  if (Object.keys(found).length === 0 && !folder) return undefined
  return complete(found, folder ? `KUBEBUILDER_ASSETS (${folder})` : 'TEST_ASSET_*')
}

function findIn(folder: string): Partial<Record<Program, string>> {
  const found: Partial<Record<Program, string>> = {}
  for (const [program, { file }] of entriesOf(programs)) {
    const candidate = path.join(folder, file)
    if (fs.existsSync(candidate)) found[program] = candidate
  }
  return found
}

function complete(found: Partial<Record<Program, string>>, source = 'the build'): Assets {
  const { etcd, kubeApiServer } = found
  if (etcd && kubeApiServer) return { ...found, etcd, kubeApiServer }
  const missing = entriesOf(programs).filter(([program, { needed }]) => needed && !found[program])
  throw new Error(`${source} does not give ${missing.map(([, { file }]) => file).join(' and ')}`)
}

function entriesOf<T extends object>(record: T): [keyof T, T[keyof T]][] {
  return Object.entries(record) as [keyof T, T[keyof T]][]
}
