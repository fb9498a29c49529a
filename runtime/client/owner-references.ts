import type { DeepReadonly } from '../api/deep-readonly.js'
import type { ObjectMeta, OwnerReference } from '../api/object-meta.js'
import type { AnyResource } from '../api/resource.js'

/** The parts of an owner that are looked at. A server has stored it, or it has no uid. */
export interface Owner {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly uid: string
    readonly namespace?: string | undefined
    readonly deletionTimestamp?: string | undefined
  }
}

interface Owned {
  readonly metadata?: DeepReadonly<ObjectMeta>
}

/** The object has a controller already, and may not have two. */
export class AlreadyOwnedError extends Error {
  override readonly name = 'AlreadyOwnedError'
  /** The controller that it has. */
  readonly controller: DeepReadonly<OwnerReference>

  constructor(object: Owned, controller: DeepReadonly<OwnerReference>) {
    super(`${nameOf(object)} is controlled by ${controller.kind} ${controller.name} already`)
    this.controller = controller
  }
}

/** The object is there already, and nobody controls it: whose it is cannot be known. */
export class NotControlledError extends Error {
  override readonly name = 'NotControlledError'

  constructor(object: Owned) {
    super(`${nameOf(object)} is there already and has no controller: it is left alone unless it is adopted`)
  }
}

/** For `metadata.ownerReferences`: the object is deleted when its last owner is. */
export function ownerReference(owner: Owner, resource?: AnyResource): OwnerReference {
  const { apiVersion, kind } = resource ?? owner
  const { name, uid } = owner.metadata
  if (!uid) throw new TypeError(`${kind} ${name} has no uid: an owner must have been stored`)
  return { apiVersion, kind, name, uid }
}

/** An {@link ownerReference} that says that this owner controls the object too, and that waits for it when deleted in the foreground. */
export function controllerReference(owner: Owner, resource?: AnyResource): OwnerReference {
  return { ...ownerReference(owner, resource), controller: true, blockOwnerDeletion: true }
}

/**
 * A copy of the object, of which `owner` is the controller. Throws an {@link AlreadyOwnedError} if another one is, and a TypeError
 * where the owner is in a namespace that is not the object's: its owner could not be found there, and it would be deleted.
 */
export function setControllerReference<T extends Owned>(owner: Owner, object: T, resource?: AnyResource): T {
  const reference = controllerReference(owner, resource)
  checkNamespaces(owner, object)
  const controller = controllerOf(object)
  if (controller && controller.uid !== reference.uid) throw new AlreadyOwnedError(object, controller)
  const others = (object.metadata?.ownerReferences ?? []).filter(({ uid }) => uid !== reference.uid)
  return { ...object, metadata: { ...object.metadata, ownerReferences: [...others, reference] } }
}

/** The owner that controls the object. */
export function controllerOf(object: Owned): DeepReadonly<OwnerReference> | undefined {
  return object.metadata?.ownerReferences?.find(({ controller }) => controller === true)
}

/** Whether this very owner controls the object: another one of the same name is another one. */
export function isControlledBy(object: Owned, owner: { readonly metadata: { readonly uid: string } }): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid
}

function checkNamespaces(owner: Owner, object: Owned): void {
  const { namespace } = owner.metadata
  if (namespace === undefined || namespace === object.metadata?.namespace) return
  const where = object.metadata?.namespace
  throw new TypeError(
    `${owner.kind} ${namespace}/${owner.metadata.name} cannot own ${nameOf(object)}, which is in ` +
      (where === undefined ? 'no namespace: set metadata.namespace first' : 'another namespace'),
  )
}

function nameOf({ metadata }: Owned): string {
  const name = metadata?.name ?? `${metadata?.generateName ?? ''}...`
  return metadata?.namespace === undefined ? name : `${metadata.namespace}/${name}`
}
