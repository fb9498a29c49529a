import { defineResource, type AnyResource, type ObjectOf, type StoredObject } from '../../../runtime/api/resource.js'
import { Cache } from '../../../runtime/cache/cache.js'
import { Client } from '../../../runtime/client/client.js'
import { EventRecorder } from '../../../runtime/client/events.js'
import { ControllerBuilder, type ControllerOptions } from '../../../runtime/controller/controller-builder.js'
import type { Reconciler } from '../../../runtime/controller/reconciler.js'
import { FakeClock, settled } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { TinyApi } from './tiny-api.js'

export interface Widget extends StoredObject {
  metadata: StoredObject['metadata'] & { namespace: string }
  spec: { size: number }
  status?: { ready: boolean }
}
export const Widget = defineResource<Widget>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Widget',
  plural: 'widgets',
  scope: 'Namespaced',
  subresources: { status: true },
})

export const Part = defineResource<StoredObject>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Part',
  plural: 'parts',
  scope: 'Namespaced',
})

export const Zone = defineResource<StoredObject>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Zone',
  plural: 'zones',
  scope: 'Cluster',
})

export const widget = (name: string, size = 1, metadata: Record<string, unknown> = {}) => ({
  metadata: { name, namespace: 'default', ...metadata },
  spec: { size },
})

/** Controllers at work on an API server in memory, with a clock that is turned by hand. */
export class World {
  readonly api = new TinyApi()
  readonly clock = new FakeClock()
  readonly logger = recordingLogger()
  readonly client = new Client({
    transport: this.api,
    fieldManager: 'test',
    clock: this.clock,
    logger: this.logger,
  })
  readonly #namespaces: readonly string[] | undefined
  readonly cache: Cache
  readonly #builders: Pick<ControllerBuilder<AnyResource>, 'build'>[] = []
  readonly #stopCache = new AbortController()
  readonly #stopControllers = new AbortController()
  #stopped: Promise<unknown> = Promise.resolve()

  constructor({ namespaces }: { readonly namespaces?: readonly string[] } = {}) {
    this.#namespaces = namespaces
    this.cache = new Cache({
      listerWatcher: (resource, selection) => this.client.listerWatcher(resource, selection),
      logger: this.logger,
      clock: this.clock,
      random: () => 0,
      ...(namespaces && { namespaces }),
    })
  }

  controller<R extends AnyResource>(
    resource: R,
    reconciler: Reconciler<ObjectOf<R>> | Reconciler<ObjectOf<R>>['reconcile'],
    options?: ControllerOptions,
  ): ControllerBuilder<R> {
    const whole = typeof reconciler === 'function' ? { reconcile: reconciler } : reconciler
    const builder = new ControllerBuilder(resource, whole, options)
    this.#builders.push(builder as unknown as ControllerBuilder<AnyResource>)
    return builder
  }

  /** Resolves when the controllers have done what there is to do now. The answer aborts the signals of what is under way. */
  async start(): Promise<(reason: unknown) => void> {
    const { client, cache, logger, clock } = this
    const events = new EventRecorder({ client, reportingController: 'test', clock, logger })
    const controllers = this.#builders.map(builder =>
      builder.build({ client, cache, namespaces: this.#namespaces, events, logger, clock }),
    )
    const stopped = [this.cache.run(this.#stopCache.signal)]
    await this.cache.untilSynced()
    for (const controller of controllers) stopped.push(controller.run(this.#stopControllers.signal))
    this.#stopped = Promise.all(stopped)
    await this.idle()
    return reason => controllers.forEach(controller => controller.interrupt(reason))
  }

  /** Resolves when nothing happens any more unless time goes on. */
  async idle(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await settled()
  }

  async stop(): Promise<void> {
    this.#stopControllers.abort()
    this.#stopCache.abort()
    await this.#stopped
  }

  /** Messages of this level, with the message of their error. */
  logged(level: string): string[] {
    return this.logger.lines
      .filter(line => line.level === level)
      .map(({ message, fields: { error } }) => (error instanceof Error ? `${message}: ${error.message}` : message))
  }
}
