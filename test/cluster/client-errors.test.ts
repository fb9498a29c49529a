// What a real server refuses and warns of, as a generated client tells it.

import {
  isAlreadyExists,
  isBadRequest,
  isConflict,
  isExpired,
  isForbidden,
  isGone,
  isInvalid,
  isNamespaceTerminating,
  isNotFound,
  isUnauthorized,
  type ApiError,
} from 'opwright/runtime'
import * as assert from 'uvu/assert'
import { BackupClient } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup-client.js'
import { BackupClient as OldBackupClient } from '../golden/several-versions/expected/generated/vault.example.com/v1beta1/backup-client.js'
import { backupSuite } from '../support/backup-suite.js'
import { backup } from '../support/backups.js'
import { connectClient } from '../support/connected-client.js'
import { rejection } from '../support/rejection.js'

const test = backupSuite('client errors')

test('fields that the schema does not know are refused, warned of or dropped', async ({
  connection,
  backups,
  actual,
}) => {
  const unknown = (name: string) => ({ ...backup(name), spec: { source: { name: 'data' }, colour: name } })
  const refused = await rejection(backups.create(unknown('red'), { fieldValidation: 'Strict' }))
  assert.ok(isBadRequest(refused))
  assert.match((refused as Error).message, 'unknown field "spec.colour"')
  assert.is(await actual.find('red'), undefined)

  await backups.create(unknown('blue'), { fieldValidation: 'Ignore' })
  assert.equal(connection.lines, [])
  for (const name of ['green', 'yellow']) await backups.create(unknown(name), { fieldValidation: 'Warn' })
  assert.equal(
    connection.lines.map(({ level, message }) => [level, message]),
    [['warn', 'the server warns: unknown field "spec.colour"']],
    'once',
  )
})

test('each version has its client, and the older one is warned of', async ({ connection, backups, actual }) => {
  await backups.create(backup('daily'))
  const old = new OldBackupClient(connection.client).namespace(actual.namespace)
  const { apiVersion, metadata } = await old.patch('daily', { merge: { metadata: { labels: { seen: 'yes' } } } })
  assert.is(apiVersion, 'vault.example.com/v1beta1')
  assert.equal(metadata.labels, { seen: 'yes' })
  assert.equal((await backups.get('daily')).metadata.labels, { seen: 'yes' })
  assert.equal(
    connection.lines.map(({ message }) => message),
    ['the server warns: vault.example.com/v1beta1 Backup is deprecated; use vault.example.com/v1'],
  )
})

test('what the server refuses has a guard and says what was asked for', async ({ backups, actual }) => {
  await actual.create('daily')
  const path = `backups.vault.example.com ${actual.namespace}`
  const table: [() => Promise<unknown>, (error: unknown) => boolean, string][] = [
    [() => backups.get('none'), isNotFound, `get ${path}/none: 404 NotFound`],
    [() => backups.create(backup('daily')), isAlreadyExists, `create ${path}/daily: 409 AlreadyExists`],
    [() => backups.create(backup('No Name')), isInvalid, `create ${path}/No Name: 422 Invalid`],
    [
      () => backups.list({ continue: 'nonsense' }),
      isBadRequest,
      `list backups.vault.example.com in ${actual.namespace}: 400 BadRequest`,
    ],
  ]
  const guards = [isNotFound, isConflict, isAlreadyExists, isBadRequest, isInvalid, isForbidden, isGone]
  for (const [request, guard, message] of table) {
    const error = await rejection(request())
    assert.match((error as Error).message, message)
    assert.equal(
      guards.filter(each => each(error)).map(each => each.name),
      [guard.name],
      message,
    )
  }
})

test('an invalid object has a cause for each field', async ({ backups }) => {
  const spec = { source: {}, copies: -1, schedule: 5 }
  const invalid = await rejection(backups.create({ ...backup('daily'), spec } as never))
  assert.ok(isInvalid(invalid))
  const causes = (invalid as ApiError).causes.map(({ field, reason }) => `${field} ${reason}`)
  for (const cause of [
    'spec.copies FieldValueInvalid',
    'spec.schedule FieldValueTypeInvalid',
    'spec.source.name FieldValueRequired',
  ]) {
    assert.ok(causes.includes(cause), causes.join(', '))
  }
})

test('a user without rights is told so', async ({ cluster, actual }) => {
  const reader = [{ apiGroups: ['vault.example.com'], resources: ['backups'], verbs: ['get'] }]
  const kubeconfig = await cluster.makeUser(actual.namespace, reader)
  const theirs = await connectClient(kubeconfig)
  const limited = new BackupClient(theirs.client)
  await actual.create('daily')
  const their = limited.namespace(actual.namespace)
  assert.is((await their.get('daily')).metadata.name, 'daily')
  const requests = [
    () => their.list(),
    () => their.delete('daily'),
    () => their.getScale('daily'),
    () => limited.list(),
    () => their.watch().next(),
  ]
  for (const request of requests) {
    assert.ok(isForbidden(await rejection(request())), String(request))
  }
  theirs.close()
})

test('a user whom nobody knows is told so', async ({ cluster }) => {
  const theirs = await connectClient(cluster.kubeconfigWith('nonsense'))
  const refused = await rejection(new BackupClient(theirs.client).list())
  assert.ok(isUnauthorized(refused) && !isForbidden(refused))
  theirs.close()
})

test('an object cannot be made in a namespace that is going', async ({ backups, actual }) => {
  await actual.create(backup('last', { finalizers: ['example.com/copies'] }))
  await actual.removeNamespace()
  const refused = await rejection(backups.create(backup('late')))
  assert.ok(isForbidden(refused))
  assert.ok(isNamespaceTerminating(refused))
  await actual.merge('last', { metadata: { finalizers: null } })
})

test('a version that is too old is an error within the watch', async ({ backups, actual }) => {
  const watching = all(backups.watch({ resourceVersion: '1', timeoutSeconds: 10 }))
  const expired = await rejection(watching)
  assert.ok(isGone(expired) && isExpired(expired))
  assert.match((expired as Error).message, `watch backups.vault.example.com in ${actual.namespace}: 410 Expired`)
})

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

test.run()
