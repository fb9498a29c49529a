import { spawnSync } from 'node:child_process'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json } from './api-server/requests.js'
import { OperatorProcess } from './operator-process.js'
import type { TestCluster, RbacRule } from './test-cluster.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const user = 'sample-operator'

/** What the sample operator needs, and no more: a right that it lacks shows in every test. */
const rules: RbacRule[] = [
  { apiGroups: ['samplecontroller.k8s.io'], resources: ['foos'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['samplecontroller.k8s.io'], resources: ['foos/status'], verbs: ['patch', 'update'] },
  { apiGroups: ['samplecontroller.k8s.io'], resources: ['foos/finalizers'], verbs: ['update'] },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch'] },
  { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
]

export function compileSampleOperator(): void {
  const tsc = path.join(root, 'node_modules', '.bin', 'tsc')
  const { status, stdout } = spawnSync(tsc, ['-p', 'sample-operator'], { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the sample operator does not compile:\n${stdout}`)
}

/** The compiled operator at work in a cluster. */
export function startSampleOperator(cluster: TestCluster, kubeconfig = cluster.kubeconfigOf(user)): OperatorProcess {
  const main = path.join(root, 'sample-operator', 'dist', 'sample-operator', 'main.js')
  return new OperatorProcess(main, kubeconfig, { HEALTH_ADDRESS: '127.0.0.1:0' })
}

export async function prepareForSampleOperator(cluster: TestCluster): Promise<void> {
  await cluster.install(path.join(root, 'schemas', 'samplecontroller.k8s.io_foos.yaml'))
  await cluster.grant(user, rules)
}

export interface FooSpec {
  readonly deploymentName: string
  readonly replicas?: number
}

/** Foos and what belongs to them in one namespace, seen and changed as a user would, not through the code under test. */
export class FooWorld {
  constructor(
    readonly cluster: TestCluster,
    readonly namespace: string,
  ) {}

  static async make(cluster: TestCluster): Promise<FooWorld> {
    return new FooWorld(cluster, await cluster.makeNamespace())
  }

  createFoo(name: string, spec: FooSpec): Promise<Json> {
    const body = { apiVersion: 'samplecontroller.k8s.io/v1alpha1', kind: 'Foo', metadata: { name }, spec }
    return this.cluster.requests.create(this.foos(), body)
  }

  foo(name: string): Promise<Json> {
    return this.cluster.requests.get(`${this.foos()}/${name}`)
  }

  changeFoo(name: string, spec: Partial<FooSpec>): Promise<Json> {
    return this.cluster.requests.merge(`${this.foos()}/${name}`, { spec })
  }

  deleteFoo(name: string): Promise<Json> {
    return this.cluster.requests.delete(`${this.foos()}/${name}`)
  }

  /** undefined where there is none. */
  deployment(name: string): Promise<Json | undefined> {
    return this.cluster.requests.find(`${this.deployments()}/${name}`)
  }

  async allDeployments(): Promise<Json[]> {
    return (await this.cluster.requests.get(this.deployments())).items
  }

  async allFoos(): Promise<Json[]> {
    return (await this.cluster.requests.get(this.foos())).items
  }

  createDeployment(name: string, metadata: object = {}, replicas = 1): Promise<Json> {
    const labels = { app: 'other' }
    const template = { metadata: { labels }, spec: { containers: [{ name: 'other', image: 'other:1' }] } }
    const spec = { replicas, selector: { matchLabels: labels }, template }
    return this.cluster.requests.create(this.deployments(), { metadata: { name, ...metadata }, spec })
  }

  changeDeployment(name: string, change: object): Promise<Json> {
    return this.cluster.requests.merge(`${this.deployments()}/${name}`, change)
  }

  deleteDeployment(name: string): Promise<Json> {
    return this.cluster.requests.delete(`${this.deployments()}/${name}`)
  }

  /** What a kubelet and the deployment controller would do. */
  reportAvailable(name: string, availableReplicas: number): Promise<Json> {
    const status = { replicas: availableReplicas, readyReplicas: availableReplicas, availableReplicas }
    return this.cluster.requests.merge(`${this.deployments()}/${name}/status`, { status })
  }

  /** Events about a Foo, by reason. */
  async events(fooName: string, reason: string): Promise<Json[]> {
    const { items } = await this.cluster.requests.get(`/apis/events.k8s.io/v1/namespaces/${this.namespace}/events`)
    return items.filter((event: Json) => event.regarding?.name === fooName && event.reason === reason)
  }

  /** Does not wait for its end. */
  remove(): Promise<void> {
    return this.cluster.deleteNamespace(this.namespace)
  }

  private foos(): string {
    return `/apis/samplecontroller.k8s.io/v1alpha1/namespaces/${this.namespace}/foos`
  }

  private deployments(): string {
    return `/apis/apps/v1/namespaces/${this.namespace}/deployments`
  }
}
