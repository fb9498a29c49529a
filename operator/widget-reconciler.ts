import type { Cached, Context, Result } from 'opwright/runtime'
import { WidgetReconciler } from '../../../tmp/q-out/example.com/v1/widget-reconciler.js'
import type { Widget } from '../../../tmp/q-out/example.com/v1/widget.js'

export class MyWidgetReconciler extends WidgetReconciler {
  override async reconcile(widget: Cached<Widget>, { log }: Context): Promise<Result> {
    log.info('Nothing to do yet', {
      generation: widget.metadata.generation,
    })

    // Next steps:
    // - Compare what widget.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
