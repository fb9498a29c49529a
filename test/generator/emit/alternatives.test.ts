import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import { alternativeRules } from '../../../generator/emit/alternatives.js'

const cases: readonly (readonly [JsonSchemaProps, readonly string[]])[] = [
  [{ oneOf: [{ required: ['a'] }, { required: ['b', 'c'] }] }, ['Exactly one of: has `a`; has `b` and `c`.']],
  [
    { anyOf: [{ format: 'ipv4' }, { pattern: '^x' }] },
    ['At least one of: the value has the format ipv4; the value matches `^x`.'],
  ],
  [
    { allOf: [{ minLength: 1 }, { maxLength: 5 }] },
    ['The value has at least 1 characters.', 'The value has at most 5 characters.'],
  ],
  [{ not: { enum: ['x', 1] } }, ['Not: the value is `"x"` or `1`.']],
  [
    { oneOf: [{ properties: { a: { minimum: 3 } }, required: ['b'] }, {}] },
    ['Exactly one of: has `b`, and `a` is at least 3; anything.'],
  ],
  [{ not: { properties: { a: { required: ['b'] } } } }, ['Not: `a` has `b`.']],
  [{ anyOf: [{}, {}] }, []],
  [{ oneOf: [{ required: ['*/', '`'] }] }, ['Exactly one of: has `*\\/` and `` ` ``.']],
]

for (const [schema, want] of cases) {
  test(JSON.stringify(schema), () => assert.equal(alternativeRules(schema), want))
}

test('what is too long is cut', () => {
  const oneOf = Array.from({ length: 100 }, (_, index) => ({ required: [`property${index}`] }))
  const [rule = ''] = alternativeRules({ oneOf })
  assert.ok(rule.length < 450 && rule.endsWith('…'), rule)
})

test.run()
