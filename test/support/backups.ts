import { fileURLToPath } from 'node:url'
import type { BackupInput } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import type { Json } from './api-server/requests.js'
import type { TestCluster } from './test-cluster.js'

/** The definition of Backup, a kind with a status and a scale that is served in two versions. */
export const backupDefinition = fileURLToPath(new URL('../golden/several-versions/input.yaml', import.meta.url))

/** The least that a server accepts. */
export function backup(name: string, metadata: Omit<BackupInput['metadata'], 'name'> = {}): BackupInput {
  return { metadata: { name, ...metadata }, spec: { source: { name: 'data' } } }
}

/** The Backups of one namespace, seen and changed with bare requests, not through the code under test. */
export class Backups {
  readonly #path: string

  constructor(
    private readonly cluster: TestCluster,
    readonly namespace: string,
  ) {
    this.#path = `/apis/vault.example.com/v1/namespaces/${namespace}/backups`
  }

  static async inNewNamespace(cluster: TestCluster): Promise<Backups> {
    return new Backups(cluster, await cluster.makeNamespace())
  }

  create(object: BackupInput | string): Promise<Json> {
    const body = typeof object === 'string' ? backup(object) : object
    return this.cluster.requests.create(this.#path, { apiVersion: 'vault.example.com/v1', kind: 'Backup', ...body })
  }

  /** undefined where there is none. */
  find(name: string): Promise<Json | undefined> {
    return this.cluster.requests.find(`${this.#path}/${name}`)
  }

  async names(): Promise<string[]> {
    const { items } = await this.cluster.requests.get(this.#path)
    return items.map((item: Json) => item.metadata.name)
  }

  merge(name: string, change: object): Promise<Json> {
    return this.cluster.requests.merge(`${this.#path}/${name}`, change)
  }

  mergeStatus(name: string, status: object): Promise<Json> {
    return this.cluster.requests.merge(`${this.#path}/${name}/status`, { status })
  }

  delete(name: string): Promise<Json> {
    return this.cluster.requests.delete(`${this.#path}/${name}`)
  }

  /** Does not wait for its end. */
  removeNamespace(): Promise<void> {
    return this.cluster.deleteNamespace(this.namespace)
  }
}
