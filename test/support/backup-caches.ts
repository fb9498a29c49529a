import { Cache, type Client, type CacheOptions, type Informer, type InformerOptions } from 'opwright/runtime'
import { Backup } from '../golden/several-versions/expected/generated/vault.example.com/v1/backup.js'
import { connectClient } from './connected-client.js'
import { recordingLogger } from './recording-logger.js'

/** Caches, and what they need, that are there until they are closed. */
export class RunningCaches {
  readonly #closing: (() => unknown)[] = []

  async client(kubeconfig: string): Promise<Client> {
    const { client, close } = await connectClient(kubeconfig)
    this.closeLater(close)
    return client
  }

  async start(kubeconfig: string, options: Partial<CacheOptions> = {}): Promise<Cache> {
    const client = await this.client(kubeconfig)
    return this.run({ listerWatcher: (resource, selection) => client.listerWatcher(resource, selection), ...options })
  }

  run(options: Pick<CacheOptions, 'listerWatcher'> & Partial<CacheOptions>): Cache {
    const cache = new Cache({ logger: recordingLogger(), ...options })
    const stop = new AbortController()
    const stopped = cache.run(stop.signal)
    this.closeLater(() => {
      stop.abort()
      return stopped
    })
    return cache
  }

  closeLater(close: () => unknown): void {
    this.#closing.push(close)
  }

  /** The last first: a cache is stopped before its connections are closed. */
  async close(): Promise<void> {
    for (let close = this.#closing.pop(); close; close = this.#closing.pop()) await close()
  }
}

/** The informer of Backups, and what it tells in words. */
export function listen(
  cache: Cache,
  options?: InformerOptions<Backup>,
): { readonly informer: Informer<Backup>; readonly told: string[] } {
  const informer = cache.informer(Backup, options)
  const told: string[] = []
  informer.addHandler({
    added: ({ metadata }, { initial }) => told.push(`added ${metadata.name}${initial ? ', initial' : ''}`),
    updated: ({ metadata, spec }, old) => told.push(`updated ${metadata.name}: ${old.spec.copies} to ${spec.copies}`),
    deleted: ({ metadata }, { tombstone }) => told.push(`deleted ${metadata.name}${tombstone ? ', tombstone' : ''}`),
  })
  return { informer, told }
}

/** In the order of the alphabet. */
export function namesIn(cache: Cache, namespace: string): string[] {
  return cache
    .list(Backup, { namespace })
    .map(({ metadata }) => metadata.name)
    .sort()
}
