import type { Cached, Context, Result } from "opwright/runtime";
import { NotifierReconciler } from "../generated/alerts.example.com/v1/notifier-reconciler.js";
import type { Notifier } from "../generated/alerts.example.com/v1/notifier.js";

export class MyNotifierReconciler extends NotifierReconciler {
  override async reconcile(
    notifier: Cached<Notifier>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: notifier.metadata.generation,
    });

    // Next steps:
    // - Compare what notifier.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new NotifierClient(client)` writes
    //   it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
