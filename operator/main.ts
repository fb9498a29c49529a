import { Manager, managerFlags } from 'opwright/runtime'
import { Widget } from '../../../tmp/q-out/example.com/v1/widget.js'
import { MyWidgetReconciler } from './widget-reconciler.js'

async function main(): Promise<void> {
  const manager = await Manager.create({
    name: 'opwright',
    ...managerFlags(),
  })

  manager.controller(Widget, new MyWidgetReconciler())

  await manager.run()
}

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
