import type { Cached } from '../api/deep-readonly.js'
import type { ObjectMeta } from '../api/object-meta.js'
import type { AnyResource, ObjectOf, StoredObject } from '../api/resource.js'
import type { Client } from './client.js'
import * as operations from './operations.js'
import type { WriteOptions } from './options.js'
import { isControlledBy, setControllerReference, type Owner } from './owner-references.js'
import { ResourceScope } from './resource-scope.js'

/**
 * Makes `owner` the controller of an object that has none; other owners stay. Sends nothing where it is already. Rejects with an
 * `AlreadyOwnedError` where another one is, with a TypeError where the owner could not be found from where the object is, and with a
 * conflict where the object is not the latest, or is another one of this name by now.
 */
export async function adopt<R extends AnyResource>(
  client: Client,
  resource: R,
  object: Cached<ObjectOf<R>>,
  owner: Owner,
  options: WriteOptions = {},
): Promise<Cached<ObjectOf<R>>> {
  if (isControlledBy(object, owner)) return object
  const { ownerReferences } = setControllerReference(owner, object).metadata
  for (const { kind, metadata } of [object as Cached<StoredObject>, owner]) {
    // The garbage collector may have looked at its owners already, or is about to delete what this one owns.
    if (metadata.deletionTimestamp) throw new Error(`nothing is adopted: ${kind} ${metadata.name} is being deleted`)
  }
  return writeOwners(client, resource, object, ownerReferences ?? [], options)
}

/**
 * Takes `owner` off the owners of an object, which outlives it then. Sends nothing where it is none of them: what others control stays as it
 * is. Rejects with a conflict where the object is not the latest, or is another one of this name by now.
 */
export async function orphan<R extends AnyResource>(
  client: Client,
  resource: R,
  object: Cached<ObjectOf<R>>,
  owner: Pick<Owner, 'metadata'>,
  options: WriteOptions = {},
): Promise<Cached<ObjectOf<R>>> {
  const { ownerReferences = [] } = (object as Cached<StoredObject>).metadata
  const others = ownerReferences.filter(({ uid }) => uid !== owner.metadata.uid)
  if (others.length === ownerReferences.length) return object
  return writeOwners(client, resource, object, others, options)
}

async function writeOwners<R extends AnyResource>(
  client: Client,
  resource: R,
  { metadata }: Cached<StoredObject>,
  ownerReferences: readonly object[],
  options: WriteOptions,
): Promise<Cached<ObjectOf<R>>> {
  const { uid, resourceVersion } = metadata
  const scope = new ResourceScope(client, resource)
  const merge = { metadata: { uid, resourceVersion, ownerReferences } }
  return (await operations.patch(scope, scope.of(metadata as ObjectMeta), { merge }, options)) as Cached<ObjectOf<R>>
}
