import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { allCases, pairOf } from './cases.js'
import { prove, type Pair } from './proof.js'

const compiler = suite('the compiler')

compiler('says of each what is claimed, and of the way back', async () => {
  const pairs: Pair[] = []
  for (const { name, edit, from } of Object.values(allCases).flat()) {
    const [before, after] = await pairOf(edit, from)
    pairs.push({ name, before, after }, { name: `${name}, and back`, before: after, after: before })
  }
  const proof = await prove(pairs)
  assert.equal(proof.disagreements, [])
  assert.ok(proof.claims > 50 && proof.failures > 50, `${proof.claims} claims, ${proof.failures} failures`)
})

compiler.run()
