// Hostile text in each place of a definition, one at a time.

import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { transformSync } from 'esbuild'
import { definition, inWorkspace } from '../generator/workspace.js'

const hostile = '*/ ${x} \\ ` \u2028 \n "\''

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A value with the text in place of each of its keys and its strings, one at a time. */
function* poisoned(value: Json, place = ''): Generator<readonly [string, Json]> {
  if (typeof value === 'string') {
    yield [place, hostile]
    yield [`${place} +`, `${value}${hostile}`]
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const [at, other] of poisoned(item as Json, `${place}[${index}]`)) yield [at, value.with(index, other)]
    }
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    for (const [index, [key, item]] of entries.entries()) {
      yield [`${place}.${key} as a key`, Object.fromEntries(entries.with(index, [hostile, item]))]
      for (const [at, other] of poisoned(item, `${place}.${key}`)) {
        yield [at, Object.fromEntries(entries.with(index, [key, other]))]
      }
    }
  }
}

const schema = {
  type: 'object',
  description: 'A spec.',
  required: ['kind'],
  properties: {
    kind: { type: 'string', enum: ['A', 'B'], default: 'A', description: 'A kind.' },
    name: { type: 'string', pattern: '^a$', format: 'uri' },
    ports: { type: 'array', items: { type: 'object', properties: { port: { type: 'integer' } } } },
  },
  oneOf: [{ required: ['name'] }, { required: ['ports'] }],
  'x-kubernetes-validations': [{ rule: "self.kind == 'A'", message: 'No.' }],
}

const full = JSON.parse(definition('Foo')) as {
  spec: { versions: { schema: { openAPIV3Schema: { properties: Json } } }[] }
}
const [version] = full.spec.versions
if (version) version.schema.openAPIV3Schema.properties = { spec: schema }

for (const [place, crd] of poisoned(full as unknown as Json)) {
  test(
    `hostile text at ${place}`,
    inWorkspace(async workspace => {
      workspace.write({ 'crds/foo.json': JSON.stringify(crd) })
      const { outcome, diagnostics } = await workspace.generate({ inputs: ['crds'] })
      if (outcome !== 'done') assert.ok(diagnostics.length > 0)
      for (const [file, text] of Object.entries(workspace.files())) {
        if (file.startsWith('crds/')) continue
        assert.ok(/^(generated|operator)\//.test(file), file)
        if (!file.endsWith('.ts')) continue
        assert.not.ok(text.includes('\u2028'), file)
        transformSync(text, { loader: 'ts' })
      }
    }),
  )
}

test.run()
