import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ItemSplitter } from '../../../runtime/client/item-splitter.js'

/** What comes of a list that arrives in chunks of these sizes, in turn. */
function split(text: string, sizes: readonly number[]) {
  const bytes = Buffer.from(text)
  const splitter = new ItemSplitter()
  const items: unknown[] = []
  const portions: number[] = []
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const end = start + (sizes[turn % sizes.length] ?? 1)
    const found = splitter.push(bytes.subarray(start, end))
    if (found !== undefined) {
      const parsed = JSON.parse(found) as unknown[]
      items.push(...parsed)
      portions.push(parsed.length)
    }
    start = end
  }
  return { items, portions, rest: JSON.parse(splitter.end()) as Record<string, unknown> }
}

const lists: Record<string, string> = {
  'a list of a custom kind':
    '{"apiVersion":"v1","items":[{"a":1},{"b":[1,[2]]}],"kind":"L","metadata":{"continue":"x"}}',
  'a list of a built-in kind': '{"kind":"L","apiVersion":"v1","metadata":{"resourceVersion":"5"},"items":[{"a":{}}]}\n',
  'nothing in it': '{"items":[],"metadata":{}}',
  'nothing in it, with space': '{"items": [ ] , "metadata":{}}',
  'null for items': '{"items":null,"metadata":{"resourceVersion":"5"}}',
  'no items': '{"kind":"L"}',
  'as a person would write it': JSON.stringify(
    { kind: 'L', items: [{ a: 1 }, { b: { c: [] } }], metadata: {} },
    null,
    2,
  ),
  'brackets, quotes and backslashes in strings': JSON.stringify({
    metadata: { continue: '"items":[{"' },
    items: [{ a: '}],{"items":[' }, { '\\"]}': '\\' }, { b: '\\\\"' }, { c: '\u2028 é 😀' }],
  }),
  'items within items, and before them':
    '{"metadata":{"items":[{"x":1}]},"other":["items",[1]],"items":[{"items":[{"y":2}]}]}',
}

for (const [what, text] of Object.entries(lists)) {
  test(`${what}, however it arrives`, () => {
    const { items: want = [], ...around } = JSON.parse(text) as { items?: unknown[] | null }
    for (let size = 1; size <= Buffer.byteLength(text); size++) {
      for (const sizes of [[size], [size, 1, 3]]) {
        const { items, rest } = split(text, sizes)
        const { items: left, ...envelope } = rest
        assert.equal(items, want ?? [], `chunks of ${sizes.join(', ')}`)
        assert.equal(envelope, around)
        assert.equal(left ?? [], [])
      }
    }
  })
}

test('items come as soon as they are whole', () => {
  const text = JSON.stringify({ items: Array.from({ length: 10 }, (_, index) => ({ index, text: 'x'.repeat(80) })) })
  const { portions } = split(text, [250])
  assert.ok(portions.length > 3, portions.join(' '))
})

const broken: Record<string, string> = {
  'that ends early': '{"items":[{"a":1},{"b"',
  'that ends between items': '{"items":[{"a":1},',
  'that is a page of a proxy': '<html><body>"items":[{"a":1}]</body></html>',
  'whose items are not apart': '{"items":[{"a":1}{"b":2}]}',
}
for (const [what, text] of Object.entries(broken)) {
  test(`a list ${what} is an error`, () => {
    for (const size of [1, 7, 1000]) assert.throws(() => split(text, [size]), /JSON/)
  })
}

test.run()
