import type { Cached, Context, Result } from "opwright/runtime";
import { ReconcilerResourceReconciler } from "../generated/clash.example.com/v1/reconciler-reconciler.js";
import type { ReconcilerResource } from "../generated/clash.example.com/v1/reconciler.js";

export class MyReconcilerReconciler extends ReconcilerResourceReconciler {
  override async reconcile(
    reconcilerResource: Cached<ReconcilerResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: reconcilerResource.metadata.generation,
    });

    // Next steps:
    // - Compare what reconcilerResource.spec asks for with what is there.
    //   `cache`, beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
