import * as v8 from 'node:v8'
import * as vm from 'node:vm'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { StringTable } from '../../../runtime/cache/string-table.js'

const text = JSON.stringify({
  metadata: {
    name: 'record',
    annotations: { ['__proto__']: 'team-7@example.com' },
    labels: { owner: 'team-7@example.com' },
  },
  spec: {
    args: ['--owner=team-7@example.com', '--owner=team-7@example.com', 1, null, true],
    nested: [[{ a: 'é'.repeat(20) }]],
  },
  long: 'x'.repeat(1000),
})

test('objects are what they were', () => {
  const strings = new StringTable()
  for (let round = 0; round < 3; round++) {
    const value = JSON.parse(text)
    strings.share(value)
    assert.is(JSON.stringify(value), text)
    assert.is(Object.getPrototypeOf(value.metadata.annotations), Object.prototype)
  }
})

test('what is frozen is left alone', () => {
  const strings = new StringTable()
  strings.share({ a: 'the same text in both' })
  const frozen = Object.freeze({ a: 'the same text in both' })
  strings.share({ frozen })
  assert.equal(frozen, { a: 'the same text in both' })
})

test('many objects with the same strings take a fraction of their size', () => {
  const strings = new StringTable()
  const parsed = () => {
    const items = Array.from({ length: 20 }, (_, index) => `the common text number ${index}, in all of them`)
    return JSON.parse(JSON.stringify(items)) as string[]
  }
  const kept: string[][] = []
  const heapOf = (prepare: (value: string[]) => void) => {
    const before = used()
    const begin = kept.length
    for (let count = 0; count < 2000; count++) {
      const value = parsed()
      prepare(value)
      kept.push(value)
    }
    return { bytes: used() - before, items: kept.slice(begin) }
  }
  const apart = heapOf(() => {})
  const shared = heapOf(value => strings.share(value))
  assert.equal(shared.items, apart.items)
  assert.ok(shared.bytes < apart.bytes / 2, `${shared.bytes} of ${apart.bytes} bytes`)
})

test('it does not grow without bound', () => {
  const strings = new StringTable()
  const before = used()
  for (let index = 0; index < 200_000; index++) strings.share([`text number ${index} of many different ones`])
  assert.ok(used() - before < 4e6, `${used() - before} bytes`)
})

function used(): number {
  v8.setFlagsFromString('--expose-gc')
  vm.runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

test.run()
