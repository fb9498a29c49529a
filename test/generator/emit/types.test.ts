import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { literal } from '../../../generator/emit/text.js'
import { flatType } from '../../../generator/emit/type-node.js'
import { translateTypes } from '../../../generator/emit/types.js'
import type { TypeModel, View } from '../../../generator/model/resource-model.js'
import { array, map, nullable, number, oneOf, reference, shapeNames, string, unknown } from './models.js'

const boolean: TypeModel = { kind: 'boolean' }
const item = shapeNames('Item', 'input', 'apply')
const other = shapeNames('Other')

async function translate(type: TypeModel, view: View = 'type'): Promise<string> {
  const types = await translateTypes([type])
  return flatType(types.resolve(type, view, symbol => symbol.name))
}

test('each type is what travels', async () => {
  const cases: readonly [TypeModel, string][] = [
    [string, 'string'],
    [number, 'number'],
    [boolean, 'boolean'],
    [{ kind: 'int-or-string' }, 'number | string'],
    [unknown, 'unknown'],
    [{ kind: 'any-object' }, '{ [key: string]: unknown }'],
    [{ kind: 'empty-object' }, '{ [key: string]: never }'],
    [{ kind: 'int-or-string', isQuantity: true }, 'Quantity'],
    [{ kind: 'embedded-resource', atomic: false }, 'EmbeddedResource'],
    [{ kind: 'object-meta' }, 'ObjectMeta'],
    [{ kind: 'object-meta', required: ['labels', 'name'] }, 'ObjectMetaWith<"labels" | "name">'],
    [oneOf('a', 'b'), '"a" | "b"'],
    [oneOf('only'), '"only"'],
    [oneOf(1, -2, 0.5, 1e30), '1 | -2 | 0.5 | 1e30'],
    [
      oneOf('T1', 'R0', '"', "'", '}', '\n', '*/', '\u2028', '1', 1),
      `"T1" | "R0" | '"' | "'" | "}" | "\\n" | "*/" | "\\u2028" | "1" | 1`,
    ],
    [nullable(string), 'string | null'],
    [nullable(oneOf('a', 'b')), '"a" | "b" | null'],
    [nullable(map(string)), '{ [key: string]: string } | null'],
    [array(string), 'string[]'],
    [array(oneOf('a', 'b')), '("a" | "b")[]'],
    [array(nullable(string)), '(string | null)[]'],
    [array(unknown), 'unknown[]'],
    [map(array(map(number))), '{ [key: string]: { [key: string]: number }[] }'],
    [map(unknown), '{ [key: string]: unknown }'],
    [reference(item, 'foo'), 'Item'],
    [map(array(reference(item, 'foo'))), '{ [key: string]: Item[] }'],
    [nullable(reference(item, 'foo')), 'Item | null'],
  ]
  for (const [given, want] of cases) assert.is(await translate(given), want)
})

test('a member of an enum may be of any length', async () => {
  const long = `"\\'`.repeat(1_000_000)
  assert.is(await translate(oneOf('a', long)), `"a" | ${literal(long)}`)
})

test('a boolean enum says no less than it allows', async () => {
  assert.ok(['true', 'true | false', 'boolean'].includes(await translate(oneOf(true))))
  assert.ok(['true | false', 'boolean'].includes(await translate(oneOf(true, false))))
})

test('each view has its own names, and what is atomic is whole in a configuration', async () => {
  const target = reference(item, 'foo')
  const cases: readonly [TypeModel, View, string][] = [
    [target, 'input', 'ItemInput'],
    [target, 'apply', 'ItemApply'],
    [reference(item, 'foo', true), 'apply', 'ItemInput'],
    [array(target, 'map'), 'apply', 'ItemApply[]'],
    [array(target, 'atomic'), 'apply', 'ItemInput[]'],
    [array(array(target, 'map'), 'atomic'), 'apply', 'ItemInput[][]'],
    [map(target), 'apply', '{ [key: string]: ItemApply }'],
    [map(target, true), 'apply', '{ [key: string]: ItemInput }'],
    [nullable(array(target)), 'apply', 'ItemInput[] | null'],
    [reference(other, 'foo'), 'apply', 'Other'],
  ]
  for (const [given, view, want] of cases) assert.is(await translate(given, view), want)
})

test('what is nested deeply is what it is at the top', async () => {
  const nested = (levels: number, type: TypeModel): TypeModel => (levels === 0 ? type : nested(levels - 1, array(type)))
  const cases: readonly [TypeModel, View, string][] = [
    [nested(7, string), 'type', `string${'[]'.repeat(7)}`],
    [nested(7, oneOf('a', 1)), 'type', `("a" | 1)${'[]'.repeat(7)}`],
    [nested(7, nullable(oneOf('a', 1))), 'type', `("a" | 1 | null)${'[]'.repeat(7)}`],
    [nested(7, nullable(map(string))), 'type', `({ [key: string]: string } | null)${'[]'.repeat(7)}`],
    [nested(2, nullable(nested(2, nullable(string)))), 'type', '((string | null)[][] | null)[][]'],
    [map(nested(7, reference(item, 'foo')), true), 'apply', `{ [key: string]: ItemInput${'[]'.repeat(7)} }`],
    [map(map(map(map(reference(item, 'foo'))))), 'apply', `${'{ [key: string]: '.repeat(4)}ItemApply${' }'.repeat(4)}`],
    [
      array(map(map(map(reference(item, 'foo')))), 'atomic'),
      'apply',
      `${'{ [key: string]: '.repeat(3)}ItemInput${' }'.repeat(3)}[]`,
    ],
  ]
  for (const [given, view, want] of cases) assert.is(await translate(given, view), want)
})

test('a run of thousands of types keeps them apart', async () => {
  const given = Array.from({ length: 2500 }, (_, index) => (index % 2 ? array(oneOf(`v${index}`)) : oneOf(`v${index}`)))
  const types = await translateTypes(given)
  given.forEach((type, index) => {
    const want = index % 2 ? `"v${index}"[]` : `"v${index}"`
    assert.is(flatType(types.resolve(type, 'type', symbol => symbol.name)), want)
  })
})

test('types that differ in names alone are translated once and named apart', async () => {
  const first = array(reference(shapeNames('First'), 'foo'))
  const second = array(reference(shapeNames('Second'), 'bar'))
  const types = await translateTypes([first, second])
  assert.is(flatType(types.resolve(first, 'type', symbol => symbol.name)), 'First[]')
  assert.is(flatType(types.resolve(second, 'type', symbol => symbol.name)), 'Second[]')
})

test.run()
