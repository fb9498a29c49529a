import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { definitionAround } from '../../support/definition-around.js'
import { readObjects } from './read.js'
import { ruleVerdicts } from './rule-verdicts.js'

/** Of the path that a message begins with. */
const lastStep = /^\S*?([\w-]+)(?:\[\d+\])? /

for (const [what, spec, refused] of ruleVerdicts) {
  test(what, async () => {
    const schema = { type: 'object', properties: { spec } }
    const { diagnostics } = await readObjects(definitionAround(schema))
    const told = diagnostics.map(({ code, message }) => `${code} ${lastStep.exec(message)?.[1]}`)
    assert.equal(told, refused === undefined ? [] : [`structural/validations ${refused}`])
  })
}

test('what is in the way is told', async () => {
  const told = async (rule: string) => {
    const spec = { type: 'object', properties: { a: { type: 'string' } }, 'x-kubernetes-validations': [{ rule }] }
    const { diagnostics } = await readObjects(definitionAround({ type: 'object', properties: { spec } }))
    return diagnostics.map(({ message }) => message.replace(/^.*\[0\]\./, ''))
  }
  assert.equal(await told('self.a == self.b'), ['rule speaks of b, which is not declared'])
  assert.equal(await told('self.a'), ['rule must answer true or false'])
})

test.run()
