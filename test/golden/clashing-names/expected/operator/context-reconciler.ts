import type { Cached, Context, Result } from "opwright/runtime";
import { ContextResourceReconciler } from "../generated/clash.example.com/v1/context-reconciler.js";
import type { ContextResource } from "../generated/clash.example.com/v1/context.js";

export class MyContextReconciler extends ContextResourceReconciler {
  override async reconcile(
    contextResource: Cached<ContextResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: contextResource.metadata.generation,
    });

    // Next steps:
    // - Compare what contextResource.spec asks for with what is there.
    //   `cache`, beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
