import type { DeploymentInput } from 'opwright/kubernetes/apps/v1'
import { controllerReference, type Cached } from 'opwright/runtime'
import { Foo } from '../generated/samplecontroller.k8s.io/v1alpha1/foo.js'

/** The Deployment that a Foo asks for. It is deleted with the Foo, which owns it. */
export function deploymentFor(foo: Cached<Foo>): DeploymentInput {
  const labels = { app: 'nginx', controller: foo.metadata.name }
  return {
    metadata: {
      name: foo.spec.deploymentName,
      namespace: foo.metadata.namespace,
      ownerReferences: [controllerReference(foo, Foo)],
    },
    spec: {
      ...(foo.spec.replicas === undefined ? {} : { replicas: foo.spec.replicas }),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'nginx', image: 'nginx:latest' }] },
      },
    },
  }
}
