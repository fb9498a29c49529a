import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { KubeConfig } from '@kubernetes/client-node'
import { load } from 'js-yaml'
import { ApiRequests, type Json } from './api-server/requests.js'
import { until } from './until.js'

/** A cluster for tests: the one that the runner started, one that a test started itself, or the user's own. */
export class TestCluster {
  /** The cluster of this run. The runner does not start a test that needs it without it. */
  static ofThisRun(): TestCluster {
    const handedDown = process.env['OPWRIGHT_TEST_CLUSTER']
    if (handedDown) {
      const { kubeconfig, users } = JSON.parse(handedDown) as { kubeconfig: string; users: Record<string, string> }
      return new TestCluster(kubeconfig, users)
    }
    if (process.env['USE_EXISTING_CLUSTER'] === 'true') {
      return new TestCluster(process.env['KUBECONFIG'] ?? path.join(os.homedir(), '.kube', 'config'), {})
    }
    throw new Error('no cluster: start this test through `npm test -- cluster`')
  }

  readonly requests: ApiRequests
  /** Of the kubeconfigs that were made here. */
  #folder: string | undefined

  constructor(
    readonly kubeconfig: string,
    private readonly users: Readonly<Record<string, string>> = {},
  ) {
    this.requests = new ApiRequests(kubeconfig)
  }

  /** The kubeconfig of a user with few rights; in a cluster that has no such user, the only one there is. */
  kubeconfigOf(user: string): string {
    return this.users[user] ?? this.kubeconfig
  }

  /** Makes the definition in the file known, and waits until its objects can be made. */
  async install(crdFile: string): Promise<void> {
    const definition = load(fs.readFileSync(crdFile, 'utf8')) as Json
    const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    const item = `${collection}/${definition.metadata.name}`
    if (!(await this.requests.find(item))) await this.requests.create(collection, definition)
    await until(`${definition.metadata.name} is established`, async () => {
      const { status } = await this.requests.get(item)
      return status?.conditions?.some(
        (condition: Json) => condition.type === 'Established' && condition.status === 'True',
      )
    })
    const { group, names, versions } = definition.spec
    const served = versions.find((version: Json) => version.served).name
    await until(`${names.plural} are served`, () => this.requests.find(`/apis/${group}/${served}/${names.plural}`))
  }

  /** Lets a user do what the rules say, in every namespace. */
  async grant(user: string, rules: readonly RbacRule[]): Promise<void> {
    const collection = '/apis/rbac.authorization.k8s.io/v1'
    const metadata = { name: `test-${user}` }
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name }
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }]
    if (await this.requests.find(`${collection}/clusterrolebindings/${metadata.name}`)) return
    await this.requests.create(`${collection}/clusterroles`, { metadata, rules })
    await this.requests.create(`${collection}/clusterrolebindings`, { metadata, roleRef, subjects })
  }

  /** The kubeconfig of a user who lives in a namespace, and may do there what the rules say and nothing else. */
  async makeUser(namespace: string, rules: readonly RbacRule[] = []): Promise<string> {
    const name = `user-${randomBytes(5).toString('hex')}`
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`
    await this.requests.create(accounts, { metadata: { name } })
    const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name }
    await this.requests.create(`${roles}/roles`, { metadata: { name }, rules })
    const subjects = [{ kind: 'ServiceAccount', namespace, name }]
    await this.requests.create(`${roles}/rolebindings`, { metadata: { name }, roleRef, subjects })
    const { status } = await this.requests.create(`${accounts}/${name}/token`, { spec: { expirationSeconds: 3600 } })
    return this.kubeconfigWith(status.token)
  }

  /** A kubeconfig with this token, whether the cluster knows it or not. */
  kubeconfigWith(token: string): string {
    const config = new KubeConfig()
    config.loadFromFile(this.kubeconfig)
    const cluster = config.getCurrentCluster()
    if (!cluster) throw new Error(`${this.kubeconfig} has no current cluster`)
    config.loadFromOptions({
      clusters: [cluster],
      users: [{ name: 'user', token }],
      contexts: [{ name: 'user', user: 'user', cluster: cluster.name }],
      currentContext: 'user',
    })
    this.#folder ??= fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-users-'))
    const file = path.join(this.#folder, randomBytes(5).toString('hex'))
    fs.writeFileSync(file, config.exportConfig(), { mode: 0o600 })
    return file
  }

  /** A namespace that nobody else uses. */
  async makeNamespace(): Promise<string> {
    const name = `test-${randomBytes(5).toString('hex')}`
    await this.requests.create('/api/v1/namespaces', { metadata: { name } })
    return name
  }

  /** Does not wait for its end. */
  async deleteNamespace(name: string): Promise<void> {
    await this.requests.delete(`/api/v1/namespaces/${name}`)
  }

  /** Ends connections, and removes the kubeconfigs that were made here. */
  close(): void {
    this.requests.close()
    if (this.#folder) fs.rmSync(this.#folder, { recursive: true, force: true })
  }
}

export interface RbacRule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}
