// json-schema-to-typescript used alone: a file for each served version of each CRD in a YAML file, of its schema as it stands.
// node json-schema-to-typescript.mjs <crds.yaml> <folder>
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(new URL('peers/', import.meta.url))
const { loadAll } = require('js-yaml')
const { compile } = require('json-schema-to-typescript')

let failures = 0
const [input = '', out = ''] = process.argv.slice(2)
for (const crd of loadAll(readFileSync(input, 'utf8'))) {
  if (crd?.kind !== 'CustomResourceDefinition') continue
  const { group, names, validation } = crd.spec
  for (const { name, served, schema } of crd.spec.versions ?? [{ name: crd.spec.version, served: true }]) {
    const { openAPIV3Schema } = schema ?? validation ?? {}
    if (!served || !openAPIV3Schema) continue
    const file = join(out, group, name, `${names.kind}.ts`)
    mkdirSync(dirname(file), { recursive: true })
    try {
      writeFileSync(file, await compile(openAPIV3Schema, names.kind))
    } catch {
      failures++
    }
  }
}
if (failures > 0) console.log(`${failures} schemas could not be compiled`)
