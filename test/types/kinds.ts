// The kinds that the contracts beside this file are about, as generated code would have them.

import {
  defineResource,
  type ApplyMeta,
  type Condition,
  type NamespacedMeta,
  type ObjectMeta,
  type StoredMeta,
} from '../../runtime/index.js'

export interface Foo {
  apiVersion: 'example.com/v1'
  kind: 'Foo'
  metadata: NamespacedMeta
  spec: FooSpec
  status?: FooStatus
}

export interface FooSpec {
  /** Has a default. */
  replicas: number
  image?: string
  ports: { name: string; port: number }[]
  extra?: { [key: string]: unknown }
}

export interface FooStatus {
  ready: number
  conditions?: Condition[]
}

export interface FooInput {
  apiVersion?: 'example.com/v1'
  kind?: 'Foo'
  metadata: ObjectMeta
  spec: Omit<FooSpec, 'replicas'> & { replicas?: number }
  status?: FooStatus
}

export interface FooApply {
  apiVersion?: 'example.com/v1'
  kind?: 'Foo'
  metadata: ApplyMeta
  spec?: { replicas?: number; image?: string; ports?: { name: string; port?: number }[] }
}

export const Foo = defineResource<Foo, FooInput, FooApply>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Foo',
  plural: 'foos',
  scope: 'Namespaced',
  subresources: { status: true, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.ready' } },
})

/** Without subresources. */
export interface Bar {
  apiVersion: 'example.com/v1'
  kind: 'Bar'
  metadata: NamespacedMeta
  spec: { fooName: string }
}

export const Bar = defineResource<Bar>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Bar',
  plural: 'bars',
  scope: 'Namespaced',
})

/** In no namespace, with a status. */
export interface Zone {
  apiVersion: 'example.com/v1'
  kind: 'Zone'
  metadata: StoredMeta
  status?: { ready: boolean }
}

export const Zone = defineResource<Zone>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Zone',
  plural: 'zones',
  scope: 'Cluster',
  subresources: { status: true },
})
