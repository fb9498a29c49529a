/** What rules cost: `test/cluster/rules.test.ts` holds the same against a server. */

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { definitionAround } from '../../support/definition-around.js'
import { readObjects } from './read.js'
import { costlySchemas, ruleCosts, schemaOfCosts, tooMany } from './rule-costs.js'

type Data = { readonly [key: string]: unknown }

const costs = suite('what a rule costs')

const places = told({ type: 'object', properties: { spec: schemaOfCosts() } })

ruleCosts.forEach(([rule], index) => {
  costs(rule, async () => {
    const own = (await places).filter(
      place => place.startsWith(`spec.rule${index}few`) || place.startsWith(`spec.rule${index}many`),
    )
    assert.equal(own, [`spec.${tooMany[index]}[]: a little more than`])
  })
})

costs.run()

const wholes = suite('what the rules of a schema cost')

for (const [what, spec, ...want] of costlySchemas) {
  wholes(what, async () => assert.equal(await told({ type: 'object', properties: { spec } }), want))
}

wholes.run()

/** Where rules cost too much, and how many times as much as they may. */
async function told(schema: Data): Promise<string[]> {
  const { diagnostics } = await readObjects(definitionAround(schema))
  return diagnostics.map(({ code, message }) => {
    const found = /openAPIV3Schema(\S*) is estimated to cost (.*) what a server allows/.exec(message)
    assert.ok(found && code === 'structural/rule-cost', `${code}: ${message}`)
    const place = found[1]?.replace(/\.x-kubernetes-validations.*$/, '') ?? ''
    return `${place.replaceAll('.items', '[]').replaceAll('.properties.', '.').replaceAll('.additionalProperties', '.*').slice(1)}: ${found[2]}`
  })
}
