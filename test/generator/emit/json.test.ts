import * as prettier from 'prettier'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { layoutJson } from '../../../generator/emit/json.js'

const around80 = Array.from({ length: 30 }, (_, index) => 55 + index)

for (const [name, letter] of [
  ['letters', 'x'],
  ['letters of two columns', '\u5b57'],
  ['letters with marks, which take no column', 'e\u0301'],
] as const) {
  test(`Prettier leaves lists of ${name} alone, however long they are`, async () => {
    const lists = around80.map(columns => ['a', letter.repeat(letter === '\u5b57' ? columns / 2 : columns)])
    const value = {
      lists: Object.fromEntries(lists.map((list, index) => [`${letter}${index}`, list])),
      last: { [letter]: [letter.repeat(20)] },
    }
    const text = `${layoutJson(value)}\n`
    assert.is(await prettier.format(text, { parser: 'json' }), text)
  })
}

test('Prettier leaves all else alone', async () => {
  const value = {
    none: {},
    empty: [],
    table: [
      [1, 2],
      [3, 4],
    ],
    one: [[1]],
    deep: { a: [{ b: null }] },
    text: '\u2028"',
  }
  const text = `${layoutJson(value)}\n`
  assert.is(await prettier.format(text, { parser: 'json' }), text)
})

test.run()
