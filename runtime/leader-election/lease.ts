import type { AnyResource, StoredObject } from '../api/resource.js'

/** `coordination.k8s.io/v1`: its own, because the built-in kinds stand on this layer. */
export const Lease: AnyResource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  plural: 'leases',
  scope: 'Namespaced',
}

export interface LeaseObject extends StoredObject {
  spec?: LeaseSpec
}

export interface LeaseSpec {
  /** Absent or empty: nobody. */
  holderIdentity?: string | undefined
  /** How long others wait after the last change that they have seen. */
  leaseDurationSeconds?: number
  acquireTime?: string
  /** For people. Nobody else's clock is compared with it. */
  renewTime?: string
  leaseTransitions?: number
}
