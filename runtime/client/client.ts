import { systemClock, type Clock } from '../api/clock.js'
import { createLogger, type Logger } from '../api/logger.js'
import type { AnyResource, ObjectOf, StoredObject } from '../api/resource.js'
import type { Transport } from '../transport/transport.js'
import { clientFor, type ClientFor } from './client-for.js'
import { listPage } from './list-page.js'
import type { ListerWatcher, ListRequest, WatchRequest } from './list-watch.js'
import type { SelectorOptions } from './options.js'
import { Requests, type WriteListener } from './requests.js'
import { ResourceScope } from './resource-scope.js'
import { WatchStream } from './watch-stream.js'

export interface ClientOptions {
  readonly transport: Transport
  /** Who owns the fields that are written, unless an option says otherwise: the operator's name. At most 128 characters. */
  readonly fieldManager: string
  readonly clock?: Clock
  /** Told of the server's warnings. */
  readonly logger?: Logger
}

/** Sends requests about objects of any kind: `client.for(Foo).namespace('default').get('x')`. */
export class Client {
  readonly fieldManager: string
  /** What typed clients send their requests through. */
  readonly requests: Requests
  readonly #clients = new WeakMap<AnyResource, object>()
  readonly #options: ClientOptions

  constructor(options: ClientOptions) {
    const { transport, fieldManager, clock = systemClock, logger = createLogger() } = options
    if (fieldManager === '' || fieldManager.length > 128) {
      throw new TypeError(`${JSON.stringify(fieldManager)} is no field manager: it must have 1 to 128 characters`)
    }
    this.#options = options
    this.fieldManager = fieldManager
    this.requests = new Requests(transport, clock, logger)
  }

  /**
   * Tells of each object that a write of this client has stored, before the answer is there: `(...write) => cache.wrote(...write)`.
   * One listener; a manager sets it.
   */
  onWrite(listener: WriteListener): void {
    this.requests.wrote = listener
  }

  /** A client that does the same, and tells of what it writes itself. */
  telling(listener: WriteListener): Client {
    const client = new Client(this.#options)
    client.onWrite((...write) => {
      this.requests.wrote?.(...write)
      listener(...write)
    })
    return client
  }

  /** The client of a kind: with exactly the methods that its descriptor allows. */
  for<R extends AnyResource>(resource: R): ClientFor<R> {
    let known = this.#clients.get(resource)
    if (!known) this.#clients.set(resource, (known = clientFor(this, resource)))
    return known as ClientFor<R>
  }

  /** What a cache of these objects is made of. */
  listerWatcher<R extends AnyResource>(
    resource: R,
    { namespace, ...selectors }: SelectorOptions & { readonly namespace?: string | undefined } = {},
  ): ListerWatcher<ObjectOf<R>> {
    const { requests } = this
    const { collection } = new ResourceScope(this, resource, namespace)
    const list = (request: ListRequest<ObjectOf<R>>) =>
      listPage<ObjectOf<R>>(requests, collection, { ...selectors, ...request })
    return {
      list,
      async currentVersion(request) {
        const { metadata } = await list({ ...request, limit: 1 })
        return metadata.resourceVersion
      },
      watch({ signal, idleTimeoutMs, onOpen, ...query }: WatchRequest) {
        return new WatchStream<ObjectOf<R> & StoredObject>({
          requests,
          target: collection,
          query: { ...selectors, ...query },
          ...(signal && { signal }),
          ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
          ...(onOpen && { onOpen }),
        })
      },
    }
  }
}
