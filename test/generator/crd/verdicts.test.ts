/** What is said to each definition of the table. */

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readObjects } from './read.js'
import { verdicts } from './widgets.js'

for (const { what, definition, codes } of verdicts) {
  test(what, async () => {
    const { diagnostics } = await readObjects(definition)
    assert.equal(diagnostics.map(({ code }) => code).sort(), [...codes].sort())
  })
}

test('each is in the table once', () => {
  assert.is(new Set(verdicts.map(({ what }) => what)).size, verdicts.length)
  assert.is(new Set(verdicts.map(({ definition }) => JSON.stringify(definition))).size, verdicts.length)
})

test('every message names the field that it is about', async () => {
  let count = 0
  for (const { definition } of verdicts) {
    const { diagnostics } = await readObjects(definition)
    count += diagnostics.length
    for (const { message } of diagnostics) assert.match(message, /^(?:spec|metadata|apiVersion)\b/)
  }
  assert.ok(count > 100, `${count} messages`)
})

test.run()
