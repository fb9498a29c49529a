import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import type { DocFact } from '../../../generator/model/resource-model.js'
import {
  buildAll,
  define,
  folderOf,
  integer,
  list,
  mapList,
  object,
  preserve,
  quantity,
  shapeNamed,
  specProperty,
  text,
  type GivenVersion,
} from './definition.js'

const facts: readonly (readonly [string, JsonSchemaProps, readonly DocFact[]])[] = [
  ['nothing', text, []],
  ['a default', { ...text, default: 'a' }, [{ kind: 'default', value: 'a' }]],
  ['a default of null', { ...text, default: null }, []],
  [
    'in a fixed order',
    { pattern: '^a', maxLength: 3, minLength: 0, format: 'date', type: 'string', default: 'a' },
    [
      { kind: 'default', value: 'a' },
      { kind: 'format', format: 'date' },
      { kind: 'limit', keyword: 'minLength', value: 0 },
      { kind: 'limit', keyword: 'maxLength', value: 3 },
      { kind: 'limit', keyword: 'pattern', value: '^a' },
    ],
  ],
  [
    'an exclusive limit',
    { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
    [
      { kind: 'limit', keyword: 'minimum', value: 1 },
      { kind: 'limit', keyword: 'exclusiveMinimum', value: true },
      { kind: 'limit', keyword: 'maximum', value: 9 },
    ],
  ],
  ['the keys of a list', mapList(object({ a: text }), 'a'), [{ kind: 'list', listType: 'map', keys: ['a'] }]],
  ['a set', list(text, { 'x-kubernetes-list-type': 'set' }), [{ kind: 'list', listType: 'set', keys: [] }]],
  ['an atomic list', list(text, { 'x-kubernetes-list-type': 'atomic' }), []],
  [
    'rules',
    { ...text, 'x-kubernetes-validations': [{ rule: "self != ''", message: 'Say it.' }, { rule: 'self.size() < 3' }] },
    [
      { kind: 'rule', rule: "self != ''", message: 'Say it.' },
      { kind: 'rule', rule: 'self.size() < 3' },
    ],
  ],
  [
    'a rule that forbids a change',
    { ...text, 'x-kubernetes-validations': [{ rule: ' oldSelf==self ', message: 'immutable' }] },
    [{ kind: 'immutable' }],
  ],
  [
    'a rule that forbids some changes',
    { ...text, 'x-kubernetes-validations': [{ rule: "self == oldSelf || oldSelf == ''" }] },
    [{ kind: 'rule', rule: "self == oldSelf || oldSelf == ''" }],
  ],
  ['an integer', integer, [{ kind: 'integer' }]],
  ['an integer of a size', { ...integer, format: 'int32' }, [{ kind: 'format', format: 'int32' }]],
  ['an integer of few values', { ...integer, enum: [1, 2] }, []],
  ['a quantity', quantity, []],
  ['enums of which the type says what is in both', { ...integer, allOf: [{ enum: [1, 2] }, { enum: [2] }] }, []],
  ['an enum of which the type says what is not in another', { ...text, enum: ['a', 'b'], not: { enum: ['b'] } }, []],
  [
    'enums beside what no type says',
    { ...text, allOf: [{ enum: ['a', 'bb'] }, { maxLength: 1 }], anyOf: [{ enum: ['a'] }, { pattern: 'b' }] },
    [{ kind: 'alternatives', schema: { allOf: [{ maxLength: 1 }], anyOf: [{ enum: ['a'] }, { pattern: 'b' }] } }],
  ],
  [
    'enums that have nothing in common',
    { ...text, allOf: [{ enum: ['a'] }, { enum: ['b'] }] },
    [{ kind: 'alternatives', schema: { allOf: [{ enum: ['a'] }, { enum: ['b'] }] } }],
  ],
  [
    'an enum of too many digits',
    { ...integer, enum: [1, 2 ** 53] },
    [{ kind: 'integer' }, { kind: 'alternatives', schema: { enum: [1, 2 ** 53] } }],
  ],
  [
    'an enum that no type says',
    { type: 'object', ...preserve, enum: [{ a: 1 }, {}] },
    [{ kind: 'alternatives', schema: { enum: [{ a: 1 }, {}] } }],
  ],
  [
    'objects in a map that may not be changed',
    {
      type: 'object',
      additionalProperties: {
        ...object({ a: { ...text, minLength: 1 } }),
        'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'immutable' }, { rule: "self.a != ''" }],
      },
    },
    [{ kind: 'each', of: 'value', facts: [{ kind: 'immutable' }] }],
  ],
  [
    'limits and rules of items',
    list({ ...text, maxLength: 5, format: 'email', 'x-kubernetes-validations': [{ rule: 'self != ""' }] }),
    [
      {
        kind: 'each',
        of: 'item',
        facts: [
          { kind: 'format', format: 'email' },
          { kind: 'limit', keyword: 'maxLength', value: 5 },
          { kind: 'rule', rule: 'self != ""' },
        ],
      },
    ],
  ],
  [
    'limits of the values in lists of a map',
    { type: 'object', additionalProperties: list({ ...integer, minimum: 1 }) },
    [
      {
        kind: 'each',
        of: 'value',
        facts: [
          { kind: 'each', of: 'item', facts: [{ kind: 'integer' }, { kind: 'limit', keyword: 'minimum', value: 1 }] },
        ],
      },
    ],
  ],
  [
    'what is asked of an int-or-string beside its types',
    {
      'x-kubernetes-int-or-string': true,
      allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { pattern: '^a' }],
    },
    [{ kind: 'alternatives', schema: { allOf: [{ pattern: '^a' }] } }],
  ],
  ['deprecated', { ...text, deprecated: true }, [{ kind: 'deprecated' }]],
  [
    'deprecated in words',
    { ...text, description: 'Says it.\n\nDeprecated: use it\ninstead.\n\nMore.' },
    [{ kind: 'deprecated', reason: 'use it instead.' }],
  ],
  ['deprecated in one word', { ...text, description: 'DEPRECATED' }, [{ kind: 'deprecated' }]],
  ['about what is deprecated', { ...text, description: 'Whether\nDeprecated versions are served.' }, []],
  ['a sentence that goes on', { ...text, description: 'It is\ndeprecated. Really.' }, []],
  [
    'deprecated by its name',
    { ...text, description: 'It is deprecated: use b.' },
    [{ kind: 'deprecated', reason: 'use b.' }],
  ],
  [
    'deprecated by its name alone',
    { ...text, description: 'it deprecated: gone soon' },
    [{ kind: 'deprecated', reason: 'gone soon' }],
  ],
  [
    'deprecated by its name, and no more',
    { ...text, description: 'it is deprecated\n\nMore.' },
    [{ kind: 'deprecated' }],
  ],
  ['another that is deprecated', { ...text, description: 'that is deprecated: use b.' }, []],
  ['a part of it that is deprecated', { ...text, description: 'it is deprecated for lists.' }, []],
  ['its deprecated ones', { ...text, description: 'it deprecated by others is ignored.' }, []],
  ['its field that is deprecated', { ...text, description: 'The field x of it is deprecated: use y.' }, []],
  [
    'deprecated after a sentence',
    { ...text, description: 'Alias for b. Deprecated: Use b\ninstead.\n\nMore.' },
    [{ kind: 'deprecated', reason: 'Use b instead.' }],
  ],
  ['deprecated within a sentence', { ...text, description: 'Either good or Deprecated: it says.' }, []],
  ['a word after a sentence', { ...text, description: 'Good. Deprecated versions: none.' }, []],
  ['a deprecated value of a list', { ...text, description: 'One of:\n- a: Less. Deprecated: use b.\n- b: More.' }, []],
  ['the same in one line', { ...text, description: 'One of: * a, less. Deprecated: use b. * b, more.' }, []],
  ['a deprecated value with a name', { ...text, description: 'One of:\n`a`: Less. Deprecated: use b.' }, []],
  ['an example', { ...text, example: 'a' }, [{ kind: 'example', value: 'a' }]],
  [
    'a link',
    { ...text, externalDocs: { url: 'https://example.com', description: 'More' } },
    [{ kind: 'link', url: 'https://example.com', title: 'More' }],
  ],
  ['a link to nowhere', { ...text, externalDocs: { description: 'More' } }, []],
]

for (const [name, schema, want] of facts) test(name, () => assert.equal(specProperty(schema).doc.facts, want))

test('what limits an object stands at its shape, what is said of a place stands there', () => {
  const it = object(
    { a: text },
    {
      default: { a: 'a' },
      minProperties: 1,
      'x-kubernetes-preserve-unknown-fields': true,
      'x-kubernetes-validations': [{ rule: 'self == oldSelf' }, { rule: 'self.a.size() > 3' }],
    },
  )
  const folder = folderOf({ schema: object({ spec: object({ it }) }) })
  const kinds = (facts: readonly DocFact[] = []) => facts.map(({ kind }) => kind)
  assert.equal(kinds(shapeNamed(folder, 'FooSpec').properties[0]?.doc.facts), ['default', 'immutable'])
  assert.equal(kinds(shapeNamed(folder, 'FooSpecIt').doc.facts), ['limit', 'rule'])
})

const said = (description: string, more: JsonSchemaProps = {}): JsonSchemaProps => {
  return object({ a: text }, { description, ...more })
}

test('a property has the description; its shape has it where places agree', () => {
  const one = folderOf({ schema: object({ spec: object({ it: said('One.') }) }) })
  assert.is(shapeNamed(one, 'FooSpec').properties[0]?.doc.description, 'One.')
  assert.is(shapeNamed(one, 'FooSpecIt').doc.description, undefined)

  const two = folderOf({ schema: object({ spec: object({ firstPart: said('Two.'), part: said('Two.') }) }) })
  assert.is(shapeNamed(two, 'FooPart').doc.description, 'Two.')
})

test('the description of items is that of their shape', () => {
  const folder = folderOf({ schema: object({ spec: object({ its: list(said('Item.'), { description: 'List.' }) }) }) })
  assert.is(shapeNamed(folder, 'FooSpec').properties[0]?.doc.description, 'List.')
  assert.is(shapeNamed(folder, 'FooSpecIt').doc.description, 'Item.')
})

test('what is said in several places stands where it holds for three of four, as most of them put it', () => {
  const part = (description: string) => object({ a: { ...text, description } })
  const spec = (...words: string[]) =>
    object(Object.fromEntries(words.map((each, index) => [`x${index}Part`, part(each)])))
  for (const [words, want] of [
    [['A', 'B'], undefined],
    [['A', 'B', 'B'], undefined],
    [['A', 'B', 'B', 'B'], 'B'],
    [['A', '', '', ''], 'A'],
    [['The name.', 'The name. At most ten.', 'The\nname. At most ten.', 'A key.'], 'The name.'],
    [['The name.', 'The name. At most ten.', 'The name. At most ten.'], 'The name. At most ten.'],
    [['Of a.', 'Deprecated: of a.'], undefined],
  ] as const) {
    const folder = folderOf({ schema: object({ spec: spec(...words) }) })
    assert.is(shapeNamed(folder, 'FooPart').properties[0]?.doc.description, want, JSON.stringify(words))
  }
})

test('what places say of an object that do not agree stands at none but them', () => {
  const spec = object({ onePart: said('One.'), otherPart: said('Other.'), part: said('One.') })
  const folder = folderOf({ schema: object({ spec }) })
  assert.equal(
    shapeNamed(folder, 'FooSpec').properties.map(({ doc }) => doc.description),
    ['One.', 'Other.', 'One.'],
  )
  assert.is(shapeNamed(folder, 'FooPart').doc.description, undefined)
})

test('what items are said to be stands at a shape that is an item at least as often as not', () => {
  const docOf = (...parts: string[]) => {
    const spec = object({ parts: list(said('Item.')), ...Object.fromEntries(parts.map(each => [each, said(each)])) })
    return shapeNamed(folderOf({ schema: object({ spec }) }), 'FooPart').doc.description
  }
  assert.is(docOf('onePart'), 'Item.')
  assert.is(docOf('onePart', 'otherPart'), undefined)
})

test('a deprecation stands in its tag alone', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['Deprecated: use b.', undefined],
    ['The name.\nDeprecated: use b\ninstead.', 'The name.'],
    ['The name.\n\nDeprecated: use b.\n\nAt most ten letters.', 'The name.\n\nAt most ten letters.'],
    ['It is deprecated: use b.', undefined],
    ['The name. Deprecated: use b.\n\nAt most ten letters.', 'The name.\n\nAt most ten letters.'],
  ]
  for (const [description, want] of cases) assert.is(specProperty({ ...text, description }).doc.description, want)
})

test('a deprecation is found behind as many blanks and lines as there are', () => {
  for (const blank of [' ', '\n', '\t\n']) {
    const description = `It.${blank.repeat(1_000_000)}A. Deprecated: use b.`
    assert.equal(specProperty({ ...text, description }).doc.facts, [{ kind: 'deprecated', reason: 'use b.' }])
  }
})

test('a title stands in for a description', () => {
  assert.is(specProperty({ ...text, title: 'It' }).doc.description, 'It')
  assert.is(specProperty({ ...text, title: 'It', description: 'Says it.' }).doc.description, 'Says it.')
})

test('a kind has the description and the rules of its root', () => {
  const schema = object(
    { spec: text },
    { description: 'Foo.', 'x-kubernetes-validations': [{ rule: 'has(self.spec)' }] },
  )
  assert.equal(folderOf({ schema }).resources[0]?.doc, {
    description: 'Foo.',
    facts: [{ kind: 'rule', rule: 'has(self.spec)' }],
  })
})

test('of several versions the one that is stored is marked', () => {
  const facts = (...versions: GivenVersion[]) =>
    buildAll([define({ versions })]).model.versions.map(({ resources }) => resources[0]?.doc.facts)
  assert.equal(facts({ name: 'v1', storage: true }), [[]])
  assert.equal(facts({ name: 'v1', storage: true }, { name: 'v2' }), [[{ kind: 'storage-version' }], []])
})

test('what is asked of the name, and of the prefix that it is made from', () => {
  const metadata = object({ name: { ...text, maxLength: 9 }, generateName: { ...text, pattern: '^a' } })
  const metadataFacts = (schema: JsonSchemaProps) => folderOf({ schema }).resources[0]?.metadataFacts
  assert.equal(metadataFacts(object({ metadata })), [
    { kind: 'field', name: 'name', facts: [{ kind: 'limit', keyword: 'maxLength', value: 9 }] },
    { kind: 'field', name: 'generateName', facts: [{ kind: 'limit', keyword: 'pattern', value: '^a' }] },
  ])
  assert.equal(metadataFacts(object({ metadata: { type: 'object' } })), [])
  const singleton = object({ name: { ...text, enum: ['a'], allOf: [{ enum: ['a', 'b'] }] } })
  assert.equal(metadataFacts(object({ metadata: singleton })), [
    {
      kind: 'field',
      name: 'name',
      facts: [{ kind: 'alternatives', schema: { enum: ['a'], allOf: [{ enum: ['a', 'b'] }] } }],
    },
  ])
})

test('what the metadata of an embedded resource must have stands at it, but for what its type says', () => {
  const labels = {
    ...object({ app: { ...text, maxLength: 9 }, tier: text }, { required: ['app'], maxProperties: 3 }),
    additionalProperties: { ...text, minLength: 1 },
  }
  const metadata = object({ name: { ...text, enum: ['a', 'b'] }, labels }, { required: ['name'] })
  const it = object({ metadata, spec: text }, { 'x-kubernetes-embedded-resource': true, required: ['metadata'] })
  const shape = shapeNamed(folderOf({ schema: object({ spec: object({ it }) }) }), 'FooSpecIt')
  assert.equal(shape.properties.find(({ name }) => name === 'metadata')?.doc.facts, [
    { kind: 'field', name: 'name', facts: [{ kind: 'alternatives', schema: { enum: ['a', 'b'] } }] },
    {
      kind: 'field',
      name: 'labels',
      facts: [
        { kind: 'limit', keyword: 'maxProperties', value: 3 },
        { kind: 'each', of: 'value', facts: [{ kind: 'limit', keyword: 'minLength', value: 1 }] },
        { kind: 'alternatives', schema: { required: ['app'], properties: { app: { maxLength: 9 }, tier: {} } } },
      ],
    },
  ])
})

test('a version that is deprecated says so where the schema does, with the warning that the server sends', () => {
  const facts = (version: GivenVersion) =>
    folderOf({ versions: [{ storage: true, ...version }] }).resources[0]?.doc.facts
  const schema = { ...object({}), description: 'A thing.\n\nDeprecated: nobody needs it.' }
  assert.equal(facts({ name: 'v1', deprecated: true }), [{ kind: 'deprecated' }])
  assert.equal(facts({ name: 'v1', schema }), [{ kind: 'deprecated', reason: 'nobody needs it.' }])
  assert.equal(facts({ name: 'v1', schema, deprecated: true, deprecationWarning: 'use v2' }), [
    { kind: 'deprecated', reason: 'use v2' },
  ])
})

test.run()
