// An object of a cache is readonly at every depth, and may be sent all the same.

import {
  controllerReference,
  isControlledBy,
  setCondition,
  setControllerReference,
  type Cache,
  type Cached,
  type Client,
  type Informer,
} from '../../runtime/index.js'
import { Bar, Foo, Zone } from './kinds.js'

declare const cache: Cache
declare const client: Client
declare const foo: Cached<Foo>

// @ts-expect-error
foo.spec = { ...foo.spec }
// @ts-expect-error
foo.spec.replicas = 2
// @ts-expect-error
foo.spec.ports.push({ name: 'http', port: 80 })
// @ts-expect-error
foo.spec.ports[0] = { name: 'http', port: 80 }
// @ts-expect-error
foo.spec.ports[0]!.port = 81
// @ts-expect-error
foo.metadata.labels = {}
// @ts-expect-error
foo.metadata.labels!['a'] = 'b'
// @ts-expect-error
foo.metadata.ownerReferences!.length = 0
// @ts-expect-error
foo.status!.conditions!.sort()
// @ts-expect-error
export const remove = () => delete foo.status
// @ts-expect-error whoever takes it may change it
export const mutable: Foo = foo

// Caches give such objects, of their kind.
export const one: Cached<Foo> | undefined = cache.get(Foo, { namespace: 'x', name: 'a' })
export const many: readonly Cached<Foo>[] = cache.list(Foo, {
  namespace: 'x',
  labelSelector: { matchLabels: { a: 'b' } },
})
export const informer: Informer<Foo> = cache.informer(Foo, {
  namespaces: ['x'],
  transform: each => ({ ...each, status: { ready: 0 } }),
})
informer.addHandler({
  updated(object, old) {
    // @ts-expect-error
    object.spec.replicas = old.spec.replicas
  },
})
informer.addIndex('image', ({ spec }) => (spec.image === undefined ? [] : [spec.image]))
// @ts-expect-error
export const bar: Cached<Bar> | undefined = cache.get(Foo, { name: 'a' })
// @ts-expect-error a field that Zone has not
cache.list(Zone).map(({ spec }) => spec)
// @ts-expect-error
informer.addIndex('image', ({ spec }) => spec.image)

// It may be read, copied and sent.
client.for(Foo).replaceStatus({ ...foo, status: { ...foo.status, ready: 1 } })
client.for(Foo).replaceStatus({
  ...foo,
  status: {
    ready: 1,
    conditions: setCondition(foo.status?.conditions, { type: 'Ready', status: 'True', reason: 'Ok', message: '' }),
  },
})
client.for(Foo).replace(foo)
client.for(Bar).create({
  apiVersion: 'example.com/v1',
  kind: 'Bar',
  metadata: {
    name: 'a',
    namespace: foo.metadata.namespace,
    uid: '',
    creationTimestamp: '',
    ownerReferences: [controllerReference(foo)],
  },
  spec: { fooName: foo.metadata.name },
})
export const controlled: boolean = isControlledBy({} as Cached<Bar>, foo)
export const owned: { metadata: { name: string; namespace: string } } = setControllerReference(foo, {
  metadata: { name: 'a', namespace: 'x' },
})
setCondition(foo.status?.conditions, {
  type: 'Ready',
  // @ts-expect-error
  status: 'true',
  reason: 'Ok',
  message: '',
})
// @ts-expect-error a condition has a reason
setCondition(foo.status?.conditions, { type: 'Ready', status: 'True', message: '' })
// @ts-expect-error an owner has been stored
setControllerReference({ apiVersion: 'v1', kind: 'Foo', metadata: { name: 'a' } }, {})
