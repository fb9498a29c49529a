// Patches know the fields of the kind.

import type { Client } from '../../runtime/index.js'
import { Foo } from './kinds.js'

declare const client: Client
const foos = client.for(Foo).namespace('x')

foos.patch('a', { merge: { spec: { replicas: 2, image: null } } })
foos.patch('a', { merge: { metadata: { labels: { a: 'b', c: null }, resourceVersion: '5' } } })
foos.patch('a', { merge: { spec: { ports: [{ name: 'http', port: 80 }] } } })
foos.patch('a', { merge: { spec: { extra: { anything: { at: ['all'] } } } } })
foos.patch('a', { json: [{ op: 'replace', path: '/spec/replicas', value: 2 }] })
foos.patch('a', { json: [{ op: 'move', from: '/a', path: '/b' }] }, { dryRun: true, fieldValidation: 'Strict' })

// @ts-expect-error
foos.patch('a', { merge: { spec: { replicas: 'two' } } })
// @ts-expect-error a misspelled field
foos.patch('a', { merge: { spec: { replica: 2 } } })
// @ts-expect-error a list is replaced as a whole, so that its items are whole too
foos.patch('a', { merge: { spec: { ports: [{ name: 'http' }] } } })
// @ts-expect-error one or the other
foos.patch('a', { merge: {}, json: [] })
// @ts-expect-error neither
foos.patch('a', {})
// @ts-expect-error there is no such operation
foos.patch('a', { json: [{ op: 'merge', path: '/spec', value: {} }] })
// @ts-expect-error it has to say where from
foos.patch('a', { json: [{ op: 'copy', path: '/spec' }] })
// @ts-expect-error it has to say what
foos.patch('a', { json: [{ op: 'add', path: '/spec' }] })
// @ts-expect-error
foos.patchScale('a', { merge: { spec: { replicas: 'two' } } })
// @ts-expect-error
foos.patchStatus('a', { merge: { status: { ready: 'yes' } } })
