import { createHash } from 'node:crypto'
import type { Cached, DeepReadonly } from '../api/deep-readonly.js'
import type { ApplyMeta } from '../api/object-meta.js'
import { Recent } from '../api/recent.js'
import type { AnyResource, ApplyOf, ObjectKey, ObjectOf, StoredObject } from '../api/resource.js'
import { isNotFound } from '../client/api-error.js'
import { read } from '../client/create-or-update.js'
import { isHeld, valuesOf, type FieldSet } from '../client/field-set.js'
import { appliedFields } from '../client/managed-fields.js'
import {
  AlreadyOwnedError,
  controllerOf,
  NotControlledError,
  setControllerReference,
} from '../client/owner-references.js'
import { ClusterResourceClient, NamespaceResourceClient } from '../client/resource-client.js'
import { formatKey } from '../queue/object-key.js'
import { keyOf } from './event-source.js'
import { isTerminating } from './finalizer.js'
import type { Context } from './reconciler.js'

export interface DependentResourceOptions {
  /** Takes over objects that are there already and that nobody controls. Default: false, a {@link NotControlledError}. */
  readonly adopt?: boolean
}

/** What an object is to be: a server-side-apply configuration, whose name and namespace may be left out. */
export type Desired<R extends AnyResource> = DeepReadonly<Omit<ApplyOf<R>, 'metadata'>> & {
  readonly metadata?: DeepReadonly<Partial<ApplyMeta>>
}

export type DependentOutcome =
  | 'created'
  | 'updated'
  /** It is as it is to be. */
  | 'unchanged'
  /** It is being deleted, by whomever; another one can be made when it is gone. */
  | 'terminating'
  | 'deleted'
  /** There is none, and is to be none. */
  | 'absent'

export interface Dependent<T> {
  readonly outcome: DependentOutcome
  /** As it is now, or as it last was. Undefined only where there is to be none, and is none. */
  readonly object: T
}

/** What is known of an object since it was last applied, or found as it is to be. */
interface Applied {
  readonly uid: string
  /** Of the configuration. */
  readonly digest: string
  /** What is applied by it, where the cache keeps none of that. */
  readonly fields: FieldSet
  /** Of the values that these fields had then: what the server has made of the configuration. */
  readonly values: string
}

/** Of so many objects is known that they are as they are to be. Of others a request may find that out, and changes nothing. */
const remembered = 16_384

/**
 * Objects of one kind that belong to others: each is made, changed and deleted as its owner wants it, by server-side apply. Made once,
 * for all owners, beside `.owns(Kind)` of the controller, which brings the kind into the cache.
 *
 * Only what a configuration names is compared, item by item where lists have keys: what the server fills in, and what others
 * add, stays. A field that a configuration names no longer is removed. Nothing is sent where there is nothing to do, which is known
 * from the fields that the manager has applied (the cache keeps these), and from what became of the last configuration that was applied:
 * a server may store `1` where `1000m` was sent.
 */
export class DependentResource<R extends AnyResource> {
  readonly resource: R
  readonly #adopt: boolean
  readonly #applied = new Recent<Applied>(remembered)
  /** Objects of the cache that are as they are to be, and the digest of the configuration that says so. */
  readonly #done = new WeakMap<Cached<StoredObject>, string>()
  /** Objects that are deleted, as a cache shows them that does not know it yet. */
  readonly #deleted = new WeakSet<Cached<StoredObject>>()

  constructor(resource: R, { adopt = false }: DependentResourceOptions = {}) {
    this.resource = resource
    this.#adopt = adopt
  }

  /**
   * Brings the object of this name into the desired state, with `owner` as its controller; deletes it where that is undefined.
   * Rejects with an {@link AlreadyOwnedError} where another owner controls it, with a {@link NotControlledError} where nobody does,
   * with a TypeError where the owner could not be found from where the object is, and with an `ApiError` for what the server refuses.
   */
  reconcile(owner: Cached<StoredObject>, key: ObjectKey, desired: Desired<R>, context: Surroundings): Present<R>
  reconcile(owner: Cached<StoredObject>, key: ObjectKey, desired: undefined, context: Surroundings): Perhaps<R>
  reconcile(
    owner: Cached<StoredObject>,
    key: ObjectKey,
    desired: Desired<R> | undefined,
    context: Surroundings,
  ): Perhaps<R>
  reconcile(
    owner: Cached<StoredObject>,
    key: ObjectKey,
    desired: Desired<R> | undefined,
    context: Surroundings,
  ): Perhaps<R> {
    return desired === undefined ? this.#remove(owner, key, context) : this.#apply(owner, key, desired, context)
  }

  async #apply(
    owner: Cached<StoredObject>,
    key: ObjectKey,
    desired: Desired<R>,
    context: Surroundings,
  ): Promise<Dependent<Cached<ObjectOf<R>>>> {
    const { client, cache, signal } = context
    const configuration = this.#configuration(owner, key, desired)
    // What is not in the cache may still be there: an apply would take it over unasked.
    const current = cache.get(this.resource, key) ?? (await read(client, this.resource, key, undefined, { signal }))
    if (current) {
      this.#mustBeOurs(owner, current)
      if (isTerminating(current)) return { outcome: 'terminating', object: current }
      if (this.#isDone(current, configuration, client.fieldManager)) return { outcome: 'unchanged', object: current }
    }
    const { uid } = current?.metadata ?? {}
    // A conflict where it has been replaced by another one.
    const body = { ...configuration, metadata: { ...configuration.metadata, ...(uid && { uid }) } }
    const object = (await this.#client(key, context).apply(body, { force: true, signal })) as Cached<ObjectOf<R>>
    this.#remember(object, configuration, client.fieldManager)
    return { outcome: outcomeOf(current, object), object }
  }

  async #remove(
    owner: Cached<StoredObject>,
    key: ObjectKey,
    context: Surroundings,
  ): Promise<Dependent<Cached<ObjectOf<R>> | undefined>> {
    const current = context.cache.get(this.resource, key)
    if (!current || controllerOf(current)?.uid !== owner.metadata.uid) return { outcome: 'absent', object: undefined }
    const { uid, name } = current.metadata
    if (isTerminating(current) || this.#deleted.has(current)) return { outcome: 'terminating', object: current }
    const options = { preconditions: { uid }, propagationPolicy: 'Background', signal: context.signal } as const
    try {
      await this.#client(key, context).delete(name, options)
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
    this.#applied.delete(formatKey(key))
    this.#deleted.add(current)
    return { outcome: 'deleted', object: current }
  }

  /** What is applied: the desired state, under its name, with its owner. */
  #configuration(
    owner: Cached<StoredObject>,
    key: ObjectKey,
    { metadata = {}, ...desired }: Desired<R>,
  ): Configuration {
    const { namespace, name } = key
    if ((metadata.name ?? name) !== name || (metadata.namespace ?? namespace) !== namespace) {
      const other = formatKey({ namespace: metadata.namespace ?? namespace ?? '', name: metadata.name ?? name })
      throw new TypeError(`${other} is desired where ${formatKey(key)} was asked for`)
    }
    const named = { ...desired, metadata: { ...metadata, name, ...(namespace !== undefined && { namespace }) } }
    return setControllerReference(owner, named) as unknown as Configuration
  }

  #mustBeOurs(owner: Cached<StoredObject>, current: Cached<StoredObject>): void {
    const controller = controllerOf(current)
    if (controller && controller.uid !== owner.metadata.uid) throw new AlreadyOwnedError(current, controller)
    if (!controller && !this.#adopt) throw new NotControlledError(current)
  }

  /** Whether there is nothing to apply. If in doubt, there is. */
  #isDone(current: Cached<StoredObject>, configuration: Configuration, manager: string): boolean {
    const digest = digestOf(configuration)
    if (this.#done.get(current) === digest) return true
    const known = this.#applied.get(formatKey(keyOf(current)))
    const kept = appliedFields(current, manager, this.resource.apiVersion)
    if (known?.uid === current.metadata.uid && known.digest === digest) {
      // Whoever changes a value takes it away from who applied it.
      if (kept && digestOf(kept) !== digestOf(known.fields)) return false
      if (digestOf(valuesOf(known.fields, current)) !== known.values) return false
    } else {
      if (!kept || !isHeld(kept, configuration, current)) return false
      this.#remember(current, configuration, manager)
    }
    this.#done.set(current, digest)
    return true
  }

  #remember(object: Cached<StoredObject>, configuration: Configuration, manager: string): void {
    const key = formatKey(keyOf(object))
    const fields = appliedFields(object, manager, this.resource.apiVersion)
    if (!fields) return this.#applied.delete(key)
    const { uid } = object.metadata
    const values = digestOf(valuesOf(fields, object))
    this.#applied.set(key, { uid, digest: digestOf(configuration), fields, values })
  }

  #client({ namespace }: ObjectKey, { client }: Surroundings): ClusterResourceClient<StoredObject, unknown, unknown> {
    return namespace === undefined
      ? new ClusterResourceClient(client, this.resource)
      : new NamespaceResourceClient(client, this.resource, namespace)
  }
}

type Surroundings = Pick<Context, 'client' | 'cache' | 'signal'>
type Present<R extends AnyResource> = Promise<Dependent<Cached<ObjectOf<R>>>>
type Perhaps<R extends AnyResource> = Promise<Dependent<Cached<ObjectOf<R>> | undefined>>

interface Configuration {
  readonly metadata: ApplyMeta
}

function outcomeOf(before: Cached<StoredObject> | undefined, after: Cached<StoredObject>): DependentOutcome {
  if (before?.metadata.uid !== after.metadata.uid) return 'created'
  return before.metadata.resourceVersion === after.metadata.resourceVersion ? 'unchanged' : 'updated'
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64')
}
