// A client has exactly the methods that the descriptor allows.

import { LocalSubjectAccessReview, SubjectAccessReview } from '../../kubernetes/authorization.k8s.io/v1/index.js'
import { Deployment } from '../../kubernetes/apps/v1/index.js'
import { ConfigMap, Namespace } from '../../kubernetes/core/v1/index.js'
import type { AnyResource, Client, ListPage, Scale, WatchEvent } from '../../runtime/index.js'
import { Bar, Foo, Zone } from './kinds.js'

declare const client: Client
declare const foo: Foo
declare const bar: Bar
declare const zone: Zone
declare const scale: Scale

const foos = client.for(Foo)
const bars = client.for(Bar)
const zones = client.for(Zone)

// Of all namespaces: what says itself where it is.
export const page: Promise<ListPage<Foo>> = foos.list({ labelSelector: 'a=b', limit: 5 })
export const items: AsyncIterable<Foo> = foos.items()
export const events: AsyncIterable<WatchEvent<Foo>> = foos.watch({ resourceVersion: '5' })
export const replaced: Promise<Foo> = foos.replace(foo)
export const status: Promise<Foo> = foos.replaceStatus(foo)
export const scaled: Promise<Scale> = foos.replaceScale(scale)
// @ts-expect-error a name alone does not say in which namespace
foos.get('a')
// @ts-expect-error
foos.delete('a')
// @ts-expect-error
foos.patch('a', { merge: {} })
// @ts-expect-error a server refuses it across namespaces
foos.deleteCollection()
// @ts-expect-error
foos.getStatus('a')
// @ts-expect-error
foos.getScale('a')

// Of one namespace: by name too.
const inDefault = foos.namespace('default')
export const got: Promise<Foo> = inDefault.get('a')
export const deleted: Promise<Foo | undefined> = inDefault.delete('a', { preconditions: { uid: 'u' } })
export const gone: Promise<void> = inDefault.deleteCollection({ labelSelector: 'a=b' })
export const statusOfOne: Promise<Foo> = inDefault.getStatus('a')
export const scaleOfOne: Promise<Scale> = inDefault.getScale('a')
inDefault.patchStatus('a', { merge: { status: { ready: 1 } } })
inDefault.patchScale('a', { merge: { spec: { replicas: 2 } } })
inDefault.applyStatus({ metadata: { name: 'a' }, status: { conditions: [{ type: 'Ready', status: 'True' }] } })
// @ts-expect-error it is in one already
inDefault.namespace('other')
// @ts-expect-error a name is text
inDefault.get(5)
// @ts-expect-error there is no such option
inDefault.get('a', { labelSelector: 'a=b' })

// Without subresources.
bars.replace(bar)
// @ts-expect-error
bars.replaceStatus(bar)
// @ts-expect-error
bars.applyStatus({ metadata: { name: 'a' }, status: {} })
// @ts-expect-error
bars.replaceScale(scale)
// @ts-expect-error
bars.namespace('x').getStatus('a')
// @ts-expect-error
bars.namespace('x').patchStatus('a', { merge: {} })
// @ts-expect-error
bars.namespace('x').getScale('a')

// In no namespace.
export const zoneGot: Promise<Zone> = zones.get('a')
zones.getStatus('a')
zones.replaceStatus(zone)
zones.deleteCollection()
// @ts-expect-error
zones.namespace('x')
// @ts-expect-error
zones.getScale('a')

// What is answered and not stored.
const reviews = client.for(SubjectAccessReview)
reviews.create({ metadata: {}, spec: { user: 'me' } })
client
  .for(LocalSubjectAccessReview)
  .namespace('x')
  .create({ metadata: {}, spec: { user: 'me' } })
// @ts-expect-error
reviews.get('a')
// @ts-expect-error
reviews.list()
// @ts-expect-error
reviews.namespace('x')
// @ts-expect-error
client.for(LocalSubjectAccessReview).namespace('x').list()

// The built-in kinds.
client.for(Deployment).namespace('x').getScale('a')
client.for(Namespace).replaceStatus({} as Namespace)
// @ts-expect-error
client.for(ConfigMap).namespace('x').getStatus('a')
// @ts-expect-error
client.for(Namespace).namespace('x')

// A descriptor that is known at run time only has what all have.
declare const any: AnyResource
client.for(any).list()
// @ts-expect-error it may be in a namespace, or not
client.for(any).namespace('x')
// @ts-expect-error it may have a status, or not
client.for(any).replaceStatus({})
