import type { AnyResource, ObjectKey, ObjectOf } from '../api/resource.js'
import type { Client } from './client.js'
import { asApplied } from './managed-fields.js'
import * as operations from './operations.js'
import type { RequestOptions } from './options.js'
import { ResourceScope } from './resource-scope.js'
import { retryOnConflict } from './retry-on-conflict.js'
import type { Upserted } from './create-or-update.js'

export interface MigrateFieldManagerOptions extends RequestOptions {
  /** Whose updates (creations, replacements, patches) become what is applied. Default: those of `to`. */
  readonly from?: readonly string[]
  /** Who applies from now on. Default: the client's field manager. */
  readonly to?: string
}

/**
 * Makes the fields that were written by requests other than server-side applies fields that `to` has applied, so that its next apply
 * removes those that it leaves out; nothing else of the object changes. To be called once for objects that were written with `create`,
 * `replace` or `createOrUpdate` before they are applied; where there is nothing to migrate it only reads. What others do meanwhile is
 * not lost: it is tried again. Rejects with an `ApiError` that is not found where there is no such object.
 */
export async function migrateFieldManager<R extends AnyResource>(
  client: Client,
  resource: R,
  key: ObjectKey,
  { to = client.fieldManager, from = [to], ...options }: MigrateFieldManagerOptions = {},
): Promise<Upserted<ObjectOf<R>>> {
  const scope = new ResourceScope(client, resource)
  const target = scope.of(key)
  return retryOnConflict(
    async () => {
      const object = (await operations.get(scope, target, options)) as ObjectOf<R>
      const { managedFields = [], resourceVersion } = object.metadata
      const migrated = asApplied(managedFields, from, to)
      if (migrated === managedFields) return { outcome: 'unchanged', object } as Upserted<ObjectOf<R>>
      const patch = {
        json: [
          { op: 'replace', path: '/metadata/managedFields', value: migrated },
          // No `test`: one that fails is an invalid request, and no conflict.
          { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
        ],
      } as const
      const written = await operations.patch(scope, target, patch, options)
      return { outcome: 'updated', object: written } as Upserted<ObjectOf<R>>
    },
    { clock: client.requests.clock, ...(options.signal && { signal: options.signal }) },
  )
}
