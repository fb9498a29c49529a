import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import type { RbacRule, TestCluster } from '../test-cluster.js'

const account = 'keeper'

/** What the keeper needs, and no more. */
const rules: RbacRule[] = [
  { apiGroups: ['vault.example.com'], resources: ['backups'], verbs: ['get', 'list', 'watch', 'patch', 'update'] },
  { apiGroups: ['vault.example.com'], resources: ['backups/status'], verbs: ['patch'] },
  { apiGroups: ['vault.example.com'], resources: ['backups/finalizers'], verbs: ['update'] },
  {
    apiGroups: [''],
    resources: ['configmaps'],
    verbs: ['get', 'list', 'watch', 'create', 'patch', 'update', 'delete'],
  },
  { apiGroups: ['events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
]

/**
 * The token of a service account in a file, as a kubelet keeps it. The server honours a token as long as the Secret is there that
 * it is bound to: an expiry that need not be waited for.
 */
export class RotatingToken {
  static async make(cluster: TestCluster, namespace: string): Promise<RotatingToken> {
    const token = new RotatingToken(cluster, namespace)
    await cluster.requests.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: account } })
    const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`
    await cluster.requests.create(`${roles}/roles`, { metadata: { name: account }, rules })
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: account }
    const subjects = [{ kind: 'ServiceAccount', namespace, name: account }]
    await cluster.requests.create(`${roles}/rolebindings`, { metadata: { name: account }, roleRef, subjects })
    await token.issue()
    return token
  }

  readonly file: string
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opwright-token-'))
  #issued = 0

  private constructor(
    private readonly cluster: TestCluster,
    private readonly namespace: string,
  ) {
    this.file = path.join(this.#folder, 'token')
  }

  /** Ends the token that is in the file. A server may honour it for another ten seconds. */
  async expire(): Promise<void> {
    await this.cluster.requests.delete(`${this.#secrets}/${this.#secret}`)
  }

  /** Puts a new one into the file. */
  async issue(): Promise<void> {
    this.#issued++
    const { metadata } = await this.cluster.requests.create(this.#secrets, { metadata: { name: this.#secret } })
    const boundObjectRef = { apiVersion: 'v1', kind: 'Secret', name: this.#secret, uid: metadata.uid }
    const request = { spec: { expirationSeconds: 3600, boundObjectRef } }
    const path = `/api/v1/namespaces/${this.namespace}/serviceaccounts/${account}/token`
    const { status } = await this.cluster.requests.create(path, request)
    fs.writeFileSync(this.file, status.token, { mode: 0o600 })
  }

  remove(): void {
    fs.rmSync(this.#folder, { recursive: true, force: true })
  }

  get #secret(): string {
    return `token-${this.#issued}`
  }

  get #secrets(): string {
    return `/api/v1/namespaces/${this.namespace}/secrets`
  }
}
