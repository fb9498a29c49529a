/** What is CEL: `test/cluster/rules.test.ts` holds the same rules against a server. */

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Expression } from '../../../generator/crd/cel-expression.js'
import { readExpression } from '../../../generator/crd/cel-parser.js'
import { badRules, goodRules } from './cel-rules.js'

const verdicts = suite('whether a text is CEL')

for (const rule of goodRules) {
  verdicts(`it is: ${shown(rule)}`, () => assert.ok('expression' in readExpression(rule), problemOf(rule)))
}

for (const rule of badRules) {
  verdicts(`it is not: ${shown(rule)}`, () => assert.type(problemOf(rule), 'string'))
}

verdicts('each rule is in the tables once', () => {
  const all = [...goodRules, ...badRules]
  assert.is(new Set(all).size, all.length)
})

verdicts('what is in the way is told', () => {
  const told = [
    'self.foo.bar((',
    'a &',
    "a == 'b",
    '(a',
    'a b',
    'has(a)',
    'x.all(1, a)',
    'for == 1',
    "'\\d'",
    '1 == 99999999999999999999',
  ]
  assert.equal(told.map(problemOf), [
    'it ends too early',
    'unexpected & at 2',
    "unfinished ' at 5",
    'its end where ) should be',
    'unexpected b at 2',
    'has at 0 is asked of no field',
    'all at 2 needs a name for each item',
    'for at 0 is a reserved word',
    'the escape \\d in the text at 0 is unknown',
    'the number at 5 is too large',
  ])
})

verdicts.run()

const trees = suite('what CEL says')

/** With parentheses around all that is made of parts. */
const written: readonly (readonly [text: string, tree: string])[] = [
  ['a || b && c || d', '(|| a (&& b c) d)'],
  ['a + b * c - d % e', '(- (+ a (* b c)) (% d e))'],
  ['a - b - c', '(- (- a b) c)'],
  ['a < b == c', '(== (< a b) c)'],
  ['a == b && c', '(&& (== a b) c)'],
  ['a ? b : c ? d : e', '(? a b (? c d e))'],
  ['!a.b[c].d(e)', '(! (d (index (select a b) c) e))'],
  ['-a', '(- a)'],
  ['--a', 'a'],
  ['- 1', '-1'],
  ['a-1', '(- a 1)'],
  ['a.?b[?c]', '(?index (?select a b) c)'],
  ['f(a, 1).g()', '(g (f a 1))'],
  ['has(a.b)', '(has a b)'],
  ['a.all(x, x > 1)', '(all a x (> x 1))'],
  ['a.all(x, y, x > y)', '(all a x,y (> x y))'],
  ['a.map(x, b, c)', '(map a x b c)'],
  ["[a, ?b, r'\\d']", '[a b "\\\\d"]'],
  ["{'a': b, 1: c}", '{"a":b 1:c}'],
  ['a.B{c: d}.e', '(select (a.B d) e)'],
  [`'a\\x41\\u0042\\103\\n\\''`, String.raw`"aABC\n'"`],
  ["'''a\r\nb\rc'''", String.raw`"a\nb\nc"`],
  ['0x10 + 2u + 1.5e1', '(+ (+ 16 2) 15)'],
  ['a.`b-c`', '(select a b-c)'],
]

for (const [text, tree] of written) {
  trees(text, () => {
    const read = readExpression(text)
    assert.is('expression' in read ? show(read.expression) : read.problem, tree)
  })
}

trees.run()

function shown(rule: string): string {
  return rule.length > 100 ? `${rule.slice(0, 100)}…` : rule
}

function problemOf(rule: string): string | undefined {
  const read = readExpression(rule)
  return 'problem' in read ? read.problem : undefined
}

function show(each: Expression): string {
  const part = (...parts: readonly (string | Expression)[]): string =>
    `(${parts.map(one => (typeof one === 'string' ? one : show(one))).join(' ')})`
  switch (each.kind) {
    case 'literal':
      return JSON.stringify(each.value)
    case 'name':
      return each.name
    case 'select':
      return part(each.isOptional ? '?select' : 'select', each.of, each.field)
    case 'has':
      return part('has', each.of, each.field)
    case 'index':
      return part(each.isOptional ? '?index' : 'index', each.of, each.index)
    case 'call':
      return part(each.name, ...(each.target ? [each.target] : []), ...each.arguments)
    case 'macro':
      return part(each.name, each.of, each.variables.join(), ...each.arguments)
    case 'unary':
      return part(each.operator, each.of)
    case 'binary':
      return part(each.operator, each.left, each.right)
    case 'junction':
      return part(each.operator, ...each.of)
    case 'conditional':
      return part('?', each.test, each.yes, each.no)
    case 'list':
      return `[${each.items.map(show).join(' ')}]`
    case 'map':
      return `{${each.entries.map(([key, value]) => `${show(key)}:${show(value)}`).join(' ')}}`
    case 'message':
      return part(each.type, ...each.values)
  }
}
