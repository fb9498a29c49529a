import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { buildBuiltIns } from '../../../generator/openapi/build.js'
import { emitBuiltIns } from '../../../generator/openapi/emit.js'
import { findKinds } from '../../../generator/openapi/kinds.js'
import type { OpenApiDocument, OpenApiSchema } from '../../../generator/openapi/openapi-document.js'

const options = {
  source: 'a server',
  runtime: '../runtime.js',
  reference: ({ group, version, name }: { group: string; version: string; name: string }) =>
    `https://docs.example/${group || 'core'}/${version}/${name}`,
}

const ref = (name: string): OpenApiSchema => ({ $ref: `#/components/schemas/${name}` })
const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'

function operation(group: string, version: string, kind: string) {
  return { 'x-kubernetes-group-version-kind': { group, version, kind } }
}

/** A stored kind with status and scale, a create-only one, and one in the core group that is also part of another. */
const gadgets: OpenApiDocument = {
  paths: {
    '/apis/gadgets.k8s.io/v1/': { get: {} },
    '/apis/gadgets.k8s.io/v1/gadgets': { get: operation('gadgets.k8s.io', 'v1', 'Gadget') },
    '/apis/gadgets.k8s.io/v1/namespaces/{namespace}/gadgets': { post: operation('gadgets.k8s.io', 'v1', 'Gadget') },
    '/apis/gadgets.k8s.io/v1/namespaces/{namespace}/gadgets/{name}': {
      get: operation('gadgets.k8s.io', 'v1', 'Gadget'),
    },
    '/apis/gadgets.k8s.io/v1/namespaces/{namespace}/gadgets/{name}/status': { get: {} },
    '/apis/gadgets.k8s.io/v1/namespaces/{namespace}/gadgets/{name}/scale': { get: {} },
    '/apis/gadgets.k8s.io/v1/watch/gadgets': { get: {} },
    '/apis/gadgets.k8s.io/v1/gadgetreviews': { post: operation('gadgets.k8s.io', 'v1', 'GadgetReview') },
    '/api/v1/parts': { post: operation('', 'v1', 'Part') },
    '/api/v1/parts/{name}': { get: operation('', 'v1', 'Part') },
  },
  components: {
    schemas: {
      'io.k8s.api.gadgets.v1.Gadget': object(
        {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          metadata: { default: {}, allOf: [ref(`${meta}.ObjectMeta`)] },
          spec: { default: {}, allOf: [ref('io.k8s.api.gadgets.v1.GadgetSpec')] },
          status: { default: {}, allOf: [ref('io.k8s.api.gadgets.v1.GadgetStatus')] },
        },
        {
          required: ['spec'],
          'x-kubernetes-group-version-kind': [{ group: 'gadgets.k8s.io', version: 'v1', kind: 'Gadget' }],
        },
      ),
      'io.k8s.api.gadgets.v1.GadgetSpec': object(
        {
          name: { type: 'string', default: '', description: 'Words that are not ours.' },
          protocol: { type: 'string', default: 'TCP' },
          size: { default: 0, allOf: [ref('io.k8s.apimachinery.pkg.api.resource.Quantity')] },
          since: ref(`${meta}.Time`),
          ports: {
            type: 'array',
            items: { default: {}, allOf: [ref('io.k8s.api.gadgets.v1.Port')] },
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['number', 'protocol'],
          },
          part: ref('io.k8s.api.core.v1.Part'),
          filter: { allOf: [ref('io.k8s.api.core.v1.Filter')], 'x-kubernetes-map-type': 'atomic' },
        },
        { required: ['name'] },
      ),
      'io.k8s.api.gadgets.v1.GadgetStatus': object({ ready: { type: 'boolean' } }),
      'io.k8s.api.gadgets.v1.Port': object(
        {
          number: { type: 'integer', default: 0 },
          protocol: { type: 'string', default: 'TCP' },
          note: { type: 'string' },
        },
        { required: ['number'] },
      ),
      'io.k8s.api.gadgets.v1.GadgetReview': object(
        { metadata: ref(`${meta}.ObjectMeta`), allowed: { type: 'boolean' } },
        {
          required: ['allowed'],
          'x-kubernetes-group-version-kind': [{ group: 'gadgets.k8s.io', version: 'v1', kind: 'GadgetReview' }],
        },
      ),
      'io.k8s.api.core.v1.Part': object(
        { metadata: ref(`${meta}.ObjectMeta`), filter: ref('io.k8s.api.core.v1.Filter') },
        { 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Part' }] },
      ),
      // It refers to itself, as JSONSchemaProps does.
      'io.k8s.api.core.v1.Filter': object(
        { not: ref('io.k8s.api.core.v1.Filter'), mesh: { type: 'number' } },
        { required: ['mesh'] },
      ),
      [`${meta}.ObjectMeta`]: object({ name: { type: 'string' } }),
      [`${meta}.Time`]: { type: 'string', format: 'date-time' },
      [`${meta}.Status`]: object(
        {},
        { 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Status' }] },
      ),
      'io.k8s.apimachinery.pkg.api.resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
    },
  },
}

function object(properties: { [name: string]: OpenApiSchema }, rest: OpenApiSchema = {}): OpenApiSchema {
  return { type: 'object', properties, ...rest }
}

test('kinds, scopes and subresources are read from the paths', () => {
  const found = findKinds(gadgets).map(({ kind, plural, scope, stored, subresources }) => [
    kind,
    plural,
    scope,
    stored,
    subresources.status,
    subresources.scale,
  ])
  assert.equal(found, [
    ['Gadget', 'gadgets', 'Namespaced', true, true, true],
    ['GadgetReview', 'gadgetreviews', 'Cluster', false, false, false],
    ['Part', 'parts', 'Cluster', true, false, false],
  ])
})

test('files are by kind, with what several kinds or groups use in shared.ts', async () => {
  const paths = (await emitBuiltIns([gadgets], options)).map(unit => unit.path)
  assert.equal(paths.toSorted(), [
    'core/v1/index.ts',
    'core/v1/part.ts',
    'core/v1/shared.ts',
    'gadgets.k8s.io/v1/gadget-review.ts',
    'gadgets.k8s.io/v1/gadget.ts',
    'gadgets.k8s.io/v1/index.ts',
  ])
})

test('a group uses the types of another one where they are', async () => {
  const gadget = await text('gadgets.k8s.io/v1/gadget.ts')
  assert.match(gadget, 'from "../../core/v1/shared.js"')
  assert.match(gadget, 'from "../../../runtime.js"')
  assert.match(await text('core/v1/index.ts'), 'export * from "./part.js";\nexport * from "./shared.js";\n')
})

test('a required field is there, a filled-in default too, and a zero default means nothing', async () => {
  const spec = interfaceOf(await text('gadgets.k8s.io/v1/gadget.ts'), 'GadgetSpec')
  assert.match(spec, / name: string;/)
  assert.match(spec, / protocol: string;/)
  assert.match(spec, / size\?: Quantity;/)
  assert.match(spec, / since\?: string;/)
})

test('the keys of a map list identify it in a configuration, unless the server fills them in', async () => {
  const apply = interfaceOf(await text('gadgets.k8s.io/v1/gadget.ts'), 'PortApply|PortInput')
  assert.match(apply, / protocol\?: string;/)
  // It stays as it is in what the server returns.
  assert.match(apply, /^export interface PortInput extends Omit<Port, "protocol"> \{/)
  assert.not.match(apply, / number\?:/)
})

test('a kind inside another one has nothing that a server adds', async () => {
  const shared = await text('core/v1/shared.ts')
  assert.match(interfaceOf(shared, 'EmbeddedPart'), / metadata\?: ObjectMeta;/)
  assert.match(interfaceOf(await text('gadgets.k8s.io/v1/gadget.ts'), 'GadgetSpec'), / part\?: EmbeddedPart;/)
})

test('a create-only kind is told by its descriptor', async () => {
  const review = await text('gadgets.k8s.io/v1/gadget-review.ts')
  assert.match(review, 'createOnly: true')
  assert.match(interfaceOf(review, 'GadgetReview'), / metadata: ObjectMeta;/)
})

test('types link to their pages and hold none of the words of the document', async () => {
  const gadget = await text('gadgets.k8s.io/v1/gadget.ts')
  assert.match(gadget, 'https://docs.example/gadgets.k8s.io/v1/GadgetSpec')
  assert.not.match(gadget, 'Words')
})

test('a reference that leads nowhere is an error', () => {
  const schemas = { ...gadgets.components?.schemas }
  delete schemas['io.k8s.api.core.v1.Filter']
  assert.throws(() => buildBuiltIns([{ ...gadgets, components: { schemas } }], options), /core\.v1\.Filter/)
})

async function text(path: string): Promise<string> {
  const unit = (await emitBuiltIns([gadgets], options)).find(each => each.path === path)
  if (!unit) throw new Error(`${path} was not written`)
  return unit.text
}

/** From its name to its closing brace. */
function interfaceOf(source: string, name: string): string {
  const match = new RegExp(`^export interface (?:${name})\\b[^]*?^}`, 'm').exec(source)
  if (!match) throw new Error(`no interface ${name} in:\n${source}`)
  return match[0]
}

test.run()
