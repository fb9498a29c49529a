import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isOlder } from '../../../runtime/cache/resource-version.js'

const rows: [a: string | undefined, b: string | undefined, older: boolean][] = [
  ['9', '10', true],
  ['10', '9', false],
  ['10', '10', false],
  ['99', '100', true],
  ['18446744073709551615', '18446744073709551616', true],
  ['18446744073709551616', '18446744073709551615', false],
  ['abc', 'abd', false],
  ['09', '10', false],
  ['1', 'opaque', false],
  [undefined, '1', false],
  ['1', undefined, false],
]

for (const [a, b, older] of rows) {
  test(`${a} is ${older ? '' : 'not known to be '}older than ${b}`, () => assert.is(isOlder(a, b), older))
}

test.run()
