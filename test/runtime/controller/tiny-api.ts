import { Readable } from 'node:stream'
import type { ObjectMeta } from '../../../runtime/api/object-meta.js'
import type { AnyResource, ObjectKey } from '../../../runtime/api/resource.js'
import type { Transport, TransportRequest, TransportResponse } from '../../../runtime/transport/transport.js'

/** An object as the server keeps it. */
export interface TinyObject {
  readonly metadata: ObjectMeta & { name: string }
  readonly [field: string]: unknown
}

interface Change {
  readonly version: number
  readonly collection: string
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: TinyObject
}

interface Watch {
  readonly collection: string
  readonly namespace: string | undefined
  readonly body: Readable
  sent: number
}

/**
 * An API server in memory: lists, watches, gets, creates, replacements, merge patches, applies and deletions, with
 * versions, generations and finalizers.
 */
export class TinyApi implements Transport {
  /** `PATCH /apis/example.com/v1/namespaces/default/widgets/a`, without lists and watches. */
  readonly requests: string[] = []
  readonly #objects = new Map<string, Map<string, TinyObject>>()
  readonly #changes: Change[] = []
  readonly #watches = new Set<Watch>()
  readonly #failures = new Map<string, (Error | number)[]>()
  #down = false
  #version = 100
  readonly #held = new Set<string>()
  #heldList: { isHeld: boolean; readonly answered: Promise<void> } | undefined

  /** Watches of this kind say nothing until they are released: caches grow old. */
  hold(resource: AnyResource): void {
    this.#held.add(collectionOf(resource))
  }

  release(resource: AnyResource): void {
    this.#held.delete(collectionOf(resource))
    for (const watch of this.#watches) this.#send(watch)
  }

  /** The next request of this method gets this status, or its connection breaks. */
  failNext(method: string, problem: number | Error): void {
    this.#failures.set(method, [...(this.#failures.get(method) ?? []), problem])
  }

  /** Creates the object, or replaces it without asking for its version. */
  put(resource: AnyResource, object: TinyObject): void {
    const { apiVersion, kind } = resource
    this.#store(collectionOf(resource), { apiVersion, kind, ...object })
  }

  get(resource: AnyResource, key: ObjectKey): TinyObject | undefined {
    return this.#objects.get(collectionOf(resource))?.get(keyText(key))
  }

  /** Every watch ends because its version is too old. */
  expireWatches(): void {
    const object = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 410, reason: 'Expired' }
    for (const { body } of this.#watches) {
      body.push(`${JSON.stringify({ type: 'ERROR', object })}\n`)
      body.push(null)
    }
  }

  /** The answer brings everything back as it is now, versions too, as a backup does, and breaks every connection. */
  snapshot(): () => void {
    const objects = structuredClone(this.#objects)
    const version = this.#version
    return () => {
      this.#objects.clear()
      for (const [collection, ofCollection] of structuredClone(objects)) this.#objects.set(collection, ofCollection)
      this.#version = version
      this.#changes.splice(0, Infinity, ...this.#changes.filter(change => change.version <= version))
      for (const { body } of this.#watches) body.destroy(unreachable())
    }
  }

  /** The next list is made when it is asked for, and answered when it is told to. */
  holdNextList(): { readonly isHeld: boolean; answer(): void } {
    const hold = { isHeld: false, answer: () => {}, answered: Promise.resolve() }
    hold.answered = new Promise<void>(resolve => (hold.answer = resolve))
    this.#heldList = hold
    return hold
  }

  /** Marks it, and removes it once it has no finalizers. */
  delete(resource: AnyResource, key: ObjectKey): void {
    const current = this.get(resource, key)
    if (!current) throw new Error(`there is no ${resource.kind} ${key.name}`)
    this.#delete(collectionOf(resource), current)
  }

  /** Every connection breaks, and no other can be made. */
  goDown(): void {
    this.#down = true
    for (const { body } of this.#watches) body.destroy(unreachable())
  }

  comeUp(): void {
    this.#down = false
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    request.signal?.throwIfAborted()
    // A server answers later, never at once.
    await new Promise(resolve => setImmediate(resolve))
    request.signal?.throwIfAborted()
    if (this.#down) throw unreachable()
    const [path = '', query] = request.path.split('?', 2)
    const { collection, namespace, name } = parsePath(path)
    if (request.method === 'GET' && name === undefined) {
      const parameters = new URLSearchParams(query)
      if (parameters.has('watch')) return this.#watch(collection, namespace, parameters, request.signal)
      const list = this.#list(collection, namespace)
      const hold = this.#heldList
      this.#heldList = undefined
      if (hold) {
        hold.isHeld = true
        await hold.answered
      }
      return answer(200, list)
    }
    this.requests.push(`${request.method} ${path}`)
    const problem = this.#failures.get(request.method)?.shift()
    if (problem instanceof Error) throw problem
    if (problem !== undefined) return status(problem, 'InternalError')
    if (query?.includes('dryRun=All'))
      return this.#tryOut(request, collection, { ...(namespace && { namespace }), name: name ?? '' })
    return this.#change(request, collection, { ...(namespace && { namespace }), name: name ?? '' })
  }

  close(): void {}

  #tryOut(request: TransportRequest, collection: string, key: ObjectKey): TransportResponse {
    const current = this.#objects.get(collection)?.get(keyText(key))
    const tried = merge(current, JSON.parse(request.body ?? '{}')) as TinyObject
    return answer(200, { ...tried, metadata: { ...tried.metadata, resourceVersion: '999999' } })
  }

  #change(request: TransportRequest, collection: string, key: ObjectKey): TransportResponse {
    if (request.method === 'POST') {
      const object = JSON.parse(request.body ?? '{}') as TinyObject
      const isThere = this.#objects.get(collection)?.has(keyText(object.metadata))
      return isThere ? status(409, 'AlreadyExists') : answer(201, this.#store(collection, object))
    }
    const current = this.#objects.get(collection)?.get(keyText(key))
    if (request.headers?.['content-type'] === 'application/apply-patch+yaml') {
      const configuration = JSON.parse(request.body ?? '{}') as TinyObject
      const applied = current ? (merge(current, configuration) as TinyObject) : configuration
      if (current && JSON.stringify(applied) === JSON.stringify(current)) return answer(200, current)
      return answer(current ? 200 : 201, this.#store(collection, applied))
    }
    if (!current) return status(404, 'NotFound')
    if (request.method === 'GET') return answer(200, current)
    if (request.method === 'DELETE') return answer(200, this.#delete(collection, current))
    if (request.method !== 'PATCH' && request.method !== 'PUT') {
      throw new Error(`the tiny API does not know ${request.method}`)
    }
    const body = JSON.parse(request.body ?? '{}')
    const next = (request.method === 'PUT' ? body : merge(current, body)) as TinyObject
    if (next.metadata.resourceVersion !== current.metadata.resourceVersion) return status(409, 'Conflict')
    return answer(200, this.#store(collection, next))
  }

  #delete(collection: string, current: TinyObject): TinyObject {
    const metadata = { ...current.metadata, deletionTimestamp: '2030-01-01T00:01:00Z' }
    return this.#store(collection, { ...current, metadata })
  }

  #list(collection: string, namespace: string | undefined): object {
    const items = [...(this.#objects.get(collection)?.values() ?? [])]
    const chosen = namespace === undefined ? items : items.filter(item => item.metadata.namespace === namespace)
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
    this.#send(watch)
    return { status: 200, headers: { 'content-type': 'application/json' }, body }
  }

  #send(watch: Watch): void {
    if (this.#held.has(watch.collection)) return
    for (const { version, collection, type, object } of this.#changes) {
      if (version <= watch.sent || collection !== watch.collection) continue
      if (watch.namespace !== undefined && object.metadata.namespace !== watch.namespace) continue
      watch.body.push(`${JSON.stringify({ type, object })}\n`)
      watch.sent = version
    }
  }

  #store(collection: string, object: TinyObject): TinyObject {
    const objects = this.#objects.get(collection) ?? new Map<string, TinyObject>()
    this.#objects.set(collection, objects)
    const text = keyText(object.metadata)
    const old = objects.get(text)
    const { uid = `uid-${this.#version}`, generation = 0 } = old?.metadata ?? {}
    const metadata = {
      ...object.metadata,
      uid,
      creationTimestamp: '2030-01-01T00:00:00Z',
      resourceVersion: String(++this.#version),
      generation: old && wishesOf(old) === wishesOf(object) ? generation : generation + 1,
    }
    const stored = { ...structuredClone(object), metadata }
    const ends = metadata.deletionTimestamp && !metadata.finalizers?.length
    if (ends) objects.delete(text)
    else objects.set(text, stored)
    const type = ends ? 'DELETED' : old ? 'MODIFIED' : 'ADDED'
    this.#changes.push({ version: this.#version, collection, type, object: stored })
    for (const watch of this.#watches) this.#send(watch)
    return stored
  }
}

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

function answer(code: number, body: object): TransportResponse {
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
  const merged: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name]
    else merged[name] = merge(merged[name], value)
  }
  return merged
}

/** What counts for the generation. */
function wishesOf({ metadata, status: _, ...wishes }: TinyObject): string {
  return JSON.stringify([wishes, metadata.deletionTimestamp])
}

function unreachable(): Error {
  return Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
}
