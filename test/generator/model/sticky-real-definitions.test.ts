/** Names of real projects from one release to a later one, where the definitions are beside the repository. */

import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CustomResourceDefinition } from '../../../generator/crd/custom-resource-definition.js'
import { parse } from '../../../generator/crd/parse.js'
import { documentsOf } from '../../../generator/load/documents.js'
import { defaultLimits } from '../../../generator/load/limits.js'
import type { BuildOptions } from '../../../generator/model/build.js'
import { recordNames } from '../../../generator/model/recorded-names.js'
import type { Model } from '../../../generator/model/resource-model.js'
import { buildAll } from './definition.js'
import { namedPlaces, renamed } from './named-places.js'
import { readRealSet } from './real-set.js'

const pairs = fileURLToPath(new URL('../../../../shared/pairs', import.meta.url))
const pair = (name: string) => ['old.yaml', 'new.yaml'].map(file => path.join(pairs, name, file))
const names = fs.existsSync(pairs)
  ? fs.readdirSync(pairs).filter(name => pair(name).every(file => fs.existsSync(file)))
  : []

async function read(file: string): Promise<readonly CustomResourceDefinition[]> {
  const documents = await documentsOf({ name: file, bytes: fs.readFileSync(file) }, defaultLimits, () => {})
  return parse(documents, () => {})
}

/** How many are renamed with the record of the run before, and without one. */
function count(before: Model, after: readonly CustomResourceDefinition[], anew: Model, options: BuildOptions = {}) {
  const recorded = recordNames(before, undefined)
  const next = buildAll(after, { ...options, recorded }).model
  return { renamed: renamed(before, next), anew: renamed(before, anew).length, places: namedPlaces(next).size }
}

if (names.length > 0) {
  test('a new release renames nothing that did not change', async () => {
    let sum = 0
    for (const name of names) {
      const [before = '', after = ''] = pair(name)
      const definitions = await read(after)
      const [old, anew] = [await read(before), definitions].map(each => buildAll(each, { versions: 'all' }).model)
      if (!old || !anew) throw new Error('nothing is built')
      const counted = count(old, definitions, anew, { versions: 'all' })
      assert.equal(counted.renamed, [], name)
      assert.ok(counted.places > 0, name)
      sum += counted.anew
    }
    assert.ok(sum > 0, 'without a record some are renamed')
  })

  test('kinds that come and go rename nothing', async () => {
    const all = (await readRealSet()).flatMap(({ oneRun, definition }) => (oneRun ? [definition] : []))
    const half = all.filter((_, index) => index % 2 === 0)
    const [some, every] = [buildAll(half).model, buildAll(all).model]
    for (const counted of [count(some, all, every), count(every, half, some)]) {
      assert.equal(counted.renamed, [])
      assert.ok(counted.anew > 100, `${counted.anew}`)
    }
  })
} else {
  test.skip('pairs of real definitions are not beside the repository', () => {})
}

test.run()
