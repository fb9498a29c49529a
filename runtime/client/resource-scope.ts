import type { ObjectMeta } from '../api/object-meta.js'
import type { AnyResource } from '../api/resource.js'
import type { Client } from './client.js'
import type { WriteOptions } from './options.js'
import type { Query, Target } from './resource-path.js'

/** What is read of an object that is sent. */
interface Sent {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata?: ObjectMeta
}

/** The objects of a kind: all of them, or those of one namespace. Knows what a request about one of them is about. */
export class ResourceScope {
  readonly client: Client
  readonly resource: AnyResource
  readonly namespace: string | undefined

  constructor(client: Client, resource: AnyResource, namespace?: string) {
    if (namespace !== undefined && resource.scope === 'Cluster') {
      throw new TypeError(`${resource.kind} is in no namespace`)
    }
    if (namespace === '') throw new TypeError('the name of a namespace is empty')
    this.client = client
    this.resource = resource
    this.namespace = namespace
  }

  get collection(): Target {
    return { resource: this.resource, namespace: this.namespace }
  }

  named(name: string, subresource?: Target['subresource']): Target {
    // A name that is missing would make this a request about the collection.
    return { ...this.collection, name: name ?? '', subresource }
  }

  /** The object that metadata names. Throws where it names none. */
  of({ namespace, name }: ObjectMeta, subresource?: Target['subresource']): Target {
    if (!name) throw new TypeError(`a ${this.resource.kind} has no metadata.name`)
    return { resource: this.resource, namespace: this.#namespaceOf(namespace, name), name, subresource }
  }

  /** The collection in which an object is made, which may have no name yet. */
  around({ namespace, name, generateName }: ObjectMeta): Target {
    if (!name && !generateName && !this.resource.createOnly) {
      throw new TypeError(`a ${this.resource.kind} has neither metadata.name nor metadata.generateName`)
    }
    return { resource: this.resource, namespace: this.#namespaceOf(namespace, name ?? `${generateName ?? ''}...`) }
  }

  /** The object as it is sent: with `apiVersion`, `kind` and its namespace. */
  complete(object: Sent, { namespace }: Target): object {
    const { apiVersion, kind } = this.resource
    if ((object.apiVersion ?? apiVersion) !== apiVersion || (object.kind ?? kind) !== kind) {
      const given = `${object.apiVersion ?? apiVersion} ${object.kind ?? kind}`
      throw new TypeError(`this client is for ${apiVersion} ${kind}, and not for ${given}`)
    }
    const metadata = namespace === undefined ? object.metadata : { ...object.metadata, namespace }
    return { ...object, apiVersion, kind, metadata }
  }

  #namespaceOf(namespace: string | undefined, name: string): string | undefined {
    const { kind, scope } = this.resource
    if (scope === 'Cluster') {
      if (namespace) throw new TypeError(`${kind} ${name} has metadata.namespace ${namespace}, but is in no namespace`)
      return undefined
    }
    if (this.namespace !== undefined && namespace && namespace !== this.namespace) {
      throw new TypeError(
        `${kind} ${name} has metadata.namespace ${namespace}, but the client is for ${this.namespace}`,
      )
    }
    const chosen = namespace || this.namespace
    if (chosen === undefined) throw new TypeError(`${kind} ${name} has no metadata.namespace`)
    return chosen
  }
}

/** The parameters of a request that writes. */
export function writeQuery({ client }: ResourceScope, options: WriteOptions): Query {
  const { dryRun, fieldManager = client.fieldManager, fieldValidation } = options
  return { dryRun: dryRun ? 'All' : undefined, fieldManager, fieldValidation }
}
