/** CRDs by the grammar of `apiextensions.k8s.io`, most of them such as a server takes, some with what it would not. */

import type { Chance } from '../support/chance.js'
import { names, texts } from './hostile.js'
import { SchemaGrammar, type Schema } from './schemas.js'

const groups = ['example.com', 'example.com', 'a.example.com', 'b.example.com', 'widgets.k8s.io', 'EXAMPLE.com']
const kinds = ['Widget', 'Gadget', 'HTTPRoute', 'KafkaMirrorMaker2', 'ClusterIssuer', 'Foo', 'FooClient', 'FooSpec']
const versionNames = ['v1', 'v1', 'v1beta1', 'v1alpha1', 'v2', 'V1']

export class DefinitionGrammar {
  readonly #schemas: SchemaGrammar
  /** Of most schemas of a round, so that kinds and versions share some. */
  readonly #known: Schema[] = []

  constructor(private readonly chance: Chance) {
    this.#schemas = new SchemaGrammar(chance)
  }

  definition(): unknown {
    const { chance } = this
    const isOld = chance.percent(8)
    const group = chance.pick(chance.percent(75) ? groups : names)
    const kind = chance.pick(chance.percent(60) ? kinds : names)
    const plural = chance.percent(90) ? `${kind.toLowerCase()}s` : chance.pick(names)
    return {
      apiVersion: `apiextensions.k8s.io/${isOld ? 'v1beta1' : 'v1'}`,
      kind: 'CustomResourceDefinition',
      metadata: {
        name: chance.percent(95) ? `${plural}.${group}` : chance.pick(texts),
        ...(chance.percent(10) && { annotations: { [chance.pick(names)]: chance.pick(texts) } }),
        ...(chance.percent(20) && { creationTimestamp: null }),
      },
      spec: {
        group,
        scope: chance.pick(chance.percent(97) ? ['Namespaced', 'Namespaced', 'Cluster'] : texts),
        names: this.#names(kind, plural),
        ...(isOld && chance.percent(60) ? this.#single() : { versions: this.#versions() }),
        ...(chance.percent(10) && { conversion: this.#conversion() }),
        ...(chance.percent(5) && { preserveUnknownFields: chance.percent(50) }),
      },
    }
  }

  #names(kind: string, plural: string): object {
    const { chance } = this
    return {
      kind,
      plural,
      ...(chance.percent(70) && { singular: chance.percent(85) ? kind.toLowerCase() : chance.pick(names) }),
      ...(chance.percent(60) && { listKind: chance.percent(85) ? `${kind}List` : chance.pick(names) }),
      ...(chance.percent(20) && { shortNames: chance.some(3, () => chance.pick(names)) }),
      ...(chance.percent(20) && { categories: chance.some(3, () => chance.pick(names)) }),
    }
  }

  /** As old files have it. */
  #single(): object {
    const { schema, ...rest } = this.#version('v1', true) as { readonly schema?: unknown }
    return { version: this.chance.pick([...versionNames, ...names]), validation: schema, ...rest }
  }

  #versions(): object[] {
    const { chance } = this
    const all = [...new Set([chance.pick(versionNames), ...chance.some(1, () => this.#versionName())])]
    const stored = chance.below(all.length)
    return all.map((name, index) => this.#version(name, index === stored))
  }

  #versionName(): string {
    return this.chance.pick(this.chance.percent(70) ? versionNames : names)
  }

  #version(name: string, storage: boolean): object {
    const { chance } = this
    const schema = this.#schema()
    return {
      name,
      served: chance.percent(90),
      storage,
      ...(chance.percent(95) && { schema: { openAPIV3Schema: schema } }),
      ...(chance.percent(70) && { subresources: this.#subresources() }),
      ...(chance.percent(10) && { deprecated: true, deprecationWarning: chance.pick(texts) }),
      ...(chance.percent(20) && { additionalPrinterColumns: chance.some(3, () => this.#column()) }),
      ...(chance.percent(10) && { selectableFields: [{ jsonPath: `.spec.${chance.pick(names)}` }] }),
    }
  }

  #schema(): Schema {
    const { chance } = this
    if (this.#known.length > 0 && chance.percent(30)) return chance.pick(this.#known)
    const schema = this.#schemas.root()
    this.#known.push(schema)
    return schema
  }

  #subresources(): object {
    const { chance } = this
    const scale = {
      specReplicasPath: chance.percent(90) ? '.spec.replicas' : chance.pick(texts),
      statusReplicasPath: chance.percent(90) ? '.status.replicas' : chance.pick(texts),
      ...(chance.percent(50) && { labelSelectorPath: '.status.selector' }),
    }
    return { ...(chance.percent(80) && { status: {} }), ...(chance.percent(30) && { scale }) }
  }

  #column(): object {
    const { chance } = this
    const type = chance.pick(['string', 'date', 'integer', 'boolean', 'x'])
    return {
      name: chance.pick(names),
      type,
      jsonPath: chance.pick(['.spec.name', '.metadata.creationTimestamp', '*/']),
      ...(chance.percent(30) && { description: chance.pick(texts), priority: chance.below(2) }),
    }
  }

  #conversion(): object {
    const { chance } = this
    const service = { name: chance.pick(names), namespace: 'x', path: chance.pick(texts) }
    const webhook = { conversionReviewVersions: ['v1'], clientConfig: { service } }
    return chance.oneOf<object>(
      () => ({ strategy: 'None' }),
      () => ({ strategy: 'Webhook', webhook }),
      () => ({ strategy: chance.pick(texts) }),
    )
  }
}
