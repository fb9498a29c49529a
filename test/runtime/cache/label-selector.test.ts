import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { formatLabelSelector, labelMatcher, type LabelSelector } from '../../../runtime/cache/label-selector.js'

const nothing = undefined
const web = { app: 'web', tier: 'front' }

const rows: [selector: LabelSelector | string, labels: Record<string, string> | undefined, matches: boolean][] = [
  ['', nothing, true],
  [{}, web, true],
  ['app=web', web, true],
  ['app==web', web, true],
  ['app=web', nothing, false],
  ['app=web,tier=back', web, false],
  ['app!=web', web, false],
  ['app!=web', {}, true],
  ['tier in (front, back)', web, true],
  ['tier notin (front,back)', web, false],
  ['tier notin (front,back)', {}, true],
  ['tier', web, true],
  ['canary', web, false],
  ['!canary', web, true],
  ['! tier', web, false],
  ['app=', { app: '' }, true],
  ['app=', web, false],
  ['example.com/part-of=a_b.c , app in (web)', { 'example.com/part-of': 'a_b.c', app: 'web' }, true],
  ['constructor', {}, false],
  ['in in (in)', { in: 'in' }, true],
  [{ matchLabels: { app: 'web' } }, web, true],
  [{ matchLabels: { app: 'web', tier: 'back' } }, web, false],
  [{ matchLabels: { app: 'web' }, matchExpressions: [{ key: 'canary', operator: 'DoesNotExist' }] }, web, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['front'] }] }, web, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['front'] }] }, nothing, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists', values: [] }] }, web, true],
]

for (const [selector, labels, matches] of rows) {
  test(`${JSON.stringify(selector)} ${matches ? 'matches' : 'does not match'} ${JSON.stringify(labels)}`, () => {
    assert.is(labelMatcher(selector)(labels), matches)
    assert.is(labelMatcher(formatLabelSelector(selector))(labels), matches, 'as text')
  })
}

test('equal selectors are equal text', () => {
  const texts = [
    'b in (y,x),a=1,!c',
    '!c, a == 1,b in ( x , y , x )',
    {
      matchLabels: { a: '1' },
      matchExpressions: [
        { key: 'c', operator: 'DoesNotExist' },
        { key: 'b', operator: 'In', values: ['x', 'y'] },
      ],
    },
  ].map(formatLabelSelector)
  assert.equal(texts, Array(3).fill('!c,a=1,b in (x,y)'))
})

const wrong: [selector: LabelSelector | string, message: RegExp][] = [
  ['a=b c', /cannot read "a=b c"/],
  ['=b', /cannot read/],
  ['a in b', /cannot read/],
  ['!a=b', /cannot read/],
  ['a=b,,c', /cannot read ",c"/],
  ['a=b,', /ends with a comma/],
  [{ matchExpressions: [{ key: 'a', operator: 'Like', values: ['x'] }] }, /operator "Like" of a is none of/],
  [{ matchExpressions: [{ key: 'a', operator: 'In' }] }, /In of a needs values/],
  [{ matchExpressions: [{ key: 'a', operator: 'Exists', values: ['x'] }] }, /Exists of a takes no values/],
]

for (const [selector, message] of wrong) {
  test(`${JSON.stringify(selector)} is refused`, () => {
    assert.throws(() => labelMatcher(selector), message)
    assert.throws(() => formatLabelSelector(selector), message)
  })
}

test.run()
