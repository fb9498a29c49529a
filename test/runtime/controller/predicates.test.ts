import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { ObjectMeta } from '../../../runtime/api/object-meta.js'
import type { StoredObject } from '../../../runtime/api/resource.js'
import {
  and,
  annotationsChanged,
  type Change,
  generationChanged,
  labelsChanged,
  not,
  or,
  type Predicate,
} from '../../../runtime/controller/predicates.js'

const object = (metadata: ObjectMeta): StoredObject => ({
  apiVersion: 'v1',
  kind: 'Widget',
  metadata: { name: 'a', uid: '1', creationTimestamp: '', ...metadata },
})
const updated = (from: ObjectMeta, to: ObjectMeta): Change<StoredObject> => ({
  type: 'updated',
  old: object(from),
  object: object(to),
})
const added: Change<StoredObject> = { type: 'added', object: object({}), initial: true }
const deleted: Change<StoredObject> = { type: 'deleted', object: object({}), tombstone: false }

const table: [what: string, predicate: Predicate<StoredObject>, from: ObjectMeta, to: ObjectMeta, want: boolean][] = [
  ['another generation', generationChanged, { generation: 1 }, { generation: 2 }, true],
  ['the same generation', generationChanged, { generation: 1 }, { generation: 1, labels: { a: 'b' } }, false],
  ['a kind without generations', generationChanged, {}, {}, true],
  ['a first label', labelsChanged, {}, { labels: { a: '1' } }, true],
  ['another value', labelsChanged, { labels: { a: '1' } }, { labels: { a: '2' } }, true],
  ['another name', labelsChanged, { labels: { a: '1' } }, { labels: { b: '1' } }, true],
  ['a name that every object has', labelsChanged, { labels: { a: '1' } }, { labels: { toString: '1' } }, true],
  ['one label less', labelsChanged, { labels: { a: '1', b: '2' } }, { labels: { a: '1' } }, true],
  ['the same in another order', labelsChanged, { labels: { a: '1', b: '2' } }, { labels: { b: '2', a: '1' } }, false],
  ['none and empty', labelsChanged, {}, { labels: {} }, false],
  ['other annotations only', labelsChanged, {}, { annotations: { a: '1' } }, false],
  ['an annotation', annotationsChanged, {}, { annotations: { a: '1' } }, true],
  ['other labels only', annotationsChanged, {}, { labels: { a: '1' } }, false],
]
for (const [what, predicate, from, to, want] of table) {
  test(`${what}: ${want}`, () => assert.is(predicate(updated(from, to)), want))
}

test('what comes and what goes counts always', () => {
  for (const predicate of [generationChanged, labelsChanged, annotationsChanged]) {
    assert.equal([predicate(added), predicate(deleted)], [true, true])
  }
})

test('and, or, not', () => {
  const yes = () => true
  const no = () => false
  const combinations: [Predicate<StoredObject>, boolean][] = [
    [and(), true],
    [and(yes, yes), true],
    [and(yes, no), false],
    [or(), false],
    [or(no, yes), true],
    [or(no, no), false],
    [not(yes), false],
    [not(no), true],
    [and(or(no, yes), not(no)), true],
  ]
  for (const [predicate, want] of combinations) assert.is(predicate(added), want)
})

test.run()
