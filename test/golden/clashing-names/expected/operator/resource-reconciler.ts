import type { Cached, Context, Result } from "opwright/runtime";
import { ResourceReconciler } from "../generated/clash.example.com/v1/resource-reconciler.js";
import type { Resource } from "../generated/clash.example.com/v1/resource.js";

export class MyResourceReconciler extends ResourceReconciler {
  override async reconcile(
    resource: Cached<Resource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: resource.metadata.generation,
    });

    // Next steps:
    // - Compare what resource.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
