import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ManagedFieldsEntry } from '../../../runtime/api/object-meta.js'
import { appliedFields, asApplied } from '../../../runtime/client/managed-fields.js'

const entry = (manager: string, operation: string, field: string, more: Partial<ManagedFieldsEntry> = {}) => ({
  manager,
  operation,
  apiVersion: 'v1',
  fieldsV1: { [`f:${field}`]: {} },
  ...more,
})
const status = { subresource: 'status' }
const others = [entry('other', 'Apply', 'o'), entry('us', 'Update', 's', status)]

const table: [what: string, entries: ManagedFieldsEntry[], expected: ManagedFieldsEntry[]][] = [
  ['nothing to migrate', [entry('us', 'Apply', 'a'), ...others], [entry('us', 'Apply', 'a'), ...others]],
  ['an update becomes an apply', [...others, entry('us', 'Update', 'a')], [...others, entry('us', 'Apply', 'a')]],
  [
    'the fields of both are applied',
    [entry('old', 'Update', 'a'), ...others, entry('us', 'Apply', 'b'), entry('us', 'Update', 'c')],
    [...others, { ...entry('us', 'Apply', 'b'), fieldsV1: { 'f:b': {}, 'f:a': {}, 'f:c': {} } }],
  ],
  [
    'updates in another version are forgotten',
    [entry('us', 'Apply', 'b'), entry('us', 'Update', 'c', { apiVersion: 'v1beta1' })],
    [entry('us', 'Apply', 'b')],
  ],
  [
    'the version of the first update counts where nothing was applied',
    [entry('us', 'Update', 'c', { apiVersion: 'v1beta1' }), entry('old', 'Update', 'b')],
    [entry('us', 'Apply', 'c', { apiVersion: 'v1beta1' })],
  ],
  ['nobody is asked for', [], []],
]
for (const [what, entries, expected] of table) {
  test(what, () => {
    const migrated = asApplied(entries, ['us', 'old'], 'us')
    assert.equal(migrated, expected)
    const isSame = JSON.stringify(entries) === JSON.stringify(expected)
    assert.is(migrated === entries, isSame, 'the same list says that there is nothing to do')
    assert.is(asApplied(migrated, ['us', 'old'], 'us'), migrated, 'once')
  })
}

test('what a manager has applied, in the version that is asked for', () => {
  const metadata = { managedFields: [...others, entry('us', 'Update', 'a'), entry('us', 'Apply', 'b')] }
  assert.equal(appliedFields({ metadata }, 'us', 'v1'), { 'f:b': {} })
  assert.is(appliedFields({ metadata }, 'us', 'v1beta1'), undefined)
  assert.is(appliedFields({ metadata }, 'nobody', 'v1'), undefined)
  assert.is(appliedFields({ metadata: {} }, 'us', 'v1'), undefined)
})

test.run()
