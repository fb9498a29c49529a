import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { layoutDoc } from '../../../generator/emit/doc.js'
import type { DocFact, LimitKeyword } from '../../../generator/model/resource-model.js'
import { doc } from './models.js'

const LONG = 'Twelve words that make a line which is by far longer than the columns that there are.'

function lines(...text: string[]): string {
  return `${text.join('\n')}\n`
}

test('a short description is one line', () => {
  assert.is(layoutDoc(doc('How many.'), 2), '  /** How many. */\n')
  assert.is(layoutDoc(doc(''), 2), '')
  assert.is(layoutDoc(doc(), 2), '')
  assert.is(layoutDoc(doc('  \n\n  '), 2), '')
})

test('what is asked of each item stands in one sentence, its rules with the others', () => {
  const facts: DocFact[] = [
    { kind: 'limit', keyword: 'minItems', value: 1 },
    {
      kind: 'each',
      of: 'item',
      facts: [
        { kind: 'format', format: 'email' },
        { kind: 'limit', keyword: 'pattern', value: '^a: b' },
        { kind: 'rule', rule: 'self', message: 'is one of ours' },
      ],
    },
  ]
  assert.is(
    layoutDoc({ facts }, 0),
    lines(
      '/**',
      ' * Minimum items: 1. Each item: format email, pattern `^a: b`.',
      ' *',
      ' * Rule: each item: is one of ours',
      ' */',
    ),
  )
})

test('a line that says no more than the type is left out', () => {
  assert.is(layoutDoc(doc('Optional.'), 2), '')
  assert.is(layoutDoc(doc('How many.\nOptional.\n+optional'), 2), '  /** How many. */\n')
  assert.is(layoutDoc(doc('Optional: how many.'), 2), '  /** Optional: how many. */\n')
  assert.is(layoutDoc(doc('Required.'), 2), '  /** Required. */\n')
})

test('paragraphs are kept, and wrapped at 80 columns', () => {
  assert.is(
    layoutDoc(doc(`${LONG}\n\nSecond.`), 2),
    lines(
      '  /**',
      '   * Twelve words that make a line which is by far longer than the columns that',
      '   * there are.',
      '   *',
      '   * Second.',
      '   */',
    ),
  )
})

test('a line breaks before a code span, and within one that is longer than a line', () => {
  const short = '`name: * pod`'
  const long = `\`${'a b '.repeat(30)}c\``
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      `Of the things which would match both of the names that there are, (${short}, or ${short}) more.`,
      ['Of the things which would match both of the names that there are,', `(${short}, or ${short}) more.`],
    ],
    [
      `Of thé things which would match both of the names that there are, ${short}\u200b, more.`,
      ['Of thé things which would match both of the names that there are,', `${short}, more.`],
    ],
    [`A ${long} b ${short}.`, [`A \`${'a b '.repeat(18)}a`, `b ${'a b '.repeat(11)}c\` b ${short}.`]],
    [
      'Of the things which would match both of the names that there are, one` or the other.',
      ['Of the things which would match both of the names that there are, one` or the', 'other.'],
    ],
  ]
  for (const [given, want] of cases) {
    assert.is(layoutDoc(doc(given), 0), lines('/**', ...want.map(line => ` * ${line}`), ' */'))
  }
})

test('lines that were broken because of their length are joined, and others are not', () => {
  assert.is(
    layoutDoc(doc('Whether the thing should be done at all, which is for the\nuser to say.\nMore info: here'), 0),
    lines(
      '/**',
      ' * Whether the thing should be done at all, which is for the user to say.',
      ' * More info: here',
      ' */',
    ),
  )
})

test('lists, tables and code keep their lines', () => {
  assert.is(
    layoutDoc(
      doc(`One of:\n- a\n- ${LONG}\n  and more\n* c\n\n\`\`\`yaml\na:\n  b: c\n\n  d: ${LONG}\n\`\`\`\n\n    indented`),
      0,
    ),
    lines(
      '/**',
      ' * One of:',
      ' * - a',
      ' * - Twelve words that make a line which is by far longer than the columns that',
      ' *   there are. and more',
      ' * * c',
      ' *',
      ' * ```yaml',
      ' * a:',
      ' *   b: c',
      ' *',
      ` *   d: ${LONG}`,
      ' * ```',
      ' *',
      ' *     indented',
      ' */',
    ),
  )
})

test('a list in one line has a line for each item, where nothing else may be meant', () => {
  const split: readonly [string, readonly string[]][] = [
    [
      'Formatted as follows: - `a: "x"` for one - `b` for two.',
      ['Formatted as follows:', '- `a: "x"` for one', '- `b` for two.'],
    ],
    ['Controls: * where * what (a, b)', ['Controls:', '* where', '* what (a, b)']],
    [
      `${LONG} Either:   - first.   - second`,
      [
        'Twelve words that make a line which is by far longer than the columns that',
        'there are. Either:',
        '- first.',
        '- second',
      ],
    ],
  ]
  for (const [given, want] of split) {
    assert.is(layoutDoc(doc(given), 2), lines('  /**', ...want.map(line => `   * ${line}`), '   */'))
  }
  const kept = [
    'Either: - one.',
    'A range: 1 - 5 - 9',
    'From a - b - c: more',
    'Either: - one - two. Default value is 0.',
    'Run: - (a - b) - c',
    'Say: - "a - b" - c',
    'Run `x: - a - b`.',
  ]
  for (const given of kept) assert.is(layoutDoc(doc(given), 2), `  /** ${given} */\n`)
})

test('a brief comment of a list has the sentence before it, or all of it', () => {
  const brief = (given: string) => layoutDoc(doc(given), 0, { brief: true })
  assert.is(brief('One. Either: - a - b.'), '/** One. */\n')
  assert.is(brief('Either: - a - b.\n\nMore.'), lines('/**', ' * Either:', ' * - a', ' * - b.', ' */'))
  assert.is(brief('Either\n- a.\n- b.'), lines('/**', ' * Either', ' * - a.', ' * - b.', ' */'))
})

test('facts stand in one line, after a short description or below a long one', () => {
  const facts: readonly DocFact[] = [
    { kind: 'default', value: 3 },
    { kind: 'limit', keyword: 'minimum', value: 1 },
    { kind: 'limit', keyword: 'maximum', value: 10 },
  ]
  assert.is(layoutDoc(doc('How many.', facts), 0), '/** How many. Default: 3. Minimum: 1. Maximum: 10. */\n')
  assert.is(layoutDoc(doc(undefined, facts), 0), '/** Default: 3. Minimum: 1. Maximum: 10. */\n')
  assert.is(
    layoutDoc(doc('One.\n\nTwo.', facts), 0),
    lines('/**', ' * One.', ' *', ' * Two.', ' *', ' * Default: 3. Minimum: 1. Maximum: 10.', ' */'),
  )
})

test('each fact has its words', () => {
  const cases: readonly [DocFact, string][] = [
    [{ kind: 'default', value: 'Always' }, 'Default: "Always".'],
    [{ kind: 'default', value: false }, 'Default: false.'],
    [{ kind: 'default', value: null }, 'Default: null.'],
    [{ kind: 'default', value: { a: 1 } }, 'Default: `{"a":1}`.'],
    [{ kind: 'default', value: { a: 'x'.repeat(100) } }, 'Default: `{…}`.'],
    [{ kind: 'default', value: ['x'.repeat(100)] }, 'Default: `[…]`.'],
    [{ kind: 'example', value: '10%' }, 'Example: `"10%"`.'],
    [{ kind: 'format', format: 'date-time' }, 'Format: date-time.'],
    [{ kind: 'format', format: 'int32' }, 'Format: int32.'],
    [{ kind: 'integer' }, 'Integer.'],
    [
      { kind: 'field', name: 'name', facts: [{ kind: 'limit', keyword: 'maxLength', value: 9 }] },
      '`name`: maximum length 9.',
    ],
    [{ kind: 'field', name: 'name', facts: [{ kind: 'rule', rule: 'self' }] }, 'Rule: `name`: `self`'],
    [
      { kind: 'field', name: 'name', facts: [{ kind: 'alternatives', schema: { enum: ['a', 'b'] } }] },
      'Rule: `name` is `"a"` or `"b"`.',
    ],
    [
      { kind: 'field', name: 'labels', facts: [{ kind: 'alternatives', schema: { not: { required: ['a'] } } }] },
      'Rule: Not: `labels` has `a`.',
    ],
    [
      { kind: 'each', of: 'item', facts: [{ kind: 'alternatives', schema: { allOf: [{ maximum: 5 }] } }] },
      'Rule: each item: The value is at most 5.',
    ],
    [{ kind: 'limit', keyword: 'pattern', value: '^a`b*/$' }, 'Pattern: `` ^a`b*\\/$ ``.'],
    [{ kind: 'limit', keyword: 'pattern', value: 'x'.repeat(50) }, `Pattern: \`${'x'.repeat(50)}\`.`],
    [{ kind: 'limit', keyword: 'pattern', value: 'x'.repeat(1000) }, 'A pattern of 1000 characters.'],
    [{ kind: 'limit', keyword: 'uniqueItems', value: true }, 'Items are unique.'],
    [{ kind: 'limit', keyword: 'exclusiveMinimum', value: 0 }, 'Greater than: 0.'],
    [{ kind: 'list', listType: 'set', keys: [] }, 'Items are unique.'],
    [{ kind: 'list', listType: 'map', keys: ['name', 'port'] }, 'Unique by `name`, `port`.'],
    [{ kind: 'immutable' }, 'Immutable.'],
    [{ kind: 'rule', rule: 'self > 1', message: 'must be\nmore' }, 'Rule: must be more'],
    [{ kind: 'rule', rule: 'self > 1' }, 'Rule: `self > 1`'],
    [{ kind: 'deprecated' }, '@deprecated'],
    [{ kind: 'deprecated', reason: 'use b' }, '@deprecated use b'],
    [{ kind: 'link', url: 'https://example.com/a', title: 'A {b}' }, '@see {@link https://example.com/a | A b}'],
    [{ kind: 'link', url: `https://example.com/${'a'.repeat(100)}` }, `@see https://example.com/${'a'.repeat(100)}`],
  ]
  for (const [given, want] of cases) assert.is(layoutDoc(doc(undefined, [given]), 0), `/** ${want} */\n`)
})

test('in a CRD an exclusive limit is a mark on the limit', () => {
  const limit = (keyword: LimitKeyword, value: number | boolean): DocFact => ({ kind: 'limit', keyword, value })
  const cases: readonly [readonly DocFact[], string][] = [
    [[limit('minimum', 0), limit('exclusiveMinimum', true)], 'Greater than: 0.'],
    [[limit('maximum', 9), limit('exclusiveMaximum', true)], 'Less than: 9.'],
    [[limit('minimum', 1), limit('exclusiveMinimum', false)], 'Minimum: 1.'],
    [[limit('minimum', 1), limit('exclusiveMaximum', true)], 'Minimum: 1.'],
  ]
  for (const [facts, want] of cases) assert.is(layoutDoc(doc(undefined, facts), 0), `/** ${want} */\n`)
})

test('no digits are told of a number that were lost when it was read', () => {
  const cases: readonly [number, string][] = [
    [2 ** 53 - 1, '9007199254740991'],
    [2 ** 53, 'about 9.007e15'],
    [-(2 ** 53) - 2, 'about -9.007e15'],
    [1e18, 'about 1e18'],
    [2 ** 63, '9223372036854775807'],
    [-(2 ** 63), '-9223372036854775808'],
    [2 ** 64, '18446744073709551615'],
    [1.5, '1.5'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
  ]
  for (const [value, want] of cases) {
    assert.is(
      layoutDoc(doc(undefined, [{ kind: 'limit', keyword: 'maximum', value }]), 0),
      `/** Maximum: ${want}. */\n`,
    )
    const shown = want.includes('+') ? `\`${want}\`` : want
    assert.is(layoutDoc(doc(undefined, [{ kind: 'default', value }]), 0), `/** Default: ${shown}. */\n`)
  }
  assert.is(layoutDoc(doc(undefined, [{ kind: 'default', value: { a: [2 ** 53] } }]), 0), '/** Default: `{…}`. */\n')
  assert.is(layoutDoc(doc(undefined, [{ kind: 'example', value: [2 ** 63] }]), 0), '/** Example: `[…]`. */\n')
})

test('what the type says already, and addresses that are none, are left out', () => {
  const facts: readonly DocFact[] = [
    { kind: 'format', format: 'string' },
    { kind: 'limit', keyword: 'uniqueItems', value: false },
    { kind: 'link', url: 'javascript:alert(1)' },
    { kind: 'link', url: 'no address' },
  ]
  for (const fact of facts) assert.is(layoutDoc(doc(undefined, [fact]), 0), '')
})

test('several rules are a list', () => {
  const facts: readonly DocFact[] = [
    { kind: 'rule', rule: 'a', message: 'first' },
    { kind: 'rule', rule: 'b', message: 'second' },
  ]
  assert.is(
    layoutDoc(doc('Text', facts), 0),
    lines('/**', ' * Text', ' *', ' * Rules:', ' * - first', ' * - second', ' */'),
  )
})

test('a pattern is whole, however long its line is', () => {
  const pattern = `^${'[a-z]+'.repeat(30)}$`
  const text = layoutDoc(doc(LONG, [{ kind: 'limit', keyword: 'pattern', value: pattern }]), 2)
  assert.ok(text.includes(`   * Pattern:\n   * \`${pattern}\`.\n`), text)
})

test('a brief comment is the first sentence and what a value has to be', () => {
  const facts: readonly DocFact[] = [
    { kind: 'default', value: 3 },
    { kind: 'limit', keyword: 'minimum', value: 1 },
    { kind: 'rule', rule: 'a' },
    { kind: 'example', value: 4 },
    { kind: 'link', url: 'https://example.com' },
    { kind: 'storage-version' },
    { kind: 'deprecated' },
  ]
  const given = doc('How many, e.g. three. More words.\n\nMore.', facts)
  assert.is(
    layoutDoc(given, 0, { brief: true }),
    lines(
      '/**',
      ' * How many, e.g. three. Default: 3. Minimum: 1.',
      ' *',
      ' * Rule: `a`',
      ' *',
      ' * @deprecated',
      ' */',
    ),
  )
})

test('nothing in a description ends the comment, is a tag, or speaks to a tool', () => {
  const cases: readonly [string, string][] = [
    ['a */ b', 'a *\\/ b'],
    ['a *\u200b/ b', 'a *\\/ b'],
    ['**/', '**\\/'],
    ['@deprecated use b', '\\@deprecated use b'],
    ['see @internal', 'see \\@internal'],
    ['{@link Foo}', '{\\@link Foo}'],
    ['mail a@example.com', 'mail a@example.com'],
    ['@ts-ignore', '&#64;ts-ignore'],
    ['@jsxImportSource evil', '&#64;jsxImportSource evil'],
    ['@__PURE__', '&#64;__PURE__'],
    ['//# sourceMappingURL=data:x', '//\\# sourceMappingURL=data:x'],
    ['a\u2028b', 'a\n * b'],
    ['a\rb', 'a\n * b'],
    ['\u202eabc', '\\u202eabc'],
    ['a\u0000b', 'a\\u0000b'],
    ['\ud800', '\\ud800'],
    ['a\u00a0b', 'a b'],
  ]
  for (const [given, want] of cases) {
    const text = layoutDoc(doc(given), 0)
    assert.is(text, want.includes('\n') ? `/**\n * ${want}\n */\n` : `/** ${want} */\n`)
    assert.is(text.indexOf('*/'), text.length - 3)
  }
})

test('what is longer than anybody reads is cut, and never within a character', () => {
  const long = `${'word '.repeat(20_000)}${'😀'.repeat(10)}`
  const cases: readonly (readonly [string, readonly DocFact[]])[] = [
    [long, []],
    [`a${'😀'.repeat(100_000)}`, []],
    ['', [{ kind: 'rule', rule: 'a', message: long }]],
    ['', [{ kind: 'rule', rule: `a${'😀'.repeat(400)}` }]],
    ['', [{ kind: 'default', value: long }]],
  ]
  for (const [description, facts] of cases) {
    const text = layoutDoc(doc(description, facts), 0)
    assert.match(text, '…')
    assert.not.match(text, '\\ud83d')
    assert.ok(text.length < 110_000)
  }
})

test('as many lines and rules as there are', () => {
  const count = 200_000
  const short = 'a\n'.repeat(49_000)
  const rules: readonly DocFact[] = Array.from({ length: count }, (_, index) => ({ kind: 'rule', rule: `${index}` }))
  for (const given of [doc(short), doc(`\`\`\`\n${short}\`\`\``)]) {
    assert.ok(layoutDoc(given, 0).split('\n').length > 49_000)
  }
  assert.ok(layoutDoc(doc('', rules), 0).split('\n').length > count)
})

test('a rule whose message shows nothing is told by itself, and one that says nothing is not told', () => {
  const facts: readonly DocFact[] = [
    { kind: 'rule', rule: 'self == 1', message: ' \u200b' },
    { kind: 'rule', rule: 'self == 2', message: '' },
    { kind: 'rule', rule: ' ', message: '\n' },
  ]
  assert.is(layoutDoc(doc('', facts), 0), '/**\n * Rules:\n * - `self == 1`\n * - `self == 2`\n */\n')
})

test('facts are as untrusted as descriptions', () => {
  const evil = '*/ \n@ts-ignore\u2028 `x` {@link a} */'
  const facts: readonly DocFact[] = [
    { kind: 'default', value: { [evil]: evil } },
    { kind: 'example', value: evil },
    { kind: 'format', format: evil },
    { kind: 'limit', keyword: 'pattern', value: evil },
    { kind: 'list', listType: 'map', keys: [evil] },
    { kind: 'rule', rule: evil },
    { kind: 'rule', rule: evil, message: evil },
    { kind: 'deprecated', reason: evil },
    { kind: 'link', url: `https://example.com/${evil}`, title: evil },
  ]
  const text = layoutDoc(doc(evil, facts), 2)
  assert.is(text.indexOf('*/'), text.length - 3)
  assert.not(/@ts-ignore/.test(text))
  assert.not(/\u2028/.test(text))
  assert.equal([...text.matchAll(/(?<!\\)@\w+/g)].map(String), ['@deprecated', '@see', '@link'])
})

test.run()
