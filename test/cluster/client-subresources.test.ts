// The status and the scale of a custom kind, through its generated client, against a real server.

import { isConflict, type ApiError } from 'opwright/runtime'
import * as assert from 'uvu/assert'
import { BackupClient } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup-client.js'
import { Backup } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import { backupSuite } from '../support/backup-suite.js'
import { backup } from '../support/backups.js'
import { rejection } from '../support/rejection.js'

const test = backupSuite('client subresources')

test('the status is written apart from the rest', async ({ connection, backups, actual }) => {
  const created = await backups.create({ ...backup('daily'), status: { copies: 9 } } as Parameters<
    typeof backups.create
  >[0])
  assert.is(created.status, undefined)
  const replaced = await backups.replaceStatus({
    ...created,
    spec: { ...created.spec, copies: 8 },
    status: { copies: 1 },
  })
  assert.is(replaced.spec.copies, 3)
  assert.equal(replaced.status, { copies: 1 })
  assert.is(replaced.metadata.generation, 1)
  assert.ok(isConflict(await rejection(backups.replaceStatus({ ...created, status: {} }))))
  const patched = await backups.patchStatus('daily', { merge: { spec: { copies: 8 }, status: { selector: 'a=b' } } })
  assert.is(patched.spec.copies, 3)
  assert.equal(patched.status, { copies: 1, selector: 'a=b' })
  assert.equal(await actual.find('daily'), patched)
  assert.equal(await backups.getStatus('daily'), patched)
  assert.equal(await connection.client.for(Backup).namespace(actual.namespace).getStatus('daily'), patched)
  assert.equal(await new BackupClient(connection.client).replaceStatus(patched), patched, 'nothing changed')
})

test("a status is applied in parts, each its manager's", async ({ backups, actual }) => {
  await actual.create('daily')
  const metadata = { name: 'daily' }
  const condition = (type: string, reason: string) =>
    ({ type, status: 'True', reason, message: '', lastTransitionTime: '2030-01-01T00:00:00Z' }) as const
  const apply = (fieldManager: string, conditions: ReturnType<typeof condition>[]) =>
    backups.applyStatus({ metadata, status: { conditions } }, { fieldManager })
  await apply('first', [condition('Ready', 'Copied'), condition('Fresh', 'Copied')])
  await apply('second', [condition('Stored', 'Cold')])
  const { status } = await apply('first', [condition('Ready', 'Again')])
  const got = status?.conditions?.map(({ type, reason }) => `${type} ${reason}`)
  assert.equal(got?.sort(), ['Ready Again', 'Stored Cold'])
  const conflict = await rejection(apply('second', [condition('Ready', 'Mine')]))
  assert.ok(isConflict(conflict))
  assert.is((conflict as ApiError).causes[0]?.field, '.status.conditions[type="Ready"].reason')
})

test('the scale is read and written where the definition says that it is', async ({ connection, backups, actual }) => {
  await actual.create('daily')
  await actual.mergeStatus('daily', { copies: 2, selector: 'app=daily' })
  const scale = await backups.getScale('daily')
  assert.equal([scale.apiVersion, scale.kind, scale.metadata.name], ['autoscaling/v1', 'Scale', 'daily'])
  assert.equal([scale.spec, scale.status], [{ replicas: 3 }, { replicas: 2, selector: 'app=daily' }])

  assert.equal((await backups.patchScale('daily', { merge: { spec: { replicas: 5 } } })).spec, { replicas: 5 })
  assert.ok(isConflict(await rejection(backups.replaceScale(scale))))
  const latest = await backups.getScale('daily')
  const replaced = await new BackupClient(connection.client).replaceScale({ ...latest, spec: { replicas: 6 } })
  assert.equal(replaced.spec, { replicas: 6 })
  assert.is((await actual.find('daily')).spec.copies, 6)
})

test.run()
