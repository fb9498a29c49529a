/**
 * `metadata` of any Kubernetes object, as it travels: timestamps are RFC 3339 strings.
 * Every field is optional, as in a request or in a pod template; what a server returns has more, see {@link StoredMeta}.
 */
export interface ObjectMeta {
  name?: string
  /** The server makes a name from this prefix where `name` is absent. */
  generateName?: string
  namespace?: string
  labels?: { [key: string]: string }
  annotations?: { [key: string]: string }
  finalizers?: string[]
  ownerReferences?: OwnerReference[]
  uid?: string
  resourceVersion?: string
  /** Rises by one with each change of the desired state. */
  generation?: number
  creationTimestamp?: string
  /** Set once the object is being deleted. */
  deletionTimestamp?: string
  deletionGracePeriodSeconds?: number
  managedFields?: ManagedFieldsEntry[]
  selfLink?: string
}

/** {@link ObjectMeta} of which some fields must be there: `ObjectMetaWith<'name'>`. */
export type ObjectMetaWith<K extends keyof ObjectMeta> = ObjectMeta & Required<Pick<ObjectMeta, K>>

/** What every object that a server returns has. A dry run returns no `resourceVersion`. */
export interface StoredMeta extends ObjectMeta {
  name: string
  uid: string
  creationTimestamp: string
}

/** {@link StoredMeta} of an object in a namespace. */
export interface NamespacedMeta extends StoredMeta {
  namespace: string
}

/**
 * `metadata` of a server-side-apply configuration. `uid` and `resourceVersion`, where given, make the apply fail unless the
 * object has them; what else only the server sets is ignored.
 */
export interface ApplyMeta extends Omit<ObjectMeta, 'managedFields'> {
  name: string
  /** The server refuses them: an object that was read is applied without them. */
  managedFields?: never
}

export interface OwnerReference {
  apiVersion: string
  kind: string
  name: string
  uid: string
  /** At most one owner of an object is its controller. */
  controller?: boolean
  /** Deleting the owner in the foreground waits for this object. */
  blockOwnerDeletion?: boolean
}

export interface ManagedFieldsEntry {
  manager?: string
  operation?: string
  apiVersion?: string
  time?: string
  fieldsType?: string
  fieldsV1?: { [key: string]: unknown }
  subresource?: string
}

/** `metadata` of a list. */
export interface ListMeta {
  resourceVersion?: string
  /** Asks for the next page. */
  continue?: string
  remainingItemCount?: number
}
