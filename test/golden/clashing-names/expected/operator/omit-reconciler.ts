import type { Cached, Context, Result } from "opwright/runtime";
import { OmitResourceReconciler } from "../generated/clash.example.com/v1/omit-reconciler.js";
import type { OmitResource } from "../generated/clash.example.com/v1/omit.js";

export class MyOmitReconciler extends OmitResourceReconciler {
  override async reconcile(
    omitResource: Cached<OmitResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: omitResource.metadata.generation,
    });

    // Next steps:
    // - Compare what omitResource.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
