/** What is claimed of real CRDs after random edits, where they are beside the repository. */

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readObjects } from '../crd/read.js'
import { readRealSet } from '../model/real-set.js'
import { randomNumbers } from '../../support/random.js'
import { edit } from './edits.js'
import { prove, type Pair } from './proof.js'
import type { Node } from './widget.js'

const seed = Number(process.env['SEED'] ?? 1)
const rounds = Number(process.env['ROUNDS'] ?? 40)
/** Of a CRD as JSON, in bytes: most are smaller. */
const most = 120_000

const candidates = (await readRealSet())
  .filter(({ definition }) => definition.apiVersion === 'apiextensions.k8s.io/v1')
  .map(({ definition }) => JSON.stringify(definition.document.value))
  .filter(text => text.length < most)

if (candidates.length > 0) {
  test(`what is claimed of types is what the compiler says, for ${rounds} edited CRDs`, async () => {
    const next = randomNumbers(seed)
    const pairs: Pair[] = []
    for (let round = 0; round < rounds; round++) {
      const text = candidates[Math.floor(next() * candidates.length)] ?? ''
      const crd = JSON.parse(text) as Node
      const edits = edit(crd, next, 1 + Math.floor(next() * 4))
      const [before, after] = [await readObjects(JSON.parse(text)), await readObjects(crd)]
      const name = `seed ${seed} round ${round}: ${crd['metadata'].name}: ${edits.join(', ')}`
      pairs.push({ name, before: before.definitions, after: after.definitions })
    }
    const proof = await prove(pairs)
    if (process.env['SHOW']) console.log(proof)
    assert.equal(proof.disagreements, [])
    assert.ok(proof.claims > rounds, `${proof.claims} claims, ${proof.failures} failures of ${proof.probes} lines`)
  })
} else {
  test.skip('the CRDs of real projects are not beside the repository', () => {})
}

test.run()
