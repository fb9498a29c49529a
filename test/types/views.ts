// `Foo` is what the server returns, `FooInput` what may be sent, `FooApply` a server-side-apply configuration.

import { Deployment } from '../../kubernetes/apps/v1/index.js'
import { SelfSubjectReview, TokenReview } from '../../kubernetes/authentication.k8s.io/v1/index.js'
import { ConfigMap } from '../../kubernetes/core/v1/index.js'
import type { ApplyOf, Client, InputOf, ObjectOf } from '../../runtime/index.js'
import { Foo, type FooApply, type FooInput } from './kinds.js'

declare const client: Client

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
export const views: [
  Equal<ObjectOf<typeof Foo>, Foo>,
  Equal<InputOf<typeof Foo>, FooInput>,
  Equal<ApplyOf<typeof Foo>, FooApply>,
] = [true, true, true]
export const facts: [typeof Foo.kind, typeof Foo.scope, typeof Foo.plural] = ['Foo', 'Namespaced', 'foos']

const foos = client.for(Foo).namespace('x')
const metadata = { name: 'a' }

// A default makes a field one that may be left out of a request, and that is there in the answer.
foos.create({ metadata, spec: { ports: [] } })
export const replicas: Promise<number> = foos.get('a').then(({ spec }) => spec.replicas)
export const uid: Promise<string> = foos.get('a').then(foo => foo.metadata.uid)
export const input: FooInput = { metadata, spec: { ports: [] } }
// @ts-expect-error the server would return the default
export const stored: Foo['spec'] = { ports: [] }
// @ts-expect-error what is required without a default has to be sent
foos.create({ metadata, spec: {} })
// @ts-expect-error a misspelled field
foos.create({ metadata, spec: { ports: [], replica: 1 } })
// @ts-expect-error
foos.create({ metadata, spec: { ports: [], replicas: '1' } })
// @ts-expect-error another kind
foos.create({ kind: 'Bar', metadata, spec: { ports: [] } })
// @ts-expect-error
foos.create({ spec: { ports: [] } })
// What was read may be sent.
foos.get('a').then(foo => foos.replace({ ...foo, spec: { ...foo.spec, replicas: 2 } }))

// An apply says as much as it wants to own, and the keys of what it means.
foos.apply({ metadata })
foos.apply({ metadata, spec: { replicas: 2, ports: [{ name: 'http' }] } }, { force: true, fieldManager: 'me' })
// @ts-expect-error the name of an object is its key
foos.apply({ metadata: {}, spec: {} })
// @ts-expect-error the key of an item
foos.apply({ metadata, spec: { ports: [{ port: 80 }] } })
// @ts-expect-error only an apply can be forced
foos.replace({} as Foo, { force: true })

client
  .for(Deployment)
  .namespace('x')
  .apply({ metadata, spec: { replicas: 1 } })
client
  .for(Deployment)
  .namespace('x')
  // @ts-expect-error the key of a container is its name
  .apply({ metadata, spec: { template: { spec: { containers: [{ image: 'nginx' }] } } } })
client
  .for(ConfigMap)
  .namespace('x')
  .create({ metadata, data: { a: 'b' } })
client
  .for(ConfigMap)
  .namespace('x')
  // @ts-expect-error
  .create({ metadata, data: { a: 5 } })

// The status of an apply may be a part.
foos.applyStatus({ metadata, status: { ready: 1 } })
// @ts-expect-error
foos.applyStatus({ metadata, status: { ready: 'yes' } })
// @ts-expect-error
foos.applyStatus({ metadata, status: { redy: 1 } })

// What is answered and not kept has no name.
client.for(SelfSubjectReview).create({})
client.for(TokenReview).create({ spec: { token: 'x' } })
// @ts-expect-error
client.for(TokenReview).create({})
