import { Deployment } from 'opwright/kubernetes/apps/v1'
import { Manager, managerFlags } from 'opwright/runtime'
import { Foo } from '../generated/samplecontroller.k8s.io/v1alpha1/foo.js'
import { SampleFooReconciler } from './foo-reconciler.js'

async function main(): Promise<void> {
  const manager = await Manager.create({ name: 'sample-operator', ...managerFlags() })

  manager.controller(Foo, new SampleFooReconciler()).owns(Deployment).workers(2)

  await manager.run()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
