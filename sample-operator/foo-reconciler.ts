import { Deployment } from 'opwright/kubernetes/apps/v1'
import { isControlledBy, TerminalError, type Cached, type Context, type Result } from 'opwright/runtime'
import { FooReconciler } from '../generated/samplecontroller.k8s.io/v1alpha1/foo-reconciler.js'
import { Foo } from '../generated/samplecontroller.k8s.io/v1alpha1/foo.js'
import { deploymentFor } from './deployment.js'

/** Keeps a Deployment of nginx for each Foo, and tells in the Foo's status how many of its replicas are available. */
export class SampleFooReconciler extends FooReconciler {
  override async reconcile(foo: Cached<Foo>, { cache, client, events, signal }: Context): Promise<Result> {
    const { namespace, name } = foo.metadata
    const { deploymentName, replicas } = foo.spec
    if (deploymentName === '')
      throw new TerminalError('spec.deploymentName is empty: there is nothing to name the Deployment')

    const deployments = client.for(Deployment).namespace(namespace)
    const current = cache.get(Deployment, { namespace, name: deploymentName })
    if (current && !isControlledBy(current, foo)) {
      const note = `Deployment ${deploymentName} exists already and is not managed by this Foo`
      events.record(foo, { type: 'Warning', reason: 'ErrResourceExists', note })
      throw new Error(note)
    }

    let deployment = current ?? (await deployments.create(deploymentFor(foo), { signal }))
    // A Foo that leaves replicas out leaves them to whoever scales the Deployment.
    if (replicas !== undefined && replicas !== deployment.spec.replicas) {
      const { resourceVersion } = deployment.metadata
      const merge = { metadata: { resourceVersion }, spec: { replicas } }
      deployment = await deployments.patch(deploymentName, { merge }, { signal })
    }

    const availableReplicas = deployment.status?.availableReplicas ?? 0
    if (availableReplicas !== foo.status?.availableReplicas) {
      const foos = client.for(Foo).namespace(namespace)
      await foos.patchStatus(name, { merge: { status: { availableReplicas } } }, { signal })
    }
    events.record(foo, { type: 'Normal', reason: 'Synced', note: 'Foo synced successfully' })
  }
}
