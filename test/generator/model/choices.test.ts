import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Json, JsonSchemaProps } from '../../../generator/crd/custom-resource-definition.js'
import type { ChoiceModel, ShapeModel } from '../../../generator/model/resource-model.js'
import { randomNumbers } from '../../support/random.js'
import { buildAll, define, folderOf, integer, object, shapeNamed, text } from './definition.js'

const required = (...names: string[]): JsonSchemaProps => ({ required: names })
const value = (name: string, ...values: (string | boolean | number | null)[]): JsonSchemaProps => ({
  properties: { [name]: { enum: values } },
})
const isAbsent = (...names: string[]): JsonSchemaProps => ({ not: { anyOf: names.map(name => required(name)) } })
const rule = (...rules: string[]): JsonSchemaProps => ({
  'x-kubernetes-validations': rules.map(each => ({ rule: each })),
})

const type: JsonSchemaProps = { type: 'string', enum: ['A', 'B', 'C'] }
const abc = { a: text, b: text, c: text }
const maybe: JsonSchemaProps = { ...text, nullable: true }

function specOf(properties: { readonly [name: string]: JsonSchemaProps }, more: JsonSchemaProps): ShapeModel {
  return shapeNamed(folderOf({ schema: object({ spec: object(properties, more) }) }), 'FooSpec')
}

/** `exactly-one(a b)`, or variants: `a` has to be there, `a?` may be, `!a` may not. */
function textOf(choices: readonly ChoiceModel[] = []): string {
  return choices
    .map(choice => {
      if (choice.kind === 'count') return `${choice.choose}(${choice.properties.join(' ')})`
      const variants = choice.variants.map(variant =>
        variant
          .map(({ name, presence, values }) => {
            const mark = presence === 'optional' ? '?' : ''
            return `${presence === 'absent' ? '!' : ''}${name}${mark}${values ? `=${values.map(String).join('/')}` : ''}`
          })
          .join(' '),
      )
      return variants.join(' | ')
    })
    .join(' & ')
}

type Properties = { readonly [name: string]: JsonSchemaProps }

/** `((first == has(self.b)) == has(self.b))`, so many times. */
const nested = (first: string, times: number): string =>
  times === 0 ? first : `(${nested(first, times - 1)} == has(self.b))`

/** What may be sent. */
const inputs: readonly (readonly [string, Properties, JsonSchemaProps, string])[] = [
  ['exactly one', abc, { oneOf: [required('a'), required('b'), required('c')] }, 'exactly-one(a b c)'],
  [
    'exactly one, with an empty schema for each',
    abc,
    { oneOf: ['a', 'b'].map(name => ({ properties: { [name]: {} }, required: [name] })) },
    'exactly-one(a b)',
  ],
  ['at least one', abc, { anyOf: [required('a'), required('b')] }, 'at-least-one(a b)'],
  [
    'at most one',
    abc,
    { oneOf: [isAbsent('a', 'b', 'c'), required('a'), required('b'), required('c')] },
    'at-most-one(a b c)',
  ],
  ['none of', abc, isAbsent('a', 'b'), '!a !b'],
  ['not this one', abc, { not: required('a') }, '!a'],
  ['not both', abc, { not: required('a', 'b') }, 'at-most-one(a b)'],
  ['not all', abc, { not: required('a', 'b', 'c') }, '!c | !b | !a'],
  [
    'at least one and not both',
    abc,
    { anyOf: [required('a'), required('b')], not: required('a', 'b') },
    'exactly-one(a b)',
  ],
  ['a pair or a single one', abc, { oneOf: [required('a', 'b'), required('c')] }, 'a b !c | !b c | !a c'],
  ['within allOf', abc, { allOf: [{ oneOf: [required('a'), required('b')] }] }, 'exactly-one(a b)'],
  [
    'two at once',
    { ...abc, d: text },
    { allOf: [{ oneOf: [required('a'), required('b')] }, { anyOf: [required('c'), required('d')] }] },
    'exactly-one(a b) & at-least-one(c d)',
  ],
  ['two about the same', abc, { oneOf: [required('a'), required('b')], not: required('a', 'c') }, 'a !b !c | !a b'],

  ['one property of all', abc, { minProperties: 1, maxProperties: 1 }, 'exactly-one(a b c)'],
  ['one property or more', abc, { minProperties: 1 }, 'at-least-one(a b c)'],
  ['one property or none', abc, { maxProperties: 1 }, 'at-most-one(a b c)'],
  ['one of those that are left', abc, { minProperties: 2, maxProperties: 2, required: ['a'] }, 'exactly-one(b c)'],
  ['as many as there are', abc, { minProperties: 0, maxProperties: 3 }, ''],
  ['no more than what is required', abc, { maxProperties: 1, required: ['a'] }, '!b !c'],
  [
    'where others are kept nobody can count',
    abc,
    { minProperties: 1, 'x-kubernetes-preserve-unknown-fields': true },
    '',
  ],

  [
    'by a value',
    { type, a: text, b: text },
    {
      oneOf: [
        { ...value('type', 'A'), required: ['type', 'a'] },
        { ...value('type', 'B'), required: ['type', 'b'] },
      ],
    },
    'a type=A | b type=B',
  ],
  [
    'by a value that has to be there',
    { type, a: text },
    { required: ['type'], anyOf: [{ ...value('type', 'A'), ...required('a') }, { not: value('type', 'A') }] },
    'a | type=B/C',
  ],
  [
    'by true and false',
    { on: { type: 'boolean' }, a: text },
    { required: ['on'], anyOf: [value('on', false), required('a')] },
    'on=false | a',
  ],
  [
    'a default counts',
    { a: { ...text, default: 'x' }, b: text, c: text },
    { oneOf: [required('a'), required('b')] },
    '!b',
  ],
  [
    'a default value counts',
    { type: { ...type, default: 'A' }, a: text },
    { anyOf: [{ ...value('type', 'A'), ...required('a') }, value('type', 'B', 'C')] },
    'a | type=B/C',
  ],
  [
    'of a string that is open no type can tell the other values',
    { type: text, a: text },
    { anyOf: [required('a'), { not: value('type', 'A') }] },
    'at-least-one(a type)',
  ],
  [
    'what is unknown may be',
    abc,
    { oneOf: [{ ...required('a'), properties: { a: { pattern: 'x' } } }, required('b')] },
    'at-least-one(a b)',
  ],
  ['nothing fits', abc, { allOf: [required('a'), { not: required('a') }] }, ''],
  [
    'more than can be read',
    Object.fromEntries([...'abcdefghijklmnop'].map(name => [name, text])),
    { minProperties: 8 },
    '',
  ],

  [
    'no alternatives within others',
    abc,
    { anyOf: [{ anyOf: [], oneOf: [], allOf: [], ...required('b') }, required('a')] },
    'at-least-one(a b)',
  ],
  [
    'no alternatives that do not hold',
    abc,
    { oneOf: [{ not: { anyOf: [] } }, required('a'), required('b')] },
    'exactly-one(a b)',
  ],
  [
    'no values and no alternatives of a field',
    abc,
    { oneOf: [{ properties: { a: { enum: [], anyOf: [], oneOf: [] } }, ...required('b') }, isAbsent('a', 'b')] },
    'b | !a',
  ],

  // A server holds null against an enum, and against nothing else that alternatives say of a field.
  [
    'by a value that may be null',
    { by: maybe, a: text },
    {
      required: ['by'],
      oneOf: [
        { ...value('by', 'A'), ...required('a') },
        { ...value('by', 'B', null), ...isAbsent('a') },
      ],
    },
    'a by=A | !a by=B',
  ],
  [
    'null is none of the values',
    { by: { ...maybe, allOf: [{ enum: ['A', 'B'] }] }, a: text },
    { required: ['by'], oneOf: [value('by', 'A', 'B'), required('a')] },
    'a by=null | !a by=A/B',
  ],
  [
    'true, false and null',
    { on: { type: 'boolean', nullable: true }, a: text },
    { required: ['on'], anyOf: [{ properties: { on: { not: { enum: [true] } } } }, required('a')] },
    'a | on=null/false',
  ],
  [
    'nothing but null',
    { a: maybe, b: text },
    { properties: { a: maybe }, anyOf: [{ properties: { a: { not: {} } } }] },
    'a?=null',
  ],
  [
    'no object but null',
    { a: { ...object({}), nullable: true }, b: text },
    { oneOf: [{ ...required('a'), properties: { a: { not: {} } } }, required('b')] },
    'a=null !b | b',
  ],
  [
    'a default that null takes the place of',
    { by: { ...maybe, default: 'A' }, a: text },
    { anyOf: [value('by', 'A'), required('a')] },
    'by?=A | a',
  ],

  // A server finds 1.5 where 1 is listed, and 65 where "A" is.
  [
    'by numbers that a server takes for others',
    { by: { type: 'number' }, a: text },
    { anyOf: [value('by', 1), { ...value('by', 1.5), ...required('a') }] },
    '',
  ],
  [
    'by one of the values that a server takes for it',
    { by: { type: 'number', enum: [1, 1.5, 2] }, a: text },
    { anyOf: [value('by', 1), required('a')] },
    '',
  ],
  [
    'by numbers that a server takes for letters',
    { by: { 'x-kubernetes-int-or-string': true }, a: text },
    { anyOf: [value('by', 'A'), { ...value('by', 65), ...required('a') }] },
    '',
  ],

  ['rule: not both', abc, rule('!(has(self.a) && has(self.b))'), 'at-most-one(a b)'],
  ['rule: either', abc, rule('has(self.a) != has(self.b)'), 'exactly-one(a b)'],
  [
    'rule: a list of those that are there',
    abc,
    rule('[has(self.a), has(self.b), has(self.c)].filter(x,x==true).size() == 1'),
    'exactly-one(a b c)',
  ],
  ['rule: one of a list', abc, rule('[has(self.a), has(self.b)].exists_one(x, x)'), 'exactly-one(a b)'],
  ['rule: some of a list', abc, rule('[has(self.a), has(self.b)].exists(x, x == true)'), 'at-least-one(a b)'],
  ['rule: not all of a list', abc, rule('![has(self.a), has(self.b)].all(x, x)'), 'at-most-one(a b)'],
  ['rule: a list that is asked for something else', abc, rule('[has(self.a), has(self.b)].map(x, x) == []'), ''],
  ['rule: a sum', abc, rule('(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) <= 1'), 'at-most-one(a b)'],
  [
    'rule: with a value',
    { type, a: text },
    { ...required('type'), ...rule("self.type == 'A' ? has(self.a) : !has(self.a)") },
    'a type=A | !a type=B/C',
  ],
  [
    'rule: one of several values',
    { type, a: text },
    { ...required('type'), ...rule("self.type in ['A', 'B'] || has(self.a)") },
    'type=A/B | a',
  ],
  [
    'a name that every object has something under',
    { a: text, toString: text },
    { oneOf: [required('a'), required('toString')] },
    '',
  ],
  ['rule: that fields are never there, beside a choice', abc, rule('!has(self.a)', '!has(self.c)'), '!a !c'],
  ['rule: that nothing is there', abc, rule('has(self.a) == false || has(self.b)'), 'b | !a'],
  [
    'rule: that fails where a property is not there',
    { type, a: text },
    rule("self.type == 'B' || self.type == 'C' || self.a != ''"),
    'type=B/C | a',
  ],
  ['rule: that fails whatever it says', { type, a: text }, rule("!(self.type == 'A') || has(self.a)"), 'a | type=B/C'],
  [
    'rule: with a condition that fails',
    { type, a: text },
    rule("self.type == 'A' ? has(self.a) : true"),
    'a | type=B/C',
  ],
  ['rule: any text but one', { a: text, b: text }, rule("self.a != '' || has(self.b)"), 'at-least-one(a b)'],
  ['rule: that is compared again and again', abc, rule(nested('has(self.a)', 100)), ''],
  ['rule: that is compared a few times', { a: text, b: text }, rule(nested('has(self.a)', 3)), 'a b | !a !b'],
  ['rule: that is nested deeply', abc, rule(`${'('.repeat(990)}has(self.a)${')'.repeat(990)}`), ''],
  ['rule: that is nested more deeply than it ends', abc, rule('('.repeat(1990), '!'.repeat(1990)), ''],
  [
    'rule: of a name that CEL writes otherwise',
    { 'a-b': text, a__dash__b: text },
    rule('!has(self.a__dash__b)'),
    '!a-b',
  ],
  [
    'rule: of names that CEL writes otherwise',
    { 'a.b/c': text, a__b: text, namespace: text, for: text },
    rule('has(self.a__dot__b__slash__c) != has(self.a__underscores__b)', 'has(self.__namespace__) != has(self.for)'),
    'exactly-one(a.b/c a__b) & exactly-one(for namespace)',
  ],
  [
    'rule: of a name that looks like a keyword written otherwise',
    { __for__: text, a: text },
    rule('has(self.__underscores__for__underscores__) != has(self.a)', 'has(self.__for__)'),
    'exactly-one(__for__ a)',
  ],
  ['rule: of itself, whatever macros call so', abc, rule('has(.self.a) != has(.self.b)'), 'exactly-one(a b)'],
  ['rule: of itself as it was', abc, rule('has(.oldSelf.a) || has(self.a)'), ''],
  [
    'rule: a condition that is no answer itself',
    abc,
    rule("(has(self.a) ? self.a : 'x') != self.b", '!((has(self.a) ? self.a : self.b) == self.c)'),
    '',
  ],
  [
    'rule: compared with what may be no boolean',
    { a: text, either: { 'x-kubernetes-int-or-string': true } },
    rule('!(has(self.a) == self.either)'),
    '',
  ],
  ['rule: only a part is known', abc, rule('has(self.a) && size(self.a) > 3'), ''],
  ['rule: of a change', abc, rule('has(self.a) == has(oldSelf.a)'), ''],
  ['rule: of something deeper', abc, rule('has(self.a.x) || has(self.b)'), ''],
  ['rule: that null can keep', { a: { ...text, nullable: true }, b: text }, rule('has(self.a) != has(self.b)'), ''],
  ['rule: that nobody can read', abc, rule('has(self.a', "b'x' == self.a", '1.5 < 2.0', 'self.a[0] == "x"'), ''],
  ['rule: of text written in another way', abc, rule("r'x' == self.a || self.a == '\\x79'"), 'a=x/y'],
  ['rule: with a remark', abc, rule('has(self.a) != has(self.b) // for now'), 'exactly-one(a b)'],
  ['rule: compared twice', abc, rule('has(self.a) == has(self.b) == true'), 'a b | !a !b'],
  [
    'rules and alternatives',
    abc,
    { oneOf: [required('a'), required('b')], ...rule('!has(self.c) || has(self.a)') },
    'a !b | !a b !c',
  ],
]

for (const [name, properties, more, want] of inputs) {
  test(name, () => assert.is(textOf(specOf(properties, more).choices?.input), want))
}

/** What the server returns, what may be sent, and what may be applied. */
const views: readonly (readonly [string, Properties, JsonSchemaProps, string, string, string])[] = [
  [
    'exactly one',
    abc,
    { oneOf: [required('a'), required('b')] },
    'exactly-one(a b)',
    'exactly-one(a b)',
    'at-most-one(a b)',
  ],
  ['at least one', abc, { anyOf: [required('a'), required('b')] }, 'at-least-one(a b)', 'at-least-one(a b)', ''],
  [
    'a default is there, and may be left out',
    { type: { ...type, default: 'A' }, a: text },
    { anyOf: [required('a'), value('type', 'B')] },
    'type=B | a',
    'type=B | a',
    '',
  ],
  [
    'a text that has to be some other, for which others may care',
    { type: { ...text, enum: ['A', 'B'] }, a: text, b: text },
    rule("(has(self.type) && self.type != 'A') || self.a != ''", "!has(self.type) || self.type != 'B' || self.b != ''"),
    'b type=B | a type?=A',
    'b type=B | a type?=A',
    '',
  ],
  [
    'values that exclude',
    { type, a: text },
    { ...required('type'), anyOf: [{ not: required('a') }, value('type', 'A')] },
    'type=A | !a',
    'type=A | !a',
    'type?=A | !a',
  ],
]

for (const [name, properties, more, ...want] of views) {
  test(`views: ${name}`, () => {
    const { choices } = specOf(properties, more)
    assert.equal([textOf(choices?.type), textOf(choices?.input), textOf(choices?.apply)], want)
  })
}

test('what has to be there in any case is required', () => {
  for (const more of [{ anyOf: [required('a')] }, { allOf: [required('a')] }, rule('has(self.a)')]) {
    const { choices, properties } = specOf({ a: text, b: text }, more)
    assert.is(choices, undefined)
    assert.equal(
      properties.map(({ presence }) => presence.input),
      [true, false],
    )
  }
})

test('schemas of the same alternatives are one shape, and of others are two', () => {
  const part = (...names: string[]) => object({ a: text, b: integer }, { oneOf: names.map(name => required(name)) })
  const count = (second: JsonSchemaProps) =>
    folderOf({ schema: object({ spec: object({ x: part('a', 'b'), y: second }) }) }).resources[0]?.shapes.length
  assert.is(count(part('a', 'b')), 2)
  assert.is(count(part('b', 'a')), 2)
  assert.is(count(part('a')), 3)
})

test('schemas of the same alternatives are one shape, whatever the order of their keys', () => {
  const count = (one: JsonSchemaProps, other: JsonSchemaProps) =>
    folderOf({ schema: object({ spec: object({ one, other }) }) }).resources[0]?.shapes.length
  const said: JsonSchemaProps = {
    oneOf: [{ properties: { a: { pattern: 'x' } }, required: ['a', 'b'] }],
    type: 'object',
  }
  const turned: JsonSchemaProps = {
    type: 'object',
    oneOf: [{ required: ['b', 'a'], properties: { a: { pattern: 'x' } } }],
  }
  assert.is(
    count({ ...said, properties: { a: text, b: integer } }, { ...turned, properties: { b: integer, a: text } }),
    2,
  )
  const variants: JsonSchemaProps = { oneOf: [value('type', 'A'), required('b', 'a')] }
  assert.is(count(object({ type, a: text, b: text }, variants), object({ b: text, type, a: text }, variants)), 2)
  const withDefault = (value: Json) =>
    object({ a: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, default: value } })
  assert.is(count(withDefault({ x: 1, y: { z: 2, a: 3 } }), withDefault({ y: { a: 3, z: 2 }, x: 1 })), 2)
  assert.is(count(withDefault({ required: ['x', 'y'] }), withDefault({ required: ['y', 'x'] })), 3)
})

test('more values than a number has bits are told apart', () => {
  const values = Array.from({ length: 40 }, (_, index) => `v${index}`)
  const oneOf = values.map(each => ({
    ...value('type', each),
    ...(each === 'v33' ? required('type', 'a') : { required: ['type'], ...isAbsent('a') }),
  }))
  const { choices } = specOf({ a: text, type: { type: 'string', enum: values } }, { oneOf })
  const others = values.filter(each => each !== 'v33').join('/')
  assert.is(textOf(choices?.input), `a type=v33 | !a type=${others}`)
})

const kinds = (count: number) => Array.from({ length: count }, (_, index) => String.fromCharCode(97 + index))

/** A property for each value of `type`: there with the value, and not without it. */
function discriminated(count: number, rulesOf: (name: string) => readonly string[]): ShapeModel {
  const names = kinds(count)
  const properties = Object.fromEntries(names.map(name => [name, text]))
  const values = names.map(name => name.toUpperCase())
  return specOf(
    { ...properties, type: { type: 'string', enum: values } },
    { required: ['type'], ...rule(...names.flatMap(rulesOf)) },
  )
}

function members(count: number, present: (name: string) => string): string {
  const names = kinds(count)
  return names
    .map(own => {
      const told = names.map(name => (name === own ? present(name) : `!${name}`)).filter(each => each !== '')
      return `${told.join(' ')} type=${own.toUpperCase()}`
    })
    .join(' | ')
}

for (const count of [3, 8, 12, 16]) {
  for (const [form, rulesOf] of [
    ['choices', (name: string) => [`self.type == '${name.toUpperCase()}' ? has(self.${name}) : !has(self.${name})`]],
    [
      'pairs',
      (name: string) => [
        `!(has(self.${name}) && self.type != '${name.toUpperCase()}')`,
        `!(!has(self.${name}) && self.type == '${name.toUpperCase()}')`,
      ],
    ],
  ] as const) {
    test(`a union of ${count} members that one value tells apart, in ${form}`, () => {
      const { choices } = discriminated(count, rulesOf)
      const all = members(count, name => name)
      assert.is(textOf(choices?.type), all)
      assert.is(textOf(choices?.input), all)
      // Others may have set what is missing.
      assert.is(textOf(choices?.apply), members(count, () => '').replaceAll('type=', 'type?='))
    })
  }
}

for (const keyword of ['oneOf', 'anyOf'] as const) {
  test(`a union of 16 members that one value tells apart, in ${keyword}`, () => {
    const names = kinds(16)
    const properties = Object.fromEntries(names.map(name => [name, text]))
    const values = names.map(name => name.toUpperCase())
    const { choices, doc } = specOf(
      { ...properties, type: { type: 'string', enum: values } },
      {
        ...required('type'),
        [keyword]: names.map(name => ({ ...value('type', name.toUpperCase()), ...required(name) })),
      },
    )
    const all = names.map(name => `${name} type=${name.toUpperCase()}`).join(' | ')
    assert.is(textOf(choices?.type), all)
    assert.is(textOf(choices?.input), all)
    assert.is(textOf(choices?.apply), '')
    assert.equal(doc.facts, [])
  })
}

test('a union of more members than are read stays wide', () => {
  const { choices } = discriminated(17, name => [
    `self.type == '${name.toUpperCase()}' ? has(self.${name}) : !has(self.${name})`,
  ])
  assert.is(choices, undefined)
})

test('of twenty properties that go with one value the order does not matter', () => {
  const names = kinds(20)
  const properties = Object.fromEntries(names.map(name => [name, text]))
  for (const mode of ['a0', 'z0']) {
    const rules = names.map(name => `!(self.${mode} == 'B' && has(self.${name}))`)
    const { choices } = specOf({ ...properties, [mode]: type }, { required: [mode], ...rule(...rules) })
    const without = names.map(name => `!${name}`)
    const variants = textOf(choices?.input)
      .split(' | ')
      .map(each => each.split(' ').sort().join(' '))
    assert.equal(variants.sort(), [without.sort().join(' '), `${mode}=A/C`].sort())
  }
})

test('what would take too long to be told apart stays wide, and the comment has it', () => {
  const names = kinds(26)
  const properties = Object.fromEntries(names.map(name => [name, text]))
  const random = randomNumbers(3)
  const clauses = Array.from({ length: 90 }, (): JsonSchemaProps => {
    const some = [0, 1, 2].map(() => names[Math.floor(random() * names.length)] ?? 'a')
    return { anyOf: some.map(name => (random() < 0.5 ? required(name) : isAbsent(name))) }
  })
  const { choices, doc } = specOf(properties, { allOf: clauses })
  assert.is(choices, undefined)
  assert.equal(
    doc.facts.map(({ kind }) => kind),
    ['alternatives'],
  )
})

test('what is left wide in one group takes nothing from another', () => {
  const names = Array.from({ length: 40 }, (_, index) => `p${index}`)
  const hungry = kinds(8).map((name, seed) => {
    const oneOf = Array.from({ length: 200 }, (_, index) => {
      const some = [index, index * 7 + 3 + seed, index * 11 + Math.floor(index / 40)]
      return required(...new Set(some.map(each => `p${each % names.length}`)))
    })
    return [name, object(Object.fromEntries(names.map(each => [each, text])), { oneOf })] as const
  })
  const spec = object(Object.fromEntries(hungry))
  const big = define({ group: 'a.example.com', kind: 'Big', schema: object({ spec }) })
  const small = define({
    group: 'b.example.com',
    kind: 'Small',
    schema: object({
      spec: object(
        { type, a: text },
        {
          oneOf: [
            { ...value('type', 'A'), ...required('type', 'a') },
            { ...value('type', 'B'), ...required('type') },
          ],
        },
      ),
    }),
  })
  const { model } = buildAll([big, small])
  const [folder] = model.versions.filter(({ group }) => group === 'b.example.com')
  assert.ok(folder)
  assert.is(textOf(shapeNamed(folder, 'SmallSpec').choices?.input), 'a type=A/B | type=B')
})

test('what no type says stands in the comment', () => {
  const facts = (more: JsonSchemaProps) => specOf({ a: text, b: text }, more).doc.facts.map(({ kind }) => kind)
  assert.equal(facts({ oneOf: [required('a'), required('b')] }), [])
  assert.equal(facts({ minProperties: 1 }), [])
  assert.equal(facts({ oneOf: [{ properties: { a: { pattern: 'x' } } }, required('b')] }), ['alternatives'])
  assert.equal(facts({ minProperties: 1, 'x-kubernetes-preserve-unknown-fields': true }), ['limit'])
  const untold = { anyOf: [required('other'), { properties: { other: { pattern: 'x' } } }] }
  assert.equal(facts(untold), ['alternatives'])
  assert.equal(facts({ ...untold, ...rule("'xy'.exists(x, x == self.a) && 'yz'.exists(x, x == self.b)") }), [
    'alternatives',
    'rule',
  ])
})

test('that a larger object is not empty stands in the comment, which of some properties are there in the type', () => {
  const many = Object.fromEntries([...'abcdefghi'].map(name => [name, text]))
  const { choices, doc } = specOf(many, { minProperties: 1 })
  assert.is(choices, undefined)
  assert.equal(doc.facts, [{ kind: 'limit', keyword: 'minProperties', value: 1 }])
  const named = specOf({ ...many, j: text }, { anyOf: Object.keys(many).map(name => required(name)) })
  assert.is(textOf(named.choices?.input), 'at-least-one(a b c d e f g h i)')
})

test.run()
