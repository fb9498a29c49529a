// What an object is to be is a server-side-apply configuration of its kind.

import { Deployment } from '../../kubernetes/apps/v1/index.js'
import { ConfigMap } from '../../kubernetes/core/v1/index.js'
import { DependentResource, EventChannel, type Cached, type Context, type Manager } from '../../runtime/index.js'
import { Foo } from './kinds.js'

declare const manager: Manager
declare const foo: Cached<Foo>
declare const context: Context
declare const perhaps: { readonly data: { readonly [key: string]: string } } | undefined

const deployments = new DependentResource(Deployment)
const maps = new DependentResource(ConfigMap, { adopt: true })
const key = { namespace: foo.metadata.namespace, name: foo.metadata.name }

export async function reconcile(): Promise<void> {
  const { object, outcome } = await deployments.reconcile(foo, key, { spec: { replicas: 2 } }, context)
  console.log(object.status?.availableReplicas, outcome === 'created')
  // @ts-expect-error it is of the cache
  object.metadata.labels = {}

  const removed = await deployments.reconcile(foo, key, undefined, context)
  // @ts-expect-error there may be none
  console.log(removed.object.metadata)
  console.log((await maps.reconcile(foo, key, perhaps, context)).object?.data)

  // @ts-expect-error no field of a Deployment
  await deployments.reconcile(foo, key, { spec: { replica: 2 } }, context)
  // @ts-expect-error a number
  await deployments.reconcile(foo, key, { spec: { replicas: '2' } }, context)
  // @ts-expect-error the keys of a list are required
  await deployments.reconcile(foo, key, { spec: { template: { spec: { containers: [{ image: 'x' }] } } } }, context)
}

const keys = new EventChannel()
const calls = new EventChannel<{ readonly path: string }>()
keys.push({ namespace: 'default', name: 'x' })
calls.push({ path: '/x' })
// @ts-expect-error no event of this channel
calls.push({ namespace: 'default', name: 'x' })
manager
  .controller(Foo, { reconcile: async () => {} })
  .watchesChannel(keys)
  .watchesChannel(calls, ({ path }) => [{ name: path }])
  // @ts-expect-error nobody knows which objects such an event is about
  .watchesChannel(calls)
