import type { DeepReadonly } from '../api/deep-readonly.js'
import type { AnyResource, KubernetesObject, Resource } from '../api/resource.js'
import type { Client } from './client.js'
import type { ApplyOptions, GetOptions, PatchOptions, ReplaceOptions } from './options.js'
import type { Patch, StatusApply } from './patch.js'
import {
  CollectionClient,
  ObjectClient,
  type ClusterResourceClient,
  type NamespacedResourceClient,
  type NamespaceResourceClient,
} from './resource-client.js'
import { ResourceScope } from './resource-scope.js'
import type { Scale } from './scale.js'

/** The client of a kind: with exactly the methods that its descriptor allows. */
export type ClientFor<R extends AnyResource> =
  R extends Resource<infer T, infer Input, infer Apply, infer _D>
    ? R extends { readonly createOnly: true }
      ? CreateOnlyClient<R, T, Input, Apply>
      : R['scope'] extends 'Cluster'
        ? ClusterClient<R, T, Input, Apply>
        : R['scope'] extends 'Namespaced'
          ? NamespacedClient<R, T, Input, Apply>
          : ClusterClient<R, T, Input, Apply> | NamespacedClient<R, T, Input, Apply>
    : never

type ClusterClient<R extends AnyResource, T extends KubernetesObject, Input, Apply> = ClusterResourceClient<
  T,
  Input,
  Apply
> &
  SubresourcesByObject<R, T> &
  SubresourcesByName<R, T>

type NamespaceClient<R extends AnyResource, T extends KubernetesObject, Input, Apply> = NamespaceResourceClient<
  T,
  Input,
  Apply
> &
  SubresourcesByObject<R, T> &
  SubresourcesByName<R, T>

type NamespacedClient<R extends AnyResource, T extends KubernetesObject, Input, Apply> = NamespacedResourceClient<
  T,
  Input,
  Apply
> &
  SubresourcesByObject<R, T> & {
    /** Requests about the objects of one namespace. */
    namespace(name: string): NamespaceClient<R, T, Input, Apply>
  }

type CreateOnlyClient<R extends AnyResource, T extends KubernetesObject, Input, Apply> = Pick<
  NamespacedResourceClient<T, Input, Apply>,
  'create'
> &
  (R['scope'] extends 'Cluster'
    ? unknown
    : { namespace(name: string): Pick<NamespaceResourceClient<T, Input, Apply>, 'create'> })

type HasStatus = { readonly subresources: { readonly status: true } }
type HasScale = { readonly subresources: { readonly scale: true | object } }

type SubresourcesByObject<R extends AnyResource, T> = (R extends HasStatus ? StatusByObject<R, T> : unknown) &
  (R extends HasScale ? ScaleByObject : unknown)

type SubresourcesByName<R, T> = (R extends HasStatus ? StatusByName<T> : unknown) &
  (R extends HasScale ? ScaleByName : unknown)

interface StatusByObject<R extends AnyResource, T> {
  /** Replaces the status of an object, whose `metadata.resourceVersion` must be the latest. Whatever else has changed is left out. */
  replaceStatus(object: DeepReadonly<T>, options?: ReplaceOptions): Promise<T>
  /** Applies a part of the status, which the field manager owns from then on. */
  applyStatus(configuration: StatusApply<R>, options?: ApplyOptions): Promise<T>
}

interface StatusByName<T> {
  /** The object, read with the rights of those who may see its status. */
  getStatus(name: string, options?: GetOptions): Promise<T>
  /** Changes a part of the status. */
  patchStatus(name: string, patch: Patch<T>, options?: PatchOptions): Promise<T>
}

interface ScaleByObject {
  /** Replaces the scale of the object that the scale names. */
  replaceScale(scale: DeepReadonly<Scale>, options?: ReplaceOptions): Promise<Scale>
}

interface ScaleByName {
  /** The number of replicas that is asked for, and the number there is. */
  getScale(name: string, options?: GetOptions): Promise<Scale>
  patchScale(name: string, patch: Patch<Scale>, options?: PatchOptions): Promise<Scale>
}

/** The client of a kind that is known at run time only. Which methods there are is for the compiler to say. */
export function clientFor(client: Client, resource: AnyResource): object {
  const scope = new ResourceScope(client, resource)
  return resource.scope === 'Cluster' ? new AnyObjectClient(scope) : new AnyCollectionClient(scope)
}

/** Of a kind in no namespace, and of a kind in one. */
class AnyObjectClient<T extends KubernetesObject>
  extends ObjectClient<T, unknown, unknown>
  implements StatusByObject<AnyResource, T>, StatusByName<T>, ScaleByObject, ScaleByName
{
  readonly getStatus = this.status.get.bind(this.status)
  readonly replaceStatus = this.status.replace.bind(this.status)
  readonly patchStatus = this.status.patch.bind(this.status)
  readonly applyStatus = this.status.apply.bind(this.status)
  readonly getScale = this.scale.get.bind(this.scale)
  readonly replaceScale = this.scale.replace.bind(this.scale)
  readonly patchScale = this.scale.patch.bind(this.scale)
}

/** Of a kind in all namespaces. */
class AnyCollectionClient<T extends KubernetesObject>
  extends CollectionClient<T, unknown, unknown>
  implements StatusByObject<AnyResource, T>, ScaleByObject
{
  readonly replaceStatus = this.status.replace.bind(this.status)
  readonly applyStatus = this.status.apply.bind(this.status)
  readonly replaceScale = this.scale.replace.bind(this.scale)

  namespace(name: string): AnyObjectClient<T> {
    return new AnyObjectClient(new ResourceScope(this.client, this.scope.resource, name))
  }
}
