import { Readable } from 'node:stream'
import type { AnyResource, ObjectKey, StoredObject } from '../../../runtime/api/resource.js'
import type { Transport, TransportRequest, TransportResponse } from '../../../runtime/transport/transport.js'

type Json = Record<string, any>

interface Change {
  readonly version: number
  readonly collection: string
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: Json
}

interface Watch {
  readonly collection: string
  readonly namespace: string | undefined
  readonly body: Readable
  sent: number
}

/** An API server in memory: lists, watches, gets, creates, merges and deletes, with versions, generations and finalizers. */
export class TinyApi implements Transport {
  /** `PATCH /apis/example.com/v1/namespaces/default/widgets/a`, without lists and watches. */
  readonly requests: string[] = []
  readonly #objects = new Map<string, Map<string, Json>>()
  readonly #changes: Change[] = []
  readonly #watches = new Set<Watch>()
  readonly #failures: { readonly verb: string; readonly failure: Failure }[] = []
  #version = 100
  #held = false

  /** The next request of this method is answered with this, or the connection breaks. */
  failNext(verb: string, failure: Failure): void {
    this.#failures.push({ verb, failure })
  }

  /** Watches say nothing until they are released: caches grow old. */
  hold(): void {
    this.#held = true
  }

  release(): void {
    this.#held = false
    for (const watch of this.#watches) this.#send(watch)
  }

  /** Creates the object, or replaces it without asking for its version. */
  put(resource: AnyResource, object: { metadata: ObjectKey & Json; [key: string]: unknown }): StoredObject {
    const { apiVersion, kind } = resource
    return this.#store(collectionOf(resource), { apiVersion, kind, ...object }) as StoredObject
  }

  get(resource: AnyResource, key: ObjectKey): Json | undefined {
    return this.#objects.get(collectionOf(resource))?.get(keyText(key))
  }

  delete(resource: AnyResource, key: ObjectKey): void {
    this.#delete(collectionOf(resource), key)
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    request.signal?.throwIfAborted()
    // A server answers later, never at once.
    await new Promise(resolve => setImmediate(resolve))
    request.signal?.throwIfAborted()
    const [path = '', query] = request.path.split('?', 2)
    const { collection, namespace, name } = parsePath(path)
    const parameters = new URLSearchParams(query)
    if (request.method === 'GET' && name === undefined) {
      if (parameters.get('watch')) return this.#watch(collection, namespace, parameters, request.signal)
      return answer(200, this.#list(collection, namespace))
    }
    this.requests.push(`${request.method} ${path}`)
    const index = this.#failures.findIndex(({ verb }) => verb === request.method)
    const [failing] = index < 0 ? [] : this.#failures.splice(index, 1)
    if (failing) {
      const { failure } = failing
      if (failure instanceof Error) throw failure
      if (typeof failure === 'number') return status(failure, 'InternalError')
      const done = this.#change(request, collection, { ...(namespace && { namespace }), name: name ?? '' })
      failure.after?.()
      return done
    }
    return this.#change(request, collection, { ...(namespace && { namespace }), name: name ?? '' })
  }

  close(): void {}

  #change(request: TransportRequest, collection: string, key: ObjectKey): TransportResponse {
    const current = this.#objects.get(collection)?.get(keyText(key))
    const body = request.body === undefined ? {} : (JSON.parse(request.body) as Json)
    if (request.method === 'POST') {
      const { name } = body['metadata']
      if (this.#objects.get(collection)?.has(keyText({ ...key, name }))) return status(409, 'AlreadyExists')
      const metadata = { ...body['metadata'], ...(key.namespace && { namespace: key.namespace }) }
      return answer(201, this.#store(collection, { ...body, metadata }))
    }
    if (!current) return status(404, 'NotFound')
    if (request.method === 'GET') return answer(200, current)
    if (request.method === 'DELETE') return answer(200, this.#delete(collection, key))
    const next = merge(current, body) as Json
    if (next['metadata'].resourceVersion !== current['metadata'].resourceVersion) return status(409, 'Conflict')
    return answer(200, this.#store(collection, next))
  }

  #list(collection: string, namespace: string | undefined): Json {
    const items = [...(this.#objects.get(collection)?.values() ?? [])]
    const chosen = namespace === undefined ? items : items.filter(item => item['metadata'].namespace === namespace)
    return { kind: 'List', metadata: { resourceVersion: String(this.#version) }, items: chosen }
  }

  #watch(
    collection: string,
    namespace: string | undefined,
    parameters: URLSearchParams,
    signal: AbortSignal | undefined,
  ): TransportResponse {
    const body = new Readable({ read() {} })
    const watch = { collection, namespace, body, sent: Number(parameters.get('resourceVersion') ?? 0) }
    this.#watches.add(watch)
    body.once('close', () => this.#watches.delete(watch))
    signal?.addEventListener('abort', () => body.destroy(signal.reason as Error), { once: true })
    if (!this.#held) this.#send(watch)
    return { status: 200, headers: { 'content-type': 'application/json' }, body }
  }

  #send(watch: Watch): void {
    for (const { version, collection, type, object } of this.#changes) {
      if (version <= watch.sent || collection !== watch.collection) continue
      if (watch.namespace !== undefined && object['metadata'].namespace !== watch.namespace) continue
      watch.body.push(`${JSON.stringify({ type, object })}\n`)
      watch.sent = version
    }
  }

  #store(collection: string, object: Json): Json {
    const objects = this.#objects.get(collection) ?? new Map<string, Json>()
    this.#objects.set(collection, objects)
    const text = keyText(object['metadata'])
    const old = objects.get(text)
    const stored = structuredClone(object)
    const { uid, generation, creationTimestamp } = old?.['metadata'] ?? {}
    Object.assign(stored['metadata'], {
      uid: uid ?? `uid-${this.#version}`,
      creationTimestamp: creationTimestamp ?? '2030-01-01T00:00:00Z',
      generation: old && wishesOf(old) === wishesOf(stored) ? generation : (generation ?? 0) + 1,
    })
    if (stored['metadata'].deletionTimestamp && !stored['metadata'].finalizers?.length) {
      objects.delete(text)
      return this.#record(collection, 'DELETED', stored)
    }
    this.#record(collection, old ? 'MODIFIED' : 'ADDED', stored)
    objects.set(text, stored)
    return stored
  }

  #delete(collection: string, key: ObjectKey): Json {
    const current = this.#objects.get(collection)?.get(keyText(key))
    if (!current) throw new Error(`there is no ${collection} ${keyText(key)}`)
    const metadata = { ...current['metadata'], deletionTimestamp: '2030-01-01T00:01:00Z' }
    return this.#store(collection, { ...current, metadata })
  }

  #record(collection: string, type: Change['type'], object: Json): Json {
    object['metadata'].resourceVersion = String(++this.#version)
    this.#changes.push({ version: this.#version, collection, type, object })
    if (!this.#held) for (const watch of this.#watches) this.#send(watch)
    return object
  }
}

/** An error: the connection breaks. A number: this status. `after`: it is answered as usual, and then this is called. */
export type Failure = Error | number | { readonly after: () => void }

function collectionOf({ apiVersion, group, plural }: AnyResource): string {
  return `${group === '' ? '/api' : '/apis'}/${apiVersion}/${plural}`
}

function keyText({ namespace = '', name }: ObjectKey): string {
  return `${namespace}/${name}`
}

function parsePath(path: string): { collection: string; namespace: string | undefined; name: string | undefined } {
  const match =
    /^(\/api\/[^/]+|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?(?:\/status)?$/.exec(path)
  if (!match) throw new Error(`the tiny API knows no path ${path}`)
  const [, root, namespace, plural, name] = match
  return { collection: `${root}/${plural}`, namespace, name }
}

function answer(code: number, body: Json): TransportResponse {
  return { status: code, headers: { 'content-type': 'application/json' }, body: Readable.from([JSON.stringify(body)]) }
}

function status(code: number, reason: string): TransportResponse {
  return answer(code, {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason,
    message: `it says ${reason}`,
  })
}

/** RFC 7386. */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const merged: Json = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name]
    else merged[name] = merge(merged[name], value)
  }
  return merged
}

/** What counts for the generation. */
function wishesOf({ metadata, status: _, ...wishes }: Json): string {
  return JSON.stringify([wishes, metadata.deletionTimestamp])
}
