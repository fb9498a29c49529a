import * as fs from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { version } from '../../generator/version.js'

test('the version is that of the package', () => {
  const { version: want } = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  assert.is(version, want)
})

test.run()
