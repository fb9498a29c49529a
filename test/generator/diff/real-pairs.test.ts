/** What is claimed of real CRDs, older and newer, where they are beside the repository. */

import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { read } from '../crd/read.js'
import { prove, type Pair } from './proof.js'

const folder = fileURLToPath(new URL('../../../../shared/pairs', import.meta.url))

if (fs.existsSync(folder)) {
  test('what is claimed of types is what the compiler says, for each pair', async () => {
    const names = fs.readdirSync(folder).filter(name => fs.existsSync(path.join(folder, name, 'old.yaml')))
    const pairs: Pair[] = []
    for (const name of names) {
      const [before, after] = await Promise.all(
        ['old.yaml', 'new.yaml'].map(file => read([file], path.join(folder, name))),
      )
      pairs.push({ name, before: before?.definitions ?? [], after: after?.definitions ?? [] })
    }
    assert.is(pairs.length, 20)
    const proof = await prove(pairs)
    if (process.env['SHOW']) console.log(proof)
    assert.equal(proof.disagreements, [])
    assert.ok(proof.claims > 100 && proof.failures > 100, `${proof.claims} claims, ${proof.failures} failures`)
  })
} else {
  test.skip('the pairs of real projects are not beside the repository', () => {})
}

test.run()
