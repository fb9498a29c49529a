import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadAll } from 'js-yaml'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { RequestError, type Json } from '../support/api-server/requests.js'
import { rejection } from '../support/rejection.js'
import { TestCluster } from '../support/test-cluster.js'

const golden = fileURLToPath(new URL('../golden/', import.meta.url))
const inputs = fs.readdirSync(golden).filter(name => fs.existsSync(path.join(golden, name, 'input.yaml')))
const isCurrent = ({ apiVersion }: Json) => apiVersion === 'apiextensions.k8s.io/v1'

let cluster: TestCluster

test.before(() => {
  cluster = TestCluster.ofThisRun()
})

test.after(() => {
  cluster.requests.close()
})

for (const name of inputs) {
  const definitions = definitionsOf(name)
  const [current, old] = [definitions.filter(isCurrent), definitions.filter(each => !isCurrent(each))]
  if (current.length > 0) {
    test(`${name} is what an API server accepts`, async () => {
      for (const definition of current) await tryOut(definition)
    })
  }
  if (old.length > 0) {
    test(`${name} is what API servers accepted until 1.22`, async () => {
      for (const definition of old) {
        const collection = `/apis/${definition.apiVersion}/customresourcedefinitions?dryRun=All`
        const error = await rejection(cluster.requests.create(collection, definition))
        assert.ok(error instanceof RequestError && error.status === 404, String(error))
      }
    })
  }
}

function definitionsOf(name: string): Json[] {
  return loadAll(fs.readFileSync(path.join(golden, name, 'input.yaml'), 'utf8'))
}

/** Without a trace. A kind that other tests work with is there already. */
async function tryOut(definition: Json): Promise<void> {
  const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  const item = `${collection}/${definition.metadata.name}`
  const existing = await cluster.requests.find(item)
  if (!existing) return void (await cluster.requests.create(`${collection}?dryRun=All`, definition))
  const { resourceVersion } = existing.metadata
  const metadata = { ...definition.metadata, resourceVersion }
  await cluster.requests.replace(`${item}?dryRun=All`, { ...definition, metadata })
}

test.run()
