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
  [{ not: {} }, ['Not: anything.']],
  [
    { anyOf: [{ properties: { a: { multipleOf: 2 } } }, { required: ['b'] }] },
    ['At least one of: `a` is a multiple of 2; has `b`.'],
  ],
  [
    {
      allOf: [
        { minimum: 0, exclusiveMinimum: true },
        { maximum: 9, exclusiveMaximum: true },
      ],
    },
    ['The value is greater than 0.', 'The value is less than 9.'],
  ],
  [
    { oneOf: [{ minimum: 0, exclusiveMinimum: false }, { uniqueItems: true }, { uniqueItems: false }] },
    ['Exactly one of: the value is at least 0; the value has unique items; anything.'],
  ],
  [{ not: { properties: { a: { items: { enum: ['x'] } } } } }, ['Not: each item of `a` is `"x"`.']],
  [
    { not: { items: { properties: { a: { items: { minLength: 1 } } }, required: ['a'] } } },
    ['Not: each item has `a`, and each item of `a` of each item has at least 1 characters.'],
  ],
  [{ not: { properties: { a: { additionalProperties: { maximum: 1 } } } } }, ['Not: each value of `a` is at most 1.']],
  [{ allOf: [{ pattern: 'x'.repeat(500) }] }, ['The value matches a pattern of 500 characters.']],
  [
    { allOf: [{ maximum: 2 ** 63 }, { minimum: 2 ** 53 }] },
    ['The value is at most 9223372036854775807.', 'The value is at least about 9.007e15.'],
  ],
  [{ enum: [2 ** 53, { a: 2 ** 53 }, 1] }, ['The value is about 9.007e15, `{…}` or `1`.']],
  // What there are no words for is not passed over in silence, and no sentence is about it alone.
  [
    { anyOf: [{ 'x-kubernetes-validations': [{ rule: 'true' }] }, { required: ['b'] }] },
    ['At least one of: something else; has `b`.'],
  ],
  [{ not: { required: ['a'], additionalProperties: false, items: [{}] } }, ['Not: has `a`, and something else.']],
  [{ not: { additionalProperties: false } }, []],
  [{ oneOf: [{ additionalProperties: false }, { not: { additionalProperties: false } }, {}] }, []],
  [
    { oneOf: [{ not: { additionalProperties: false } }, { required: ['a'] }] },
    ['Exactly one of: something else; has `a`.'],
  ],
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
