import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { sleep } from '../../../runtime/api/clock.js'
import type { Cached } from '../../../runtime/api/deep-readonly.js'
import type { StoredObject } from '../../../runtime/api/resource.js'
import type {
  ListerWatcher,
  ListPage,
  ListRequest,
  WatchEvent,
  WatchRequest,
} from '../../../runtime/client/list-watch.js'
import type { InformerHandler } from '../../../runtime/cache/informer.js'
import { SharedInformer } from '../../../runtime/cache/shared-informer.js'
import { FakeClock } from '../../support/fake-clock.js'
import { recordingLogger } from '../../support/recording-logger.js'
import { statusError } from '../../support/scripted-lister-watcher.js'
import { randomNumbers } from '../../support/random.js'

const namespaces = ['x', 'y']
const names = ['a', 'b', 'c', 'd', 'e']
const keyOf = ({ metadata }: Cached<StoredObject>) => `${metadata.namespace}/${metadata.name}`
const versionOf = ({ metadata }: Cached<StoredObject>) => `${metadata.uid}@${metadata.resourceVersion}`

/** Keeps objects with versions and a history, as a Kubernetes API server does, and fails as often as it is told to. */
class SimulatedServer {
  readonly #clock: FakeClock
  readonly #random: () => number
  readonly objects = new Map<string, StoredObject>()
  readonly #history: {
    readonly version: number
    readonly event: WatchEvent<StoredObject> & { object: StoredObject }
  }[] = []
  readonly #snapshots = new Map<string, { readonly version: number; readonly items: StoredObject[] }>()
  readonly #watchers = new Set<() => void>()
  #version = 100
  #compacted = 0
  #uid = 0
  /** Of a request, that something goes wrong with it. */
  faults = 0.4
  requests = 0

  constructor(clock: FakeClock, random: () => number) {
    this.#clock = clock
    this.#random = random
  }

  /** Creates, changes, deletes or replaces one object. The answer is the object as it is stored then, if it is. */
  change(): StoredObject | undefined {
    const metadata = { namespace: this.#pick(namespaces), name: this.#pick(names) }
    const key = `${metadata.namespace}/${metadata.name}`
    const old = this.objects.get(key)
    const choice = old ? this.#random() : 1
    if (old && choice < 0.6) this.#write(key, 'MODIFIED', old.metadata)
    else if (old) this.#write(key, 'DELETED', old.metadata)
    if (choice > 0.8) this.#write(key, 'ADDED', { ...metadata, uid: `uid-${++this.#uid}` })
    return this.objects.get(key)
  }

  /** The version of the object before this one. */
  before({ metadata }: Cached<StoredObject>): string | undefined {
    const versions = this.#history
      .filter(({ event }) => event.object.metadata.uid === metadata.uid)
      .map(({ version }) => String(version))
    return versions[versions.indexOf(metadata.resourceVersion!) - 1]
  }

  /** Forgets what happened until now: watches and pages from before expire. */
  compact(): void {
    this.#compacted = this.#version
  }

  source(namespace?: string): ListerWatcher<StoredObject> {
    return { list: request => this.#list(request, namespace), watch: request => this.#watch(request, namespace) }
  }

  async #list(request: ListRequest, namespace: string | undefined): Promise<ListPage<StoredObject>> {
    this.requests++
    await sleep(this.#clock, this.#random() * 2000, request.signal)
    this.#mayFail()
    const size = request.limit === undefined ? Infinity : 2
    const token = request.continue ?? `${this.#uid}-${this.requests}`
    if (request.continue === undefined) {
      const items = [...this.objects.values()].filter(item => !namespace || item.metadata.namespace === namespace)
      this.#snapshots.set(token, { version: this.#version, items })
    }
    const [id = '', start = '0'] = token.split('+')
    const { version, items } = this.#snapshots.get(id)!
    if (request.continue !== undefined && version < this.#compacted) throw statusError(410, { reason: 'Expired' })
    const end = Number(start) + size
    const page = structuredClone(items.slice(Number(start), end))
    // A part of it arrives before the rest of it fails.
    request.onItems?.(page.splice(0, this.#random() * page.length))
    this.#mayFail()
    return {
      items: page,
      metadata: { resourceVersion: String(version), ...(end < items.length && { continue: `${id}+${end}` }) },
    }
  }

  async *#watch(request: WatchRequest, namespace: string | undefined): AsyncGenerator<WatchEvent<StoredObject>> {
    this.requests++
    await sleep(this.#clock, this.#random() * 500, request.signal)
    this.#mayFail()
    const start = request.sendInitialEvents ? this.#version : Number(request.resourceVersion)
    if (request.sendInitialEvents) {
      const initial = [...this.objects.values()].filter(item => !namespace || item.metadata.namespace === namespace)
      for (const object of initial) {
        if (this.#random() < this.faults / 10) this.#mayFail()
        yield { type: 'ADDED', object: structuredClone(object) }
        await sleep(this.#clock, this.#random() * 100, request.signal)
      }
      if (this.#random() < this.faults / 10) return
      const annotations = { 'k8s.io/initial-events-end': 'true' }
      yield { type: 'BOOKMARK', resourceVersion: String(start), annotations }
    }
    if (start < this.#compacted) throw statusError(410, { reason: 'Expired' })
    const end = this.#clock.monotonic() + (request.timeoutSeconds ?? 0) * 1000
    let next = this.#history.findIndex(({ version }) => version > start)
    if (next < 0) next = this.#history.length
    while (this.#clock.monotonic() < end) {
      for (; next < this.#history.length; next++) {
        const { event } = this.#history[next]!
        if (namespace && event.object.metadata.namespace !== namespace) continue
        if (this.#random() < this.faults / 10) this.#mayFail()
        yield structuredClone(event)
      }
      const choice = this.#random()
      if (choice < this.faults / 4) return
      if (choice < this.faults / 2) throw new Error('socket hang up')
      if (choice < 0.5) yield { type: 'BOOKMARK', resourceVersion: String(this.#version) }
      await this.#news(Math.min(60_000, end - this.#clock.monotonic()), request.signal)
    }
  }

  /** Resolves with the next change, or after a while without one. */
  async #news(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const over = new AbortController()
    const wake = () => over.abort()
    this.#watchers.add(wake)
    signal?.addEventListener('abort', wake, { once: true })
    await sleep(this.#clock, ms, over.signal).catch(() => {})
    signal?.removeEventListener('abort', wake)
    this.#watchers.delete(wake)
    signal?.throwIfAborted()
  }

  #mayFail(): void {
    if (this.#random() >= this.faults) return
    throw this.#pick([
      statusError(500),
      statusError(410, { reason: 'Expired' }),
      statusError(429, { retryAfterSeconds: 3 }),
      new Error('connect ECONNREFUSED'),
    ])
  }

  #write(key: string, type: 'ADDED' | 'MODIFIED' | 'DELETED', metadata: Partial<StoredObject['metadata']>): void {
    const version = ++this.#version
    const object = {
      apiVersion: 'v1',
      kind: 'Thing',
      metadata: { creationTimestamp: '', ...metadata, resourceVersion: String(version) },
    } as StoredObject
    if (type === 'DELETED') this.objects.delete(key)
    else this.objects.set(key, object)
    this.#history.push({ version, event: { type, object } })
    for (const wake of this.#watchers) wake()
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)]!
  }
}

/** A handler that keeps its own copy from what it is told, and fails for whatever cannot follow from what it was told before. */
class Follower implements InformerHandler<StoredObject> {
  readonly objects = new Map<string, Cached<StoredObject>>()
  readonly #told = new Set<string>()
  readonly problems: string[] = []
  counts = { added: 0, updated: 0, deleted: 0, tombstones: 0, own: 0 }

  constructor(private readonly server: SimulatedServer) {}

  added(object: Cached<StoredObject>): void {
    this.counts.added++
    this.#check(!this.objects.has(keyOf(object)), 'added twice', object)
    this.#once('added', object)
    this.objects.set(keyOf(object), object)
  }

  updated(object: Cached<StoredObject>, old: Cached<StoredObject>, { own }: { readonly own: boolean }): void {
    this.counts.updated++
    if (own) {
      this.counts.own++
      this.#check(this.server.before(object) === old.metadata.resourceVersion, "others' changes among its own", object)
    }
    this.#check(this.objects.get(keyOf(object)) === old, 'the old one is not what was told last', object)
    this.#check(old.metadata.uid === object.metadata.uid, 'updated from another object', object)
    this.#check(Number(object.metadata.resourceVersion) > Number(old.metadata.resourceVersion), 'back in time', object)
    this.#once('updated', object)
    this.objects.set(keyOf(object), object)
  }

  deleted(object: Cached<StoredObject>, { tombstone }: { readonly tombstone: boolean }): void {
    this.counts[tombstone ? 'tombstones' : 'deleted']++
    const last = this.objects.get(keyOf(object))
    this.#check(last?.metadata.uid === object.metadata.uid, 'deleted without having been there', object)
    this.#check(!tombstone || last === object, 'a tombstone that is not what was told last', object)
    this.#once('deleted', object)
    this.objects.delete(keyOf(object))
  }

  #once(what: string, object: Cached<StoredObject>): void {
    const event = `${what} ${versionOf(object)}`
    this.#check(!this.#told.has(event), `${what} again`, object)
    this.#told.add(event)
  }

  #check(holds: boolean, problem: string, object: Cached<StoredObject>): void {
    if (!holds) this.problems.push(`${problem}: ${keyOf(object)} ${versionOf(object)}`)
  }
}

async function simulate(seed: number, sources: readonly (string | undefined)[], ownWrites: number) {
  const random = randomNumbers(seed)
  const clock = new FakeClock()
  const server = new SimulatedServer(clock, random)
  const own = new Set<string>()
  const informer = new SharedInformer<StoredObject>({
    resource: 'things',
    isOwn: object => own.has(versionOf(object)),
    sources: sources.map(namespace => ({
      ...(namespace && { namespace }),
      listerWatcher: server.source(namespace),
    })),
    listMode: (['whole', 'paged', 'watch-list'] as const)[seed % 3] ?? 'whole',
    clock,
    logger: recordingLogger(),
    random,
  })
  informer.addIndex('parity', ({ metadata }) => [Number(metadata.resourceVersion) % 2 === 0 ? 'even' : 'odd'])
  const followers = [new Follower(server)]
  informer.addHandler(followers[0]!)
  const stop = new AbortController()
  const stopped = informer.run(stop.signal)

  for (let step = 0; step < 150; step++) {
    const choice = random()
    if (choice < 0.6) {
      const object = server.change()
      // Some of the changes are our own, and their answers are faster than the watch, or slower.
      if (object && random() < ownWrites) {
        const { namespace, name, resourceVersion = '' } = object.metadata
        const written = { key: { namespace: namespace!, name }, resourceVersion, copy: () => structuredClone(object) }
        const tell = () => {
          own.add(versionOf(object))
          informer.wrote(written)
        }
        if (random() < 0.5) tell()
        else clock.setTimeout(tell, random() * 8000)
      }
    } else if (choice < 0.65) server.compact()
    else if (choice < 0.67) informer.addHandler(followers[followers.push(new Follower(server)) - 1]!)
    else await clock.advance(random() * 5000)
  }
  const busy = { requests: server.requests, minutes: clock.monotonic() / 60_000 }
  server.faults = 0
  await clock.advance(15 * 60_000)
  stop.abort()
  await stopped
  return { informer, server, followers, busy, pending: clock.pending }
}

const versions = (objects: Iterable<Cached<StoredObject>>) => [...objects].map(versionOf).sort()

for (const [what, sources, ownWrites] of [
  ['one source', [undefined], 0],
  ['a source for each namespace', namespaces, 0],
  ['one source, and writes of this process', [undefined], 0.6],
  ['a source for each namespace, and writes of this process', namespaces, 0.6],
] as const) {
  test(`${what}: ends as the server is, through whatever changes and faults, and tells it without a contradiction`, async () => {
    const seen = { added: 0, updated: 0, deleted: 0, tombstones: 0, own: 0 }
    for (let seed = 1; seed <= 40; seed++) {
      const { informer, server, followers, busy, pending } = await simulate(seed, sources, ownWrites)
      const message = (text: string) => `seed ${seed}: ${text}`
      const want = versions(server.objects.values())
      assert.equal(versions(informer.list()), want, message('the store is what the server has'))
      const halves = [...informer.byIndex('parity', 'even'), ...informer.byIndex('parity', 'odd')]
      assert.equal(versions(halves), want, message('so is the index'))
      for (const follower of followers) {
        assert.equal(follower.problems, [], message('events follow from one another'))
        assert.equal(versions(follower.objects.values()), want, message('handlers know what the server has'))
        const shared = informer.list().every(object => follower.objects.get(keyOf(object)) === object)
        assert.ok(shared, message('they are told of the very objects that are stored'))
        for (const kind of Object.keys(seen) as (keyof typeof seen)[]) seen[kind] += follower.counts[kind]
      }
      assert.is(informer.lastError(), undefined, message('health is noticed'))
      assert.equal(pending, [], message('no timer is left'))
      const bound = sources.length * 60 * Math.max(1, busy.minutes)
      assert.ok(busy.requests < bound, message(`${busy.requests} requests in ${busy.minutes.toFixed(1)} minutes`))
    }
    for (const [kind, count] of Object.entries(seen)) {
      const isPossible = kind !== 'own' || ownWrites > 0
      assert.is(count > 50, isPossible, `the seeds lead to ${kind}: ${count}`)
    }
  })
}

test.run()
