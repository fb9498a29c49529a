import type { Cached, Context, Result } from "opwright/runtime";
import { PartialResourceReconciler } from "../generated/clash.example.com/v1/partial-reconciler.js";
import type { PartialResource } from "../generated/clash.example.com/v1/partial.js";

export class MyPartialReconciler extends PartialResourceReconciler {
  override async reconcile(
    partialResource: Cached<PartialResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: partialResource.metadata.generation,
    });

    // Next steps:
    // - Compare what partialResource.spec asks for with what is there.
    //   `cache`, beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
