import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ManagedFieldsEntry } from '../../../runtime/api/object-meta.js'
import { keepApplied } from '../../../runtime/cache/transform.js'

const ours: ManagedFieldsEntry = { manager: 'us', operation: 'Apply', fieldsV1: { 'f:spec': {} } }
const others: ManagedFieldsEntry[] = [
  { manager: 'us', operation: 'Update', fieldsV1: {} },
  { manager: 'us', operation: 'Apply', subresource: 'status', fieldsV1: {} },
  { manager: 'others', operation: 'Apply', fieldsV1: {} },
  {},
]
const table: [what: string, managedFields: ManagedFieldsEntry[] | undefined, kept: ManagedFieldsEntry[] | undefined][] =
  [
    ['nothing of none', undefined, undefined],
    ['nothing of what others have', others, undefined],
    ['what we have applied', [...others, ours], [ours]],
  ]
for (const [what, managedFields, kept] of table) {
  test(`it keeps ${what}`, () => {
    const metadata = { name: 'x', uid: '1', creationTimestamp: '', ...(managedFields && { managedFields }) }
    const object = keepApplied('us')({ apiVersion: 'v1', kind: 'X', metadata })
    const { name, uid, creationTimestamp } = metadata
    assert.equal(object.metadata, { name, uid, creationTimestamp, ...(kept && { managedFields: kept }) })
  })
}

test.run()
