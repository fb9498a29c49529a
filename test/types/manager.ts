// A controller is for one kind: its reconciler, what it owns and what it watches know theirs.

import { Deployment } from '../../kubernetes/apps/v1/index.js'
import {
  and,
  generationChanged,
  or,
  TerminalError,
  type Cached,
  type Context,
  type Manager,
  type Reconciler,
  type Result,
} from '../../runtime/index.js'
import { Bar, Foo, Zone } from './kinds.js'

declare const manager: Manager

class FooReconciler implements Reconciler<Foo> {
  async reconcile(foo: Cached<Foo>, { client, events, cache, log, signal, attempt, key }: Context): Promise<Result> {
    await client.for(Foo).namespace(foo.metadata.namespace).get(key.name, { signal })
    events.record(foo, { type: 'Normal', reason: 'Seen', note: `attempt ${attempt}` })
    log.info('seen', { bars: cache.list(Bar).length })
    if (foo.spec.replicas === 0) throw new TerminalError('none')
    // @ts-expect-error
    foo.spec.replicas = 1
    return { requeueAfterMs: 1000 }
  }

  async finalize(foo: Cached<Foo>): Promise<void> {
    foo.spec.ports.map(({ port }) => port)
  }
}

class BarReconciler implements Reconciler<Bar> {
  async reconcile(_bar: Cached<Bar>): Promise<void> {}
}

manager
  .controller(Foo, new FooReconciler(), { reconcileTimeoutMs: 1000 })
  .owns(Deployment, {
    labelSelector: 'app=foo',
    predicates: [generationChanged, change => change.object.spec.replicas !== 0],
  })
  .watches(Bar, bar => [{ namespace: bar.metadata.namespace, name: bar.spec.fooName }])
  .predicates(and(generationChanged, change => change.object.spec.replicas > 0))
  .predicates(or(generationChanged, change => change.type === 'deleted' || !change.own))
  .workers(2)
  .selector({ matchLabels: { a: 'b' } })
  .namespaces('x', 'y')
manager.controller(Foo, { reconcile: async foo => void foo.spec.replicas })

// @ts-expect-error the reconciler of another kind
manager.controller(Foo, new BarReconciler())
// @ts-expect-error
manager.controller(Zone, new FooReconciler())
// @ts-expect-error
manager.controller(Foo, { reconcile: async foo => void foo.spec.fooName })
// @ts-expect-error nothing to reconcile with
manager.controller(Foo, { finalize: async () => {} })
// @ts-expect-error a result is nothing, or a time
manager.controller(Foo, { reconcile: async () => true })
// @ts-expect-error
manager.controller(Foo, { reconcile: async () => ({ requeueAfter: 5 }) })
// @ts-expect-error it has to be asynchronous
manager.controller(Foo, { reconcile: () => {} })

const controller = manager.controller(Foo, new FooReconciler())
// @ts-expect-error a field that the kind has not
controller.watches(Bar, bar => [{ name: bar.spec.name }])
// @ts-expect-error keys have a name
controller.watches(Bar, bar => [{ namespace: bar.metadata.namespace }])
// @ts-expect-error keys, not text
controller.watches(Bar, bar => [bar.spec.fooName])
// @ts-expect-error predicates of the other kind
controller.owns(Bar, { predicates: [change => change.object.spec.replicas > 0] })
// @ts-expect-error
controller.predicates(change => change.object.spec.fooName === '')
// @ts-expect-error only an update has an old state
controller.predicates(change => change.old.metadata.name === '')
// @ts-expect-error a kind, and not its name
controller.owns('Deployment')
// @ts-expect-error the map function says to which objects it leads
controller.watches(Bar)
