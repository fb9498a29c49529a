import type { Cached } from '../api/deep-readonly.js'
import type { AnyResource, ObjectKey, StoredObject } from '../api/resource.js'
import { isConflict, isNotFound } from '../client/api-error.js'
import type { Client } from '../client/client.js'
import { ClusterResourceClient, NamespaceResourceClient } from '../client/resource-client.js'

/** A write that meets a newer state reads it and begins again; more often than this in a row is left to the next attempt. */
const writes = 5

/**
 * Puts one finalizer on objects and takes it off again. Others' finalizers stay as they are: each write names the version that it
 * saw, so that a finalizer that somebody adds meanwhile is a conflict and not lost.
 */
export class Finalizer<T extends StoredObject> {
  readonly #resource: AnyResource
  readonly #name: string
  readonly #clients: Client
  /**
   * Objects that it was taken off from, as they were before: a cache may show them still. What it shows later counts again: a server that
   * was restored from a backup may have brought an object back.
   */
  readonly #finished = new WeakSet<Cached<T>>()

  constructor(resource: AnyResource, name: string, client: Client) {
    this.#resource = resource
    this.#name = name
    this.#clients = client
  }

  /** Whether it is still to be worked for. */
  isDue(object: Cached<T>): boolean {
    return this.#isOn(object) && !this.#finished.has(object)
  }

  /** The object with the finalizer on it, or undefined if it is gone or being deleted. */
  async add(object: Cached<T>, signal: AbortSignal): Promise<Cached<T> | undefined> {
    const current = await this.#write(
      object,
      latest => isTerminating(latest) || this.#isOn(latest),
      finalizers => [...finalizers, this.#name],
      signal,
    )
    return current && !isTerminating(current) ? current : undefined
  }

  /** Resolves once it is off; that may be the end of the object. */
  async remove(object: Cached<T>, signal: AbortSignal): Promise<void> {
    await this.#write(
      object,
      current => !this.#isOn(current),
      finalizers => finalizers.filter(finalizer => finalizer !== this.#name),
      signal,
    )
    this.#finished.add(object)
  }

  #isOn(object: Cached<T>): boolean {
    return object.metadata.finalizers?.includes(this.#name) ?? false
  }

  /** Changes the finalizers unless they are right already. The answer is the latest state; undefined if the object is gone. */
  async #write(
    object: Cached<T>,
    isRight: (current: Cached<T>) => boolean,
    change: (finalizers: readonly string[]) => string[],
    signal: AbortSignal,
  ): Promise<Cached<T> | undefined> {
    try {
      let current = object
      for (let write = 1; !isRight(current); write++) {
        try {
          return await this.#patch(current, change(current.metadata.finalizers ?? []), signal)
        } catch (error) {
          if (!isConflict(error) || write === writes) throw error
        }
        current = await this.#read(current, signal)
        if (current.metadata.uid !== object.metadata.uid) return undefined
      }
      return current
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }

  /** A conflict unless the object is still in this version. */
  async #patch({ metadata }: Cached<T>, finalizers: string[], signal: AbortSignal): Promise<Cached<T>> {
    const merge = { metadata: { resourceVersion: metadata.resourceVersion, finalizers } }
    return (await this.#client(metadata).patch(metadata.name, { merge }, { signal })) as Cached<T>
  }

  async #read({ metadata }: Cached<T>, signal: AbortSignal): Promise<Cached<T>> {
    return (await this.#client(metadata).get(metadata.name, { signal })) as Cached<T>
  }

  #client({ namespace }: ObjectKey): ClusterResourceClient<StoredObject, unknown, unknown> {
    return namespace === undefined
      ? new ClusterResourceClient(this.#clients, this.#resource)
      : new NamespaceResourceClient(this.#clients, this.#resource, namespace)
  }
}

/** Somebody has asked for its deletion. */
export function isTerminating(object: Cached<StoredObject>): boolean {
  return Boolean(object.metadata.deletionTimestamp)
}

/** `<plural>.<group>/finalizer`. The built-in kinds have many controllers, each of which needs a name of its own. */
export function defaultFinalizer({ group, plural, kind }: AnyResource): string {
  if (!group.includes('.')) {
    throw new Error(
      `the reconciler of ${kind} has \`finalize\`: give it a \`finalizer\` too, such as example.com/${plural}`,
    )
  }
  return `${plural}.${group}/finalizer`
}
