import { execFile, spawn } from 'node:child_process'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { promisify } from 'node:util'
import { withLock } from './lock.js'

/** Kubernetes does not say which etcd server its API server is tested with in a place that Go could read. */
const etcdVersion = '3.7.0'

const packages = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
}

/** There is no real API server on this machine, and no way to make one. The message says how to get one. */
export class NoAssetsError extends Error {
  override readonly name = 'NoAssetsError'
}

const execute = promisify(execFile)

/**
 * Builds the programs from their Go modules into `folder`, behind a lock that other processes wait for.
 * A program that is there already is left alone; one that is being built appears under its name only when it is whole.
 */
export async function buildAssets(
  folder: string,
  version: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  await requireGo(env)
  await fs.promises.mkdir(folder, { recursive: true })
  await withLock(`${folder}.lock`, async () => {
    const missing = Object.entries(packages).filter(([file]) => !fs.existsSync(path.join(folder, file)))
    if (missing.length === 0) return
    process.stderr.write(`building ${missing.map(([file]) => file).join(', ')} ${version} into ${folder}, once\n`)
    const workspace = await fs.promises.mkdtemp(`${folder}.build-`)
    try {
      await writeModule(workspace, version, env)
      await go(['mod', 'tidy'], workspace, env)
      for (const [file, name] of missing) {
        const target = path.join(workspace, file)
        await go(['build', '-trimpath', '-ldflags', linkerFlags(version), '-o', target, name], workspace, env)
        await fs.promises.rename(target, path.join(folder, file))
        process.stderr.write(`built ${file}\n`)
      }
    } finally {
      await fs.promises.rm(workspace, { recursive: true, force: true })
    }
  })
}

async function requireGo(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await execute('go', ['version'], { env })
  } catch (cause) {
    throw new NoAssetsError(
      'no real API server on this machine. To get one: install Go, with which it is then built (a quarter of an hour, once), ' +
        'or set KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver',
      { cause },
    )
  }
}

/**
 * Kubernetes requires its own staging modules as v0.0.0 and finds them beside itself; a module that requires Kubernetes has to
 * replace each with the release that carries the same code.
 */
async function writeModule(folder: string, version: string, env: NodeJS.ProcessEnv): Promise<void> {
  await fs.promises.writeFile(path.join(folder, 'go.mod'), 'module opwright.local/apiserver\n')
  const { stdout } = await execute('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v${version}`], {
    cwd: folder,
    env,
  })
  const { GoMod: kubernetesModule } = JSON.parse(stdout) as { GoMod: string }
  const text = await fs.promises.readFile(kubernetesModule, 'utf8')
  const staged = [...text.matchAll(/^\s*(k8s\.io\/\S+) => \.\/staging\//gm)].map(match => match[1])
  const goVersion = /^go (\S+)$/m.exec(text)?.[1]
  if (staged.length === 0 || !goVersion) throw new Error(`${kubernetesModule} is not as expected`)
  const stagingVersion = version.replace(/^1\./, 'v0.')
  const lines = [
    'module opwright.local/apiserver',
    `go ${goVersion}`,
    'require (',
    `\tgo.etcd.io/etcd/server/v3 v${etcdVersion}`,
    `\tk8s.io/kubernetes v${version}`,
    ')',
    'replace (',
    ...staged.map(name => `\t${name} => ${name} ${stagingVersion}`),
    ')',
  ]
  await fs.promises.writeFile(path.join(folder, 'go.mod'), `${lines.join('\n')}\n`)
  const imports = Object.values(packages).map(name => `\t_ "${name}"`)
  const tools = ['//go:build tools', '', 'package tools', '', 'import (', ...imports, ')']
  await fs.promises.writeFile(path.join(folder, 'tools.go'), `${tools.join('\n')}\n`)
}

/** Without them discovery says that the server is v0.0.0. */
function linkerFlags(version: string): string {
  const [major, minor] = version.split('.')
  const variables = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor }
  const settings = Object.entries(variables).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
  return ['-s', '-w', ...settings].join(' ')
}

function go(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, {
      cwd,
      env: { ...env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors = (errors + chunk).slice(-8192)
    })
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve()
      else reject(new Error(`go ${args.join(' ')}: exit code ${code}\n${errors}`))
    })
  })
}
