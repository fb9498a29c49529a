import { runInNewContext } from 'node:vm'
import * as prettier from 'prettier'
import { ts } from 'ts-morph'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { identifier, literal, numberLiteral, propertyName, visible, width } from '../../../generator/emit/text.js'

const HOSTILE = [
  '"; process.exit(1); "',
  "'; process.exit(1); '",
  '\\',
  '\\"',
  '`${process.exit(1)}`',
  '*/ process.exit(1) /*',
  'two\nlines\r\nand\ttabs\0',
  '\u2028\u2029\u0085',
  '\ud800 alone',
  '\u202eright to left\u2066',
  '\ufeff\u200b\u00a0',
  '</script>',
  '//# sourceMappingURL=x',
  '😀 漢字 é',
]

test('a literal is the string again when it is run', () => {
  for (const value of HOSTILE) {
    const text = literal(value)
    assert.is(runInNewContext(text), value)
    assert.ok(/^(["']).*\1$/.test(text))
    assert.not(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text), `something unseen is left in ${text}`)
  }
})

test('a literal has the quotes that need fewer escapes', () => {
  const cases: readonly [string, string][] = [
    ['a', '"a"'],
    ["it's", '"it\'s"'],
    ['say "x"', '\'say "x"\''],
    [`"'`, `"\\"'"`],
    [`'"'`, `"'\\"'"`],
  ]
  for (const [given, want] of cases) assert.is(literal(given), want)
})

test('numbers are written as Prettier writes them', () => {
  const cases: readonly [number, string][] = [
    [1, '1'],
    [-3, '-3'],
    [0.5, '0.5'],
    [1e30, '1e30'],
    [1e-7, '1e-7'],
  ]
  for (const [given, want] of cases) assert.is(numberLiteral(given), want)
})

test('property names are quoted only where they must be', () => {
  const cases: readonly [string, string][] = [
    ['name', 'name'],
    ['$ref', '$ref'],
    ['class', 'class'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['dash-ed', '"dash-ed"'],
    ['1', '"1"'],
    ['', '""'],
    ['é', 'é'],
    ['größe', 'größe'],
    ['中文', '中文'],
    ['1é', '"1é"'],
    ['a·b', 'a·b'],
    ['a\u200cb', '"a\\u200cb"'],
    ['\u3164', '"\\u3164"'],
    ['\u2e2f', '"\\u2e2f"'],
    ['\u1c89', '"\u1c89"'],
    ['𝒳', '"𝒳"'],
    ['a: string; b', '"a: string; b"'],
    ['"]: x', "'\"]: x'"],
  ]
  for (const [given, want] of cases) assert.is(propertyName(given), want)
})

test('every letter is one for the compiler and stays as it is with Prettier', async () => {
  // All but the inner ones of the three ranges that are most of them and have no gaps.
  const letters = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code)).filter(
    letter => /^[\p{ID_Continue}\u2e2f]$/u.test(letter) && !/[\u3500-\u4d00\u4f00-\u9f00\uad00-\ud700]/.test(letter),
  )
  const names = letters.flatMap(letter => (/^\p{ID_Continue}$/u.test(letter) ? [letter, `a${letter}`] : [letter]))
  const text = `interface A {\n${names.map(name => `  ${propertyName(name)}: 1;\n`).join('')}}\n`
  const { parseDiagnostics = [] } = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2022) as {
    readonly parseDiagnostics?: readonly ts.Diagnostic[]
  }
  assert.equal(
    parseDiagnostics.map(({ start = 0 }) => text.slice(start, start + 5)),
    [],
  )
  const formatted = (await prettier.format(text, { parser: 'typescript' })).split('\n')
  assert.equal(
    text.split('\n').filter((line, index) => line !== formatted[index]),
    [],
  )
})

test('what is no identifier is refused', () => {
  for (const name of ['Foo', '$', '_a1', 'Größe']) assert.is(identifier(name), name)
  for (const name of ['', 'a b', 'a-b', '1a', 'a;', 'a\n']) assert.throws(() => identifier(name), /not an identifier/)
})

test('what cannot be seen is shown', () => {
  assert.is(visible('a\u202eb\nc'), 'a\\u202eb\\u000ac')
})

test('wide characters take two columns and marks none', () => {
  const cases: readonly [string, number][] = [
    ['abc', 3],
    ['漢字', 4],
    ['😀', 2],
    ['e\u0301', 1],
    ['é', 1],
  ]
  for (const [given, want] of cases) assert.is(width(given), want)
})

test.run()
