import type { Cached, Context, Result } from "opwright/runtime";
import { SharedReconciler } from "../generated/clash.example.com/v1/shared-resource-reconciler.js";
import type { Shared } from "../generated/clash.example.com/v1/shared-resource.js";

export class MySharedReconciler extends SharedReconciler {
  override async reconcile(
    shared: Cached<Shared>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: shared.metadata.generation,
    });

    // Next steps:
    // - Compare what shared.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
