import type { DeepReadonly } from '../api/deep-readonly.js'
import type { AnyResource } from '../api/resource.js'
import * as operations from './operations.js'
import type { ApplyOptions, GetOptions, PatchOptions, ReplaceOptions } from './options.js'
import type { Patch, StatusApply } from './patch.js'
import type { ResourceScope } from './resource-scope.js'
import type { Scale } from './scale.js'

/** Requests about the status of objects. Whatever else of an object is sent, the server leaves as it is. */
export class StatusClient<T> {
  readonly #scope: ResourceScope

  constructor(scope: ResourceScope) {
    this.#scope = scope
  }

  get(name: string, options?: GetOptions): Promise<T> {
    return operations.get(this.#scope, this.#scope.named(name, 'status'), options) as Promise<T>
  }

  replace(object: DeepReadonly<T>, options?: ReplaceOptions): Promise<T> {
    return operations.replace(this.#scope, object, 'status', options) as Promise<T>
  }

  patch(name: string, patch: Patch<T> | Patch, options?: PatchOptions): Promise<T> {
    return operations.patch(this.#scope, this.#scope.named(name, 'status'), patch as Patch, options) as Promise<T>
  }

  apply(configuration: StatusApply<AnyResource>, options?: ApplyOptions): Promise<T> {
    return operations.apply(this.#scope, configuration, 'status', options) as Promise<T>
  }
}

/** Requests about how many replicas objects have. */
export class ScaleClient {
  readonly #scope: ResourceScope

  constructor(scope: ResourceScope) {
    this.#scope = scope
  }

  get(name: string, options?: GetOptions): Promise<Scale> {
    return operations.get(this.#scope, this.#scope.named(name, 'scale'), options) as Promise<Scale>
  }

  replace(scale: DeepReadonly<Scale>, options?: ReplaceOptions): Promise<Scale> {
    return operations.replace(this.#scope, scale, 'scale', options) as Promise<Scale>
  }

  patch(name: string, patch: Patch<Scale> | Patch, options?: PatchOptions): Promise<Scale> {
    return operations.patch(this.#scope, this.#scope.named(name, 'scale'), patch as Patch, options) as Promise<Scale>
  }
}
