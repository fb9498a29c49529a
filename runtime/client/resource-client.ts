import type { DeepReadonly } from '../api/deep-readonly.js'
import type { KubernetesObject, Resource } from '../api/resource.js'
import { isExpired } from './api-error.js'
import type { Client } from './client.js'
import { listPage } from './list-page.js'
import type { ListPage, WatchEvent } from './list-watch.js'
import * as operations from './operations.js'
import type {
  ApplyOptions,
  CreateOptions,
  DeleteCollectionOptions,
  DeleteOptions,
  GetOptions,
  ItemsOptions,
  ListRequestOptions,
  PatchOptions,
  ReplaceOptions,
  WatchRequestOptions,
} from './options.js'
import type { Patch } from './patch.js'
import { isStatus } from './requests.js'
import { ResourceScope, writeQuery } from './resource-scope.js'
import { ScaleClient, StatusClient } from './subresource-clients.js'
import { WatchStream } from './watch-stream.js'

const pageSize = 500

/** What can be asked about objects that say themselves where they are. */
export abstract class CollectionClient<T extends KubernetesObject, Input, Apply> {
  protected readonly scope: ResourceScope

  constructor(scope: ResourceScope) {
    this.scope = scope
  }

  protected get client(): Client {
    return this.scope.client
  }

  protected get status(): StatusClient<T> {
    return new StatusClient(this.scope)
  }

  protected get scale(): ScaleClient {
    return new ScaleClient(this.scope)
  }

  /** One page, or everything where no `limit` is given. */
  list(options: ListRequestOptions = {}): Promise<ListPage<T>> {
    return listPage<T>(this.client.requests, this.scope.collection, options)
  }

  /**
   * All objects, page by page, in the order of their names. If the version of the first page expires meanwhile, the remaining
   * pages show a later state: no object comes twice, and none that was there all the time is missed.
   */
  async *items(options: ItemsOptions = {}): AsyncGenerator<T, void> {
    const { limit = pageSize, ...rest } = options
    let page: ListPage<T> | undefined
    do {
      page = await this.#nextPage({ limit, ...rest }, page?.metadata.continue)
      yield* page.items
    } while (page.metadata.continue)
  }

  /**
   * The changes that one watch request tells of; it ends when the server ends it. To be told of all changes, without gaps,
   * declare an informer in a `Cache`. Rejects with an `ApiError` that is expired where `resourceVersion` is too old.
   */
  watch(options: WatchRequestOptions = {}): AsyncIterableIterator<WatchEvent<T>> {
    const { signal, idleTimeoutMs, ...query } = options
    return new WatchStream<T>({
      requests: this.client.requests,
      target: this.scope.collection,
      query: { ...query },
      ...(signal && { signal }),
      ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
    })
  }

  /** Makes an object. Rejects with an `ApiError` that already exists where the name is taken. */
  async create(object: DeepReadonly<Input>, options: CreateOptions = {}): Promise<T> {
    const metadata = operations.metadataOf(object)
    const target = this.scope.around(metadata)
    const body = this.scope.complete(object as object, target)
    const query = writeQuery(this.scope, options)
    const request = { verb: 'create', method: 'POST', target, about: metadata.name, query, body } as const
    return (await this.client.requests.send(request, options)) as T
  }

  /**
   * Replaces an object as a whole; its status only where the kind has no status subresource. Rejects with a conflict where
   * `metadata.resourceVersion` is not the latest. Custom resources must have it.
   */
  replace(object: DeepReadonly<T> | DeepReadonly<Input>, options?: ReplaceOptions): Promise<T> {
    return operations.replace(this.scope, object, undefined, options) as Promise<T>
  }

  /**
   * Server-side apply: the object has these fields from then on, and no longer those that the field manager applied before and
   * leaves out now. Makes the object where there is none. Rejects with a conflict where somebody else owns one of the fields.
   */
  apply(configuration: DeepReadonly<Apply>, options?: ApplyOptions): Promise<T> {
    return operations.apply(this.scope, configuration, undefined, options) as Promise<T>
  }

  async #nextPage(options: ListRequestOptions, token: string | undefined): Promise<ListPage<T>> {
    if (token === undefined) return this.list(options)
    try {
      return await this.list({ ...options, continue: token })
    } catch (error) {
      if (!isExpired(error) || error.continue === undefined) throw error
      return this.list({ ...options, continue: error.continue })
    }
  }
}

/** What can be asked about objects where a name is enough to find one. */
export abstract class ObjectClient<T extends KubernetesObject, Input, Apply> extends CollectionClient<T, Input, Apply> {
  /** Rejects with an `ApiError` that is not found where there is none. */
  async get(name: string, options?: GetOptions): Promise<T> {
    return (await operations.get(this.scope, this.scope.named(name), options)) as T
  }

  /**
   * Changes a part of an object. With `metadata.resourceVersion` in a merge patch it rejects with a conflict where that is not
   * the latest.
   */
  async patch(name: string, patch: Patch<T>, options?: PatchOptions): Promise<T> {
    return (await operations.patch(this.scope, this.scope.named(name), patch as Patch, options)) as T
  }

  /**
   * Deletes an object. The answer is its last state where there are finalizers or other work to wait for; some kinds, such as
   * Pod and Service, answer so also when it is gone. Else it is gone, and the answer is undefined.
   */
  async delete(name: string, options: DeleteOptions = {}): Promise<T | undefined> {
    const request = {
      verb: 'delete',
      method: 'DELETE',
      target: this.scope.named(name),
      body: deletion(options),
    } as const
    const answer = await this.client.requests.send(request, options)
    return isStatus(answer) ? undefined : (answer as T)
  }

  /** Deletes every object that the selectors select; without selectors, all of them. */
  async deleteCollection(options: DeleteCollectionOptions = {}): Promise<void> {
    const { labelSelector, fieldSelector } = options
    const query = { labelSelector, fieldSelector }
    const { collection: target } = this.scope
    const request = { verb: 'delete all', method: 'DELETE', target, query, body: deletion(options) } as const
    await this.client.requests.send(request, options)
  }
}

/** Requests about the objects of a kind that is in no namespace. Base of the generated clients. */
export class ClusterResourceClient<T extends KubernetesObject, Input, Apply> extends ObjectClient<T, Input, Apply> {
  constructor(client: Client, resource: Resource<T, Input, Apply>) {
    super(new ResourceScope(client, resource))
  }
}

/** Requests about the objects of a kind in all namespaces: each object says in which it is. Base of the generated clients. */
export class NamespacedResourceClient<T extends KubernetesObject, Input, Apply> extends CollectionClient<
  T,
  Input,
  Apply
> {
  constructor(client: Client, resource: Resource<T, Input, Apply>) {
    super(new ResourceScope(client, resource))
  }
}

/**
 * Requests about the objects of a kind in one namespace. An object that is sent may leave its namespace out; one that names
 * another is an error. Base of the generated clients.
 */
export class NamespaceResourceClient<T extends KubernetesObject, Input, Apply> extends ObjectClient<T, Input, Apply> {
  constructor(client: Client, resource: Resource<T, Input, Apply>, namespace: string) {
    super(new ResourceScope(client, resource, namespace))
  }
}

function deletion({ dryRun, propagationPolicy, preconditions, gracePeriodSeconds }: DeleteOptions): object {
  const options = { propagationPolicy, preconditions, gracePeriodSeconds, dryRun: dryRun ? ['All'] : undefined }
  return { apiVersion: 'v1', kind: 'DeleteOptions', ...options }
}
