// The typed client of a custom kind, as it is generated, against a real server.

import { LocalSubjectAccessReview, SelfSubjectAccessReview } from 'opwright/kubernetes/authorization.k8s.io/v1'
import { isConflict, isInvalid, isNotFound, type ApiError, type Scale, type WatchEvent } from 'opwright/runtime'
import * as assert from 'uvu/assert'
import { BackupClient } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup-client.js'
import type { Backup } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import type { Json } from '../support/api-server/requests.js'
import { backupSuite } from '../support/backup-suite.js'
import { backup, Backups } from '../support/backups.js'
import { rejection } from '../support/rejection.js'
import { until } from '../support/until.js'

const test = backupSuite('client')

test('create answers what the server made of it, get what is there', async ({ backups, actual }) => {
  const created = await backups.create(backup('daily', { labels: { volume: 'data' } }))
  assert.equal(created, await actual.find('daily'))
  assert.equal(await backups.get('daily'), created)
  const { apiVersion, kind, metadata, spec } = created
  assert.equal({ apiVersion, kind }, { apiVersion: 'vault.example.com/v1', kind: 'Backup' })
  assert.equal(metadata.labels, { volume: 'data' })
  assert.equal(spec, { source: { name: 'data' }, copies: 3, suspended: false })
  assert.equal(managers(created), [['test', 'Update']])
  const byHand = { fieldManager: 'somebody' }
  assert.equal(managers(await backups.create(backup('weekly'), byHand)), [['somebody', 'Update']])
})

test('create lets the server choose a name', async ({ backups, actual }) => {
  const { metadata } = await backups.create({
    metadata: { generateName: 'daily-' },
    spec: { source: { name: 'data' } },
  })
  assert.match(metadata.name, /^daily-.+/)
  assert.equal(await actual.names(), [metadata.name])
})

test('list answers everything, or a page and how to go on', async ({ backups, actual }) => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await actual.create(name)
  assert.equal(namesOf((await backups.list()).items), ['a', 'b', 'c', 'd', 'e'])

  const first = await backups.list({ limit: 2 })
  assert.equal(namesOf(first.items), ['a', 'b'])
  assert.is(first.metadata.remainingItemCount, 3)
  const second = await backups.list({ limit: 2, continue: first.metadata.continue })
  assert.equal(namesOf(second.items), ['c', 'd'])
  assert.is(second.metadata.resourceVersion, first.metadata.resourceVersion)
  assert.equal(second.items[0], await actual.find('c'), 'with apiVersion and kind')
})

test('list and items keep to what is selected', async ({ cluster, connection, backups, actual }) => {
  const elsewhere = await Backups.inNewNamespace(cluster)
  const everywhere = new BackupClient(connection.client)
  const labels = { run: actual.namespace }
  for (const name of ['a', 'b', 'c']) await actual.create(backup(name, { labels: { ...labels, name } }))
  await elsewhere.create(backup('d', { labels }))
  const labelSelector = `run=${actual.namespace}`
  const table: [AsyncIterable<Backup>, string[]][] = [
    [backups.items({ limit: 2 }), ['a', 'b', 'c']],
    [backups.items({ limit: 1, labelSelector: 'name in (a,c)' }), ['a', 'c']],
    [backups.items({ labelSelector: 'name!=a' }), ['b', 'c']],
    [backups.items({ fieldSelector: 'metadata.name=b' }), ['b']],
    [everywhere.items({ limit: 1, labelSelector: 'name=b' }), ['b']],
  ]
  for (const [items, want] of table) assert.equal(await allNames(items), want)
  assert.equal((await allNames(everywhere.items({ limit: 1, labelSelector }))).sort(), ['a', 'b', 'c', 'd'])
  assert.equal(namesOf((await everywhere.list({ labelSelector, fieldSelector: 'metadata.name=d' })).items), ['d'])
  await elsewhere.removeNamespace()
})

test('watch tells of each change until it is left', async ({ backups, actual }) => {
  const { resourceVersion } = (await backups.list()).metadata
  const watch = backups.watch({ resourceVersion })
  await actual.create('a')
  await actual.merge('a', { spec: { copies: 5 } })
  await actual.delete('a')
  const seen: unknown[] = []
  for await (const event of watch) {
    assert.is.not(event.type, 'BOOKMARK')
    if (event.type === 'BOOKMARK') continue
    const { kind, apiVersion, spec } = event.object
    seen.push([event.type, `${apiVersion} ${kind}`, spec.copies])
    if (event.type === 'DELETED') break
  }
  const of = 'vault.example.com/v1 Backup'
  assert.equal(seen, [
    ['ADDED', of, 3],
    ['MODIFIED', of, 5],
    ['DELETED', of, 5],
  ])
})

test('watch begins with what is there, and ends when the server ends it', async ({ backups, actual }) => {
  await actual.create(backup('a', { labels: { seen: 'yes' } }))
  await actual.create('b')
  const events = await all(backups.watch({ labelSelector: 'seen=yes', timeoutSeconds: 1 }))
  assert.equal(events.map(describe), ['ADDED a'])
})

test('watch says where what is there ends', async ({ backups, actual }) => {
  await actual.create('a')
  const initial = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: true } as const
  const events = await all(backups.watch({ ...initial, timeoutSeconds: 1 }))
  assert.equal(events.map(describe).slice(0, 2), ['ADDED a', 'BOOKMARK k8s.io/initial-events-end=true'])
})

test('watch rejects with the reason of the signal that stops it', async ({ backups, actual }) => {
  const stop = new AbortController()
  const seen: WatchEvent<Backup>[] = []
  const watching = rejection(
    (async () => {
      for await (const event of backups.watch({ signal: stop.signal })) seen.push(event)
    })(),
  )
  await actual.create('a')
  await until('it is seen', () => seen.length === 1)
  stop.abort(new Error('enough'))
  assert.is(((await watching) as Error).message, 'enough')
})

test('replace changes all but the status, in the latest version only', async ({ backups, actual }) => {
  const old = await backups.create(backup('daily', { labels: { a: '1' } }))
  await actual.mergeStatus('daily', { copies: 2 })
  assert.ok(isConflict(await rejection(backups.replace({ ...old, spec: { ...old.spec, copies: 9 } }))))

  const { resourceVersion } = await backups.get('daily').then(({ metadata }) => metadata)
  const spec = { source: { name: 'other' } }
  const replaced = await backups.replace({ ...backup('daily', { resourceVersion: resourceVersion! }), spec })
  assert.equal(replaced.spec, { ...spec, copies: 3, suspended: false })
  assert.is(replaced.metadata.labels, undefined)
  assert.equal(replaced.status, { copies: 2 })
  assert.equal(await actual.find('daily'), replaced)

  assert.ok(isInvalid(await rejection(backups.replace(backup('daily')))), 'a custom resource needs a version')
  assert.ok(isNotFound(await rejection(backups.replace(backup('none', { resourceVersion: '1' })))))
})

test('patch merges', async ({ backups, actual }) => {
  const { metadata } = await backups.create({
    ...backup('daily', { annotations: { a: '1', b: '2' } }),
    spec: { source: { name: 'data' }, target: { name: 'cold' }, copies: 5 },
  })
  const merge = { metadata: { annotations: { a: null, c: '3' } }, spec: { target: null, copies: null } }
  const merged = await backups.patch('daily', { merge })
  assert.equal(merged.metadata.annotations, { b: '2', c: '3' })
  assert.equal(merged.spec, { source: { name: 'data' }, copies: 3, suspended: false })

  const stale = { metadata: { resourceVersion: metadata.resourceVersion }, spec: { copies: 7 } }
  assert.ok(isConflict(await rejection(backups.patch('daily', { merge: stale }))))
  assert.equal(await actual.find('daily'), merged)
})

test('patch carries out operations, all or none', async ({ backups, actual }) => {
  await actual.create('daily')
  const patched = await backups.patch('daily', {
    json: [
      { op: 'test', path: '/spec/copies', value: 3 },
      { op: 'add', path: '/metadata/labels', value: { 'example.com/a': '1' } },
      { op: 'copy', from: '/spec/source', path: '/spec/target' },
      { op: 'replace', path: '/metadata/labels/example.com~1a', value: '2' },
      { op: 'remove', path: '/spec/suspended' },
    ],
  })
  assert.equal(patched.metadata.labels, { 'example.com/a': '2' })
  const source = { name: 'data' }
  assert.equal(patched.spec, { source, target: source, copies: 3, suspended: false })

  const failing = backups.patch('daily', {
    json: [
      { op: 'replace', path: '/spec/copies', value: 8 },
      { op: 'test', path: '/spec/source/name', value: 'other' },
    ],
  })
  assert.ok(isInvalid(await rejection(failing)))
  assert.equal(await actual.find('daily'), patched)
})

test('apply makes the object, and drops what the manager leaves out', async ({ backups }) => {
  const metadata = { name: 'daily' }
  const source = { name: 'data' }
  const made = await backups.apply({ metadata, spec: { source, copies: 7, schedule: '@daily' } })
  assert.equal(managers(made), [['test', 'Apply']])
  assert.is(made.spec.copies, 7)

  const less = await backups.apply({ metadata, spec: { source } })
  assert.equal(less.spec, { source, copies: 3, suspended: false })
  assert.is(less.metadata.uid, made.metadata.uid)
})

test('apply takes what was read, but for managedFields, as long as it is that object in that version', async ({
  backups,
}) => {
  const read = await backups.create(backup('daily'))
  const { managedFields, ...metadata } = read.metadata
  const withThem = { ...read, metadata: { ...metadata, managedFields } } as never
  assert.match(String(await rejection(backups.apply(withThem, { force: true }))), 'metadata.managedFields must be nil')
  for (const [other, isRefusal] of [
    [{ uid: '11111111-2222-3333-4444-555555555555' }, isInvalid],
    [{ resourceVersion: '1' }, isConflict],
  ] as const) {
    const refused = backups.apply({ ...read, metadata: { ...metadata, ...other } }, { force: true })
    assert.ok(isRefusal(await rejection(refused)), JSON.stringify(other))
  }
  const applied = await backups.apply({ ...read, metadata }, { force: true })
  assert.equal([applied.metadata.uid, applied.spec], [metadata.uid, read.spec])
})

test('apply keeps every character, also those that mean something to YAML', async ({ backups }) => {
  const characters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join('')
  const more = '\ud7ff\ue000\ufeff\ufffd\ufffe\uffff\u{1f600}\u{10ffff}'
  const annotations = { 'example.com/text': `${characters}${more}\u0085 \u2028 \n x` }
  const made = await backups.apply({ metadata: { name: 'daily', annotations }, spec: { source: { name: 'data' } } })
  assert.equal(made.metadata.annotations, annotations)
})

test('apply takes nothing from another manager without force', async ({ backups }) => {
  const metadata = { name: 'daily' }
  await backups.apply({ metadata, spec: { source: { name: 'data' }, copies: 7 } })
  const other = { fieldManager: 'somebody' }
  const conflict = await rejection(backups.apply({ metadata, spec: { copies: 1 } }, other))
  assert.ok(isConflict(conflict))
  const [cause] = (conflict as ApiError).causes
  assert.is(cause?.field, '.spec.copies')
  assert.match(cause?.message ?? '', 'test')

  const same = await backups.apply({ metadata, spec: { copies: 7 } }, other)
  assert.equal(managers(same).sort(), [
    ['somebody', 'Apply'],
    ['test', 'Apply'],
  ])
  const taken = await backups.apply({ metadata, spec: { copies: 1 } }, { ...other, force: true })
  assert.is(taken.spec.copies, 1)
  const withoutIt = await backups.apply({ metadata, spec: { source: { name: 'data' } } })
  assert.is(withoutIt.spec.copies, 1, 'it is not theirs any more')
})

test('delete answers nothing once the object is gone', async ({ backups, actual }) => {
  await actual.create('daily')
  assert.is(await backups.delete('daily'), undefined)
  assert.is(await actual.find('daily'), undefined)
  assert.ok(isNotFound(await rejection(backups.delete('daily'))))
})

test('delete answers the object where a finalizer keeps it', async ({ backups, actual }) => {
  const { metadata } = await backups.create(backup('daily', { finalizers: ['example.com/copies'] }))
  const deleting = await backups.delete('daily')
  assert.is(deleting?.metadata.uid, metadata.uid)
  assert.ok(deleting?.metadata.deletionTimestamp)
  assert.equal(await actual.find('daily'), deleting)
  await backups.patch('daily', { merge: { metadata: { finalizers: null } } })
  assert.is(await actual.find('daily'), undefined)
})

test('delete keeps to its preconditions', async ({ backups, actual }) => {
  const old = await backups.create(backup('daily'))
  const { metadata } = await actual.merge('daily', { spec: { copies: 4 } })
  const { uid, resourceVersion } = metadata
  for (const preconditions of [{ uid: 'other' }, { uid, resourceVersion: old.metadata.resourceVersion }]) {
    assert.ok(isConflict(await rejection(backups.delete('daily', { preconditions }))), JSON.stringify(preconditions))
  }
  assert.ok(await actual.find('daily'))
  assert.is(await backups.delete('daily', { preconditions: { uid, resourceVersion } }), undefined)
})

test('delete does with what the object owns as it is told', async ({ cluster, backups, actual }) => {
  const configMaps = `/api/v1/namespaces/${actual.namespace}/configmaps`
  const owned = async (name: string) => {
    const { apiVersion, kind, metadata } = await backups.create(backup(name))
    const owner = { apiVersion, kind, name, uid: metadata.uid, blockOwnerDeletion: true }
    await cluster.requests.create(configMaps, {
      metadata: { name, ownerReferences: [owner], finalizers: ['example.com/slow'] },
    })
  }
  const ownersOf = async (name: string) =>
    (await cluster.requests.get(`${configMaps}/${name}`)).metadata.ownerReferences
  const release = (name: string) => cluster.requests.merge(`${configMaps}/${name}`, { metadata: { finalizers: null } })
  const deleted = (name: string) => async () =>
    (await cluster.requests.get(`${configMaps}/${name}`)).metadata.deletionTimestamp !== undefined
  for (const name of ['foreground', 'background', 'orphan']) await owned(name)

  const waiting = await backups.delete('foreground', { propagationPolicy: 'Foreground' })
  assert.equal(waiting?.metadata.finalizers, ['foregroundDeletion'])
  await until('what it owns is deleted', deleted('foreground'))
  assert.ok(await actual.find('foreground'), 'it waits')
  await release('foreground')
  await until('it is gone too', async () => !(await actual.find('foreground')))

  assert.is(await backups.delete('background', { propagationPolicy: 'Background' }), undefined)
  await until('what it owned is deleted', deleted('background'))

  const orphaning = await backups.delete('orphan', { propagationPolicy: 'Orphan' })
  assert.equal(orphaning?.metadata.finalizers, ['orphan'])
  await until('it is gone', async () => !(await actual.find('orphan')))
  assert.is(await ownersOf('orphan'), undefined)
  assert.not.ok(await deleted('orphan')())
  for (const name of ['background', 'orphan']) await release(name)
})

test('deleteCollection deletes what is selected, or all', async ({ backups, actual }) => {
  for (const name of ['a', 'b', 'c']) await actual.create(backup(name, { labels: { name } }))
  await backups.deleteCollection({ labelSelector: 'name in (a,b)', dryRun: true })
  assert.equal(await actual.names(), ['a', 'b', 'c'])
  await backups.deleteCollection({ labelSelector: 'name=a' })
  assert.equal(await actual.names(), ['b', 'c'])
  await backups.deleteCollection({ fieldSelector: 'metadata.name=c' })
  assert.equal(await actual.names(), ['b'])
  await actual.create('d')
  await backups.deleteCollection()
  assert.equal(await actual.names(), [])
})

test('a dry run answers as if, and changes nothing', async ({ backups, actual }) => {
  const before = await actual.create('daily')
  const dryRun = true
  const made = await backups.create(backup('weekly'), { dryRun })
  assert.is(made.spec.copies, 3)
  const spec = { ...before.spec, copies: 1 }
  const status = { copies: 1 }
  const scale = await backups.getScale('daily')
  const changes: (() => Promise<Backup | Scale>)[] = [
    () => backups.replace({ ...before, spec }, { dryRun }),
    () => backups.patch('daily', { merge: { spec } }, { dryRun }),
    () => backups.patch('daily', { json: [{ op: 'replace', path: '/spec/copies', value: 1 }] }, { dryRun }),
    () => backups.apply({ metadata: { name: 'daily' }, spec: { copies: 1 } }, { dryRun, force: true }),
    () => backups.replaceStatus({ ...before, status }, { dryRun }),
    () => backups.patchStatus('daily', { merge: { status } }, { dryRun }),
    () => backups.applyStatus({ metadata: { name: 'daily' }, status }, { dryRun }),
    () => backups.replaceScale({ ...scale, spec: { replicas: 1 } }, { dryRun }),
    () => backups.patchScale('daily', { merge: { spec: { replicas: 1 } } }, { dryRun }),
  ]
  for (const change of changes) {
    const { spec, status }: Json = await change()
    assert.is(spec.replicas ?? status?.copies ?? spec.copies, 1, String(change))
  }
  await backups.delete('daily', { dryRun })
  assert.equal(await actual.find('daily'), before)
  assert.equal(await actual.names(), ['daily'])
})

test('what is answered and not stored is created without metadata', async ({ connection, actual }) => {
  const { namespace } = actual
  const resourceAttributes = { namespace, group: 'vault.example.com', resource: 'backups', verb: 'list' }
  // The types ask for metadata, as they do of what is stored.
  const own = { spec: { resourceAttributes } } as never
  const reviewed = await connection.client.for(SelfSubjectAccessReview).create(own)
  assert.is(reviewed.status?.allowed, true)
  const others = { spec: { user: 'nobody', resourceAttributes } } as never
  const locally = await connection.client.for(LocalSubjectAccessReview).namespace(namespace).create(others)
  assert.is(locally.status?.allowed, false)
})

function managers(object: Backup): unknown[] {
  return object.metadata.managedFields?.map(({ manager, operation }) => [manager, operation]) ?? []
}

function namesOf(objects: readonly Backup[]): string[] {
  return objects.map(({ metadata }) => metadata.name)
}

async function allNames(objects: AsyncIterable<Backup>): Promise<string[]> {
  return namesOf(await all(objects))
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

function describe(event: WatchEvent<Backup>): string {
  if (event.type !== 'BOOKMARK') return `${event.type} ${event.object.metadata.name}`
  const annotations = Object.entries(event.annotations ?? {}).map(([name, value]) => `${name}=${value}`)
  return ['BOOKMARK', ...annotations].join(' ')
}

test.run()
