import { defineResource, type StoredObject } from '../../../runtime/api/resource.js'
import type { NamespacedMeta, ObjectMeta, ApplyMeta } from '../../../runtime/api/object-meta.js'
import { Client } from '../../../runtime/client/client.js'
import { HttpTransport } from '../../../runtime/transport/http-transport.js'
import { FakeClock } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { LocalServer, type Answer } from '../transport/local-server.js'

export interface Widget extends StoredObject {
  metadata: NamespacedMeta
  spec: { size: number; tags?: string[] }
  status?: { ready: boolean }
}

interface WidgetInput {
  apiVersion?: 'example.com/v1'
  kind?: 'Widget'
  metadata: ObjectMeta
  spec: { size?: number; tags?: string[] }
}

interface WidgetApply {
  metadata: ApplyMeta
  spec?: { size?: number }
}

export const Widget = defineResource<Widget, WidgetInput, WidgetApply>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Widget',
  plural: 'widgets',
  scope: 'Namespaced',
  subresources: { status: true, scale: true },
})

export const Zone = defineResource<StoredObject, { metadata: ObjectMeta }, { metadata: ApplyMeta }>()({
  group: '',
  version: 'v1',
  kind: 'Zone',
  plural: 'zones',
  scope: 'Cluster',
})

export const Review = defineResource<StoredObject, { metadata?: ObjectMeta; spec: object }>()({
  group: 'review.example.com',
  version: 'v1',
  kind: 'Review',
  plural: 'reviews',
  scope: 'Cluster',
  createOnly: true,
})

/** What the server has stored. */
export function widget(name: string, namespace = 'default'): Widget {
  return {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name, namespace, uid: `uid-${name}`, resourceVersion: '7', creationTimestamp: '2030-01-01T00:00:00Z' },
    spec: { size: 1 },
  }
}

/** A client of a server whose answers a test writes. */
export class ClientWorld {
  static async start(answer: Answer): Promise<ClientWorld> {
    return new ClientWorld(await LocalServer.start(answer))
  }

  readonly clock = new FakeClock()
  readonly logger = recordingLogger()
  readonly client: Client
  readonly transport: HttpTransport

  private constructor(readonly server: LocalServer) {
    this.transport = new HttpTransport({
      cluster: {
        server: server.url,
        namespace: 'default',
        compression: false,
        authenticationMs: Number.POSITIVE_INFINITY,
        authenticate: async () => ({ headers: {}, tls: {} }),
      },
      userAgent: 'test/1',
      clock: this.clock,
    })
    this.client = new Client({
      transport: this.transport,
      fieldManager: 'tester',
      clock: this.clock,
      logger: this.logger,
    })
  }

  /** `PATCH /apis/...?fieldManager=tester`, for each request so far. */
  get requests(): string[] {
    return this.server.requests.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`)
  }

  async stop(): Promise<void> {
    this.transport.close()
    await this.server.stop()
  }
}
