/** A CRD that has something of everything, and what is done to it. */

/** JSON that a test may change. */
export interface Node {
  // oxlint-disable-next-line typescript/no-explicit-any
  [key: string]: any
}

const text = { type: 'string' }

export function widget(): Node {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets', singular: 'widget', shortNames: ['wd'], categories: ['all'] },
      conversion: {
        strategy: 'Webhook',
        webhook: { conversionReviewVersions: ['v1'], clientConfig: { url: 'https://a/b' } },
      },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: {
            status: {},
            scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
          },
          additionalPrinterColumns: [{ name: 'Size', type: 'string', jsonPath: '.spec.size' }],
          selectableFields: [{ jsonPath: '.spec.size' }],
          schema: { openAPIV3Schema: schema() },
        },
        { name: 'v0', served: true, storage: false, schema: { openAPIV3Schema: { type: 'object' } } },
      ],
    },
  }
}

function schema(): Node {
  return {
    type: 'object',
    required: ['spec'],
    properties: {
      metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 20 } } },
      spec: {
        type: 'object',
        description: 'What is asked for.',
        required: ['name', 'mode'],
        'x-kubernetes-validations': [{ rule: 'self.replicas > 0', message: 'none' }],
        properties: {
          name: { type: 'string', minLength: 1, maxLength: 10, pattern: '^a' },
          size: { ...text, default: 'small' },
          note: { ...text },
          replicas: { type: 'integer', format: 'int32', minimum: 1, maximum: 5 },
          ratio: { type: 'number', multipleOf: 2 },
          mode: { type: 'string', enum: ['A', 'B', 'C'] },
          flag: { type: 'boolean', nullable: true },
          nulls: { type: 'array', items: { type: 'string', nullable: true } },
          port: { 'x-kubernetes-int-or-string': true },
          free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          labels: { type: 'object', minProperties: 1, maxProperties: 3, additionalProperties: { ...text } },
          set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { ...text } },
          items: {
            type: 'array',
            minItems: 1,
            maxItems: 9,
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['key'],
            items: {
              type: 'object',
              required: ['key', 'other'],
              properties: { key: { ...text }, other: { ...text }, value: { ...text, enum: ['x', 'y'] } },
            },
          },
          plain: { type: 'array', items: { type: 'object', properties: { deep: { ...text } }, required: ['deep'] } },
          empty: { type: 'object' },
          part: { type: 'object', properties: { inner: { ...text } } },
          template: {
            type: 'object',
            'x-kubernetes-embedded-resource': true,
            'x-kubernetes-preserve-unknown-fields': true,
          },
          either: {
            type: 'object',
            properties: { a: { ...text }, b: { ...text }, c: { ...text } },
            oneOf: [{ required: ['a'] }, { required: ['b'] }],
          },
          by: {
            type: 'object',
            required: ['type'],
            properties: {
              type: { ...text, enum: ['a', 'b'] },
              a: { type: 'object', properties: { x: { ...text } } },
            },
            'x-kubernetes-validations': [{ rule: "self.type == 'a' ? has(self.a) : !has(self.a)" }],
          },
          choice: {
            type: 'object',
            properties: { one: { ...text }, two: { ...text } },
            anyOf: [{ properties: { one: { pattern: '^a' } } }, { properties: { two: { pattern: '^b' } } }],
          },
        },
      },
      status: {
        type: 'object',
        properties: {
          replicas: { type: 'integer' },
          phase: { type: 'string', enum: ['Up', 'Down'] },
          conditions: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['type'],
            items: {
              type: 'object',
              required: ['type', 'reason'],
              properties: { type: { ...text }, reason: { ...text } },
            },
          },
          reasons: { type: 'array', items: { type: 'object', required: ['code'], properties: { code: { ...text } } } },
        },
      },
    },
  }
}

export function version(crd: Node): Node {
  return crd['spec'].versions[0]
}

/** The schema of a field of v1, by its path as findings have it. */
export function field(crd: Node, path: string): Node {
  let node: Node = version(crd)['schema'].openAPIV3Schema
  for (const token of path.match(/\[\]|\.\*|[^.[\]*]+/g) ?? []) {
    node = token === '[]' ? node['items'] : token === '.*' ? node['additionalProperties'] : node['properties'][token]
  }
  return node
}

export const set = (path: string, keywords: Node) => (crd: Node) => Object.assign(field(crd, path), keywords)
export const unset = (path: string, keyword: string) => (crd: Node) => delete field(crd, path)[keyword]

export const rule = (text: string) => ({ 'x-kubernetes-validations': [{ rule: text }] })
