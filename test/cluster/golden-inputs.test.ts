import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadAll } from 'js-yaml'
import { test } from 'uvu'
import { TestCluster } from '../support/test-cluster.js'

const golden = fileURLToPath(new URL('../golden/', import.meta.url))
const inputs = fs.readdirSync(golden).filter(name => fs.existsSync(path.join(golden, name, 'input.yaml')))

let cluster: TestCluster

test.before(() => {
  cluster = TestCluster.ofThisRun()
})

test.after(() => {
  cluster.requests.close()
})

for (const name of inputs) {
  test(`${name} is what an API server accepts`, async () => {
    const definitions = loadAll(fs.readFileSync(path.join(golden, name, 'input.yaml'), 'utf8'))
    const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All'
    for (const definition of definitions) await cluster.requests.create(collection, definition)
  })
}

test.run()
